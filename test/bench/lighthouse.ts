/**
 * What Lighthouse says of the first page of a sign-in and of others that are open to everybody, on a phone (its own throttling) and on a desk. Lighthouse is no
 * dependency of ours: `scripts/lighthouse` brings it into `var/`. Ends with 1 where a category is below 100. Nothing else may run.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const categories = ['performance', 'accessibility', 'best-practices'] as const;
const home = resolve('var/lighthouse');
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';

interface Report {
  readonly categories: Readonly<
    Record<
      string,
      {
        readonly score: number;
        readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
      }
    >
  >;
  readonly audits: Readonly<Record<string, { readonly score: number | null; readonly title: string }>>;
}

/** The provider answers in this very process meanwhile. */
async function report(address: string, name: string, form: 'phone' | 'desk'): Promise<Report> {
  mkdirSync(home, { recursive: true });
  const file = join(home, `${name}-${form}.json`);
  const words = [
    join(home, 'node_modules/lighthouse/cli/index.js'),
    address,
    '--quiet',
    '--max-wait-for-load=20000',
    '--output=json',
    `--output-path=${file}`,
    `--only-categories=${categories.join(',')}`,
    '--chrome-flags=--no-sandbox --disable-gpu',
    ...(form === 'desk' ? ['--preset=desktop'] : []),
  ];
  await promisify(execFile)(process.execPath, words, { env: { ...process.env, CHROME_PATH: chromium } });
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Whatever costs points. */
function faultsIn({ categories: judged, audits }: Report): string[] {
  const counted = Object.values(judged).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0),
  );
  return counted.flatMap(({ id }) => {
    const audit = audits[id];
    return audit && audit.score !== null && audit.score < 1 ? [`${id} (${audit.score}): ${audit.title}`] : [];
  });
}

const kapu = await startInstallation();
try {
  const portal = await RelyingParty.discover(kapu);
  const pages = {
    'sign-in': (await portal.request()).address,
    help: `${kapu.issuer}/segitseg`,
    cancel: `${kapu.issuer}/megszuntetes`,
  };
  for (const [name, address] of Object.entries(pages)) {
    for (const form of ['phone', 'desk'] as const) {
      const found = await report(address, name, form);
      const scores = categories.map((category) => Math.round((found.categories[category]?.score ?? 0) * 100));
      console.log(
        `${name}, ${form}: ${categories.map((category, at) => `${category} ${scores[at]}`).join(', ')}`,
      );
      for (const fault of faultsIn(found)) {
        console.log(`  ${fault}`);
      }
      process.exitCode = scores.some((score) => score < 100) ? 1 : process.exitCode;
    }
  }
} finally {
  await kapu.stop();
}
