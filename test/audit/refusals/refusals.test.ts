/** Whoever guesses on writes no entry for each guess: refusals are counted, and one entry a minute says how many. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createPasswordAttempts } from '../../../src/accounts/password/password-attempts.ts';
import { bodyPlace, pendingEventsKey, refusalsKey } from '../../../src/audit/audit-keys.ts';
import { createRecorder, type Recorder } from '../../../src/audit/audit-log.ts';
import type { RecordedEvent, SecurityEvent } from '../../../src/audit/events/security-event.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { recordedOneByOne } from '../../../src/audit/refusals/refusal-count.ts';
import { recordCountedRefusals } from '../../../src/audit/refusals/refusal-summaries.ts';
import { limitsReachedKey } from '../../../src/storage/catalogue/limit-keys.ts';
import { createRateLimits } from '../../../src/throttle/windows/rate-limits.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;
let recorder: Recorder;

beforeAll(async () => {
  redis = await startTestRedis();
  recorder = createRecorder(redis.store, redis.sealer);
});

afterAll(() => redis.stop([pendingEventsKey, refusalsKey]));

beforeEach(() => redis.store.flushall());

function refusedFrom(network: string): SecurityEvent {
  return {
    ...securityEvents.passwordRefused('locked', { name_hash: 'x' }),
    origin: { device: 'Firefox, Linux', network },
  };
}

async function refuse(times: number, eventOf: (time: number) => SecurityEvent): Promise<void> {
  for (let from = 0; from < times; from += 500) {
    const some = Array.from({ length: Math.min(500, times - from) }, (_, time) => from + time);
    await Promise.all(some.map((time) => recorder.record(eventOf(time))));
  }
}

async function recorded(): Promise<RecordedEvent[]> {
  const entries = await redis.store.xrange(pendingEventsKey, '-', '+');
  return entries.map(([, [, , , body = '']]) => {
    const text = redis.sealer.open(body, bodyPlace);
    return JSON.parse(text.slice(text.indexOf('{')));
  });
}

/** The store counts by its own clock: its minute ends when we say so. */
async function endMinute(): Promise<void> {
  const counts = Object.entries(await redis.store.hgetall(refusalsKey));
  await redis.store.del(refusalsKey);
  for (const [name, times] of counts) {
    const [minute = '', ...rest] = name.split(' ');
    await redis.store.hset(refusalsKey, [Number(minute) - 1, ...rest].join(' '), times);
  }
}

/** Both halves of a run that a minute's end may cut in two. */
const mostRecorded = 2 * recordedOneByOne;

describe('refusals of one kind from one network', () => {
  it('are recorded as they come while they are few', async () => {
    await refuse(5, () => refusedFrom('192.0.2.0/24'));
    const entries = await recorded();
    expect(entries).toHaveLength(5);
    expect(entries[0]?.origin.device).toBe('Firefox, Linux');
  });

  it('are counted from then on: of 20,000 no more stays than of a hundred, and none is lost', async () => {
    await refuse(20_000, () => refusedFrom('192.0.2.0/24'));
    const before = (await recorded()).length;
    expect(before).toBeLessThanOrEqual(mostRecorded);
    expect(await redis.store.hlen(refusalsKey)).toBeLessThanOrEqual(6);
    await endMinute();
    await recordCountedRefusals(recorder);
    const told = (await recorded()).slice(before);
    expect(told.length).toBeLessThanOrEqual(2);
    const times = told.map(({ details }) => Number(details.times));
    expect(times.reduce((sum, one) => sum + one, 0)).toBe(20_000 - before);
    expect(told[0]).toMatchObject({
      event: 'password.refused',
      outcome: 'refused',
      origin: { device: '', network: '192.0.2.0/24' },
    });
    expect(await redis.store.exists(refusalsKey)).toBe(0);
  });

  it('are told once, whichever nodes try, and not before their minute is over', async () => {
    await refuse(100, () => refusedFrom('192.0.2.0/24'));
    const before = (await recorded()).length;
    const elsewhere = createRecorder(redis.otherStore, redis.sealer);
    await endMinute();
    // As if by a clock that is far ahead.
    await redis.store.hset(refusalsKey, '99999999999 counted password.refused password  elsewhere', 7);
    await Promise.all([recorder, elsewhere, recorder].map(recordCountedRefusals));
    const told = (await recorded()).slice(before).map(({ details }) => Number(details.times));
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(100 - before);
    expect(await redis.store.hlen(refusalsKey)).toBe(1);
  });
});

it('from many networks, what is kept is bounded and nothing is lost', async () => {
  await refuse(30_000, (time) => refusedFrom(`10.${(time % 5000) >> 8}.${time % 256}.0/24`));
  const before = (await recorded()).length;
  expect(before).toBeLessThanOrEqual(2000);
  expect(await redis.store.hlen(refusalsKey)).toBeLessThanOrEqual(4100);
  await endMinute();
  await recordCountedRefusals(recorder);
  const told = (await recorded()).slice(before);
  const times = told.map(({ details }) => Number(details.times));
  expect(before + times.reduce((sum, one) => sum + one, 0)).toBe(30_000);
});

it('what staff are refused is recorded one by one', async () => {
  const clerk = { kind: 'clerk', id: 'U-1', office: '1' } as const;
  await refuse(100, () => ({ ...refusedFrom('192.0.2.0/24'), actor: clerk }));
  expect(await recorded()).toHaveLength(100);
});

it('who is refused for their network leaves no counter for each name that they try', async () => {
  const { store, secrets } = redis;
  const attempts = createPasswordAttempts(store, secrets, createRateLimits(store));
  const source = { knownDevice: undefined, address: '192.0.2.1' };
  const now = new Date('2026-01-16T08:00:00Z');
  // A hundred that are looked at, and sixty that are looked at slowly.
  for (let name = 0; name < 160; name += 1) {
    await attempts.begin({ username: `minta.${name}`, accountId: 'nobody' }, source, now);
  }
  // The count of limits that were reached, which comes a second later, is one key of the installation.
  const keptOfThem = async () => (await store.dbsize()) - (await store.exists(limitsReachedKey()));
  const before = await keptOfThem();
  for (let name = 160; name < 360; name += 1) {
    expect(
      await attempts.begin({ username: `minta.${name}`, accountId: 'nobody' }, source, now),
    ).toMatchObject({ kind: 'locked' });
  }
  expect(await keptOfThem()).toBe(before);
});
