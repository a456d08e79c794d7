/** What an end takes with it, as the table says: the acts are run on a real Redis, each against an account on which everything hangs. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Account, profileSchema } from '../../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../../src/accounts/account-store.ts';
import { createClosingStore } from '../../../src/accounts/closing/closing-store.ts';
import {
  type Act,
  acts,
  type Fate,
  fateOf,
  type ThingName,
  things,
} from '../../../src/accounts/endings/endings.ts';
import { createRecorder, type Recorder } from '../../../src/audit/audit-log.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { accountKey, enrolmentKey, plusKey } from '../../../src/storage/catalogue/account-keys.ts';
import { catalogue } from '../../../src/storage/catalogue/catalogue.ts';
import type { EntryFacts, StoreKey } from '../../../src/storage/catalogue/entry.ts';
import { createAuthenticatorStore } from '../../../src/totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../../../src/totp/authenticators/objection-store.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { samplePerson } from '../../support/sample-profile.ts';

const now = new Date();
const day = 24 * 60 * 60 * 1000;
const names = Object.keys(things) as ThingName[];

let redis: TestRedis;
let recorder: Recorder;
let accounts: AccountStore;
let added = 0;

beforeAll(async () => {
  redis = await startTestRedis();
  recorder = createRecorder(redis.store, redis.sealer);
  accounts = createAccountStore(redis.store, redis.sealer, redis.secrets);
});

afterAll(() => redis.stop());

/** An account with a key of every thing that lies with it: an Ügyfélkapu+ with two authenticators, and marks for the rest. */
async function accountOfEverything(): Promise<Account> {
  added += 1;
  const outcome = await accounts.add(profileSchema.parse(samplePerson(`anna.${added}`)), 'hash', now);
  if (outcome.kind !== 'added') {
    throw new Error(outcome.kind);
  }
  const { id } = outcome;
  for (const name of names) {
    for (const keyOf of things[name].keys) {
      await plant(keyOf(id), keyOf);
    }
  }
  await redis.store.del(plusKey(id));
  await redis.store.hset(
    plusKey(id),
    'authenticator:one',
    '',
    'authenticator:two',
    '',
    'cancellation',
    'right',
  );
  return (await accounts.find(id)) as Account;
}

async function plant(key: StoreKey, { type, lives }: EntryFacts): Promise<void> {
  const { store } = redis;
  if (type === 'zset') {
    await store.zadd(key, 1, 'mark');
  } else if (type === 'string') {
    await store.set(key, 'mark');
  } else if (type === 'stream') {
    await store.xadd(key, '*', 'mark', '1');
  } else {
    await store.hset(key, 'mark', '1');
  }
  if (lives.kind === 'at-most') {
    await store.expire(key, lives.seconds);
  }
}

const closings = () => createClosingStore(redis.store, redis.sealer, redis.secrets);
const authenticators = () => createAuthenticatorStore(redis.store, redis.sealer);
const objections = () => createObjectionStore(recorder);

/** Those that are one step of a store. The others: desk requests, contacts and roles have tests of their own. */
const performed = {
  'password-changed': (account) =>
    accounts.changePassword(
      account,
      { hash: 'new', judged: 'alone' },
      securityEvents.passwordChanged(account.id),
    ),
  'password-reset': (account) =>
    accounts.resetPassword(
      account,
      { hash: 'new', judged: 'alone' },
      true,
      securityEvents.passwordReset(account.id, true),
    ),
  'password-reset-kept': (account) =>
    accounts.resetPassword(
      account,
      { hash: 'new', judged: 'alone' },
      false,
      securityEvents.passwordReset(account.id, false),
    ),
  'signed-out-everywhere': ({ id }) => accounts.endSessions(id, securityEvents.sessionsEnded(id, 'asked')),
  'authenticator-removed': (account) =>
    authenticators().forget(account, 'one', securityEvents.authenticatorForgotten(account.id, 'one', 'one')),
  'authenticator-blocked': ({ id }) =>
    objections().freeze(
      { accountId: id, authenticatorId: 'one' },
      now,
      securityEvents.authenticatorFrozen(id, 'one'),
    ),
  'authenticator-blocked-in-session': (account) =>
    objections().freezeInSession(account, 'one', now, {
      frozen: securityEvents.authenticatorFrozen(account.id, 'one', 'session'),
      ended: securityEvents.sessionsEnded(account.id, 'objection'),
    }),
  'plus-cancelled': ({ id }) =>
    authenticators().cancel(id, 'right', {
      cancelled: securityEvents.plusCancelled(id, 'public'),
      refused: securityEvents.cancellationRefused(id),
    }),
  disabled: ({ id }) => accounts.disable(id, securityEvents.accountDisabled(id)),
  'closing-requested': ({ id }) => closings().request(id, now, securityEvents.closingRequested(id)),
  'closing-withdrawn': ({ id }) => closings().withdraw(id, securityEvents.closingWithdrawn(id)),
  erased: async ({ id }) => {
    await closings().request(id, now, securityEvents.closingRequested(id));
    await closings().eraseDue(new Date(now.getTime() + 31 * day));
  },
} satisfies Partial<Record<Act, (account: Account) => Promise<unknown>>>;

const dated: readonly Fate[] = ['ends', 'others'];

/** A forgotten password under way is bound to the password that it found, and ends with it. */
function isDated(thing: ThingName, act: Act): boolean {
  return thing !== 'reset' && dated.includes(fateOf(thing, act));
}

describe('what an end takes with it', () => {
  it.each(Object.entries(performed))('when it is: %s', async (name, perform) => {
    const act = name as Act;
    const account = await accountOfEverything();
    await perform(account);
    const [endedAt, due] = await redis.store.hmget(
      accountKey(account.id),
      'sessions_ended_at',
      'revocation_due',
    );
    for (const thing of names) {
      const fate = fateOf(thing, act);
      for (const keyOf of things[thing].keys) {
        const isThere = (await redis.store.exists(keyOf(account.id))) === 1;
        const isSwept = act === 'erased' && dated.includes(fate);
        expect([thing, fate, isSwept || isThere]).toEqual([thing, fate, fate !== 'goes']);
      }
      if (act !== 'erased') {
        const isEnded = Number(endedAt) > 0;
        expect([thing, isDated(thing, act) && !isEnded]).toEqual([thing, false]);
        expect([thing, fate === 'revoked' && due === null]).toEqual([thing, false]);
      }
    }
    const isAnyDated = names.some((thing) => isDated(thing, act));
    expect([act, act === 'erased' || Number(endedAt) > 0]).toEqual([act, isAnyDated]);
    expect([act, due !== null]).toEqual([act, act !== 'erased' && fateOf('cards', act) === 'revoked']);
  });

  it('has a row for everything that the catalogue keeps of an account, in one place each', () => {
    const inTable = Object.values(things).flatMap(({ keys, elsewhere }) => [...keys, ...elsewhere]);
    const patterns = inTable.map(({ pattern }) => pattern);
    expect(new Set(patterns).size).toBe(patterns.length);
    const ofAccounts = catalogue.filter((entry) => entry.of === 'account').map(({ pattern }) => pattern);
    expect(ofAccounts.filter((pattern) => !patterns.includes(pattern))).toEqual([]);
  });

  it('names under `keys` what lies with the account and has no further place', () => {
    for (const { keys } of Object.values(things)) {
      for (const { pattern } of keys) {
        expect(pattern).toMatch(/^\{account:<id>\}(:[\w-]+)?$/);
      }
    }
    expect(enrolmentKey.slot).toBe('account:<id>');
  });

  it('has each act once', () => {
    expect(new Set(acts.map(({ act }) => act)).size).toBe(acts.length);
  });
});
