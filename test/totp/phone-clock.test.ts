import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { codeAttemptsKey, plusKey } from '../../src/storage/catalogue/account-keys.ts';
import type { CodeAttemptSource } from '../../src/throttle/failures/code-attempts.ts';
import {
  authenticatorPlace,
  createAuthenticatorStore,
} from '../../src/totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../../src/totp/authenticators/objection-store.ts';
import { findClock, minutesOff, minuteWhenShown } from '../../src/totp/phone-clock.ts';
import { currentCode } from '../../src/totp/totp.ts';
import { type CodeVerdict, createVerifyCode, type VerifyCode } from '../../src/totp/verify-code.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { applyForPlus } from './enrolment/apply-for-plus.ts';

/** Fixed keys and instants, so that no code of another step is the same by chance. */
const keyOfPhone = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const keyOfTablet = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const stranger: CodeAttemptSource = { knownDevice: undefined };
const ownDevice: CodeAttemptSource = { knownDevice: 'anna-phone' };
const step = 30_000;
const minute = 2 * step;
/** Seven seconds into a step. */
const start = new Date('2026-01-16T08:00:07Z');

let redis: TestRedis;
let verify: VerifyCode;
let verifyElsewhere: VerifyCode;

beforeAll(async () => {
  redis = await startTestRedis();
  verify = createVerifyCode(createAuthenticatorStore(redis.store, redis.sealer));
  verifyElsewhere = createVerifyCode(createAuthenticatorStore(redis.otherStore, redis.sealer));
});

afterAll(() => redis.stop());

function later(milliseconds: number, instant = start): Date {
  return new Date(instant.getTime() + milliseconds);
}

/** What an app shows whose clock is fast by so many steps. */
function shown(offset: number, now: Date, secretKey = keyOfPhone): string {
  return currentCode(secretKey, later(offset * step, now)).code;
}

/** An account with these authenticators, called by their keys. */
async function citizenWith(...keys: string[]): Promise<string> {
  const id = randomUUID();
  for (const secretKey of keys) {
    const authenticator = JSON.stringify({ name: 'Telefon', secretKey, createdAt: start.toISOString() });
    const sealed = redis.sealer.seal(authenticator, authenticatorPlace(id, secretKey));
    await redis.store.hset(plusKey(id), `authenticator:${secretKey}`, sealed, `step:${secretKey}`, 0);
  }
  return id;
}

async function learntOffset(id: string, secretKey = keyOfPhone): Promise<number | undefined> {
  const offset = await redis.store.hget(plusKey(id), `offset:${secretKey}`);
  return offset === null ? undefined : Number(offset);
}

/** Types what a phone with this clock shows, every thirty seconds. */
async function type(id: string, offset: number, times: number, from = start): Promise<CodeVerdict[]> {
  const verdicts: CodeVerdict[] = [];
  for (let time = 0; time < times; time += 1) {
    const now = later(time * step, from);
    verdicts.push(await verify(id, shown(offset, now), stranger, now));
  }
  return verdicts;
}

/** Whose phone is fast by so many steps, which was learnt at `start` and half a minute later. */
async function citizenWithLearntClock(offset: number, ...others: string[]): Promise<string> {
  const id = await citizenWith(keyOfPhone, ...others);
  expect((await type(id, offset, 2)).at(-1)).toMatchObject({ kind: 'verified' });
  expect(await learntOffset(id)).toBe(offset);
  return id;
}

const verified = expect.objectContaining({ kind: 'verified' });
const wrong = (attemptsLeft: number) => ({ kind: 'wrong', attemptsLeft });

describe('a phone whose clock is wrong, from ten minutes slow to ten minutes fast', () => {
  const clocks = Array.from({ length: 41 }, (_, index) => index - 20);

  it.each(clocks.map((offset) => [offset * 30, offset]))('by %i seconds', async (_, offset) => {
    const id = await citizenWith(keyOfPhone);
    const verdicts = await type(id, offset, 3);
    if (Math.abs(offset) <= 1) {
      expect(verdicts).toEqual([verified, verified, verified]);
      expect(await learntOffset(id)).toBeUndefined();
    } else if (Math.abs(offset) <= 10) {
      const isLate = offset >= -4 && offset < 0;
      const first = isLate ? { kind: 'just-expired' } : wrong(4);
      expect(verdicts).toEqual([first, verified, verified]);
      expect(await learntOffset(id)).toBe(offset);
    } else {
      const minutes = expect.any(Number);
      expect(verdicts).toEqual([wrong(4), { kind: 'clock', minutes }, { kind: 'clock', minutes }]);
      const [, named] = verdicts as [unknown, { minutes: number }];
      expect(Math.abs(named.minutes * 60 - offset * 30)).toBeLessThanOrEqual(30);
      expect(Math.sign(named.minutes)).toBe(Math.sign(offset));
      expect(await learntOffset(id)).toBeUndefined();
    }
  });

  it.each([11, -11, 20])('by %i steps is named for ever, and each code counts', async (offset) => {
    const id = await citizenWith(keyOfPhone);
    const kinds = (await type(id, offset, 7)).map(({ kind }) => kind);
    expect(kinds).toEqual(['wrong', 'clock', 'clock', 'clock', 'clock', 'locked', 'locked']);
  });
});

describe('two codes tell a clock', () => {
  it('also when one was missed, and when they were typed on two nodes', async () => {
    const id = await citizenWith(keyOfPhone);
    const next = later(2 * step);
    expect(await verify(id, shown(8, start), stranger, start)).toEqual(wrong(4));
    expect(await verifyElsewhere(id, shown(8, next), stranger, next)).toEqual(verified);
  });

  it.each([
    ['first', 7, 8, step],
    ['second', 8, 7, 2 * step],
  ])('also when the %s was typed slowly', async (_, one, other, pause) => {
    const id = await citizenWith(keyOfPhone);
    await verify(id, shown(one, start), stranger, start);
    const next = later(pause);
    expect(await verify(id, shown(other, next), stranger, next)).toEqual(verified);
    expect(await learntOffset(id)).toBe(8);
  });

  it('also with a slip of the hand between them', async () => {
    const id = await citizenWith(keyOfPhone);
    await verify(id, shown(-6, start), stranger, start);
    await verify(id, '000000', stranger, later(10_000));
    const next = later(step);
    expect(await verify(id, shown(-6, next), stranger, next)).toEqual(verified);
  });

  it('as the last try of a round, which forgets the failures', async () => {
    const id = await citizenWith(keyOfPhone);
    for (const typed of ['000000', '000001', '000002', shown(5, start)]) {
      await verify(id, typed, stranger, start);
    }
    const next = later(step);
    expect(await verify(id, shown(5, next), stranger, next)).toEqual(verified);
    expect(await redis.store.exists(codeAttemptsKey(id))).toBe(0);
  });

  it.each([
    ['the same code twice', 6, 5],
    ['two that are three apart', 6, 8],
    ['a fast and a slow one', 6, -5],
    ['the later one first', 6, 4],
  ])('but not %s', async (_, first, second) => {
    const id = await citizenWith(keyOfPhone);
    expect(await verify(id, shown(first, start), stranger, start)).toEqual(wrong(4));
    const next = later(step);
    expect(await verify(id, shown(second, next), stranger, next)).toEqual(wrong(3));
    expect(await learntOffset(id)).toBeUndefined();
  });

  it('but not of two authenticators', async () => {
    const id = await citizenWith(keyOfPhone, keyOfTablet);
    expect(await verify(id, shown(6, start), stranger, start)).toEqual(wrong(4));
    const next = later(step);
    expect(await verify(id, shown(6, next, keyOfTablet), stranger, next)).toEqual(wrong(3));
  });

  it('but not from two sources', async () => {
    const id = await citizenWith(keyOfPhone);
    const next = later(step);
    expect(await verify(id, shown(6, start), stranger, start)).toEqual(wrong(4));
    expect(await verify(id, shown(6, next), ownDevice, next)).toEqual(wrong(5));
    const another = { knownDevice: 'another' };
    expect(await verify(id, shown(6, next), another, next)).toEqual(wrong(5));
    expect(await verify(id, shown(6, next), stranger, next)).toEqual(verified);
  });

  it('but not during a lock, and not across one', async () => {
    const id = await citizenWith(keyOfPhone);
    for (const typed of ['000000', '000001', '000002', '000003', shown(6, start)]) {
      await verify(id, typed, stranger, start);
    }
    const next = later(step);
    expect(await verify(id, shown(6, next), stranger, next)).toMatchObject({ kind: 'locked' });
    const after = later(5 * minute);
    expect(await verify(id, shown(6, after), stranger, after)).toEqual(wrong(4));
  });

  it('to one of forty parallel posts of the second one on two nodes, whose step is spent', async () => {
    const id = await citizenWith(keyOfPhone);
    const next = later(step);
    await verify(id, shown(6, start), ownDevice, start);
    const posts = Array.from({ length: 40 }, (_, post) =>
      (post % 2 ? verify : verifyElsewhere)(id, shown(6, next), ownDevice, next),
    );
    const kinds = (await Promise.all(posts)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'verified')).toHaveLength(1);
    expect(kinds.every((kind) => ['verified', 'used', 'locked'].includes(kind))).toBe(true);
    expect(await verify(id, shown(6, next), ownDevice, next)).toEqual({ kind: 'used' });
  });
});

describe('of all codes within ten minutes', () => {
  const near = Array.from({ length: 51 }, (_, index) => index - 25);

  /** The clocks whose code passes at once, each tried on a copy of the account. */
  async function passing(prepare: () => Promise<string>, now: Date): Promise<number[]> {
    const passed: number[] = [];
    for (const offset of near) {
      const { kind } = await verify(await prepare(), shown(offset, now), stranger, now);
      passed.push(...(kind === 'verified' ? [offset] : []));
    }
    return passed;
  }

  it('three pass where no clock was learnt, and three where one was: the window is moved, not widened', async () => {
    expect(await passing(() => citizenWith(keyOfPhone), start)).toEqual([-1, 0, 1]);
    const now = later(10 * minute);
    expect(await passing(() => citizenWithLearntClock(7), now)).toEqual([6, 7, 8]);
    expect(await passing(() => citizenWithLearntClock(-10), now)).toEqual([-11, -10, -9]);
  });

  it('two more pass after one of a drifted clock: whoever guesses must have hit before, and hit again', async () => {
    const afterDrifted = async (): Promise<string> => {
      const id = await citizenWith(keyOfPhone);
      expect(await verify(id, shown(6, start), stranger, start)).toEqual(wrong(4));
      return id;
    };
    expect(await passing(afterDrifted, later(step))).toEqual([-1, 0, 1, 6, 7]);
  });
});

describe('a learnt clock', () => {
  it('is followed when it drifts, month by month', async () => {
    const id = await citizenWithLearntClock(4);
    const month = 30 * 24 * 60 * minute;
    for (let time = 1; time <= 24; time += 1) {
      const now = later(time * month);
      const offset = 4 + Math.floor(time / 5);
      expect([time, await verify(id, shown(offset, now), stranger, now)]).toEqual([time, verified]);
    }
    expect(await learntOffset(id)).toBeGreaterThan(7);
  });

  it('is not pulled away by typing slowly', async () => {
    const id = await citizenWithLearntClock(5);
    let now = later(10 * minute);
    for (const offset of [4, 4, 4, 3, 5, 4, 4, 4, 4, 4, 5]) {
      expect(await verify(id, shown(offset, now), stranger, now)).toEqual(verified);
      now = later(5 * minute, now);
    }
  });

  it('is never followed further than five minutes', async () => {
    const id = await citizenWithLearntClock(10);
    for (let time = 1; time <= 12; time += 1) {
      const now = later(time * 10 * minute);
      expect(await verify(id, shown(11, now), stranger, now)).toEqual(verified);
    }
    expect(await learntOffset(id)).toBe(10);
  });

  it('that comes right by itself is forgotten', async () => {
    const id = await citizenWithLearntClock(2);
    let now = later(10 * minute);
    for (const offset of [1, 1, 1, 1, 0, 0, 0, 0]) {
      expect(await verify(id, shown(offset, now), stranger, now)).toEqual(verified);
      now = later(5 * minute, now);
    }
    expect(await learntOffset(id)).toBeUndefined();
  });

  it('calls a code just expired by the clock of the phone, and refunds it', async () => {
    const id = await citizenWithLearntClock(-7);
    const now = later(10 * minute);
    expect(await verify(id, shown(-9, now), stranger, now)).toEqual({ kind: 'just-expired' });
    expect(await redis.store.hget(codeAttemptsKey(id), 'failures')).toBeNull();
  });

  it('is one of the authenticator, not of the others', async () => {
    const id = await citizenWithLearntClock(6, keyOfTablet);
    const now = later(10 * minute);
    expect(await verify(id, shown(6, now, keyOfTablet), stranger, now)).toEqual(wrong(4));
    expect(await verify(id, shown(0, now, keyOfTablet), stranger, now)).toEqual(verified);
  });
});

describe('a slow phone that is put right', () => {
  it('is learnt anew by two codes, and its clock is forgotten', async () => {
    const id = await citizenWithLearntClock(-8);
    const verdicts = await type(id, 0, 3, later(minute));
    expect(verdicts).toEqual([wrong(4), verified, verified]);
    expect(await learntOffset(id)).toBeUndefined();
  });
});

describe('a fast phone that is put back', () => {
  /** Spent at half a minute past the start, ten steps ahead. */
  const lastSpent = later(11 * step);

  it('is told until when to wait, is never locked, and comes in with two codes afterwards', async () => {
    const id = await citizenWithLearntClock(10);
    const putBack = later(minute);
    const until = new Date('2026-01-16T08:06:00Z');
    const verdicts = await type(id, 0, 6, putBack);
    expect(verdicts.slice(0, 2)).toEqual([wrong(4), { kind: 'clock-put-back', until }]);
    expect(verdicts.slice(1).every(({ kind }) => kind === 'clock-put-back')).toBe(true);
    expect(await type(id, 0, 3, later(5000, until))).toEqual([wrong(3), verified, verified]);
    expect(await learntOffset(id)).toBeUndefined();
  });

  it('comes in as soon as both codes lie behind what was spent', async () => {
    const id = await citizenWithLearntClock(10);
    const verdicts = await type(id, 0, 12, later(minute));
    const firstSuccess = verdicts.findIndex(({ kind }) => kind === 'verified');
    expect(later(minute + firstSuccess * step)).toEqual(later(2 * step, lastSpent));
    const between = verdicts.slice(1, firstSuccess).map(({ kind }) => kind);
    expect(new Set(between)).toEqual(new Set(['clock-put-back', 'used']));
  });

  it('is told at most six minutes', () => {
    const stepNow = Math.floor(start.getTime() / step);
    const until = minuteWhenShown(stepNow + 11 + 1, 0);
    expect(until.getTime() - start.getTime()).toBeLessThanOrEqual(6.5 * minute);
  });

  it('opens nothing for who saw the codes of its future, whatever they type and in whatever order', async () => {
    const seen = Array.from({ length: 24 }, (_, index) => shown(index - 12, start));
    const kinds = new Set<string>();
    for (let now = later(minute); now < lastSpent; now = later(step, now)) {
      const id = await citizenWithLearntClock(10);
      for (const code of [...seen, ...seen.toReversed()]) {
        kinds.add((await verify(id, code, ownDevice, now)).kind);
        await redis.store.hdel(`${codeAttemptsKey(id)}`, 'locked_until');
      }
      expect(await learntOffset(id)).toBe(10);
    }
    expect(kinds.has('verified')).toBe(false);
  });
});

describe('a clock goes with its authenticator', () => {
  async function citizenWithTwo(): Promise<{ id: string; phoneId: string }> {
    const id = randomUUID();
    const phone = await applyForPlus(redis, id, { now: start, name: 'Telefon' });
    await applyForPlus(redis, id, { now: start, name: 'Tablet', most: 5 });
    await redis.store.hset(plusKey(id), `offset:${phone.authenticatorId}`, '6.00');
    return { id, phoneId: phone.authenticatorId };
  }

  it('when that is removed', async () => {
    const { id, phoneId } = await citizenWithTwo();
    const authenticators = createAuthenticatorStore(redis.store, redis.sealer);
    expect(
      await authenticators.forget(
        { id, sessionsEndedAt: 0 },
        phoneId,
        securityEvents.authenticatorForgotten(id, 'any', 'any'),
      ),
    ).toMatchObject({ kind: 'forgotten' });
    expect(await learntOffset(id, phoneId)).toBeUndefined();
  });

  it('when that is frozen', async () => {
    const { id, phoneId } = await citizenWithTwo();
    const objection = { accountId: id, authenticatorId: phoneId };
    expect(
      await createObjectionStore(createRecorder(redis.store, redis.sealer)).freeze(
        objection,
        start,
        securityEvents.authenticatorFrozen(objection.accountId, 'any'),
      ),
    ).toBe('frozen');
    expect(await learntOffset(id, phoneId)).toBeUndefined();
  });

  it('and is not learnt by a code that comes after it', async () => {
    const id = await citizenWith(keyOfPhone);
    const authenticators = createAuthenticatorStore(redis.store, redis.sealer);
    await redis.store.hset(plusKey(id), `frozen:${keyOfPhone}`, start.toISOString());
    const code = { authenticatorId: keyOfPhone, step: 20, offset: 6, learntWith: 19 };
    expect(await authenticators.spendTimeStep(id, stranger, code, start)).toEqual({ kind: 'gone' });
    expect(await learntOffset(id)).toBeUndefined();
  });
});

describe('the finding, from two codes', () => {
  const first = { authenticatorId: 'a', step: 100, offset: 6, at: start };
  const second = { authenticatorId: 'a', step: 101, offset: 6, at: later(step) };

  it.each([
    ['nothing before', undefined, second, 'one-code'],
    ['consecutive', first, second, 'learnable'],
    ['one missed', first, { ...second, step: 102 }, 'learnable'],
    ['two missed', first, { ...second, step: 103 }, 'one-code'],
    ['the same', first, { ...second, step: 100 }, 'one-code'],
    ['backwards', second, first, 'one-code'],
    ['another authenticator', first, { ...second, authenticatorId: 'b' }, 'one-code'],
    ['one step slower', first, { ...second, offset: 5 }, 'learnable'],
    ['another clock', first, { ...second, offset: 8 }, 'one-code'],
    ['two minutes apart', first, { ...second, at: later(2 * minute) }, 'learnable'],
    ['more than two minutes apart', first, { ...second, at: later(2 * minute + 1) }, 'one-code'],
    ['too far', { ...first, offset: -11 }, { ...second, offset: -11 }, 'too-far'],
    ['at the edge', { ...first, offset: -10 }, { ...second, offset: -11 }, 'learnable'],
  ])('%s', (_, last, drifted, kind) => {
    expect(findClock(last, drifted).kind).toBe(kind);
  });

  it.each([
    [2, 1],
    [-2, -1],
    [10, 5],
    [11, 6],
    [-21, -11],
  ])('%i steps are %i minutes', (offset, minutes) => {
    expect(minutesOff(offset)).toBe(minutes);
  });
});
