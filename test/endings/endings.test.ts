/** What an end takes with it, as the table says: every act is run on a real Redis, each against an account on which everything hangs. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import {
  type Act,
  acts,
  type Fate,
  fateOf,
  isRevoking,
  sessionsEndBy,
  type ThingName,
  things,
} from '../../src/endings/endings.ts';
import { grantRecordKey } from '../../src/oidc/records/record-keys.ts';
import type { LogoutNotices } from '../../src/oidc/sign-out/logout-notices.ts';
import {
  accountsThatNotify,
  authenticatorsThatNotify,
  closingsThatNotify,
  credentialsThatNotify,
  deskChangesThatNotify,
  objectionsThatNotify,
  requestsThatNotify,
  walletSubjectsThatNotify,
} from '../../src/oidc/sign-out/notifying-stores.ts';
import {
  accountKey,
  contactChangeKey,
  deskRoleKey,
  enrolmentKey,
  passkeyOwnerKey,
  plusKey,
} from '../../src/storage/catalogue/account-keys.ts';
import { catalogue } from '../../src/storage/catalogue/catalogue.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import {
  accountOfEverything,
  type Everything,
  fieldOf,
  passkeyId,
  type Stores,
  storesOf,
} from './account-of-everything.ts';
import { beginContactChange, performed } from './performed-acts.ts';

const names = Object.keys(things) as ThingName[];

let redis: TestRedis;
/** Of two nodes. */
let stores: Stores;
let elsewhere: Stores;

beforeAll(async () => {
  redis = await startTestRedis();
  stores = storesOf(redis, redis.store);
  elsewhere = storesOf(redis, redis.otherStore);
});

// A session that ended leaves its mark, without the end that its engine gives it.
afterAll(() => redis.stop([/^oidc:\{Session:/]));

const dated: readonly Fate[] = ['ends', 'others'];
/** Bound to the password, or the code, that they found: they end with it. */
const boundOtherwise: readonly ThingName[] = ['reset', 'activation'];

function isDated(thing: ThingName, act: Act): boolean {
  return !boundOtherwise.includes(thing) && dated.includes(fateOf(thing, act));
}

/** The things whose keys a step that lets them be may write to all the same: the account itself, and what it says of itself. */
const writtenByAnyStep: readonly ThingName[] = ['account', 'history'];

/** What lies under the keys of a thing, as another node finds it; undefined where nothing does. */
async function contentOf(thing: ThingName, accountId: string): Promise<(Buffer | null)[]> {
  return Promise.all(things[thing].keys.map((keyOf) => redis.otherStore.dumpBuffer(keyOf(accountId))));
}

/** Of each cell that says `that one`: that it is gone, and another is not. */
const thatOne: Partial<Record<`${ThingName} ${Act}`, (of: Everything) => Promise<unknown>>> = {
  'sessions session-ended': async ({ session }) => {
    expect(await redis.otherStore.hgetall(session.key)).toEqual({ ended: '1' });
  },
  'grants session-ended': async ({ session }) => {
    expect(await redis.otherStore.exists(grantRecordKey(session.grantId))).toBe(0);
  },
  'authenticators authenticator-removed': ({ account }) =>
    expectInUse(account.id, ['authenticator:two', `passkey:${passkeyId}`]),
  'authenticators passkey-removed': async ({ account }) => {
    await expectInUse(account.id, ['authenticator:one', 'authenticator:two']);
    expect(await redis.otherStore.hexists(plusKey(account.id), `count:${passkeyId}`)).toBe(0);
  },
  'authenticators authenticator-blocked': ({ account }) => expectFrozen(account.id),
  'authenticators authenticator-blocked-in-session': ({ account }) => expectFrozen(account.id),
  'cards card-revoked': async ({ account, cards: [one, two] }) => {
    const known = (await elsewhere.credentials.list(account.id)).readable;
    const valid = known.filter(({ revokedAt }) => revokedAt === undefined).map(({ id }) => id);
    expect([valid, known.some(({ id }) => id === one)]).toEqual([[two], true]);
  },
  'linkedWallets wallet-unlinked': async ({ account, links: [, two] }) => {
    expect((await elsewhere.subjects.linked(account.id)).map(({ id }) => id)).toEqual([two]);
  },
  'deskRequest plus-cancelled-at-desk': async ({ account }) => {
    expect((await elsewhere.requests.find(account.id))?.request.state).toBe('done');
  },
  'address contact-changed': async ({ account }) => {
    const found = await elsewhere.accounts.find(account.id);
    expect(found?.profile.email).toBe(`new.${account.id}@minta.example`);
  },
  'role role-changed': async ({ account }) => {
    expect(await redis.otherStore.exists(deskRoleKey(account.id))).toBe(0);
  },
};

async function expectInUse(accountId: string, fields: string[]): Promise<void> {
  const found = await redis.otherStore.hkeys(plusKey(accountId));
  expect(found.filter((field) => /^(authenticator|passkey):/.test(field))).toEqual(fields);
}

async function expectFrozen(accountId: string): Promise<void> {
  const found = await redis.otherStore.hkeys(plusKey(accountId));
  expect(found.filter((field) => field.startsWith('frozen:'))).toEqual(['frozen:one']);
}

/** Of these the task that erases, and the command at the terminal, see to it that relying parties are told. */
const announcedOtherwise: readonly Act[] = ['erased', 'given-back'];
const announced = acts
  .map(({ act }) => act)
  .filter((act) => sessionsEndBy(act) !== 'stays' || isRevoking(act) || fateOf('cards', act) === 'one')
  .filter((act) => !announcedOtherwise.includes(act));

/** As a node has them. @param ending is told whose sessions are about to end */
function telling(plain: Stores, ending: string[]): Stores {
  const notices = {
    whileEnding: (accountId: string, end: () => Promise<unknown>) => {
      ending.push(accountId);
      return end();
    },
  } as LogoutNotices;
  return {
    ...plain,
    accounts: accountsThatNotify(plain.accounts, notices),
    closings: closingsThatNotify(plain.closings, notices),
    authenticators: authenticatorsThatNotify(plain.authenticators, notices),
    objections: objectionsThatNotify(plain.objections, notices),
    desk: deskChangesThatNotify(plain.desk, notices),
    requests: requestsThatNotify(plain.requests, notices),
    credentials: credentialsThatNotify(plain.credentials, notices),
    subjects: walletSubjectsThatNotify(plain.subjects, notices),
  };
}

describe('what an end takes with it', () => {
  it.each(acts.map(({ act }) => act))('when it is: %s', async (act) => {
    const everything = await accountOfEverything(redis, stores);
    const { account } = everything;
    const before = await Promise.all(names.map((thing) => contentOf(thing, account.id)));
    await performed[act](stores, everything);
    for (const [at, thing] of names.entries()) {
      await expectFate(thing, act, everything, before[at] ?? []);
    }
    const holdsPasskey = await redis.otherStore.hexists(plusKey(account.id), `passkey:${passkeyId}`);
    expect([act, await redis.otherStore.exists(passkeyOwnerKey(passkeyId))]).toEqual([act, holdsPasskey]);
    const isEnded = Number(await fieldOf(redis.otherStore, account, 'sessions_ended_at')) > 0;
    const isDue = (await fieldOf(redis.otherStore, account, 'revocation_due')) !== null;
    if (act !== 'erased') {
      expect([act, isEnded]).toEqual([act, names.some((thing) => isDated(thing, act))]);
      expect([act, isDue]).toEqual([act, isRevoking(act)]);
      await expectRevoked(act, everything);
    }
  });

  async function expectFate(thing: ThingName, act: Act, everything: Everything, before: (Buffer | null)[]) {
    const { account } = everything;
    const fate = fateOf(thing, act);
    const after = await contentOf(thing, account.id);
    if (fate === 'one') {
      const check = thatOne[`${thing} ${act}`];
      expect([thing, check]).toEqual([thing, expect.any(Function)]);
      await check?.(everything);
    } else if (fate === 'goes') {
      expect([thing, after]).toEqual([thing, before.map(() => null)]);
    } else if (!(act === 'erased' && dated.includes(fate))) {
      expect([thing, after.includes(null)]).toEqual([thing, false]);
      if (!writtenByAnyStep.includes(thing)) {
        expect([thing, fate, after]).toEqual([thing, fate, before]);
      }
    }
  }

  /** What was due is revoked by another node; nothing else is. */
  async function expectRevoked(act: Act, { account: { id } }: Everything) {
    const before = await cardsAndWallets(id);
    await elsewhere.due.settle(id, new Date());
    const none = { cards: 0, wallets: 0 };
    expect([act, await cardsAndWallets(id)]).toEqual([act, isRevoking(act) ? none : before]);
    if (fateOf('cards', act) === 'stays' && fateOf('linkedWallets', act) === 'stays') {
      expect(before).toEqual({ cards: 2, wallets: 2 });
    }
  }

  async function cardsAndWallets(accountId: string) {
    const cards = (await elsewhere.credentials.list(accountId)).readable;
    const wallets = await elsewhere.subjects.linked(accountId);
    return {
      cards: cards.filter(({ revokedAt }) => revokedAt === undefined).length,
      wallets: wallets.length,
    };
  }

  it('takes the day of erasing with a withdrawn closing, and puts it there with a requested one', async () => {
    const { account } = await accountOfEverything(redis, stores);
    const closing = securityEvents.closingRequested(account.id);
    await stores.closings.request(account.id, new Date(), closing);
    expect(await fieldOf(redis.otherStore, account, 'closes_at')).not.toBeNull();
    await elsewhere.closings.withdraw(account.id, securityEvents.closingWithdrawn(account.id));
    expect(await fieldOf(redis.otherStore, account, 'closes_at')).toBeNull();
  });

  it('says the same of whatever is dated by one instant, and of whatever is due at once', () => {
    for (const { act } of acts) {
      const isEnding = dated.includes(fateOf('sessions', act));
      const others = names.filter((thing) => isDated(thing, act) && !isEnding);
      expect([act, others]).toEqual([act, []]);
      const isDue = fateOf('cards', act) === 'revoked';
      expect([act, isDue || act === 'erased']).toEqual([act, isRevoking(act) || act === 'erased']);
    }
  });

  it('takes a contact change that somebody in a session began wherever sessions end', () => {
    const left = acts.filter(
      ({ act }) => dated.includes(fateOf('sessions', act)) && fateOf('contactChange', act) !== 'goes',
    );
    expect(left).toEqual([]);
  });

  it('leaves a thief’s contact change worth nothing, whichever of two nodes is first', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { account } = await accountOfEverything(redis, stores);
      const confirm = await beginContactChange(stores, account.id);
      const signOut = () =>
        elsewhere.accounts.endSessions(account.id, securityEvents.sessionsEnded(account.id, 'asked'));
      const [outcome] = await Promise.all(
        round % 2 === 0 ? [confirm(), signOut()] : [signOut().then(() => confirm())],
      );
      expect(round % 2 === 0 ? ['changed', 'moved'] : ['moved']).toContain(outcome?.kind);
      expect(await redis.store.exists(contactChangeKey(account.id))).toBe(0);
    }
  });

  it('has a row for everything that the catalogue keeps of an account, in one place each', () => {
    const inTable = Object.values(things).flatMap(({ keys, elsewhere: further }) => [...keys, ...further]);
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
    expect(enrolmentKey.slot).toBe(accountKey.slot);
  });

  it.each(announced)(
    'is announced, so that relying parties are told and wallets revoked: %s',
    async (act) => {
      const everything = await accountOfEverything(redis, stores);
      const ending: string[] = [];
      await performed[act](telling(stores, ending), everything);
      expect(ending).toContain(everything.account.id);
    },
  );

  it('is the only way to end sessions, and to leave to be revoked what wallets hold', () => {
    const scripts = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.lua'),
    );
    const ending = scripts.filter((path) =>
      /HSET[^\n]*'(sessions_ended_at|revocation_due)'/.test(readFileSync(`src/${path}`, 'utf8')),
    );
    expect(ending).toEqual(['endings/session-end-rule.lua']);
  });

  it('has each act once', () => {
    expect(new Set(acts.map(({ act }) => act)).size).toBe(acts.length);
  });
});
