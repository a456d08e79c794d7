import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LastingConnection } from '../../../src/storage/connection/lasting-connection.ts';
import { type LocalRedis, startLocalRedis } from '../../../src/storage/connection/local-redis.ts';
import { watchReplication } from '../../../src/storage/replication/replication.ts';
import { isStoreFailure } from '../../../src/storage/store-failure.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-replication-'));
const sourceDirectory = resolve(import.meta.dirname, '../../../src');
let servers: LocalRedis[];

beforeAll(async () => {
  servers = await Promise.all(['one', 'another'].map((name) => startLocalRedis(join(directory, name))));
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(directory, { recursive: true, force: true });
});

async function failureOfWriting(to: number, watchedAt: number, username = 'default'): Promise<unknown> {
  const store = new LastingConnection('test', { path: String(servers[to]?.socket) });
  await store.connect();
  await store.acl('SETUSER', 'confined', 'on', 'nopass', '+@all', '-publish');
  store.options.username = username;
  store.options.password = 'any';
  store.options.path = String(servers[watchedAt]?.socket);
  const replication = watchReplication(store);
  await replication.connect();
  try {
    return await replication
      .begin()()
      .catch((error: unknown) => error);
  } finally {
    store.disconnect();
  }
}

it.each([
  ['there is no replica', 0, 'default', /^NOREPLICAS no replica has what was written$/],
  ['another server is asked', 1, 'default', /^NOREPLICAS another server was asked than was written to$/],
  ['the server refuses to say', 0, 'confined', /^NOREPLICAS NOPERM .*'publish'/],
])('is a failure of the store when %s', async (_when, watchedAt, username, message) => {
  const failure = await failureOfWriting(0, watchedAt, username);
  expect(failure).toMatchObject({ message: expect.stringMatching(message) });
  expect(isStoreFailure(failure)).toBe(true);
});

it('no pipeline is filled by hand, for nobody would know whether it writes', () => {
  const sources = readdirSync(sourceDirectory, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const filling = sources.filter((path) =>
    /\b(store|redis)\s*\.(pipeline|multi)\(/.test(readFileSync(join(sourceDirectory, path), 'utf8')),
  );
  expect(sources.length).toBeGreaterThan(100);
  expect(filling).toEqual([]);
});
