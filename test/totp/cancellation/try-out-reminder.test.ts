import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { plusKey } from '../../../src/storage/catalogue/account-keys.ts';
import {
  type AuthenticatorStore,
  createAuthenticatorStore,
} from '../../../src/totp/authenticators/authenticator-store.ts';
import { hashCancellationCode } from '../../../src/totp/cancellation/cancellation-code.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { applyForPlus } from '../enrolment/apply-for-plus.ts';

let redis: TestRedis;
let here: AuthenticatorStore;
let elsewhere: AuthenticatorStore;

beforeAll(async () => {
  redis = await startTestRedis();
  here = createAuthenticatorStore(redis.store, redis.sealer);
  elsewhere = createAuthenticatorStore(redis.otherStore, redis.sealer);
});

afterAll(() => redis.stop());

const activation = new Date('2026-02-28T08:00:00Z');
const justBefore = new Date('2027-02-28T07:59:59Z');
const aYearLater = new Date('2027-02-28T08:00:00Z');

async function citizen(): Promise<{ id: string; hash: string }> {
  const id = randomUUID();
  const { cancellationCode } = await applyForPlus(redis, id, { now: activation });
  return { id, hash: hashCancellationCode(redis.secrets, id, cancellationCode) };
}

it('a reminder is due a year after the activation, and taken once', async () => {
  const { id } = await citizen();
  expect(await here.takeTryOutReminder(id, justBefore)).toBe(false);
  expect(await here.takeTryOutReminder(id, aYearLater)).toBe(true);
  expect(await here.takeTryOutReminder(id, aYearLater)).toBe(false);
  expect(await elsewhere.takeTryOutReminder(id, new Date('2028-02-28T07:59:59Z'))).toBe(false);
  expect(await elsewhere.takeTryOutReminder(id, new Date('2028-02-28T08:00:00Z'))).toBe(true);
});

it('of twenty who ask at once on two nodes one reminds', async () => {
  const { id } = await citizen();
  const taken = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 ? here : elsewhere).takeTryOutReminder(id, aYearLater)),
  );
  expect(taken.filter(Boolean)).toHaveLength(1);
});

it('a drill begins another year, a wrong one does not', async () => {
  const { id, hash } = await citizen();
  expect(await here.isTryOutDue(id, justBefore)).toBe(false);
  expect(await here.isTryOutDue(id, aYearLater)).toBe(true);
  expect(await here.tryOutCancellationCode(id, ['another'], aYearLater)).toBe(false);
  expect(await here.isTryOutDue(id, aYearLater)).toBe(true);
  expect(await here.tryOutCancellationCode(id, [hash], aYearLater)).toBe(true);
  expect(await here.isTryOutDue(id, aYearLater)).toBe(false);
  expect(await here.takeTryOutReminder(id, new Date('2028-02-28T07:59:59Z'))).toBe(false);
  expect(await here.takeTryOutReminder(id, new Date('2028-02-28T08:00:00Z'))).toBe(true);
});

it('the notice stays after the reminder, until the drill', async () => {
  const { id } = await citizen();
  await here.takeTryOutReminder(id, aYearLater);
  expect(await here.isTryOutDue(id, aYearLater)).toBe(true);
});

it('another device brings another törlőkód, and with it another year', async () => {
  const { id } = await citizen();
  await applyForPlus(redis, id, { now: justBefore, most: 5 });
  expect(await here.isTryOutDue(id, aYearLater)).toBe(false);
});

it('nobody is reminded without an Ügyfélkapu+, and none appears by asking', async () => {
  const id = randomUUID();
  expect(await here.takeTryOutReminder(id, aYearLater)).toBe(false);
  expect(await here.isTryOutDue(id, aYearLater)).toBe(false);
  expect(await here.tryOutCancellationCode(id, ['any'], aYearLater)).toBe(false);
  expect(await redis.store.exists(plusKey(id))).toBe(0);
});

it('a törlőkód that was never dated is dated at the first question', async () => {
  const { id } = await citizen();
  await redis.store.hdel(plusKey(id), 'cancellation_checked_at');
  expect(await here.takeTryOutReminder(id, aYearLater)).toBe(false);
  expect(await here.takeTryOutReminder(id, new Date('2028-02-28T08:00:00Z'))).toBe(true);
});
