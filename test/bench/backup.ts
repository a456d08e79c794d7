/** `kapu backup` of a country while people sign in, and `kapu restore` of it into an empty Redis: what it takes, and whether it is the same. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { accountLine, writeAccounts } from './account-lines.ts';
import { type Citizens, createCitizens } from './citizens.ts';
import { type Installation, type OnStop, startInstallation } from './installation.ts';
import { quantile } from './measure.ts';
import { type CommandRun, runToEnd } from './node-process.ts';
import { row } from './report.ts';
import { signIn } from './sign-in.ts';

export interface BackupFigures {
  readonly accounts: number;
  readonly fileInMiB: number;
  readonly redisInMiB: number;
  readonly backup: Taken;
  readonly restore: Taken;
  /** While it was made. */
  readonly signIns: { readonly through: number; readonly failed: number; readonly p95: number };
  /** As the command that restored them said. */
  readonly said: string;
  /** Of all accounts as they are exported, in whatever order. */
  readonly checksums: { readonly here: string; readonly restored: string };
}

interface Taken {
  readonly seconds: number;
  readonly peakMemoryInMiB: number;
}

const kapu = resolve(import.meta.dirname, '../../dist/cli/kapu.js');
const signInsPerSecond = 20;
/** Enough for thirteen minutes of a busy machine: each signs in once. */
const signers = 16_000;

export async function measureBackup(
  onStop: OnStop,
  signal: AbortSignal,
  accounts: number,
): Promise<BackupFigures> {
  const installation = await startInstallation(onStop, signal);
  const { config, environment, store } = installation;
  const directory = config.dataDirectory;
  const command = (args: readonly string[], more: Record<string, string> = {}): Promise<CommandRun> =>
    runToEnd({ script: kapu, args, environment: { ...environment, ...more } }, directory, { signal, onStop });

  const citizens = await createCitizens(config, store);
  await citizens.prepare(signers);
  const lines = join(directory, 'country.ndjson');
  writeAccounts(lines, accounts - signers, (number) => accountLine(number + signers + 1));
  await command(['accounts', 'import', lines]);

  const identity = await generateX25519Identity();
  const identityFile = join(directory, 'key.txt');
  writeFileSync(identityFile, `${identity}\n`, { mode: 0o600 });
  const file = join(directory, 'kapu.age');
  const load = keepSigningIn(installation, citizens);
  await delay(2000);
  load.count();
  const backup = await command(['backup', '--to', await identityToRecipient(identity), '--out', file]);
  const signIns = await load.end();
  const [, used = ''] = /used_memory:(\d+)/.exec(await store.info('memory')) ?? [];
  const here = await checksumOfAccounts(command);
  await installation.kapu.process.stop();

  const elsewhere = { KAPU_DATA_DIR: join(directory, 'restored') };
  const restore = await command(['restore', file, '--identity', identityFile], elsewhere);
  const redis = await startLocalRedis(join(elsewhere.KAPU_DATA_DIR, 'redis'));
  onStop(redis.stop);
  const restored = await checksumOfAccounts((args) => command(args, elsewhere));
  return {
    accounts,
    fileInMiB: mebibytes(statSync(file).size),
    redisInMiB: mebibytes(Number(used)),
    backup,
    restore,
    signIns,
    said: readFileSync(restore.outputFile, 'utf8').trim().split('\n').at(-1) ?? '',
    checksums: { here, restored },
  };
}

const mebibytes = (bytes: number): number => bytes / 2 ** 20;

/** Each at its time, however long those before it take. */
function keepSigningIn({ kapu: { relyingParty } }: Installation, citizens: Citizens) {
  let milliseconds: number[] = [];
  let failed = 0;
  const underWay = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const began = performance.now();
    const one = signIn(relyingParty, citizens.next(), citizens.password)
      .then(() => void milliseconds.push(performance.now() - began))
      .catch(() => {
        failed += 1;
      });
    underWay.add(one);
    void one.then(() => underWay.delete(one));
  }, 1000 / signInsPerSecond);
  return {
    /** From now on. */
    count(): void {
      milliseconds = [];
      failed = 0;
    },
    async end(): Promise<BackupFigures['signIns']> {
      clearInterval(timer);
      await Promise.all(underWay);
      return { through: milliseconds.length, failed, p95: quantile(milliseconds, 0.95) };
    },
  };
}

type Run = (args: readonly string[]) => Promise<CommandRun>;

/** The hashes of all lines, added up by XOR: their order does not count. */
async function checksumOfAccounts(run: Run): Promise<string> {
  const { outputFile } = await run(['accounts', 'export']);
  const sum = Buffer.alloc(32);
  let lines = 0;
  const reader = createInterface({ input: createReadStream(outputFile) });
  reader.on('line', (line) => {
    if (!line.startsWith('{')) {
      return;
    }
    const hash = createHash('sha256').update(line).digest();
    for (let at = 0; at < sum.length; at += 1) {
      sum[at] = (sum[at] as number) ^ (hash[at] as number);
    }
    lines += 1;
  });
  await once(reader, 'close');
  return `${lines} ${sum.toString('hex').slice(0, 16)}`;
}

export function backupInWords(figures: BackupFigures): string {
  const { accounts, backup, restore, signIns, fileInMiB, redisInMiB, checksums, said } = figures;
  const taken = ({ seconds, peakMemoryInMiB }: Taken): string =>
    `${seconds.toFixed(1)} s, ${peakMemoryInMiB.toFixed(0)} MiB of memory`;
  const isSame = checksums.here === checksums.restored;
  return [
    `\nA backup of ${accounts.toLocaleString('en')} accounts while people sign in, and its restore`,
    row('file ÷ memory of Redis', (fileInMiB / redisInMiB).toFixed(2)),
    row('file', `${fileInMiB.toFixed(0)} MiB (Redis ${redisInMiB.toFixed(0)} MiB)`),
    row('backup', taken(backup)),
    row('restore', taken(restore)),
    row(
      'sign-ins meanwhile',
      `${signIns.through} through, ${signIns.failed} failed, 95 % within ${signIns.p95.toFixed(0)} ms`,
    ),
    row(
      'restored accounts',
      isSame ? `the same (${checksums.here})` : `NOT THE SAME: ${checksums.here}, ${checksums.restored}`,
    ),
    row('said', said),
    '',
  ].join('\n');
}
