/** The audit log with a million events: what recording costs beside a bare XADD of as many bytes, and how fast all is chained and checked. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { keepChain } from '../../src/audit/chain/chain-keeper.ts';
import { createChainStore } from '../../src/audit/chain/chain-store.ts';
import { createCheckpointKeyStore } from '../../src/audit/checkpoints/checkpoint-key-store.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import type { AuditCheck, AuditCheckTask } from './audit-check.ts';

export interface AuditFigures {
  readonly events: number;
  readonly recordedPerSecond: number;
  readonly bareXaddPerSecond: number;
  /** How many times as long as a bare XADD of the same bytes. */
  readonly recordingToBareXadd: number;
  readonly chainedPerSecond: number;
  readonly verifiedPerSecond: number;
  readonly peakMemoryOfVerifyInMiB: number;
}

const atOnce = 500;

export async function measureAudit(
  undo: (work: () => unknown) => void,
  signal: AbortSignal,
  events = 1_000_000,
): Promise<AuditFigures> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-bench-audit-'));
  undo(() => rmSync(directory, { recursive: true, force: true }));
  const redis = await startLocalRedis(directory);
  undo(() => redis.stop());
  const store = await connectToRedis(redis.socket, createLogger('silent'));
  undo(() => store.disconnect());
  const key = randomBytes(32);
  const sealer = createSealer([{ kid: 'b1', key }]);
  const recorder = createRecorder(store, sealer);
  const chain = createChainStore(store);
  const parts = {
    chain,
    keys: createCheckpointKeyStore(store, sealer),
    policy: { everyEntries: 1000, everySeconds: 60 },
  };

  async function inSeconds(work: () => Promise<void>): Promise<number> {
    const begun = performance.now();
    await work();
    return (performance.now() - begun) / 1000;
  }

  async function repeat(one: () => Promise<unknown>, many: number): Promise<void> {
    for (let begun = 0; begun < many && !signal.aborted; begun += atOnce) {
      await Promise.all(Array.from({ length: Math.min(atOnce, many - begun) }, one));
    }
  }

  const event = securityEvents.passwordVerified('00000000-0000-4000-8000-000000000000');
  await repeat(() => recorder.recordFirst(event), 5000);
  const [[, fields] = ['', []]] = await store.xrange('audit:arrivals', '-', '+', 'COUNT', 1);
  const bareEvents = events / 10;
  const bare = await inSeconds(() => repeat(() => store.xadd('bare', '*', ...fields), bareEvents));
  await store.del('bare');
  const recording = await inSeconds(() => repeat(() => recorder.recordFirst(event), events - 5000));
  const chaining = await inSeconds(async () => {
    while (!signal.aborted && ((await keepChain(parts)) || (await chain.awaiting()).many > 0)) {
      // Until nothing is left.
    }
  });
  const task: AuditCheckTask = { socket: redis.socket, key: key.toString('base64url') };
  const checker = spawn(
    process.execPath,
    [resolve(import.meta.dirname, 'audit-check.ts'), JSON.stringify(task)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const check = JSON.parse(await text(checker.stdout)) as AuditCheck;
  if (check.verdict.kind !== 'whole' || check.verdict.entries !== events) {
    throw new Error(`the audit log is not whole: ${JSON.stringify(check.verdict)}`);
  }
  const recordedPerSecond = (events - 5000) / recording;
  const bareXaddPerSecond = bareEvents / bare;
  return {
    events,
    recordedPerSecond,
    bareXaddPerSecond,
    recordingToBareXadd: bareXaddPerSecond / recordedPerSecond,
    chainedPerSecond: events / chaining,
    verifiedPerSecond: events / check.seconds,
    peakMemoryOfVerifyInMiB: check.peakMemoryInMiB,
  };
}

export function auditInWords(figures: AuditFigures): string {
  const whole = (value: number): string => Math.round(value).toLocaleString('en');
  return `
Audit log, ${whole(figures.events)} events
  recorded            ${whole(figures.recordedPerSecond)} /s, ${figures.recordingToBareXadd.toFixed(1)} times a bare XADD of the same bytes (${whole(figures.bareXaddPerSecond)} /s)
  chained             ${whole(figures.chainedPerSecond)} /s
  verified            ${whole(figures.verifiedPerSecond)} /s, at most ${whole(figures.peakMemoryOfVerifyInMiB)} MiB
`;
}
