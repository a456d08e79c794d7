/** The chances that are published (docs/inventories.md, ASVS 5.0 6.1.1), computed from the limits, and the limits held to the counter. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AttemptVerdict, beginAttempt } from '../../src/throttle/failures/attempt-counter.ts';
import {
  beginCodeAttempt,
  type CodeAttemptSource,
  forgetCodeAttempts,
} from '../../src/throttle/failures/code-attempts.ts';
import {
  chanceOfCode,
  mostGuesses,
  mostGuessesBesideTheOwner,
} from '../../src/throttle/failures/most-guesses.ts';
import {
  codesOfKnownDevice,
  codesOfStrangers,
  passwordsOfKnownDevice,
  passwordsOfStrangers,
} from '../../src/throttle/limits.ts';
import { mostAuthenticators } from '../../src/totp/enrolment/enrolment.ts';
import { plantedKey } from '../support/planted-key.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.parse('2026-11-29T00:00:00Z');
const codes = [codesOfStrangers, codesOfKnownDevice];

/** Of all who guess at one account together, with as many authenticators as there may be. */
function chanceIn(days: 1 | 365): number {
  const guesses = codes.reduce((sum, limit) => sum + mostGuessesBesideTheOwner(limit, days), 0);
  return guesses * chanceOfCode(mostAuthenticators);
}

describe('the published chances', () => {
  it('of hitting a code, with the password and a copied cookie, are 0.05 % a day and 1 % a year at most', () => {
    expect(chanceIn(1)).toBeLessThanOrEqual(0.0005);
    expect(chanceIn(365)).toBeLessThanOrEqual(0.01);
  });

  it.each([
    ['passwords', passwordsOfStrangers, passwordsOfKnownDevice],
    ['codes', codesOfStrangers, codesOfKnownDevice],
  ])('end after a hundred failures in a row, of all who guess together: %s', (_, ofStrangers, ofDevices) => {
    const years = 10 * 365 * 24 * 60;
    expect(mostGuesses(ofStrangers, years) + mostGuesses(ofDevices, years)).toBeLessThanOrEqual(100);
  });
});

describe('the counter', () => {
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
  ])('lets as many through in a day as was computed: %s', async (_, limit) => {
    const counter = plantedKey(`attempts:${randomUUID()}`);
    const tally = { counter, ledger: plantedKey(`${counter}:in-all`) };
    let [now, guesses] = [start, 0];
    while (now < start + day) {
      const verdict = await beginAttempt(redis.store, tally, limit, new Date(now));
      if (verdict.kind === 'exhausted' || isWornOut(verdict)) {
        break;
      }
      guesses += verdict.kind === 'allowed' ? 1 : 0;
      now = verdict.kind === 'locked' ? verdict.until.getTime() : now;
    }
    expect(guesses).toBe(mostGuesses(limit, day / minute));
  });

  it('lets two hundred devices guess for a year no oftener than was computed, while the owner signs in four times a day', async () => {
    const account = randomUUID();
    const devices = Array.from({ length: 200 }, (_, number) => ({ knownDevice: `copied-${number}` }));
    const guessedAt: number[] = [];
    for (let now = start; now < start + 365 * day; now += day / 4) {
      for (const who of [
        { knownDevice: undefined },
        devices[(now / hour) % 200],
        devices[(now / day) % 200],
      ]) {
        guessedAt.push(...(await guessWhileAllowed(account, who ?? { knownDevice: 'own' }, now)));
      }
      await signIn(account, { knownDevice: 'own' }, now);
      await signIn(account, { knownDevice: undefined }, now);
    }
    const most = (days: 1 | 365) =>
      codes.reduce((sum, limit) => sum + mostGuessesBesideTheOwner(limit, days), 0);
    const withinADay = guessedAt.map(
      (from) => guessedAt.filter((at) => at >= from && at < from + day).length,
    );
    expect(Math.max(...withinADay)).toBeLessThanOrEqual(most(1));
    expect(guessedAt.length).toBeLessThanOrEqual(most(365));
    expect(guessedAt.length).toBeGreaterThan(most(365) / 2);
  });

  async function signIn(account: string, who: CodeAttemptSource, now: number): Promise<void> {
    if ((await beginCodeAttempt(redis.store, account, who, new Date(now))).kind === 'allowed') {
      await forgetCodeAttempts(redis.store, account, who);
    }
  }

  async function guessWhileAllowed(account: string, who: CodeAttemptSource, now: number): Promise<number[]> {
    const guesses: number[] = [];
    // Three at a time: who leaves the owner no guess has no owner who opens the door again.
    while (
      guesses.length < 3 &&
      (await beginCodeAttempt(redis.store, account, who, new Date(now))).kind === 'allowed'
    ) {
      guesses.push(now);
    }
    return guesses;
  }
});

function isWornOut(verdict: AttemptVerdict): boolean {
  return verdict.kind === 'allowed' && verdict.isWornOut === true;
}
