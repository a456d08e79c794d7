import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hash as hashByBcrypt } from '@node-rs/bcrypt';
import argon2 from 'argon2';
import { profileSchema } from '../../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../../src/accounts/account-store.ts';
import type { Argon2Binding } from '../../../src/accounts/password/argon2.ts';
import { parseForeignHash } from '../../../src/accounts/password/foreign/parse-hash.ts';
import { markForeign } from '../../../src/accounts/password/foreign/stored-hash.ts';
import { type Requester, requesterOf } from '../../../src/accounts/password/hash-queue.ts';
import { createPasswordHasher, type PasswordHasher } from '../../../src/accounts/password/password-hash.ts';
import {
  createVerifyPassword,
  type PasswordVerdict,
  type VerifyPassword,
} from '../../../src/accounts/password/verify-password.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { Overloaded } from '../../../src/errors.ts';
import type { AttemptSource } from '../../../src/throttle/failures/attempt-source.ts';
import { createRateLimits, type RateLimits } from '../../../src/throttle/windows/rate-limits.ts';
import { quickArgon2 } from '../../support/quick-argon2.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { anybody } from '../../support/requester.ts';
import { passwordOf, untypablePassword } from '../../support/typed-password.ts';

interface Citizen {
  readonly id: string;
  readonly username: string;
}

type VerifyPasswordOfStranger = (username: string, typed: string, now: Date) => Promise<PasswordVerdict>;
type VerifyTyped = (
  username: string,
  typed: string,
  ...rest: Parameters<VerifyPassword> extends [string, unknown, ...infer Rest] ? Rest : never
) => Promise<PasswordVerdict>;

const stranger: AttemptSource = { knownDevice: undefined, address: '192.0.2.1' };
const ownDevice: AttemptSource = { knownDevice: 'anna-phone', address: '192.0.2.1' };
const minute = 60_000;
const day = 24 * 60 * minute;
const start = new Date('2026-01-16T08:00:00Z');
const password = 'hét kék bagoly 7';
const wrongPassword = 'hét kék bagoly 8';

let redis: TestRedis;
let accounts: AccountStore;
let hasher: PasswordHasher;
let rateLimits: RateLimits;
/** Of whoever asks. */
let verify: VerifyTyped;
/** Of a stranger. */
let verifyPassword: VerifyPasswordOfStranger;
/** The same as another node has it. */
let verifyPasswordElsewhere: VerifyPasswordOfStranger;

/** How often Argon2 was asked since the test began. */
const asked = { hash: 0, verify: 0 };
let lastRequester: Requester | undefined;
/** Holds every verification back while it is closed. */
let gate: Promise<void> | undefined;

beforeAll(async () => {
  redis = await startTestRedis();
  const { store, otherStore, sealer, secrets } = redis;
  hasher = await createPasswordHasher(secrets, await countingArgon2());
  accounts = createAccountStore(store, sealer, secrets);
  const accountsElsewhere = createAccountStore(otherStore, sealer, secrets);
  rateLimits = createRateLimits(store);
  const watched: PasswordHasher = {
    ...hasher,
    verify: (stored, typed, requester, gone) => {
      lastRequester = requester;
      return hasher.verify(stored, typed, requester, gone);
    },
  };
  const here = createVerifyPassword(store, accounts, watched, secrets, rateLimits);
  verify = (username, typed, ...rest) => here(username, untypablePassword(typed), ...rest);
  const rateLimitsElsewhere = createRateLimits(otherStore);
  const elsewhere = createVerifyPassword(otherStore, accountsElsewhere, hasher, secrets, rateLimitsElsewhere);
  verifyPassword = (username, typed, now) => verify(username, typed, stranger, now);
  verifyPasswordElsewhere = (username, typed, now) =>
    elsewhere(username, untypablePassword(typed), stranger, now);
});

afterAll(() => redis.stop());

beforeEach(async () => {
  await forgetRateLimits();
  asked.hash = 0;
  asked.verify = 0;
  gate = undefined;
});

async function forgetRateLimits(): Promise<void> {
  const keys = (await Promise.all(['wrong-*', 'slowed-*'].map((names) => redis.store.keys(names)))).flat();
  await Promise.all(keys.map((key) => redis.store.del(key)));
}

async function countingArgon2(): Promise<Argon2Binding> {
  // How often is the subject here, and not what one hash costs.
  const quick = await quickArgon2();
  return {
    hash: (...given) => {
      asked.hash += 1;
      return quick.hash(...given);
    },
    verify: async (...given) => {
      asked.verify += 1;
      await gate;
      return quick.verify(...given);
    },
    derive: quick.derive,
  };
}

async function newCitizen(passwordHash?: string): Promise<Citizen> {
  const username = someName();
  const profile = profileSchema.parse({
    username,
    family_name: 'Minta',
    given_name: 'Anna',
    birth_family_name: 'Próba',
    birth_given_name: 'Anna',
    mothers_birth_name: 'Példa Mária',
    place_of_birth: `Budapest ${username}`,
    birthdate: '1956-03-14',
  });
  const outcome = await accounts.add(
    profile,
    passwordHash ?? (await hasher.hash(passwordOf(password), anybody)),
    start,
  );
  asked.hash = 0;
  return { id: outcome.kind === 'added' ? outcome.id : '', username };
}

function someName(): string {
  return `minta.${randomUUID().slice(0, 8)}`;
}

function later(milliseconds: number, instant = start): Date {
  return new Date(instant.getTime() + milliseconds);
}

async function guess(username: string, times: number, now: Date): Promise<PasswordVerdict[]> {
  const verdicts: PasswordVerdict[] = [];
  for (let post = 0; post < times; post += 1) {
    verdicts.push(await verifyPassword(username, `${wrongPassword}${post}`, now));
  }
  return verdicts;
}

describe('the right password', () => {
  it('is verified, and tells whose it is', async () => {
    const { id, username } = await newCitizen();
    const verdict = await verifyPassword(username, password, start);
    expect(verdict).toEqual({ kind: 'verified', account: await accounts.find(id), failuresBefore: 0 });
    expect(asked).toEqual({ hash: 0, verify: 1 });
  });

  it('passes as the fifth try, and then everything is forgotten', async () => {
    const { username } = await newCitizen();
    await guess(username, 4, start);
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'verified' });
    const kinds = (await guess(username, 5, start)).map(({ kind }) => kind);
    expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong']);
    expect(await verifyPassword(username, password, start)).toEqual({
      kind: 'locked',
      until: later(minute),
    });
  });
});

describe('a password that is not right', () => {
  const cases: [string, () => Promise<{ username: string; typed: string }>][] = [
    ['wrong', async () => ({ username: (await newCitizen()).username, typed: wrongPassword })],
    ['of a name that nobody has', async () => ({ username: someName(), typed: password })],
    [
      'right, but of a disabled account',
      async () => {
        const { id, username } = await newCitizen();
        await accounts.disable(id, securityEvents.accountDisabled(id));
        return { username, typed: password };
      },
    ],
    ['of a name that cannot be', async () => ({ username: 'a{b}\r\nc', typed: password })],
  ];

  it.each(cases)('has the same answer for the same work: %s', async (_, prepare) => {
    const { username, typed } = await prepare();
    for (let post = 1; post <= 5; post += 1) {
      expect(await verifyPassword(username, typed, start)).toEqual({ kind: 'wrong' });
      expect(asked).toEqual({ hash: 0, verify: post });
    }
    const locked = { kind: 'locked', until: later(minute) };
    expect(await verifyPassword(username, typed, start)).toEqual(locked);
    expect(asked).toEqual({ hash: 0, verify: 5 });
  });

  it('costs the store as much for a name that nobody has: what is read in vain is read all the same', async () => {
    const [known, unknown] = [(await newCitizen()).username, someName()];
    const costs: number[] = [];
    for (const username of [known, unknown]) {
      const before = await commandsProcessed();
      await verifyPassword(username, wrongPassword, start);
      costs.push((await commandsProcessed()) - before);
    }
    expect(costs[1]).toBe(costs[0]);
  });

  async function commandsProcessed(): Promise<number> {
    const [, count] = /total_commands_processed:(\d+)/.exec(await redis.store.info('stats')) ?? [];
    return Number(count);
  }
});

describe('five wrong passwords', () => {
  it.each([
    ['of a citizen', async () => (await newCitizen()).username],
    ['of a name that nobody has', async () => someName()],
  ])('%s lock for 1, 5, 15, 60 and again 60 minutes', async (_, prepare) => {
    const username = await prepare();
    let now = start;
    for (const minutes of [1, 5, 15, 60, 60]) {
      const kinds = (await guess(username, 5, now)).map(({ kind }) => kind);
      expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong']);
      const until = later(minutes * minute, now);
      expect(await verifyPassword(username, password, now)).toEqual({ kind: 'locked', until });
      expect(await verifyPassword(username, password, later(-1, until))).toEqual({ kind: 'locked', until });
      now = until;
    }
  });

  it('lock before anything is hashed, right or wrong', async () => {
    const { username } = await newCitizen();
    await guess(username, 5, start);
    asked.verify = 0;
    for (const typed of [password, wrongPassword, '', 'x'.repeat(256)]) {
      expect(await verifyPasswordElsewhere(username, typed, start)).toMatchObject({ kind: 'locked' });
    }
    expect(asked).toEqual({ hash: 0, verify: 0 });
  });

  it('are all that is hashed of sixty parallel ones on two nodes', async () => {
    const { username } = await newCitizen();
    const verdicts = await Promise.all(
      Array.from({ length: 60 }, (_, post) =>
        (post % 2 ? verifyPassword : verifyPasswordElsewhere)(username, `${wrongPassword}${post}`, start),
      ),
    );
    expect(verdicts.filter(({ kind }) => kind === 'wrong')).toHaveLength(5);
    expect(verdicts.filter(({ kind }) => kind === 'locked')).toHaveLength(55);
    expect(asked.verify).toBe(5);
  });

  it('lock nobody else', async () => {
    const [anna, bela] = [await newCitizen(), await newCitizen()];
    await guess(anna.username, 5, start);
    expect(await verifyPassword(bela.username, password, start)).toMatchObject({ kind: 'verified' });
  });

  it('lock for a while only: the right password passes when it is over', async () => {
    const { username } = await newCitizen();
    await guess(username, 5, start);
    expect(await verifyPassword(username, password, later(minute))).toMatchObject({ kind: 'verified' });
  });

  it('are remembered for a day, under a key that does not tell the name', async () => {
    const { username } = await newCitizen();
    const before = new Set(await redis.store.keys('password-attempts:*'));
    await guess(username, 1, start);
    const [key = '', ...others] = (await redis.store.keys('password-attempts:*')).filter(
      (name) => !before.has(name),
    );
    expect(others).toEqual([]);
    expect(key).not.toContain(username);
    const life = await redis.store.pttl(key);
    expect(life).toBeGreaterThan(day - minute);
    expect(life).toBeLessThanOrEqual(day);
  });
});

describe('a password that could not be looked at in a flood', () => {
  it('is not counted as wrong', async () => {
    const { username } = await newCitizen();
    const dam = Promise.withResolvers<void>();
    gate = dam.promise;
    const leaving = new AbortController();
    const flood = [ownDevice, stranger].flatMap((source) =>
      Array.from({ length: 102 }, () =>
        hasher.verifyNobody(passwordOf(password), requesterOf(source), leaving.signal),
      ),
    );
    const worked = Promise.allSettled(flood);
    for (let post = 0; post < 25; post += 1) {
      await expect(verifyPassword(username, password, start)).rejects.toThrow(Overloaded);
      await expect(verify(username, password, ownDevice, start)).rejects.toThrow(Overloaded);
      await expect(verifyPassword(someName(), password, start)).rejects.toThrow(Overloaded);
    }
    leaving.abort();
    dam.resolve();
    await worked;
    expect(await wrongFromEverywhere()).toBe(0);
    const kinds = (await guess(username, 5, start)).map(({ kind }) => kind);
    expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong']);
    expect(await verify(username, password, ownDevice, start)).toMatchObject({ kind: 'verified' });
  });

  it('stays counted when its client goes away: leaving is not free', async () => {
    const { username } = await newCitizen();
    const dam = Promise.withResolvers<void>();
    gate = dam.promise;
    const ahead = Array.from({ length: 2 }, () => hasher.verifyNobody(passwordOf(password), anybody));
    for (let post = 0; post < 5; post += 1) {
      const leaving = new AbortController();
      const left = verify(username, wrongPassword, stranger, start, leaving.signal);
      const refused = expect(left).rejects.toThrow();
      setTimeout(() => leaving.abort(), 20);
      await refused;
    }
    dam.resolve();
    await Promise.all(ahead);
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'locked' });
  });
});

async function wrongFromEverywhere(): Promise<number> {
  const keys = await redis.store.keys('wrong-in-all*');
  return Number(keys[0] ? await redis.store.get(keys[0]) : 0);
}

describe('failures of strangers', () => {
  it('do not lock a known device, however many', async () => {
    const { username } = await newCitizen();
    const verdicts: PasswordVerdict[] = [];
    for (let post = 0; post < 1000; post += 1) {
      const address = `192.0.2.${post % 200}`;
      const from: AttemptSource = { knownDevice: undefined, address };
      verdicts.push(await verify(username, wrongPassword, from, start));
    }
    expect(verdicts.filter(({ kind }) => kind === 'wrong')).toHaveLength(5);
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'locked' });
    expect(await verify(username, password, ownDevice, start)).toMatchObject({ kind: 'verified' });
  });

  it('are not forgotten at the success of a known device', async () => {
    const { username } = await newCitizen();
    await guess(username, 4, start);
    await verify(username, password, ownDevice, start);
    expect(await guess(username, 2, start)).toEqual([
      { kind: 'wrong' },
      { kind: 'locked', until: later(minute) },
    ]);
  });
});

describe('a known device', () => {
  it('has ten tries in a round, then locks for 1, 5, 15, and 60 minutes, and after fifty comes to nothing', async () => {
    const { username } = await newCitizen();
    let now = start;
    for (const minutes of [1, 5, 15, 60, 60]) {
      for (let post = 0; post < 10; post += 1) {
        expect(await verify(username, wrongPassword, ownDevice, now)).toEqual({ kind: 'wrong' });
      }
      const until = later(minutes * minute, now);
      expect(await verify(username, password, ownDevice, now)).toEqual({ kind: 'locked', until });
      now = until;
    }
    expect(await verify(username, password, ownDevice, now)).toEqual({ kind: 'wrong' });
  });

  it('locks neither strangers nor another known device', async () => {
    const { username } = await newCitizen();
    for (let post = 0; post < 10; post += 1) {
      await verify(username, wrongPassword, ownDevice, start);
    }
    const another: AttemptSource = { ...ownDevice, knownDevice: 'another' };
    expect(await verify(username, wrongPassword, another, start)).toEqual({ kind: 'wrong' });
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'verified' });
  });

  it('does not count into the limits of its address, and is not held up by them', async () => {
    const { username } = await newCitizen();
    for (let post = 0; post < 10; post += 1) {
      await verify(username, wrongPassword, ownDevice, start);
    }
    expect(await wrongFromEverywhere()).toBe(0);
    await useUpTheNetwork();
    const [other, device]: [string, AttemptSource] = [(await newCitizen()).username, ownDevice];
    expect(await verifyPassword(other, password, start)).toMatchObject({ kind: 'locked' });
    expect(await verify(other, password, device, start)).toMatchObject({ kind: 'verified' });
  });
});

/** All that may be guessed from it, and all that may be guessed slowly. */
async function useUpTheNetwork(): Promise<void> {
  while ((await rateLimits.countAttempt(stranger.address, start)).kind !== 'refused') {
    // On.
  }
}

describe('one address', () => {
  it('that guessed over many names is slowed after a hundred wrong passwords, and refused after sixty more in a minute', async () => {
    for (let post = 0; post < 100; post += 1) {
      await rateLimits.countAttempt(stranger.address, start);
    }
    const { username } = await newCitizen();
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'verified' });
    // After all others: see hash-queue.test.ts.
    expect(lastRequester).toMatchObject({ known: false, slowed: true });
    // The right one is not given back to those who guess at once.
    expect(await wrongFromEverywhere()).toBe(100);
    await useUpTheNetwork();
    const verdict = await verifyPassword(someName(), wrongPassword, start);
    const until = verdict.kind === 'locked' ? verdict.until : start;
    expect(until.getTime()).toBeGreaterThan(start.getTime());
    expect(until.getTime()).toBeLessThanOrEqual(later(minute).getTime());
    expect(asked.verify).toBe(1);
    const elsewhere: AttemptSource = { knownDevice: undefined, address: '198.51.100.7' };
    expect(await verify(username, password, elsewhere, start)).toMatchObject({ kind: 'verified' });
  });

  it('may sign in as many people as it likes: right passwords are given back', async () => {
    const { username } = await newCitizen();
    for (let post = 0; post < 110; post += 1) {
      expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'verified' });
    }
    expect(await wrongFromEverywhere()).toBe(0);
  });

  it('that is refused costs the people behind it none of their own tries', async () => {
    const { username } = await newCitizen();
    await useUpTheNetwork();
    for (let post = 0; post < 6; post += 1) {
      expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'locked' });
    }
    expect(asked.verify).toBe(0);
    await forgetRateLimits();
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'verified' });
  });
});

describe('an owner who came with a hash of bcrypt, which looks at 72 bytes', () => {
  const seen = 'negyvenkét szürke farkas '.repeat(4).slice(0, 68);
  const own = `${seen} a havas hegyen, és egy fekete`;

  async function importedWith(text: string): Promise<Citizen> {
    const parsed = parseForeignHash(await hashByBcrypt(text, { cost: 4 }));
    return newCitizen(parsed.kind === 'usable' ? markForeign(parsed.hash) : '');
  }

  it('is not shut out by somebody who signed in with the same 72 bytes and another end', async () => {
    const { id, username } = await importedWith(own);
    const before = (await accounts.find(id))?.passwordHash;
    expect(await verifyPassword(username, `${seen} a havas völgyben`, start)).toMatchObject({
      kind: 'verified',
    });
    expect(await verifyPassword(username, own, start)).toMatchObject({ kind: 'verified' });
    expect((await accounts.find(id))?.passwordHash).toBe(before);
  });

  it('is not shut out by somebody who typed exactly the 72 bytes', async () => {
    const { username } = await importedWith(own);
    const beginning = Buffer.from(own).subarray(0, 72).toString();
    expect(Buffer.from(beginning)).toHaveLength(72);
    expect(await verifyPassword(username, beginning, start)).toMatchObject({ kind: 'verified' });
    expect(await verifyPassword(username, own, start)).toMatchObject({ kind: 'verified' });
  });

  it('has a hash of ours from the first sign-in on where bcrypt has seen the whole password', async () => {
    const { id, username } = await importedWith(password);
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'verified' });
    expect((await accounts.find(id))?.passwordHash).toMatch(/^\$argon2id\$/);
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'verified' });
  });
});

describe('a hash made with the parameters of another day', () => {
  it('is verified and replaced at the sign-in', async () => {
    const { id, username } = await newCitizen(await oldHash());
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'verified' });
    const replaced = (await accounts.find(id))?.passwordHash ?? '';
    expect(replaced).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(username, password, start)).toMatchObject({ kind: 'verified' });
    expect(await verifyPassword(username, wrongPassword, start)).toEqual({ kind: 'wrong' });
    expect((await accounts.find(id))?.passwordHash).toBe(replaced);
  });

  it('is kept when the password was wrong, or the account is disabled', async () => {
    const hash = await oldHash();
    const { id, username } = await newCitizen(hash);
    await verifyPassword(username, wrongPassword, start);
    await accounts.disable(id, securityEvents.accountDisabled(id));
    await verifyPassword(username, password, start);
    expect((await accounts.find(id))?.passwordHash).toBe(hash);
    expect(asked.hash).toBe(0);
  });

  it('is replaced once by two sign-ins at the same time, both of which pass', async () => {
    const { id, username } = await newCitizen(await oldHash());
    const verdicts = await Promise.all([
      verifyPassword(username, password, start),
      verifyPasswordElsewhere(username, password, start),
    ]);
    expect(verdicts.map(({ kind }) => kind)).toEqual(['verified', 'verified']);
    const replaced = (await accounts.find(id))?.passwordHash ?? '';
    expect(await hasher.verify(replaced, passwordOf(password), anybody)).toBe(true);
  });

  /** A real hash of the same password with the same pepper, half the memory and one pass more. */
  function oldHash(): Promise<string> {
    const secret = redis.secrets.password_pepper;
    return argon2.hash(password, { type: 2, memoryCost: 9728, timeCost: 3, parallelism: 1, secret });
  }
});
