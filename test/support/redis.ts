/** A real Redis for the tests of stores, with the keys and connections that an installation would give them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secrets } from '../../src/configuration/secrets.ts';
import { createLogger, type Logger } from '../../src/observability/logger.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { connectToRedis, type Patience } from '../../src/storage/redis.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
import { checkKeptKeys, type Planted } from './kept-keys.ts';
import { newSecrets } from './secrets.ts';

export interface TestRedis {
  readonly store: LastingConnection;
  /** A second connection, as another node has it. */
  readonly otherStore: LastingConnection;
  readonly secrets: Secrets;
  readonly sealer: Sealer;
  /** Where the append-only file is. */
  readonly directory: string;
  /** @param planted keys of the test's own, which are not in the catalogue */
  stop(planted?: Planted): Promise<void>;
}

/** Longer than a test may last: what is wrong is then told by the test, and a busy machine breaks none. */
const patience: Patience = { commandTimeout: 90_000, socketTimeout: 90_000, connectTimeout: 90_000 };

/** A connection of a test's own, where Redis is not the part that fails. */
export function connectPatiently(
  address: string,
  logger: Logger = createLogger('silent'),
): Promise<LastingConnection> {
  return connectToRedis(address, logger, patience);
}

/** Stores must be imported before: a connection learns its scripts when it is made. */
export async function startTestRedis(): Promise<TestRedis> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-redis-'));
  const redis = await startLocalRedis(directory);
  const [store, otherStore] = await Promise.all([
    connectPatiently(redis.socket),
    connectPatiently(redis.socket),
  ]);
  const secrets = newSecrets();
  return {
    store,
    otherStore,
    secrets,
    sealer: createSealer(secrets.sealing_keys),
    directory,
    async stop(planted) {
      try {
        await checkKeptKeys([store], planted);
      } finally {
        store.disconnect();
        otherStore.disconnect();
        await redis.stop();
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}
