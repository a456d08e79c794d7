import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pendingEventsKey } from '../../src/audit/audit-keys.ts';
import { createRecorder, type Recorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { Overloaded } from '../../src/errors.ts';
import { createLogger } from '../../src/observability/logger.ts';
import type { StoreKey } from '../../src/storage/catalogue/entry.ts';
import { runStoreRequest } from '../../src/storage/request/store-request.ts';
import { write, writeTogether } from '../../src/storage/request/write-together.ts';
import { plantedKey } from '../support/planted-key.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { countCommands } from '../support/redis-costs.ts';

const minute = 60_000;
const lines: string[] = [];
let redis: TestRedis;
let recorder: Recorder;

beforeAll(async () => {
  redis = await startTestRedis();
  const kept = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  recorder = createRecorder(redis.store, redis.sealer, createLogger('info', kept));
});

afterAll(() => redis.stop([/^together:/]));

/** Of no store: any would do. */
const newKey = (): StoreKey => plantedKey(`together:${randomUUID()}`);

const account = randomUUID();

/** A request that writes, and then records. */
const writeAndRecord = (key: StoreKey): Promise<void> =>
  runStoreRequest(async () => {
    await writeTogether(redis.store, write.value(key, minute, 'written'));
    await recorder.record(securityEvents.passwordVerified(account));
  });

it('an event leaves with what its request writes, as one command, and is then told', async () => {
  await writeAndRecord(newKey());
  const key = newKey();
  const [before, told] = [await redis.store.xlen(pendingEventsKey), lines.length];
  expect(await countCommands(redis.store, () => writeAndRecord(key))).toBe(1);
  expect(await redis.store.get(key)).toBe('written');
  expect(await redis.store.xlen(pendingEventsKey)).toBe(before + 1);
  const [[id] = []] = await redis.store.xrevrange(pendingEventsKey, '+', '-', 'COUNT', 1);
  expect(lines.slice(told).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ event: 'password.verified', id }),
  ]);
});

it('nothing is written of what cannot be recorded, and the request hears that it was too much', async () => {
  const kept = await redis.store.xrange(pendingEventsKey, '-', '+');
  await redis.store.del(pendingEventsKey);
  await redis.store.set(pendingEventsKey, 'no stream');
  const key = newKey();
  await expect(writeAndRecord(key)).rejects.toThrow(Overloaded);
  expect(await redis.store.get(key)).toBeNull();
  expect(lines.at(-1)).toContain('the audit log cannot be written');
  await redis.store.del(pendingEventsKey);
  for (const [id, fields] of kept) {
    await redis.store.xadd(pendingEventsKey, id, ...fields);
  }
});

it('outside of a request it is recorded at once', async () => {
  const before = await redis.store.xlen(pendingEventsKey);
  await recorder.record(securityEvents.passwordVerified(account));
  expect(await redis.store.xlen(pendingEventsKey)).toBe(before + 1);
});

/** Of a set: when it is gone, on the clock of the store. */
const endOf = (key: StoreKey): Promise<number> => redis.store.pexpiretime(key);

it('the whole of members is gone with the last of them, whichever came last', async () => {
  const key = newKey();
  await writeTogether(redis.store, write.member(key, 5 * minute, 'long'));
  const [, ends] = await redis.store.zrange(key, 0, '-1', 'WITHSCORES');
  expect(await endOf(key)).toBe(Number(ends));
  await writeTogether(redis.store, write.member(key, minute, 'short'));
  expect(await endOf(key)).toBe(Number(ends));
  await writeTogether(redis.store, write.member(key, 9 * minute, 'longest'));
  expect(await endOf(key)).toBeGreaterThan(Number(ends));
});

it('members that have lapsed are forgotten when another one comes', async () => {
  const key = newKey();
  await writeTogether(redis.store, write.member(key, minute, 'kept'));
  await redis.store.zadd(key, 1, 'lapsed');
  await writeTogether(redis.store, write.member(key, minute, 'new'));
  expect((await redis.store.zrange(key, 0, '-1')).sort()).toEqual(['kept', 'new']);
});

it('a session that was ended is not written again, and any other record is', async () => {
  const [ended, other] = [newKey(), newKey()];
  await redis.store.hset(ended, 'ended', 1);
  await redis.store.pexpire(ended, minute);
  await writeTogether(redis.store, write.session(ended, minute, ['payload', 'text']));
  await writeTogether(redis.store, write.session(other, minute, ['payload', 'text']));
  expect(await redis.store.hkeys(ended)).toEqual(['ended']);
  expect((await redis.store.hkeys(other)).sort()).toEqual(['payload', 'since']);
});

it('a record that is written once is dated by the store, as is any other that is new', async () => {
  const [once, other] = [newKey(), newKey()];
  const [before] = await redis.store.time();
  await writeTogether(
    redis.store,
    write.newRecord(once, minute, ['payload', 'sealed']),
    write.record(other, minute, ['payload', 'sealed']),
  );
  const dates = await Promise.all([once, other].map((key) => redis.store.hget(key, 'since')));
  const [after] = await redis.store.time();
  for (const date of dates.map(Number)) {
    expect(date).toBeGreaterThanOrEqual(Number(before));
    expect(date).toBeLessThanOrEqual(Number(after));
  }
});
