/**
 * A million guesses of a thousand networks beyond every limit, through the code that counts and records them, without the hash that those
 * within a limit would get: how much memory of Redis and how many entries of the audit chain they leave.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPasswordAttempts } from '../../../src/accounts/password/password-attempts.ts';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { startAuditTasks } from '../../../src/audit/audit-tasks.ts';
import { createChainStore } from '../../../src/audit/chain/chain-store.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { withSender } from '../../../src/observability/request-origin.ts';
import { startLocalRedis } from '../../../src/storage/connection/local-redis.ts';
import { connectToRedis, type Store } from '../../../src/storage/redis.ts';
import { createSealer } from '../../../src/storage/sealed.ts';
import { createRateLimits } from '../../../src/throttle/windows/rate-limits.ts';
import { newSecrets } from '../../support/secrets.ts';
import type { OnStop } from '../installation.ts';

export interface RefusedGuesses {
  readonly guesses: number;
  readonly refused: number;
  readonly seconds: number;
  /** After a tenth, and after all. */
  readonly few: Left;
  readonly all: Left;
}

/** What there is of it. */
interface Left {
  readonly bytes: number;
  readonly keys: number;
  readonly chainEntries: number;
}

const networks = 1000;
const atOnce = 1000;

export async function measureRefusedGuesses(
  onStop: OnStop,
  signal: AbortSignal,
  guesses = 1_000_000,
): Promise<RefusedGuesses> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-bench-refused-'));
  onStop(() => rmSync(directory, { recursive: true, force: true }));
  const redis = await startLocalRedis(directory);
  onStop(redis.stop);
  const logger = createLogger('silent');
  const store = await connectToRedis(redis.socket, logger);
  onStop(() => store.disconnect());
  const secrets = newSecrets();
  const sealer = createSealer(secrets.sealing_keys);
  const audit = createRecorder(store, sealer);
  const policy = { checkpoint_every_events: 1000, checkpoint_every_seconds: 60 };
  onStop(startAuditTasks(store, sealer, policy, logger));
  const attempts = createPasswordAttempts(store, secrets, createRateLimits(store));

  let refused = 0;
  async function guess(number: number): Promise<void> {
    const address = `10.${(number % networks) >> 8}.${(number % networks) & 255}.7`;
    const name = randomBytes(6).toString('hex');
    const permit = await attempts.begin(
      { username: name, accountId: 'nobody' },
      { knownDevice: undefined, address },
      new Date(),
    );
    const isRefused = permit.kind === 'locked';
    refused += isRefused ? 1 : 0;
    const event = (): Promise<void> =>
      audit.record(securityEvents.passwordRefused(isRefused ? 'locked' : 'wrong', { name_hash: 'x' }));
    await withSender({ requestId: String(number), userAgent: '', address }, event);
  }

  async function guessUpTo(from: number, to: number): Promise<void> {
    for (let number = from; number < to; number += atOnce) {
      signal.throwIfAborted();
      await Promise.all(
        Array.from({ length: Math.min(atOnce, to - number) }, (_, more) => guess(number + more)),
      );
    }
  }

  const before = await leftIn(store);
  const begun = performance.now();
  await guessUpTo(0, guesses / 10);
  const few = between(before, await leftIn(store));
  await guessUpTo(guesses / 10, guesses);
  const all = between(before, await leftIn(store));
  return { guesses, refused, seconds: (performance.now() - begun) / 1000, few, all };
}

async function leftIn(
  store: Store & { info(section: string): Promise<string>; dbsize(): Promise<number> },
): Promise<Left> {
  const bytes = Number(/used_memory_dataset:(\d+)/.exec(await store.info('memory'))?.[1]);
  const chain = createChainStore(store);
  const [{ sequence }, { many }, keys] = [await chain.head(), await chain.awaiting(), await store.dbsize()];
  return { bytes, keys, chainEntries: sequence + many };
}

function between(before: Left, after: Left): Left {
  return {
    bytes: after.bytes - before.bytes,
    keys: after.keys - before.keys,
    chainEntries: after.chainEntries - before.chainEntries,
  };
}
