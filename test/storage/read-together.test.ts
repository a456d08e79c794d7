import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { StoreKey } from '../../src/storage/catalogue/entry.ts';
import { fieldsIn, read, readTogether } from '../../src/storage/request/read-together.ts';
import { runStoreRequest } from '../../src/storage/request/store-request.ts';
import { write, writeTogether } from '../../src/storage/request/write-together.ts';
import { plantedKey } from '../support/planted-key.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { countCommands } from '../support/redis-costs.ts';

const minute = 60_000;
let redis: TestRedis;

beforeAll(async () => {
  redis = await startTestRedis();
});

afterAll(() => redis.stop([/^together:/]));

/** Of no store: any would do. */
const newKey = (): StoreKey => plantedKey(`together:${randomUUID()}`);

it('each reply is what its own command would give, of what is there and of what is not', async () => {
  const [text, hash, nothing] = [newKey(), newKey(), newKey()];
  await redis.store.set(text, 'text');
  await redis.store.hset(hash, { one: '1', two: '2' });
  const [value, none, field, fields, all, names, [seconds]] = await readTogether(
    redis.store,
    read.value(text),
    read.value(nothing),
    read.field(hash, 'two'),
    read.fields(hash, 'three', 'one', 'three'),
    read.all(hash),
    read.names(hash),
    read.time(),
  );
  expect({ value, none, field, fields, names }).toEqual({
    value: 'text',
    none: null,
    field: '2',
    fields: [null, '1', null],
    names: ['one', 'two'],
  });
  expect(fieldsIn(all)).toEqual({ one: '1', two: '2' });
  expect(Math.abs(Number(seconds) - Number((await redis.store.time())[0]))).toBeLessThanOrEqual(2);
});

it('what is asked for at one time, by whatever request, is one command', async () => {
  const keys = Array.from({ length: 20 }, newKey);
  await Promise.all(keys.map((key, nth) => redis.store.set(key, nth)));
  const ask = (key: StoreKey) =>
    runStoreRequest(async () => void (await readTogether(redis.store, read.value(key))));
  await Promise.all(keys.map(ask));
  expect(await countCommands(redis.store, () => Promise.all(keys.map(ask)))).toBe(1);
});

it('what one of them cannot read is its own fault alone', async () => {
  const [text, hash] = [newKey(), newKey()];
  await redis.store.set(text, 'text');
  await redis.store.hset(hash, { one: '1' });
  const [wrong, right] = await Promise.allSettled([
    readTogether(redis.store, read.value(hash)),
    readTogether(redis.store, read.value(text)),
  ]);
  expect(wrong).toMatchObject({ reason: { message: expect.stringContaining('WRONGTYPE') } });
  expect(right).toMatchObject({ value: ['text'] });
});

it('finds what its own request wrote, and sends nothing for what it does not ask for', async () => {
  const [key, other] = [newKey(), newKey()];
  await runStoreRequest(async () => {
    await writeTogether(redis.store, write.value(key, minute, 'written'));
    expect(await readTogether(redis.store, read.value(other))).toEqual([null]);
    expect(await redis.otherStore.get(key)).toBeNull();
    expect(await readTogether(redis.store, read.value(key))).toEqual(['written']);
  });
});
