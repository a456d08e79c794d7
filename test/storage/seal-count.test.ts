import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { sealingUsesKey } from '../../src/storage/catalogue/operator-keys.ts';
import { countSeals } from '../../src/storage/seal-count.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;

beforeAll(async () => {
  redis = await startTestRedis();
});

afterAll(() => redis.stop());

it('how often a key seals is counted for all nodes, and told before it is too often', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = createLogger('warn', stream);
  const sealer = createSealer([{ kid: 'counted', key: Buffer.alloc(32, 7) }]);
  for (let time = 0; time < 5; time += 1) {
    sealer.seal('text', 'place');
  }
  await countSeals(redis.store, logger);
  expect(await redis.store.hget(sealingUsesKey(), 'counted')).toBe('5');
  await countSeals(redis.store, logger);
  expect(await redis.store.hget(sealingUsesKey(), 'counted')).toBe('5');
  expect(lines).toEqual([]);

  await redis.otherStore.hincrby(sealingUsesKey(), 'counted', 2 ** 31 - 7);
  sealer.seal('text', 'place');
  await countSeals(redis.store, logger);
  expect(lines).toEqual([]);
  sealer.seal('text', 'place');
  await countSeals(redis.store, logger);
  expect(lines.join('')).toMatch(/"kid":"counted","uses":2147483648.*half as often as it may/);
});
