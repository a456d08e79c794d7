import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type LocalRedis, startLocalRedis } from '../../../src/storage/connection/local-redis.ts';
import { connectPatiently } from '../../support/redis.ts';

let redis: LocalRedis;
const directory = mkdtempSync(join(tmpdir(), 'kapu-lasting-'));

beforeAll(async () => {
  redis = await startLocalRedis(directory);
});

afterAll(async () => {
  await redis.stop();
  rmSync(directory, { recursive: true, force: true });
});

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

it('a connection that was quit leaves no timer behind, for which a command of kapu would wait before it ends', async () => {
  const before = timers();
  const connection = await connectPatiently(redis.socket);
  const ended = once(connection, 'end');
  await connection.quit();
  await ended;
  await setImmediate();
  expect(timers()).toBe(before);
});
