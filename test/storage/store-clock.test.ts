import { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import {
  checkClock,
  clockInWords,
  createPlainStoreClock,
  createStoreClock,
  measureClock,
  startClockWatch,
} from '../../src/storage/store-clock.ts';
import { startTestRedis } from '../support/redis.ts';

const noon = Date.parse('2026-11-28T12:00:00Z');

/** A node that asks at `askedAt` and has the answer at `answeredAt`, in seconds from noon by its own clock; the store says noon. */
function clocks(askedAt: number, answeredAt = askedAt) {
  const instants = [askedAt, answeredAt];
  return {
    now: () => new Date(noon + Number(instants.shift()) * 1000),
    storeClock: async () => new Date(noon),
  };
}

it("the store's clock is read to the millisecond", async () => {
  const time = async () => [noon / 1000, 250_999];
  expect((await createPlainStoreClock({ time })()).toISOString()).toBe('2026-11-28T12:00:00.250Z');
});

it('and so it is together with what else is read', async () => {
  const redis = await startTestRedis();
  const inMilliseconds = async () => {
    const [seconds = 0, microseconds = 0] = (await redis.store.time()).map(Number);
    return seconds * 1000 + Math.floor(microseconds / 1000);
  };
  const before = await inMilliseconds();
  const told = (await createStoreClock(redis.store)()).getTime();
  const after = await inMilliseconds();
  expect([before <= told, told <= after]).toEqual([true, true]);
  await redis.stop();
});

describe('a clock is off by at least', () => {
  it.each([
    ['nothing, when it is right', 0, 0, 0],
    ['what it is ahead', 14, 14, 14],
    ['what it is behind', -14, -14, -14],
    ['what it is ahead of the latest at which the store may have answered', 10, 12, 10],
    ['what it is behind the earliest', -12, -10, -10],
    ['nothing, when the store may have answered at that instant', -3, 5, 0],
  ])('%s', async (_, askedAt, answeredAt, ahead) => {
    expect(await measureClock(clocks(askedAt, answeredAt))).toBeCloseTo(ahead, 6);
  });

  it('is said in words', () => {
    expect([clockInWords(89.96), clockInWords(-1.5)]).toEqual([
      '90.0 s ahead of Redis',
      '1.5 s behind Redis',
    ]);
  });
});

describe('a node may serve', () => {
  it.each([[0], [5], [-5]])('%d s off', async (seconds) => {
    await expect(checkClock(clocks(seconds))).resolves.toBeUndefined();
  });

  it.each([[5.1], [-5.1], [90]])('but not %d s off', async (seconds) => {
    await expect(checkClock(clocks(seconds))).rejects.toThrow(/of Redis|behind Redis/);
  });

  it('as far as its clock goes, when the store does not answer: that is said by another check', async () => {
    const storeClock = () => Promise.reject(new Error('gone'));
    await expect(checkClock({ storeClock, now: () => new Date() })).resolves.toBeUndefined();
  });
});

describe('the log', () => {
  async function logOf(secondsAhead: number): Promise<{ level: string; msg: string }[]> {
    const lines: string[] = [];
    const write = (chunk: Buffer, _: string, done: () => void): void => {
      lines.push(String(chunk));
      done();
    };
    const stop = startClockWatch(clocks(secondsAhead), createLogger('info', new Writable({ write })));
    await nextTurn();
    stop();
    return lines.map((line) => JSON.parse(line));
  }

  it('says from the start on that a clock is more than a second off', async () => {
    const line = { msg: 'the clock of this node is off' };
    expect(await logOf(1.2)).toEqual([expect.objectContaining({ ...line, seconds_ahead: 1.2 })]);
    expect(await logOf(-90)).toEqual([expect.objectContaining({ ...line, seconds_ahead: -90 })]);
  });

  it('is silent about less', async () => {
    expect(await logOf(0.9)).toEqual([]);
  });
});
