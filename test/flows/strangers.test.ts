/** Strangers who guess: codes of one citizen whose password they know, and passwords of ten thousand citizens. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { profileSchema } from '../../src/accounts/account.ts';
import { createAccountStore } from '../../src/accounts/account-store.ts';
import { createPasswordHasher } from '../../src/accounts/password/password-hash.ts';
import { createVerifyPassword, type VerifyPassword } from '../../src/accounts/password/verify-password.ts';
import { createRateLimits } from '../../src/throttle/windows/rate-limits.ts';
import { createAuthenticatorStore } from '../../src/totp/authenticators/authenticator-store.ts';
import { createVerifyCode } from '../../src/totp/verify-code.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  applyForPlus,
  Browser,
  type Form,
  formOf,
  givePassword,
  type Plus,
  titleOf,
} from '../support/citizen.ts';
import { chanceOf, mostChanceInADay, mostWithinADay } from '../support/guessing.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';
import { anybody } from '../support/requester.ts';
import { samplePerson } from '../support/sample-profile.ts';
import { passwordOf } from '../support/typed-password.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('codes guessed by strangers who know the password', () => {
  let kapu: Installation;
  let portal: RelyingParty;
  /** In the past, since the engine dates by the machine's clock. */
  let now = new Date(Date.now() - 11 * hour);

  beforeAll(async () => {
    kapu = await startInstallation({ now: () => now });
    portal = await RelyingParty.discover(kapu);
  });

  afterAll(() => kapu.stop());

  interface Owner extends Citizenship, Plus {
    readonly browser: Browser;
  }

  /** Applies in their own browser, which is known from then on. */
  async function ownerWithPlus(citizen: Citizenship): Promise<Owner> {
    const browser = new Browser(kapu.issuer);
    await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
    const start = await browser.open('/fiok/igenyles');
    const plus = await applyForPlus(kapu, browser, start, citizen.password, now);
    expect(titleOf(plus.page)).toBe('Fiókom');
    return { ...citizen, ...plus, browser };
  }

  async function reachTheCode(browser: Browser, citizen: Citizenship): Promise<Response> {
    const { address } = await portal.request({ prompt: 'login' });
    const page = await givePassword(browser, await browser.open(address), citizen);
    expect(titleOf(page)).toBe('Írja be a hitelesítő kódot');
    return page;
  }

  /** With the code of this instant, which was not used yet. */
  async function signInWithCode({ browser, secretKey, ...owner }: Owner): Promise<Response> {
    return browser.submit(await reachTheCode(browser, owner), '/code', { code: codeAt(secretKey, now) });
  }

  interface Thief {
    readonly browser: Browser;
    readonly form: Form;
  }

  async function thiefAtTheCode(citizen: Citizenship, browser = new Browser(kapu.issuer)): Promise<Thief> {
    return { browser, form: formOf(await reachTheCode(browser, citizen), '/code') };
  }

  /** A code that the app shows at no time near this one. */
  function wrongCode({ secretKey }: Plus): string {
    const near = [-2, -1, 0, 1, 2].map((steps) =>
      codeAt(secretKey, new Date(now.getTime() + steps * 30_000)),
    );
    return (
      ['111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !near.includes(code)) ?? ''
    );
  }

  /** The status: 422 for a code that was evaluated, 429 for one that was not looked at. */
  async function guess({ browser, form }: Thief, code: string): Promise<number> {
    return (await browser.post(form.action, { ...form.fields, code })).status;
  }

  it('ten thousand times are evaluated five times, and the owner’s own device signs in meanwhile', async () => {
    const anna = await ownerWithPlus(await kapu.addCitizen());
    now = new Date(now.getTime() + minute);
    const thieves: Thief[] = [];
    while (thieves.length < 20) {
      thieves.push(await thiefAtTheCode(anna));
    }
    const code = wrongCode(anna);
    const statuses: number[] = [];
    for (let round = 0; round < 50; round += 1) {
      statuses.push(...(await Promise.all(thieves.map((thief) => guess(thief, code)))));
    }
    // The other nine thousand past the pages, which are the slow part, at the same counter.
    const [{ store }] = kapu.nodes;
    const verifyCode = createVerifyCode(createAuthenticatorStore(store, kapu.sealer));
    for (let round = 0; round < 90; round += 1) {
      const verdicts = await Promise.all(
        Array.from({ length: 100 }, () => verifyCode(anna.id, code, { knownDevice: undefined }, now)),
      );
      statuses.push(...verdicts.map(({ kind }) => (kind === 'locked' ? 429 : 422)));
    }
    expect(statuses).toHaveLength(10_000);
    expect(statuses.filter((status) => status !== 429)).toEqual([422, 422, 422, 422, 422]);

    const right = codeAt(anna.secretKey, now);
    expect(await guess(thieves[0] as Thief, right)).toBe(429);
    expect(answerOf(await signInWithCode(anna))).toHaveProperty('code');
  });

  it('for days, also from browsers in which the password alone signed in before, hit in less than 0.05 % a day', async () => {
    const citizen = await kapu.addCitizen();
    const browsers: Browser[] = [];
    while (browsers.length < 10) {
      const browser = new Browser(kapu.issuer);
      const { address } = await portal.request();
      const back = await givePassword(browser, await browser.open(address), citizen, 'ugyfelkapu');
      expect(answerOf(back)).toHaveProperty('code');
      browsers.push(browser);
    }
    const anna = await ownerWithPlus(citizen);
    const thieves: Thief[] = [];
    for (const browser of browsers) {
      thieves.push(await thiefAtTheCode(anna, browser));
    }

    const evaluatedAt: Date[] = [];
    const end = now.getTime() + 2 * day;
    while (now.getTime() < end) {
      const code = wrongCode(anna);
      for (const thief of thieves) {
        while ((await guess(thief, code)) === 422) {
          evaluatedAt.push(now);
        }
      }
      now = new Date(now.getTime() + 5 * minute);
      // Locks last at least five minutes: nothing is missed by looking every five, and more often only at first.
      if (evaluatedAt.length >= 15) {
        now = new Date(now.getTime() + 55 * minute);
      }
    }
    const guesses = mostWithinADay(evaluatedAt);
    expect(guesses).toBe(15);
    expect(chanceOf(guesses)).toBeLessThan(mostChanceInADay);
    expect(answerOf(await signInWithCode(anna))).toHaveProperty('code');
  });
});

describe('passwords sprayed over ten thousand citizens', () => {
  const citizens = 10_000;
  const password = 'kilenc fehér ló';
  /** One whom nobody has tried yet. */
  const target = 'minta.celpont';
  let redis: TestRedis;
  let verifyPassword: VerifyPassword;
  /** Passwords that were really looked at. The hash itself is left out: ten thousand would take minutes. */
  let evaluated = 0;
  let now = new Date('2026-01-16T08:00:00Z');

  beforeAll(async () => {
    redis = await startTestRedis();
    const { store, sealer, secrets } = redis;
    const accounts = createAccountStore(store, sealer, secrets);
    const hasher = await createPasswordHasher(secrets, {
      hash: async (typed) => `hash of ${typed}`,
      async verify(hash, typed) {
        evaluated += 1;
        return hash === `hash of ${typed}`;
      },
      derive: () => Promise.reject(new Error('nobody came from elsewhere')),
    });
    verifyPassword = createVerifyPassword(store, accounts, hasher, secrets, createRateLimits(store));
    const hash = await hasher.hash(passwordOf(password), anybody);
    await accounts.add(profileSchema.parse(samplePerson(target)), hash, now);
    for (let from = 0; from < citizens; from += 500) {
      await Promise.all(
        Array.from({ length: 500 }, (_, offset) => {
          const profile = profileSchema.parse(samplePerson(nameOf(from + offset)));
          return accounts.add(profile, hash, now);
        }),
      );
    }
  });

  afterAll(() => redis.stop());

  function nameOf(citizen: number): string {
    return `minta.${citizen % citizens}`;
  }

  async function counted(work: () => Promise<unknown>): Promise<number> {
    const before = evaluated;
    await work();
    return evaluated - before;
  }

  /** One wrong password for each of these citizens; as many at a time as may wait after all others. */
  async function spray(from: number, to: number, addressOf: (citizen: number) => string): Promise<void> {
    for (let first = from; first < to; first += 40) {
      const some = Array.from({ length: Math.min(40, to - first) }, (_, offset) => first + offset);
      await Promise.all(
        some.map((citizen) =>
          verifyPassword(
            nameOf(citizen),
            passwordOf('Jelszo123'),
            { knownDevice: undefined, address: addressOf(citizen) },
            now,
          ),
        ),
      );
    }
  }

  /** The store counts by its own clock: its windows end when we say so. */
  async function endWindows(pattern: string, mostMinutes: number): Promise<void> {
    for (const key of await redis.store.keys(pattern)) {
      const left = await redis.store.pttl(key);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(mostMinutes * minute);
      await redis.store.del(key);
    }
    now = new Date(now.getTime() + mostMinutes * minute);
  }

  it('from one address are looked at a hundred times in a quarter of an hour, and sixty times a minute slowly', async () => {
    const byQuarter: number[] = [];
    for (let quarter = 0; quarter < 3; quarter += 1) {
      const from = quarter * 200;
      byQuarter.push(await counted(() => spray(from, from + 200, () => '192.0.2.1')));
      await endWindows('wrong-from:*', 15);
      await endWindows('slowed-*', 1);
      await redis.store.del(...(await redis.store.keys('wrong-in-all:*')));
    }
    expect(byQuarter).toEqual([160, 160, 160]);
  });

  it('from one address: whoever signs in behind it with the right password is looked at later than others, and let in', async () => {
    await spray(0, 110, () => '192.0.2.9');
    const behind = { knownDevice: undefined, address: '192.0.2.9' };
    expect(await verifyPassword(nameOf(4000), passwordOf(password), behind, now)).toMatchObject({
      kind: 'verified',
    });
    await redis.store.del(...(await redis.store.keys('wrong-*')), ...(await redis.store.keys('slowed-*')));
  });

  it('from as many addresses as citizens are looked at 6,000 times a minute, 1,200 times slowly, and no more', async () => {
    const address = (citizen: number): string => `10.0.${citizen >> 8}.${citizen & 255}`;
    expect(await counted(() => spray(0, citizens, address))).toBe(7200);
    const owner = { knownDevice: 'own', address: '198.51.100.7' };
    expect(await verifyPassword(nameOf(7), passwordOf(password), owner, now)).toMatchObject({
      kind: 'verified',
    });
    await endWindows('wrong-in-all:*', 1);
    await endWindows('slowed-*', 1);
    expect(await counted(() => spray(6000, citizens, address))).toBe(4000);
    await endWindows('wrong-in-all:*', 1);
  });

  it('from as many addresses as one likes come to something fifty times for one citizen, who signs in all the same', async () => {
    const end = now.getTime() + day;
    const owner = { knownDevice: 'own', address: '198.51.100.7' };
    let tries = 0;
    const looked = await counted(async () => {
      while (now.getTime() < end) {
        tries += 1;
        const stranger = { knownDevice: undefined, address: `10.1.${tries >> 8}.${tries & 255}` };
        const verdict = await verifyPassword(target, passwordOf(`Jelszo${tries}`), stranger, now);
        if (verdict.kind === 'locked') {
          now = verdict.until;
        }
      }
    });
    // Five at once, then after 1, 5 and 15 minutes, and every hour.
    const roundsADay = 4 + Math.ceil((24 * 60 - 81) / 60);
    expect(looked).toBe(5 * roundsADay);
    expect(looked).toBe(135);
    // All but fifty of them for nothing: also the right one.
    const stranger = { knownDevice: undefined, address: '203.0.113.9' };
    now = new Date(now.getTime() + 61 * minute);
    expect(await verifyPassword(target, passwordOf(password), stranger, now)).toEqual({ kind: 'wrong' });
    expect(await verifyPassword(target, passwordOf(password), owner, now)).toMatchObject({
      kind: 'verified',
    });
  });
});
