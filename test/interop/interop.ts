/** Signs citizens in to the relying parties of docs/relying-parties, one after the other, has a card of ours verified, and prints what worked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { projectRoot } from '../../demo/launch/demo-commands.ts';
import { startChromium } from '../support/chromium.ts';
import { meetVerifier, verifierName } from './foreign-verifier.ts';
import { allFailed, journey, type Outcomes } from './journey.ts';
import { type Provider, startProvider } from './provider.ts';
import { type Recipe, readRecipe } from './recipe.ts';
import { setUp } from './relying-party.ts';
import { type Row, rows } from './rows.ts';
import { type Seen, tableOf, writeTable } from './table.ts';

const home = join(projectRoot, 'var/interop');

async function run(stopped: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { write: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.write && positionals.length > 0) {
    throw new Error('--write puts down the whole table: name no relying party');
  }
  const wanted = rows.filter(({ recipe }) => positionals.length === 0 || positionals.includes(recipe));
  const names = [...rows.map(({ recipe }) => recipe), verifierName];
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(`there is no recipe ${unknown.join(', ')}; see docs/relying-parties`);
  }
  const directory = mkdtempSync(join(tmpdir(), 'kapu-interop-'));
  const chromium = await startChromium();
  try {
    if (wanted.length > 0) {
      const provider = await startProvider(directory, stopped);
      const seen = await seeAll(wanted, chromium, provider, stopped).finally(() => provider.stop());
      console.log(`\n${tableOf(seen)}`);
      if (values.write) {
        writeTable(seen);
      }
    }
    if (positionals.length === 0 || positionals.includes(verifierName)) {
      await tellOfVerifier(chromium);
    }
  } finally {
    await chromium.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function tellOfVerifier(chromium: Browser): Promise<void> {
  const lines = await meetVerifier(home, chromium);
  console.log(
    [`\n${verifierName} said of a card, and of the same when it was revoked:`, ...lines].join('\n'),
  );
}

async function seeAll(
  wanted: readonly Row[],
  chromium: Browser,
  provider: Provider,
  stopped: AbortSignal,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const row of wanted) {
    stopped.throwIfAborted();
    const recipe = readRecipe(row.recipe);
    const outcomes = await Promise.race([see(row, recipe, chromium, provider), untilStopped(stopped)]);
    console.error(`${recipe.software} ${recipe.version}: ${JSON.stringify(outcomes)}`);
    seen.push({ recipe, outcomes });
  }
  return seen;
}

async function untilStopped(stopped: AbortSignal): Promise<never> {
  await new Promise((resolve) => stopped.addEventListener('abort', resolve, { once: true }));
  throw new Error('stopped');
}

async function see(row: Row, recipe: Recipe, chromium: Browser, provider: Provider): Promise<Outcomes> {
  try {
    const party = await setUp(recipe, home, provider);
    return await journey(row, party.origin, chromium, provider).finally(() => party.stop());
  } catch (error) {
    return allFailed(row, error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(-240) : 'failed');
  }
}

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopped.abort());
}

try {
  await run(stopped.signal);
} catch (error) {
  console.error(`kapu: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
// What a row that was stopped had started ends with this process (shell.ts).
process.exit();
