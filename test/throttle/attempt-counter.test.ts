import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoreKey } from '../../src/storage/catalogue/entry.ts';
import {
  beginAttempt,
  forgetAttempts,
  refundAttempt,
  type Tally,
} from '../../src/throttle/failures/attempt-counter.ts';
import type { AttemptLimit } from '../../src/throttle/failures/attempt-limit.ts';
import { plantedKey } from '../support/planted-key.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const minute = 60_000;
const start = new Date('2026-01-16T08:00:00Z');

const threeThenLock: AttemptLimit = {
  attemptsInRound: 3,
  locksInMinutes: [2, 10],
  memoryInMinutes: 0,
  inAll: { of: 'strangers', mostConsecutive: 9000, mostInDay: 0, mostInYear: 0, thenEverythingIs: 'refused' },
};
const nineAtMost: AttemptLimit = {
  ...threeThenLock,
  inAll: { ...threeThenLock.inAll, mostConsecutive: 9 },
};

let redis: TestRedis;
let subject: StoreKey;
let ledger: StoreKey;

beforeAll(async () => {
  redis = await startTestRedis();
});

afterAll(() => redis.stop([/^attempts:/]));

beforeEach(() => {
  subject = plantedKey(`attempts:${randomUUID()}`);
  ledger = plantedKey(`${subject}:in-all`);
});

function later(milliseconds: number, instant = start): Date {
  return new Date(instant.getTime() + milliseconds);
}

/** Without what every attempt says besides. */
async function begin(store: TestRedis['store'], tally: Tally, limit: AttemptLimit, now: Date) {
  const verdict = await beginAttempt(store, tally, limit, now);
  if (verdict.kind !== 'allowed') {
    return verdict;
  }
  const { failuresBefore: _, ...rest } = verdict;
  return rest;
}

type Verdict = Awaited<ReturnType<typeof begin>>;

const tally = (): Tally => ({ counter: subject, ledger });

function attempt(now = start, limit = threeThenLock): Promise<Verdict> {
  return begin(redis.store, tally(), limit, now);
}

async function attemptTimes(times: number, now = start, limit = threeThenLock): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let count = 0; count < times; count += 1) {
    verdicts.push(await attempt(now, limit));
  }
  return verdicts;
}

function allowed(attemptsLeft: number): Verdict {
  return attemptsLeft === 0 ? lastFor(2, start) : { kind: 'allowed', attemptsLeft };
}

/** The last of its round says until when it locks, if it fails. */
function lastFor(minutes: number, since: Date): Verdict {
  return { kind: 'allowed', attemptsLeft: 0, lockedUntil: later(minutes * minute, since) };
}

function lockedFor(minutes: number, since: Date): Verdict {
  return { kind: 'locked', until: later(minutes * minute, since) };
}

describe('attempts', () => {
  it('are allowed to the end of a round, then lock', async () => {
    expect(await attemptTimes(4)).toEqual([allowed(2), allowed(1), lastFor(2, start), lockedFor(2, start)]);
  });

  it('lock from the last attempt of the round, to the millisecond', async () => {
    await attemptTimes(2);
    const last = later(45_123);
    await attempt(last);
    expect(await attempt(later(2 * minute - 1, last))).toEqual(lockedFor(2, last));
    expect(await attempt(later(2 * minute, last))).toEqual(allowed(2));
  });

  it('lock longer after each round, and the last lock repeats', async () => {
    let now = start;
    for (const minutes of [2, 10, 10, 10]) {
      expect(await attemptTimes(3, now)).toEqual([allowed(2), allowed(1), lastFor(minutes, now)]);
      expect(await attempt(now)).toEqual(lockedFor(minutes, now));
      now = later(minutes * minute, now);
    }
  });

  it('during a lock are not counted and do not prolong it', async () => {
    await attemptTimes(3);
    await attemptTimes(20, later(minute));
    expect(await attempt(later(2 * minute))).toEqual(allowed(2));
  });

  it('of one subject are not those of another', async () => {
    await attemptTimes(4);
    const other = await begin(
      redis.store,
      { counter: plantedKey(`${subject}:other`), ledger: plantedKey(`${subject}:other:in-all`) },
      threeThenLock,
      start,
    );
    expect(other).toEqual(allowed(2));
  });

  it('are counted exactly when two hundred come at once on two nodes', async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 200 }, (_, number) =>
        begin(number % 2 ? redis.store : redis.otherStore, tally(), threeThenLock, start),
      ),
    );
    expect(verdicts.filter(({ kind }) => kind === 'allowed')).toHaveLength(3);
    expect(verdicts.filter(({ kind }) => kind === 'locked')).toHaveLength(197);
  });
});

describe('the most consecutive failures', () => {
  it('end all attempts for ever, also after the last lock', async () => {
    let now = start;
    for (const minutes of [2, 10, 10]) {
      await attemptTimes(3, now, nineAtMost);
      now = later(minutes * minute, now);
    }
    expect(await attempt(later(-minute, now), nineAtMost)).toEqual({ kind: 'exhausted' });
    expect(await attempt(now, nineAtMost)).toEqual({ kind: 'exhausted' });
    expect(await attempt(later(365 * 24 * 60 * minute, now), nineAtMost)).toEqual({ kind: 'exhausted' });
  });

  it('less one allow the last', async () => {
    await redis.store.hset(subject, 'failures', 8);
    await redis.store.hset(ledger, 'strangers row', 8);
    // Nothing is evaluated afterwards, however long one waits.
    expect(await attempt(start, nineAtMost)).toEqual({ kind: 'allowed', attemptsLeft: 0, isLast: true });
    expect(await attempt(start, nineAtMost)).toEqual({ kind: 'exhausted' });
  });

  it('have no end where there is none', async () => {
    await redis.store.hset(subject, 'failures', 3000);
    expect(await attempt()).toEqual(allowed(2));
  });
});

describe('a refund', () => {
  it('takes one attempt back', async () => {
    await attemptTimes(2);
    await refundAttempt(redis.store, tally(), threeThenLock);
    expect(await attemptTimes(2)).toEqual([allowed(1), allowed(0)]);
  });

  it('of the last attempt of a round lifts its lock', async () => {
    await attemptTimes(3);
    await refundAttempt(redis.store, tally(), threeThenLock);
    expect(await attempt()).toEqual(allowed(0));
    expect(await attempt()).toEqual(lockedFor(2, start));
  });

  it('does not give the rounds before back: the next lock is as long', async () => {
    await attemptTimes(3);
    const second = later(2 * minute);
    await attemptTimes(3, second);
    await refundAttempt(redis.store, tally(), threeThenLock);
    await attempt(second);
    expect(await attempt(second)).toEqual(lockedFor(10, second));
  });

  it('without an attempt gives none on top', async () => {
    await refundAttempt(redis.store, tally(), threeThenLock);
    await refundAttempt(redis.store, tally(), threeThenLock);
    expect(await attempt()).toEqual(allowed(2));
  });

  it('of the very last attempt allows one more', async () => {
    await redis.store.hset(subject, 'failures', 8);
    await redis.store.hset(ledger, 'strangers row', 8);
    await attempt(start, nineAtMost);
    await refundAttempt(redis.store, tally(), nineAtMost);
    expect(await attempt(start, nineAtMost)).toEqual({ kind: 'allowed', attemptsLeft: 0, isLast: true });
  });
});

describe('forgetting', () => {
  it('begins again with a full round and the shortest lock', async () => {
    await attemptTimes(3);
    await attemptTimes(3, later(2 * minute));
    await forgetAttempts(redis.store, tally());
    expect(await attemptTimes(4)).toEqual([allowed(2), allowed(1), allowed(0), lockedFor(2, start)]);
  });
});

describe('the memory', () => {
  it('lasts until a success where no time is given', async () => {
    await attempt();
    expect(await redis.store.pttl(subject)).toBe(-1);
  });

  it('lasts as long as given, from the last attempt', async () => {
    const limit = { ...threeThenLock, memoryInMinutes: 60 };
    await attempt(start, limit);
    await redis.store.pexpire(subject, 1000);
    await attempt(start, limit);
    const life = await redis.store.pttl(subject);
    expect(life).toBeGreaterThan(59 * minute);
    expect(life).toBeLessThanOrEqual(60 * minute);
  });
});
