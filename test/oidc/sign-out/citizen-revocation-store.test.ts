import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pendingEventsKey } from '../../../src/audit/audit-keys.ts';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { grantName } from '../../../src/oidc/records/citizen-index-store.ts';
import { grantRecordKey, sessionPointerKey } from '../../../src/oidc/records/record-keys.ts';
import {
  type CitizenRevocations,
  createCitizenRevocations,
} from '../../../src/oidc/sign-out/citizen-revocation-store.ts';
import { grantsKey } from '../../../src/storage/catalogue/account-keys.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;
let endings: CitizenRevocations;

beforeAll(async () => {
  redis = await startTestRedis();
  endings = createCitizenRevocations(createRecorder(redis.store, redis.sealer));
});

// Records that the test made by hand have no end.
afterAll(() => redis.stop([pendingEventsKey, grantsKey(account), /^oidc:\{(Session|session-uid|Grant):/]));

beforeEach(() => redis.store.flushall());

const account = 'anna';
const sessionEnded = securityEvents.sessionEnded(account);
const accessRevoked = securityEvents.accessRevoked(account, 'portal');

async function session(): Promise<{ uid: string; key: string; grant: string }> {
  const [uid, key, grant] = [randomUUID(), `oidc:{Session:${randomUUID()}}`, randomUUID()];
  await redis.store.hset(key, 'payload', 'sealed', 'uid', uid);
  await redis.store.set(sessionPointerKey(uid), key);
  await redis.store.hset(grantRecordKey(grant), 'payload', 'sealed');
  await redis.store.zadd(grantsKey(account), 1, grantName('portal', grant));
  return { uid, key, grant };
}

it('a session ends with its grants and its record at once, once, and does not come back', async () => {
  const { store } = redis;
  const { uid, key, grant } = await session();
  const tries = [1, 2, 3].map(() => endings.endSession(uid, [grant], sessionEnded));
  expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  expect(await store.exists(sessionPointerKey(uid), grantRecordKey(grant))).toBe(0);
  expect(await store.hgetall(key)).toEqual({ ended: '1' });
  expect(await store.xlen(pendingEventsKey)).toBe(1);
});

it('the access of a relying party ends with its record at once, and once', async () => {
  const { grant } = await session();
  const tries = [1, 2, 3].map(() => endings.revoke(account, 'portal', [grant], accessRevoked));
  expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  expect(await redis.store.exists(grantRecordKey(grant), grantsKey(account))).toBe(0);
  expect(await redis.store.xlen(pendingEventsKey)).toBe(1);
});

it('neither ends where it cannot be recorded', async () => {
  const { uid, key, grant } = await session();
  await redis.store.set(pendingEventsKey, 'no stream');
  await expect(endings.endSession(uid, [grant], sessionEnded)).rejects.toThrow(/WRONGTYPE/);
  await expect(endings.revoke(account, 'portal', [grant], accessRevoked)).rejects.toThrow(/WRONGTYPE/);
  expect(await redis.store.hget(key, 'payload')).toBe('sealed');
  expect(await redis.store.exists(sessionPointerKey(uid), grantRecordKey(grant))).toBe(2);
});

describe('of 9,000 grants, more than Lua can hand to a command at once', () => {
  const grants = Array.from({ length: 9000 }, () => randomUUID());

  beforeEach(async () => {
    const batch = redis.store.pipeline();
    for (const grant of grants) {
      batch.hset(grantRecordKey(grant), 'payload', 'sealed');
      batch.zadd(grantsKey(account), 1, grantName('portal', grant));
    }
    await batch.exec();
  });

  it('the access of a relying party ends with all of them, in one step', async () => {
    expect(await endings.revoke(account, 'portal', grants, accessRevoked)).toBe(true);
    expect(await redis.store.keys('oidc:*')).toEqual([]);
    expect(await redis.store.exists(grantsKey(account))).toBe(0);
    expect(await redis.store.xlen(pendingEventsKey)).toBe(1);
  });

  it('a session ends with all of them', async () => {
    const { uid } = await session();
    expect(await endings.endSession(uid, grants, sessionEnded)).toBe(true);
    expect(await redis.store.exists(sessionPointerKey(uid))).toBe(0);
    expect(
      await redis.store.exists(grantRecordKey(grants[0] ?? ''), grantRecordKey(grants[8999] ?? '')),
    ).toBe(0);
  });
});
