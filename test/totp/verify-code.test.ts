import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Profile, profileSchema } from '../../src/accounts/account.ts';
import { createAccountStore } from '../../src/accounts/account-store.ts';
import { createPasswordHasher } from '../../src/accounts/password/password-hash.ts';
import { createVerifyPassword } from '../../src/accounts/password/verify-password.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { codeAttemptsKey, plusKey } from '../../src/storage/catalogue/account-keys.ts';
import type { CodeAttemptSource } from '../../src/throttle/failures/code-attempts.ts';
import { createRateLimits } from '../../src/throttle/windows/rate-limits.ts';
import { createAuthenticatorStore } from '../../src/totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../../src/totp/authenticators/objection-store.ts';
import { currentCode } from '../../src/totp/totp.ts';
import { type CodeVerdict, createVerifyCode, type VerifyCode } from '../../src/totp/verify-code.ts';
import { chanceOf, mostChanceInADay, mostWithinADay } from '../support/guessing.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { anybody } from '../support/requester.ts';
import { passwordOf } from '../support/typed-password.ts';
import { applyForPlus } from './enrolment/apply-for-plus.ts';

interface Citizen {
  readonly id: string;
  readonly secretKey: string;
}

type VerifyCodeOfStranger = (accountId: string, typed: string, now: Date) => Promise<CodeVerdict>;

const stranger: CodeAttemptSource = { knownDevice: undefined };
const ownDevice: CodeAttemptSource = { knownDevice: 'anna-phone' };
const second = 1000;
const minute = 60 * second;
/** Seven seconds into a step. */
const start = new Date('2026-01-16T08:00:07Z');
/** The hour of the first of them is not within the last 24 hours any more. */
const dayAfter = new Date('2026-01-17T09:00:00Z');

let redis: TestRedis;
/** Codes of whoever asks. */
let verify: VerifyCode;
/** Codes of a stranger. */
let verifyCode: VerifyCodeOfStranger;
/** The same as another node has it. */
let verifyCodeElsewhere: VerifyCodeOfStranger;

beforeAll(async () => {
  redis = await startTestRedis();
  verify = createVerifyCode(createAuthenticatorStore(redis.store, redis.sealer));
  const elsewhere = createVerifyCode(createAuthenticatorStore(redis.otherStore, redis.sealer));
  verifyCode = (id, typed, now) => verify(id, typed, stranger, now);
  verifyCodeElsewhere = (id, typed, now) => elsewhere(id, typed, stranger, now);
});

afterAll(() => redis.stop());

function later(milliseconds: number, instant = start): Date {
  return new Date(instant.getTime() + milliseconds);
}

/** An account with an Ügyfélkapu+ whose first step was spent long ago. */
async function citizenWithPlus(id: string = randomUUID()): Promise<Citizen> {
  const { secretKey } = await applyForPlus(redis, id, { now: start });
  return { id, secretKey };
}

/** Computed once for each step. */
const knownCodes = new Map<string, string>();

function codeOf({ secretKey }: Citizen, instant: Date): string {
  const at = `${secretKey} ${Math.floor(instant.getTime() / (30 * second))}`;
  const code = knownCodes.get(at) ?? currentCode(secretKey, instant).code;
  knownCodes.set(at, code);
  return code;
}

/** Codes that this key gives at no instant within a quarter of an hour. */
function wrongCodes(citizen: Citizen, now: Date, count: number): string[] {
  const near = Array.from({ length: 61 }, (_, index) =>
    codeOf(citizen, later((index - 30) * 30 * second, now)),
  );
  return Array.from({ length: count + near.length }, (_, guess) => String(guess).padStart(6, '0'))
    .filter((code) => !near.includes(code))
    .slice(0, count);
}

function guessWrong(citizen: Citizen, now: Date): Promise<CodeVerdict> {
  return verifyCode(citizen.id, wrongCodes(citizen, now, 1)[0] ?? '', now);
}

async function guessWrongTimes(citizen: Citizen, times: number, now: Date): Promise<CodeVerdict[]> {
  const verdicts: CodeVerdict[] = [];
  for (let guess = 0; guess < times; guess += 1) {
    verdicts.push(await guessWrong(citizen, now));
  }
  return verdicts;
}

function countKinds(verdicts: readonly CodeVerdict[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of verdicts) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

describe('a code', () => {
  it.each([
    ['of this step', 0],
    ['of the step before', -30],
    ['of the next step', 30],
  ])('%s is verified', async (_, seconds) => {
    const anna = await citizenWithPlus();
    const code = codeOf(anna, later(seconds * second));
    expect(await verifyCode(anna.id, code, start)).toMatchObject({ kind: 'verified' });
  });

  it('is verified as the app shows it, with a space', async () => {
    const anna = await citizenWithPlus();
    const code = codeOf(anna, start);
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`;
    expect(await verifyCode(anna.id, typed, start)).toMatchObject({ kind: 'verified' });
  });

  it.each(['', '   ', '\u00a0'])('that was not typed is empty: "%s"', async (typed) => {
    const anna = await citizenWithPlus();
    expect(await verifyCode(anna.id, typed, start)).toEqual({ kind: 'empty' });
  });

  it.each(['12345', '1234567', 'abcdef', '١٢٣٤٥٦', '-'])(
    'of another shape is a matter of format: %s',
    async (typed) => {
      const anna = await citizenWithPlus();
      expect(await verifyCode(anna.id, typed, start)).toEqual({ kind: 'format' });
    },
  );

  it('that was not typed, or has another shape, is not counted', async () => {
    const anna = await citizenWithPlus();
    for (const typed of ['', '12345', '', 'abcdef', '1', '2', '3']) {
      await verifyCode(anna.id, typed, start);
    }
    expect(await guessWrong(anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 4 });
  });

  it('of another citizen is wrong', async () => {
    const [anna, bela] = [await citizenWithPlus(), await citizenWithPlus()];
    expect(await verifyCode(anna.id, codeOf(bela, start), start)).toEqual({ kind: 'wrong', attemptsLeft: 4 });
  });

  it('for an account without an Ügyfélkapu+ opens nothing', async () => {
    expect(await verifyCode(randomUUID(), '123456', start)).toEqual({ kind: 'no-plus' });
  });

  it('after the Ügyfélkapu+ was cancelled opens nothing', async () => {
    const anna = await citizenWithPlus();
    await redis.store.del(plusKey(anna.id));
    expect(await verifyCode(anna.id, codeOf(anna, start), start)).toEqual({ kind: 'no-plus' });
  });

  it('that is read from a record copied from another account opens nothing', async () => {
    const [anna, thief] = [await citizenWithPlus(), await citizenWithPlus()];
    await redis.store.copy(plusKey(thief.id), plusKey(anna.id), 'REPLACE');
    await expect(verifyCode(anna.id, codeOf(thief, start), start)).rejects.toThrow();
  });
});

describe('a step passes once', () => {
  it('so that the same code is used the second time', async () => {
    const anna = await citizenWithPlus();
    const code = codeOf(anna, start);
    expect(await verifyCode(anna.id, code, start)).toMatchObject({ kind: 'verified' });
    expect(await verifyCode(anna.id, code, later(20 * second))).toEqual({ kind: 'used' });
    expect(await verifyCodeElsewhere(anna.id, code, later(40 * second))).toEqual({ kind: 'used' });
  });

  it('and with it every earlier one', async () => {
    const anna = await citizenWithPlus();
    await verifyCode(anna.id, codeOf(anna, start), start);
    expect(await verifyCode(anna.id, codeOf(anna, later(-30 * second)), start)).toEqual({ kind: 'used' });
  });

  it('and the next one passes', async () => {
    const anna = await citizenWithPlus();
    await verifyCode(anna.id, codeOf(anna, start), start);
    const next = later(30 * second);
    expect(await verifyCode(anna.id, codeOf(anna, next), next)).toMatchObject({ kind: 'verified' });
  });

  it.each([1, 2, 3, 4, 5])('also of two hundred parallel posts on two nodes, trial %i', async () => {
    const anna = await citizenWithPlus();
    const code = codeOf(anna, start);
    const verdicts = await Promise.all(
      Array.from({ length: 200 }, (_, post) =>
        (post % 2 ? verifyCode : verifyCodeElsewhere)(anna.id, code, start),
      ),
    );
    const { verified, used = 0, locked = 0 } = countKinds(verdicts);
    expect(verified).toBe(1);
    expect(used + locked).toBe(199);
    // None of them was a guess.
    expect(await guessWrong(anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 4 });
    const next = later(30 * second);
    expect(await verifyCode(anna.id, codeOf(anna, next), next)).toMatchObject({ kind: 'verified' });
  });
});

describe('wrong codes', () => {
  it('say how many tries are left, then lock', async () => {
    const anna = await citizenWithPlus();
    expect(await guessWrongTimes(anna, 6, start)).toEqual([
      { kind: 'wrong', attemptsLeft: 4 },
      { kind: 'wrong', attemptsLeft: 3 },
      { kind: 'wrong', attemptsLeft: 2 },
      { kind: 'wrong', attemptsLeft: 1 },
      { kind: 'wrong', attemptsLeft: 0, lockedUntil: later(5 * minute) },
      { kind: 'locked', until: later(5 * minute) },
    ]);
  });

  it('that show a wrong clock say that they lock, too', async () => {
    const anna = await citizenWithPlus();
    await guessWrongTimes(anna, 3, start);
    await verifyCode(anna.id, codeOf(anna, later(-7 * minute)), start);
    const last = await verifyCode(anna.id, codeOf(anna, later(-6.5 * minute)), later(30 * second));
    expect(last).toMatchObject({ kind: 'clock', lockedUntil: later(5 * minute + 30 * second) });
  });

  it('are not what a right code is that was shown two minutes ago: it is late, and costs no try', async () => {
    const anna = await citizenWithPlus();
    await guessWrongTimes(anna, 4, start);
    expect(await verifyCode(anna.id, codeOf(anna, later(-120 * second)), start)).toEqual({
      kind: 'just-expired',
    });
    expect(await verifyCode(anna.id, codeOf(anna, start), start)).toMatchObject({ kind: 'verified' });
  });

  it('are five of two hundred parallel guesses on two nodes, the rest are locked out', async () => {
    const anna = await citizenWithPlus();
    const guesses = wrongCodes(anna, start, 200);
    const verdicts = await Promise.all(
      guesses.map((code, post) => (post % 2 ? verifyCode : verifyCodeElsewhere)(anna.id, code, start)),
    );
    expect(countKinds(verdicts)).toEqual({ wrong: 5, locked: 195 });
    const attemptsLeft = verdicts.flatMap((verdict) =>
      verdict.kind === 'wrong' ? verdict.attemptsLeft : [],
    );
    expect(attemptsLeft.sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('lock for 5 and 15 minutes, and after fifteen for a day', async () => {
    const anna = await citizenWithPlus();
    let now = start;
    for (const until of [later(5 * minute), later(20 * minute), dayAfter]) {
      const verdicts = await guessWrongTimes(anna, 5, now);
      expect(countKinds(verdicts)).toEqual({ wrong: 5 });
      expect(await guessWrong(anna, now)).toEqual({ kind: 'locked', until });
      expect(await guessWrong(anna, later(-1, until))).toEqual({ kind: 'locked', until });
      now = until;
    }
  });

  it('of one citizen lock nobody else', async () => {
    const [anna, bela] = [await citizenWithPlus(), await citizenWithPlus()];
    await guessWrongTimes(anna, 6, start);
    expect(await verifyCode(bela.id, codeOf(bela, start), start)).toMatchObject({ kind: 'verified' });
  });

  it('that have locked are remembered on every node', async () => {
    const anna = await citizenWithPlus();
    await guessWrongTimes(anna, 5, start);
    expect(await verifyCodeElsewhere(anna.id, codeOf(anna, start), start)).toMatchObject({ kind: 'locked' });
  });
});

describe('the right code', () => {
  it('does not pass during the lock, and is not spent by trying', async () => {
    const anna = await citizenWithPlus();
    const lockedAt = later(-5 * minute - second);
    await guessWrongTimes(anna, 5, lockedAt);
    const code = codeOf(anna, start);
    const justBefore = later(5 * minute - 1, lockedAt);
    expect(await verifyCode(anna.id, code, justBefore)).toMatchObject({ kind: 'locked' });
    expect(await verifyCode(anna.id, code, start)).toMatchObject({ kind: 'verified' });
  });

  it('passes as the fifth try', async () => {
    const anna = await citizenWithPlus();
    await guessWrongTimes(anna, 4, start);
    expect(await verifyCode(anna.id, codeOf(anna, start), start)).toMatchObject({ kind: 'verified' });
  });

  it('after the lock forgets every failure', async () => {
    const anna = await citizenWithPlus();
    await guessWrongTimes(anna, 5, start);
    const now = later(5 * minute);
    expect(await verifyCode(anna.id, codeOf(anna, now), now)).toMatchObject({ kind: 'verified' });
    const verdicts = await guessWrongTimes(anna, 6, now);
    expect(verdicts[0]).toEqual({ kind: 'wrong', attemptsLeft: 4 });
    expect(verdicts[5]).toEqual({ kind: 'locked', until: later(5 * minute, now) });
  });
});

describe('a code that was no guess is not counted', () => {
  it('when it has just expired', async () => {
    const anna = await citizenWithPlus();
    for (let post = 0; post < 12; post += 1) {
      const verdict = await verifyCode(anna.id, codeOf(anna, later(-60 * second)), start);
      expect(verdict).toEqual({ kind: 'just-expired' });
    }
    expect(await guessWrong(anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 4 });
  });

  it('when it was used', async () => {
    const anna = await citizenWithPlus();
    await verifyCode(anna.id, codeOf(anna, start), start);
    for (let post = 0; post < 12; post += 1) {
      expect(await verifyCode(anna.id, codeOf(anna, start), start)).toEqual({ kind: 'used' });
    }
    expect(await guessWrong(anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 4 });
  });

  it('nor does it lock as the fifth try, or forgive the four before', async () => {
    const anna = await citizenWithPlus();
    await guessWrongTimes(anna, 4, start);
    const late = codeOf(anna, later(-60 * second));
    expect(await verifyCode(anna.id, late, start)).toEqual({ kind: 'just-expired' });
    expect(await guessWrong(anna, start)).toMatchObject({ kind: 'wrong', attemptsLeft: 0 });
    expect(await guessWrong(anna, start)).toMatchObject({ kind: 'locked' });
  });

  it('but during a lock it is not evaluated', async () => {
    const anna = await citizenWithPlus();
    await guessWrongTimes(anna, 5, start);
    const late = codeOf(anna, later(-60 * second));
    expect(await verifyCode(anna.id, late, start)).toMatchObject({ kind: 'locked' });
  });
});

describe('fifty consecutive failures', () => {
  const year = 365 * 24 * 60 * minute;

  /** Ten rounds of five, each after the lock of the one before. Returns the instant of the last. */
  async function fail(citizen: Citizen, times: number): Promise<Date> {
    let now = start;
    for (let failure = 0; failure < times; failure += 1) {
      if (failure > 0 && failure % 5 === 0) {
        now = later(720 * minute, now);
      }
      expect(await guessWrong(citizen, now)).toMatchObject({ kind: 'wrong' });
    }
    return now;
  }

  it('of strangers end their asking for ever', async () => {
    const anna = await citizenWithPlus();
    const last = await fail(anna, 50);
    for (const now of [last, later(61 * minute, last), later(year, last)]) {
      expect(await verifyCode(anna.id, codeOf(anna, now), now)).toEqual({ kind: 'exhausted' });
      expect(await guessWrong(anna, now)).toEqual({ kind: 'exhausted' });
    }
  });

  it('less one do not: the right code passes as the fiftieth', async () => {
    const anna = await citizenWithPlus();
    const last = await fail(anna, 49);
    expect(await verifyCode(anna.id, codeOf(anna, last), last)).toMatchObject({ kind: 'verified' });
    expect(await guessWrong(anna, later(25 * 60 * minute, last))).toMatchObject({ attemptsLeft: 4 });
  });
});

describe('passwords', () => {
  const password = 'kilenc fehér ló';
  const source = { knownDevice: undefined, address: '192.0.2.1' };

  it('right or wrong do not touch the counter of codes', async () => {
    const { store, sealer, secrets } = redis;
    const accounts = createAccountStore(store, sealer, secrets);
    const hasher = await createPasswordHasher(secrets);
    const verifyPassword = createVerifyPassword(store, accounts, hasher, secrets, createRateLimits(store));
    const added = await accounts.add(profile, await hasher.hash(passwordOf(password), anybody), start);
    if (added.kind !== 'added') {
      throw new Error('the user name is taken');
    }
    const anna = await citizenWithPlus(added.id);

    await guessWrongTimes(anna, 3, start);
    const counted = await store.hgetall(codeAttemptsKey(anna.id));
    expect(await verifyPassword(profile.username, passwordOf(password), source, start)).toMatchObject({
      kind: 'verified',
    });
    for (let guess = 0; guess < 6; guess += 1) {
      await verifyPassword(profile.username, passwordOf('rossz jelszó'), source, start);
    }
    expect(await store.hgetall(codeAttemptsKey(anna.id))).toEqual(counted);
    expect(await guessWrong(anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 1 });
  });

  const profile: Profile = profileSchema.parse({
    username: 'minta.anna',
    family_name: 'Minta',
    given_name: 'Anna',
    birth_family_name: 'Próba',
    birth_given_name: 'Anna',
    mothers_birth_name: 'Példa Mária',
    place_of_birth: 'Budapest',
    birthdate: '1956-03-14',
  });
});

async function guessAs(who: CodeAttemptSource, citizen: Citizen, now: Date): Promise<CodeVerdict> {
  return verify(citizen.id, wrongCodes(citizen, now, 1)[0] ?? '', who, now);
}

/** Guesses from one source, each as soon as it is allowed, until this many were evaluated. Returns the instant of the last. */
async function failAs(who: CodeAttemptSource, citizen: Citizen, times: number, from = start): Promise<Date> {
  let now = from;
  for (let evaluated = 0; evaluated < times; ) {
    const verdict = await guessAs(who, citizen, now);
    if (verdict.kind === 'locked') {
      now = verdict.until;
    } else {
      expect(verdict.kind).toBe('wrong');
      evaluated += 1;
    }
  }
  return now;
}

describe('failures of strangers', () => {
  it('ten thousand of them at once do not lock a device of the owner', async () => {
    const anna = await citizenWithPlus();
    const guesses = wrongCodes(anna, start, 10_000);
    const verdicts: CodeVerdict[] = [];
    for (let from = 0; from < guesses.length; from += 500) {
      const some = guesses.slice(from, from + 500).map((code) => verifyCode(anna.id, code, start));
      verdicts.push(...(await Promise.all(some)));
    }
    expect(countKinds(verdicts)).toEqual({ wrong: 5, locked: 9995 });
    expect(await verifyCode(anna.id, codeOf(anna, start), start)).toMatchObject({ kind: 'locked' });
    expect(await verify(anna.id, codeOf(anna, start), ownDevice, start)).toMatchObject({ kind: 'verified' });
  });

  it('that have worn their door out do not either', async () => {
    const anna = await citizenWithPlus();
    const last = await failAs(stranger, anna, 50);
    expect(await guessAs(stranger, anna, last)).toEqual({ kind: 'exhausted' });
    expect(await verify(anna.id, codeOf(anna, last), ownDevice, last)).toMatchObject({ kind: 'verified' });
  });

  it('are counted together, however many strangers there are', async () => {
    const anna = await citizenWithPlus();
    const attempts = Array.from({ length: 30 }, () => guessAs({ knownDevice: undefined }, anna, start));
    expect(countKinds(await Promise.all(attempts))).toEqual({ wrong: 5, locked: 25 });
  });

  it('and those of a known device are told apart: neither sees the other’s clock', async () => {
    const anna = await citizenWithPlus();
    const next = later(30 * second);
    const fast = (now: Date): string => codeOf(anna, later(5 * minute, now));
    expect(await verifyCode(anna.id, fast(start), start)).toMatchObject({ kind: 'wrong' });
    expect(await verify(anna.id, fast(next), ownDevice, next)).toEqual({ kind: 'wrong', attemptsLeft: 5 });
    expect(await verifyCode(anna.id, fast(next), next)).toMatchObject({ kind: 'verified' });
  });
});

describe('a known device', () => {
  it('has six tries in a round, then locks for 5 and 15 minutes, and after eighteen for a day', async () => {
    const anna = await citizenWithPlus();
    let now = start;
    for (const until of [later(5 * minute), later(20 * minute), dayAfter]) {
      for (let left = 5; left > 0; left -= 1) {
        expect(await guessAs(ownDevice, anna, now)).toEqual({ kind: 'wrong', attemptsLeft: left });
      }
      const last = { kind: 'wrong', attemptsLeft: 0, lockedUntil: until };
      expect(await guessAs(ownDevice, anna, now)).toEqual(last);
      expect(await guessAs(ownDevice, anna, now)).toEqual({ kind: 'locked', until });
      expect(await guessAs(ownDevice, anna, later(-1, until))).toEqual({ kind: 'locked', until });
      now = until;
    }
  });

  it('has fifty tries in all', async () => {
    const anna = await citizenWithPlus();
    const last = await failAs(ownDevice, anna, 50);
    for (const now of [last, later(61 * minute, last), later(365 * 24 * 60 * minute, last)]) {
      expect(await verify(anna.id, codeOf(anna, now), ownDevice, now)).toEqual({ kind: 'exhausted' });
    }
  });

  it('passes as the fiftieth try', async () => {
    const anna = await citizenWithPlus();
    const last = await failAs(ownDevice, anna, 49);
    expect(await verify(anna.id, codeOf(anna, last), ownDevice, last)).toMatchObject({ kind: 'verified' });
    expect(await guessAs(ownDevice, anna, last)).toEqual({ kind: 'wrong', attemptsLeft: 5 });
  });

  it('locks no stranger and no other known device before its day is over', async () => {
    const anna = await citizenWithPlus();
    await failAs(ownDevice, anna, 12);
    const another = { knownDevice: 'another' };
    expect(await guessAs(another, anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 5 });
    const last = await failAs(ownDevice, anna, 37, later(20 * minute));
    expect(await guessAs(another, anna, last)).toEqual({ kind: 'exhausted' });
    expect(await verifyCode(anna.id, codeOf(anna, last), last)).toMatchObject({ kind: 'verified' });
  });

  it('has an allowance of its own in every account', async () => {
    const [anna, bela] = [await citizenWithPlus(), await citizenWithPlus()];
    await failAs(ownDevice, anna, 6);
    expect(await guessAs(ownDevice, bela, start)).toEqual({ kind: 'wrong', attemptsLeft: 5 });
  });

  it('spends the step for strangers too', async () => {
    const anna = await citizenWithPlus();
    expect(await verify(anna.id, codeOf(anna, start), ownDevice, start)).toMatchObject({ kind: 'verified' });
    expect(await verifyCode(anna.id, codeOf(anna, start), start)).toEqual({ kind: 'used' });
    const again = await verify(anna.id, codeOf(anna, start), { knownDevice: 'another' }, start);
    expect(again).toEqual({ kind: 'used' });
  });

  it('whose code was late or used is refunded', async () => {
    const anna = await citizenWithPlus();
    for (let post = 0; post < 25; post += 1) {
      const late = await verify(anna.id, codeOf(anna, later(-60 * second)), ownDevice, start);
      expect(late).toEqual({ kind: 'just-expired' });
    }
    expect(await guessAs(ownDevice, anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 5 });
  });

  it('is six of two hundred parallel guesses on two nodes', async () => {
    const anna = await citizenWithPlus();
    const elsewhere = createVerifyCode(createAuthenticatorStore(redis.otherStore, redis.sealer));
    const verdicts = await Promise.all(
      wrongCodes(anna, start, 200).map((code, post) =>
        (post % 2 ? verify : elsewhere)(anna.id, code, ownDevice, start),
      ),
    );
    expect(countKinds(verdicts)).toEqual({ wrong: 6, locked: 194 });
  });

  it.each(['', 'a:device:b', '{x}', 'x\0', 'é'.repeat(5000)])(
    'may have any id, and no id reaches another counter: %#',
    async (knownDevice) => {
      const anna = await citizenWithPlus();
      await failAs({ knownDevice }, anna, 6);
      expect(await guessAs(stranger, anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 4 });
      expect(await guessAs(ownDevice, anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 5 });
      const keys = await redis.store.keys(`${codeAttemptsKey(anna.id)}*`);
      expect(keys).toHaveLength(3);
      expect(keys.every((key) => key.length < 200)).toBe(true);
    },
  );
});

describe('the door of strangers', () => {
  it('opens again at a success of a known device when it was worn out', async () => {
    const anna = await citizenWithPlus();
    const last = await failAs(stranger, anna, 50);
    expect(await verify(anna.id, codeOf(anna, last), ownDevice, last)).toMatchObject({ kind: 'verified' });
    expect(await guessAs(stranger, anna, later(25 * 60 * minute, last))).toMatchObject({ attemptsLeft: 4 });
  });

  it.each([5, 7, 49])('does not open at it after %i failures: rounds and locks go on', async (failures) => {
    const anna = await citizenWithPlus();
    const last = await failAs(stranger, anna, failures);
    const before = await redis.store.hgetall(codeAttemptsKey(anna.id));
    expect(await verify(anna.id, codeOf(anna, last), ownDevice, last)).toMatchObject({ kind: 'verified' });
    expect(await redis.store.hgetall(codeAttemptsKey(anna.id))).toEqual(before);
  });

  it('does not open at a failure, a late or a used code of a known device', async () => {
    const anna = await citizenWithPlus();
    const last = await failAs(stranger, anna, 50);
    await guessAs(ownDevice, anna, last);
    await verify(anna.id, codeOf(anna, later(-60 * second, last)), ownDevice, last);
    expect(await guessAs(stranger, anna, last)).toEqual({ kind: 'exhausted' });
  });

  it('opens at the success of a stranger, who knows the code after all', async () => {
    const anna = await citizenWithPlus();
    const last = await failAs(stranger, anna, 42);
    expect(await verifyCode(anna.id, codeOf(anna, last), last)).toMatchObject({ kind: 'verified' });
    expect(await redis.store.exists(codeAttemptsKey(anna.id))).toBe(0);
  });

  it('at the success of a stranger leaves the failures of known devices as they are', async () => {
    const anna = await citizenWithPlus();
    await failAs(ownDevice, anna, 3);
    await verifyCode(anna.id, codeOf(anna, start), start);
    expect(await guessAs(ownDevice, anna, start)).toEqual({ kind: 'wrong', attemptsLeft: 2 });
  });
});

describe('a day of guessing with the right password', () => {
  const hour = 60 * minute;
  /** Guesses whenever it is allowed, for days; the owner signs in at these instants. Returns when guesses were evaluated. */
  async function attack(citizen: Citizen, days: number, ownerAt: readonly Date[]): Promise<Date[]> {
    const evaluatedAt: Date[] = [];
    const end = later(days * 24 * hour);
    const visits = [...ownerAt];
    let now = start;
    while (now < end) {
      const [visit] = visits;
      if (visit && visit <= now) {
        visits.shift();
        const verdict = await verify(citizen.id, codeOf(citizen, visit), ownDevice, visit);
        expect(verdict).toMatchObject({ kind: 'verified' });
      }
      const verdict = await guessAs(stranger, citizen, now);
      if (verdict.kind === 'wrong') {
        evaluatedAt.push(now);
      } else if (verdict.kind === 'locked') {
        now = visits[0] && visits[0] < verdict.until ? visits[0] : verdict.until;
      } else {
        now = visits[0] ?? end;
      }
    }
    return evaluatedAt;
  }

  function tenTimesADay(days: number, everyMilliseconds: number, firstAfter = 0): Date[] {
    return Array.from({ length: days }, (_, day) =>
      Array.from({ length: 10 }, (_, visit) =>
        later(day * 24 * hour + firstAfter + visit * everyMilliseconds),
      ),
    ).flat();
  }

  const days = 4;
  it.each([
    ['spread over the day', tenTimesADay(days, 2.4 * hour)],
    ['in the office hours', tenTimesADay(days, hour, 30 * minute)],
    ['in ten consecutive minutes in the evening', tenTimesADay(days, minute, 18 * hour)],
    ['never', []],
  ])('is worth less than 0.05 %% when the owner signs in ten times a day, %s', async (_, visits) => {
    const anna = await citizenWithPlus();
    const evaluated = mostWithinADay(await attack(anna, days, visits));
    expect(evaluated).toBe(15);
    expect(chanceOf(evaluated)).toBeLessThan(mostChanceInADay);
  });
});

describe('several authenticators', () => {
  const wait = 30 * second;

  async function citizenWithTwo(): Promise<{ id: string; phone: Citizen; tablet: Citizen }> {
    const id = randomUUID();
    const phone = await applyForPlus(redis, id, { now: start, name: 'Telefon' });
    const tablet = await applyForPlus(redis, id, { now: start, name: 'Tablet', most: 5 });
    return { id, phone: { ...phone, id }, tablet: { ...tablet, id } };
  }

  it('are asked all, up to five', async () => {
    const id = randomUUID();
    const keys: string[] = [];
    for (let number = 1; number <= 5; number += 1) {
      keys.push((await applyForPlus(redis, id, { now: start, name: `${number}`, most: 5 })).secretKey);
    }
    for (const secretKey of keys) {
      expect(await verifyCode(id, codeOf({ id, secretKey }, start), start)).toMatchObject({
        kind: 'verified',
      });
    }
  });

  it('have each a step of their own', async () => {
    const { id, phone, tablet } = await citizenWithTwo();
    expect(await verifyCode(id, codeOf(phone, start), start)).toMatchObject({ kind: 'verified' });
    expect(await verifyCode(id, codeOf(phone, start), start)).toEqual({ kind: 'used' });
    expect(await verifyCode(id, codeOf(tablet, start), start)).toMatchObject({ kind: 'verified' });
    const next = later(wait);
    expect(await verifyCode(id, codeOf(tablet, next), next)).toMatchObject({ kind: 'verified' });
    expect(await verifyCode(id, codeOf(phone, later(-wait)), start)).toEqual({ kind: 'used' });
  });

  it('remember when each was used last', async () => {
    const { id, phone } = await citizenWithTwo();
    await verifyCode(id, codeOf(phone, start), start);
    const listed = (await createAuthenticatorStore(redis.store, redis.sealer).list(id)).readable;
    const used = Object.fromEntries(listed.map(({ name, lastUsedAt }) => [name, lastUsedAt]));
    expect(used).toEqual({ Telefon: start, Tablet: undefined });
  });

  it('of which one was forgotten: its codes are wrong, the other’s pass', async () => {
    const { id, phone, tablet } = await citizenWithTwo();
    const store = createAuthenticatorStore(redis.store, redis.sealer);
    const [first] = (await store.list(id)).readable.filter(({ name }) => name === 'Telefon');
    expect(
      await store.forget(
        { id, sessionsEndedAt: 0 },
        first?.id ?? '',
        securityEvents.authenticatorForgotten(id, 'any', 'any'),
      ),
    ).toMatchObject({ kind: 'forgotten' });
    expect(await verifyCode(id, codeOf(phone, start), start)).toEqual({ kind: 'wrong', attemptsLeft: 4 });
    expect(await verifyCode(id, codeOf(tablet, start), start)).toMatchObject({ kind: 'verified' });
  });

  it('of which one is frozen: its codes are wrong, the other’s pass', async () => {
    const { id, phone, tablet } = await citizenWithTwo();
    const [second] = (await createAuthenticatorStore(redis.store, redis.sealer).list(id)).readable.filter(
      ({ name }) => name === 'Tablet',
    );
    const objection = { accountId: id, authenticatorId: second?.id ?? '' };
    expect(
      await createObjectionStore(createRecorder(redis.store, redis.sealer)).freeze(
        objection,
        start,
        securityEvents.authenticatorFrozen(objection.accountId, 'any'),
      ),
    ).toBe('frozen');
    expect(await verifyCode(id, codeOf(tablet, start), start)).toEqual({ kind: 'wrong', attemptsLeft: 4 });
    expect(await verifyCode(id, codeOf(phone, start), start)).toMatchObject({ kind: 'verified' });
  });
});
