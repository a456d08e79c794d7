/** The chances that are published (docs/inventories.md, ASVS 5.0 6.1.1), computed from the limits, and the limits held to the counter. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginAttempt } from '../../src/throttle/failures/attempt-counter.ts';
import { chanceOfCode, mostGuesses } from '../../src/throttle/failures/most-guesses.ts';
import {
  codesOfKnownDevice,
  codesOfStrangers,
  passwordsOfKnownDevice,
  passwordsOfStrangers,
} from '../../src/throttle/limits.ts';
import { plantedKey } from '../support/planted-key.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const day = 24 * 60;

describe('the published chances', () => {
  it('hit a code in a day in less than 0.05 % from unknown browsers, with five authenticators', () => {
    expect(mostGuesses(codesOfStrangers, day) * chanceOfCode(5)).toBeLessThan(0.0005);
  });

  it('have an end from unknown browsers where nobody opens the door again', () => {
    expect(mostGuesses(codesOfStrangers, 10 * 365 * day)).toBe(100);
  });
});

describe('the computed number of guesses', () => {
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await startTestRedis();
  });

  afterAll(() => redis.stop([/^attempts:/]));

  it.each([
    ['codes of strangers', codesOfStrangers],
    ['codes of a known device', codesOfKnownDevice],
    ['passwords of strangers', passwordsOfStrangers],
    ['passwords of a known device', passwordsOfKnownDevice],
  ])('is what the counter lets through in a day: %s', async (_, limit) => {
    const start = Date.parse('2026-11-29T00:00:00Z');
    const subject = plantedKey(`attempts:${randomUUID()}`);
    let [now, guesses] = [start, 0];
    while (now < start + day * 60_000) {
      const verdict = await beginAttempt(redis.store, subject, limit, new Date(now));
      if (verdict.kind === 'exhausted') {
        break;
      }
      guesses += verdict.kind === 'allowed' ? 1 : 0;
      now = verdict.kind === 'locked' ? verdict.until.getTime() : now;
    }
    expect(guesses).toBe(mostGuesses(limit, day));
  });
});
