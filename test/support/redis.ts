/** A real Redis for the tests of stores, with the keys and connections that an installation would give them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Secrets } from '../../src/configuration/secrets.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { startLocalRedis } from '../../src/storage/local-redis.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
import { checkKeptKeys, type Planted } from './kept-keys.ts';
import { newSecrets } from './secrets.ts';

export interface TestRedis {
  readonly store: Redis;
  /** A second connection, as another node has it. */
  readonly otherStore: Redis;
  readonly secrets: Secrets;
  readonly sealer: Sealer;
  /** Where the append-only file is. */
  readonly directory: string;
  /** @param planted keys of the test's own, which are not in the catalogue */
  stop(planted?: Planted): Promise<void>;
}

/** Stores must be imported before: a connection learns its scripts when it is made. */
export async function startTestRedis(): Promise<TestRedis> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-redis-'));
  const redis = await startLocalRedis(directory);
  const logger = createLogger('silent');
  const [store, otherStore] = await Promise.all([
    connectToRedis(redis.socket, logger),
    connectToRedis(redis.socket, logger),
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
