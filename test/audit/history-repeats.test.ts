/** What can be caused as often as one likes does not push out of the history what became of the account. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { pendingEventsKey } from '../../src/audit/audit-keys.ts';
import { createRecorder, type Recorder } from '../../src/audit/audit-log.ts';
import type { SecurityEvent } from '../../src/audit/events/security-event.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createHistoryStore, type HistoryStore } from '../../src/audit/history/history-store.ts';
import { accountKey, historyKey, historyRepeatsKey } from '../../src/storage/catalogue/account-keys.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const account = 'anna';
let redis: TestRedis;
let recorder: Recorder;
let history: HistoryStore;

beforeAll(async () => {
  redis = await startTestRedis();
  recorder = createRecorder(redis.store, redis.sealer);
  history = createHistoryStore(redis.store, redis.sealer);
});

afterAll(() => redis.stop([pendingEventsKey, accountKey(account), historyKey(account)]));

beforeEach(async () => {
  await redis.store.flushall();
  await redis.store.hset(accountKey(account), 'status', 'active');
});

async function happens(times: number, event: SecurityEvent): Promise<void> {
  await Promise.all(Array.from({ length: times }, () => recorder.record(event)));
}

function signedInBy(device: string, client = 'portal'): SecurityEvent {
  const event = securityEvents.signedIn(account, client, 'high');
  return { ...event, origin: { ...event.origin, device } };
}

/** Today is over, by the clock of the store. */
async function endDay(): Promise<void> {
  await redis.store.hset(historyRepeatsKey(account), 'day', 1);
}

async function entries(): Promise<[string, number][]> {
  return (await history.list(account, 30_000)).map(({ event, times }) => [event, times]);
}

it('a few downloads of a day stand alone, and the others are one entry with their number', async () => {
  await happens(40, securityEvents.dataDownloaded(account));
  expect(await entries()).toEqual([
    ['data.downloaded', 37],
    ['data.downloaded', 1],
    ['data.downloaded', 1],
    ['data.downloaded', 1],
  ]);
});

it('the entry is dated by the last time, and its record stands in the log under the same id', async () => {
  await happens(10, securityEvents.dataDownloaded(account));
  const [newest] = await history.list(account, 1);
  const pending = await redis.store.xrange(pendingEventsKey, '-', '+');
  expect(pending).toHaveLength(10);
  expect(newest?.id).toBe(pending.at(-1)?.[0]);
  expect(await history.find(account, newest?.id ?? '')).toMatchObject({ times: 7 });
});

it('browsers and services are told apart, but not more of them than a day bears', async () => {
  await happens(5, signedInBy('Firefox, Linux'));
  await happens(5, signedInBy('Safari, iOS'));
  expect((await entries()).filter(([, times]) => times === 2)).toHaveLength(2);
  for (let client = 0; client < 300; client += 1) {
    await happens(1, signedInBy('Firefox, Linux', `client-${client}`));
  }
  expect((await entries()).length).toBeLessThanOrEqual(46);
});

it('the next day begins anew', async () => {
  await happens(10, securityEvents.dataDownloaded(account));
  await endDay();
  await happens(2, securityEvents.dataDownloaded(account));
  expect((await entries()).map(([, times]) => times)).toEqual([1, 1, 7, 1, 1, 1]);
});

it('what became of the account stands alone, and is there after twenty-five thousand repeats', async () => {
  await happens(1, securityEvents.passwordChanged(account));
  await happens(1, securityEvents.contactChanged(account, 'email'));
  for (let round = 0; round < 5; round += 1) {
    await happens(2500, securityEvents.dataDownloaded(account));
    await happens(2500, signedInBy('Firefox, Linux'));
  }
  await happens(5, securityEvents.passwordReset(account, true));
  const kept = await entries();
  expect(kept.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => ['password.reset', 1]));
  expect(kept.slice(-2).map(([event]) => event)).toEqual(['contact.changed', 'password.changed']);
  expect(kept.length).toBeLessThanOrEqual(5 + 2 + 8);
});
