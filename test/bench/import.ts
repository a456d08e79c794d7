/** `kapu accounts import` as an operator runs it, into a Redis of its own, and what bare writes of the same bytes cost there. */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger } from '../../src/observability/logger.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { writeAccounts } from './account-lines.ts';
import type { BareWritesTask } from './bare-writes.ts';
import { kapuEnvironment, type OnStop } from './installation.ts';
import { busyMilliseconds } from './measure.ts';
import { startNodeProcess, type Usage } from './node-process.ts';

/** From the start of the process to its end. */
export interface Writing extends Usage {
  readonly accounts: number;
  readonly seconds: number;
  readonly cpuSecondsOfRedis: number;
  /** Cores that were busy with anything but the writer, Redis and this bench. */
  readonly busyElsewhere: number;
}

export interface ImportRun {
  readonly few: Writing;
  readonly many: Writing;
  /** Before and after. */
  readonly bare: readonly [Writing, Writing];
}

const few = 100_000;
const many = 300_000;

const importer = resolve(import.meta.dirname, '../../dist/cli/kapu.js');
const bareWriter = fileURLToPath(import.meta.resolve('./bare-writes.ts'));
const lastWords = import.meta.resolve('./last-words.ts');

/** A Redis of its own, and what writes into it. */
interface MeasuredStore {
  readonly directory: string;
  readonly store: LastingConnection;
  readonly socket: string;
  /** Runs a program that writes so many accounts into an empty Redis. */
  measure(accounts: number, script: string, args: readonly string[], exitCode?: number): Promise<Writing>;
}

export async function measureImport(onStop: OnStop, signal: AbortSignal): Promise<ImportRun> {
  const { directory, store, socket, measure } = await startMeasuredStore(onStop, signal);

  async function measureImportOf(accounts: number): Promise<Writing> {
    const path = join(directory, `${accounts}.ndjson`);
    writeAccounts(path, accounts);
    return measure(accounts, importer, ['accounts', 'import', path]);
  }

  const measureBare = (task: Omit<BareWritesTask, 'socket' | 'accounts'>): Promise<Writing> =>
    measure(few, bareWriter, [JSON.stringify({ ...task, socket, accounts: few })]);

  await measureImportOf(1000);
  const sample = await sampleOf(store);
  const bareBefore = await measureBare(sample);
  const measuredFew = await measureImportOf(few);
  const measuredMany = await measureImportOf(many);
  return { few: measuredFew, many: measuredMany, bare: [bareBefore, await measureBare(sample)] };
}

/** @param tree whose `kapu` makes the secrets: of this version, or of another that is compared with it */
export async function startMeasuredStore(
  onStop: OnStop,
  signal: AbortSignal,
  tree?: string,
): Promise<MeasuredStore> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-bench-import-'));
  onStop(() => rmSync(directory, { recursive: true, force: true }));
  const environment = kapuEnvironment(
    directory,
    'http://localhost:4000',
    randomBytes(32).toString('hex'),
    tree,
  );
  const redis = await startLocalRedis(join(environment.KAPU_DATA_DIR ?? '', 'redis'));
  onStop(redis.stop);
  const store = await connectToRedis(redis.socket, createLogger('silent'));
  onStop(() => store.quit());

  async function measure(
    accounts: number,
    script: string,
    args: readonly string[],
    exitCode?: number,
  ): Promise<Writing> {
    signal.throwIfAborted();
    await store.flushall('ASYNC');
    // Else an emptied Redis is refused, as it should be.
    rmSync(join(environment.KAPU_DATA_DIR ?? '', 'installation-id'), { force: true });
    const usageFile = join(directory, 'usage.json');
    const before = await snapshot(store);
    const writer = startNodeProcess({
      script,
      args,
      environment: { ...environment, BENCH_USAGE_FILE: usageFile },
      nodeOptions: [`--import=${lastWords}`],
      log: join(directory, 'import.log'),
    });
    onStop(writer.stop);
    await writer.untilItEnds(signal, exitCode);
    const after = await snapshot(store);
    const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Usage;
    const keys = await store.dbsize();
    if (keys < 2 * accounts) {
      throw new Error(`${keys} keys are too few for ${accounts} accounts`);
    }
    return { accounts, ...usage, ...between(before, after, usage) };
  }

  return { directory, store, socket: redis.socket, measure };
}

/** What an imported account looks like in Redis. */
async function sampleOf(store: LastingConnection): Promise<Omit<BareWritesTask, 'socket' | 'accounts'>> {
  const [, [name]] = await store.scan(0, 'MATCH', 'username:*', 'COUNT', 1000);
  const id = await store.get(name ?? '');
  return { name: name ?? '', record: `{account:${id}}`, fields: await store.hgetall(`{account:${id}}`) };
}

interface Snapshot {
  readonly milliseconds: number;
  readonly machine: number;
  readonly bench: number;
  readonly redis: number;
}

async function snapshot(store: LastingConnection): Promise<Snapshot> {
  const { user, system } = process.cpuUsage();
  const used = [...(await store.info('cpu')).matchAll(/^used_cpu_(?:sys|user)(?:_children)?:([\d.]+)/gm)];
  return {
    milliseconds: performance.now(),
    machine: busyMilliseconds(),
    bench: (user + system) / 1000,
    redis: 1000 * used.reduce((sum, [, seconds]) => sum + Number(seconds), 0),
  };
}

function between(
  before: Snapshot,
  after: Snapshot,
  { cpuSeconds }: Usage,
): Omit<Writing, keyof Usage | 'accounts'> {
  const elapsed = after.milliseconds - before.milliseconds;
  const redis = after.redis - before.redis;
  const ours = redis + after.bench - before.bench + 1000 * cpuSeconds;
  return {
    seconds: elapsed / 1000,
    cpuSecondsOfRedis: redis / 1000,
    busyElsewhere: Math.max(0, (after.machine - before.machine - ours) / elapsed),
  };
}
