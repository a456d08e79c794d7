/**
 * A country is imported in which one line in a hundred is a person who has an account: half of them stood earlier in the file, half in the
 * store. Each must be told of by its line, and all others be there; the memory of the command must not grow with the file.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '../../src/observability/logger.ts';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { accountLine, writeAccounts } from './account-lines.ts';
import { kapuEnvironment, type OnStop } from './installation.ts';
import { startNodeProcess } from './node-process.ts';
import { row } from './report.ts';

export interface DuplicatesFigures {
  readonly lines: number;
  readonly rejected: { readonly ofTheFile: number; readonly ofTheStore: number };
  readonly added: number;
  readonly perSecond: number;
  /** Of the command, when so much of the file was in. */
  readonly memoryInMiB: Readonly<Record<'10 %' | '50 %' | '100 %', number>>;
}

const importer = resolve(import.meta.dirname, '../../dist/cli/kapu.js');
const oneIn = 100;
/** Within the file, the person of so many lines before. */
const linesBefore = 70;
/** Name, record, person and address. */
const keysOfAccount = 4;
const lookEveryMilliseconds = 100;

export async function measureDuplicates(
  onStop: OnStop,
  signal: AbortSignal,
  lines: number,
): Promise<DuplicatesFigures> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-bench-duplicates-'));
  onStop(() => rmSync(directory, { recursive: true, force: true }));
  const environment = kapuEnvironment(directory, 'http://localhost:4000', 'x'.repeat(43));
  const redis = await startLocalRedis(join(environment.KAPU_DATA_DIR ?? '', 'redis'));
  onStop(redis.stop);
  const store = await connectToRedis(redis.socket, createLogger('silent'));
  onStop(() => store.disconnect());

  function run(path: string): ReturnType<typeof startNodeProcess> {
    const log = join(directory, 'import.log');
    const args = ['accounts', 'import', path];
    const command = startNodeProcess({ script: importer, args, environment, log, nodeOptions: [lastWord] });
    onStop(command.stop);
    return command;
  }

  const existing = join(directory, 'existing.ndjson');
  const ofTheStore = lines / oneIn / 2;
  writeAccounts(existing, ofTheStore, (number) => accountLine(lines + number));
  await run(existing).untilItEnds(signal);

  const path = join(directory, 'country.ndjson');
  writeCountry(path, lines);
  const before = await store.dbsize();
  const begun = performance.now();
  const command = run(path);
  let isOver = false;
  const end = command.untilItEnds(signal, 1).finally(() => {
    isOver = true;
  });
  end.catch(() => {});
  const memory: [share: number, mebibytes: number][] = [];
  while (!isOver) {
    const share = ((await store.dbsize()) - before) / (keysOfAccount * lines * (1 - 1 / oneIn));
    memory.push([share, residentMebibytes(command.pid)]);
    await delay(lookEveryMilliseconds);
  }
  await end;
  const seconds = (performance.now() - begun) / 1000;

  const rejected = checkRejects(`${path}.rejects`, lines);
  const added = ((await store.dbsize()) - before) / keysOfAccount;
  if (Math.round(added) !== lines - rejected.ofTheFile - rejected.ofTheStore) {
    throw new Error(`${added} accounts were added: some lines are neither in nor told of`);
  }
  const at = (share: number): number => memory.find(([reached]) => reached >= share)?.[1] ?? Number.NaN;
  const last = memory.filter(([, mebibytes]) => mebibytes > 0).at(-1)?.[1] ?? Number.NaN;
  const memoryInMiB = { '10 %': at(0.1), '50 %': at(0.5), '100 %': last };
  return { lines, rejected, added: Math.round(added), perSecond: lines / seconds, memoryInMiB };
}

/** The channel to the bench is no reason to go on. */
const lastWord = '--import=data:text/javascript,process.channel?.unref()';

/** As many lines, of which one in a hundred is a person who has an account, if those of the store are in it. */
export function writeCountry(path: string, lines: number): void {
  writeAccounts(path, lines, (number) => accountLine(number, personIn(number, lines)));
}

const isDuplicate = (number: number): boolean => number % oneIn === oneIn - 1;
const isOfTheStore = (number: number): boolean => isDuplicate(number) && number % (2 * oneIn) > oneIn;

function personIn(number: number, lines: number): number {
  if (isOfTheStore(number)) {
    return lines + Math.floor(number / (2 * oneIn));
  }
  return isDuplicate(number) ? number - linesBefore : number;
}

/** @throws Error unless exactly the duplicates were rejected, each by its line and with the account that the person has */
function checkRejects(path: string, lines: number): DuplicatesFigures['rejected'] {
  const told = readFileSync(path, 'utf8').trimEnd().split('\n');
  const expected = Array.from({ length: lines }, (_, number) => number).filter(isDuplicate);
  for (const [at, number] of expected.entries()) {
    const username = `minta.${number}`;
    const reason = `person: has an account already, minta.${personIn(number, lines)}`;
    const line = JSON.stringify({ line: number + 1, username, reason });
    if (told[at] !== line) {
      throw new Error(`of the rejects ${told[at]} should be ${line}`);
    }
  }
  if (told.length !== expected.length) {
    throw new Error(`${told.length} lines were rejected, and not ${expected.length}`);
  }
  const ofTheStore = expected.filter(isOfTheStore).length;
  return { ofTheFile: expected.length - ofTheStore, ofTheStore };
}

/** 0 where it has ended, NaN where there is no /proc. */
function residentMebibytes(pid: number): number {
  if (process.platform !== 'linux') {
    return Number.NaN;
  }
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export function duplicatesInWords(figures: DuplicatesFigures): string {
  const { lines, rejected, added, perSecond, memoryInMiB } = figures;
  const whole = (count: number): string => count.toLocaleString('en');
  const memory = Object.entries(memoryInMiB).map(([at, mebibytes]) => `${mebibytes.toFixed(0)} at ${at}`);
  return [
    `\nImport of ${whole(lines)} lines, one in ${oneIn} of them a person who has an account`,
    row('added', whole(added)),
    row(
      'told of by line: earlier in the file, in the store',
      `${whole(rejected.ofTheFile)}, ${whole(rejected.ofTheStore)}`,
    ),
    row('lines', `${perSecond.toFixed(0)} /s`),
    row('memory of the command (RSS), MiB', memory.join(', ')),
    '',
  ].join('\n');
}
