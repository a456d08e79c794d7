/** What the citizen reads that an act ends besides: by the table, and by what is there. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Account } from '../../src/accounts/account.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { translator } from '../../src/composition/words.ts';
import {
  createEndingNotices,
  type EndingNotices,
  endedBy,
  withEnded,
} from '../../src/ending-notices/ending-notices.ts';
import { type Act, acts, fateOf } from '../../src/endings/endings.ts';
import { createEnrolmentStore } from '../../src/totp/enrolment/enrolment-store.ts';
import { accountOfEverything, now, type Stores, storesOf } from '../endings/account-of-everything.ts';
import { beginContactChange } from '../endings/performed-acts.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const at = new Date('2026-11-29T12:00:00Z');

let redis: TestRedis;
let stores: Stores;
let notices: EndingNotices;
let account: Account;

beforeAll(async () => {
  redis = await startTestRedis();
  stores = storesOf(redis, redis.store);
  const enrolments = createEnrolmentStore(redis.store, redis.sealer, redis.secrets, stores.recorder);
  notices = createEndingNotices({
    credentials: stores.credentials,
    walletSubjects: stores.subjects,
    enrolments,
    changes: stores.changes,
    translator,
    now: () => now,
  });
  ({ account } = await accountOfEverything(redis, stores));
  await beginContactChange(stores, account.id);
  const applicant = { accountId: account.id, browser: 'browser', sessionsEndedAt: account.sessionsEndedAt };
  expect(await enrolments.start(applicant, 0, now)).toBe(true);
});

// A session without the end that its engine gives it.
afterAll(() => redis.stop([/^oidc:\{Session:/]));

it('is for each act what the table says that ends', async () => {
  const told = ['cards', 'linkedWallets', 'application', 'contactChange'] as const;
  for (const { act } of acts) {
    const ends = told.filter((thing) => !['stays', 'one'].includes(fateOf(thing, act)));
    expect([act, (await notices.of(act, account)).map(({ thing }) => thing)]).toEqual([act, ends]);
  }
});

it('counts them, and nothing is said of what is not there', async () => {
  const counts = async (of: Account) =>
    (await notices.of('password-changed', of)).map(({ thing, count }) => [thing, count]);
  expect(await counts(account)).toEqual([
    ['cards', 2],
    ['linkedWallets', 2],
    ['application', 1],
    ['contactChange', 1],
  ]);
  expect(await counts({ ...account, id: 'nobody' })).toEqual([]);
  expect(notices.inMail([], account)).toEqual({ also: '' });
});

it('is a whole sentence in the language of the account', () => {
  const several = (['cards', 'linkedWallets'] as const).map((thing) => ({ thing, count: 3, since: at }));
  const one = (['cards', 'linkedWallets', 'application', 'contactChange'] as const).map((thing) => ({
    thing,
    count: 1,
    since: at,
  }));
  const inMail = (ended: typeof several | typeof one, locale: 'hu' | 'en') =>
    notices.inMail(ended, { ...account, profile: { ...account.profile, locale } }).also;
  expect([one, several].map((ended) => inMail(ended, 'hu'))).toEqual([
    'Ezzel véget ért még: a tárcájába kiadott 1 digitális igazolvány, 2026. november\u00a029. óta; a bejelentkezéshez összekapcsolt 1 tárca, 2026. november\u00a029. óta; egy hitelesítő eszköz folyamatban lévő igénylése; az elérhetősége folyamatban lévő módosítása.',
    'Ezzel véget ért még: a tárcájába kiadott 3 digitális igazolvány, a legrégebbi 2026. november\u00a029. óta; a bejelentkezéshez összekapcsolt 3 tárca, a legrégebbi 2026. november\u00a029. óta.',
  ]);
  expect([one, several].map((ended) => inMail(ended, 'en'))).toEqual([
    'This also ended: 1 digital ID card in your wallet, since 29\u00a0November 2026; 1 wallet linked for signing in, since 29\u00a0November 2026; an application for an authenticator device that is under way; a change of your e-mail address or phone number that is under way.',
    'This also ended: 3 digital ID cards in your wallets, the oldest since 29\u00a0November 2026; 3 wallets linked for signing in, the oldest since 29\u00a0November 2026.',
  ]);
});

it('is what the history says later, as it was then', async () => {
  const act: Act = 'password-changed';
  const ended = await notices.of(act, account);
  const event = withEnded(securityEvents.passwordChanged(account.id), ended);
  expect(endedBy(event.details)).toEqual(ended);
  expect(endedBy(securityEvents.passwordReset(account.id, true).details)).toEqual([]);
});
