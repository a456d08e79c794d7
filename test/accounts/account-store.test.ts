import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Account, type Profile, profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import { createClosingStore } from '../../src/accounts/closing/closing-store.ts';
import { faultOfBirthdate, keysOfIdentity } from '../../src/accounts/identity.ts';
import { usernameAsStored } from '../../src/accounts/username.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import {
  accountKey,
  codeAttemptsKey,
  enrolmentKey,
  plusKey,
} from '../../src/storage/catalogue/account-keys.ts';
import type { Store } from '../../src/storage/redis.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const start = new Date('2026-01-16T08:00:00Z');
const phc =
  '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g';

let redis: TestRedis;
let accounts: AccountStore;
/** The same as another node has it. */
let accountsElsewhere: AccountStore;

beforeAll(async () => {
  redis = await startTestRedis();
  accounts = createAccountStore(redis.store, redis.sealer, redis.secrets);
  accountsElsewhere = createAccountStore(redis.otherStore, redis.sealer, redis.secrets);
});

afterAll(() => redis.stop());

function profileOf(username: string): Profile {
  return profileSchema.parse({
    username,
    family_name: 'Zsombékosi',
    given_name: 'Piroska',
    birth_family_name: 'Rekettyés',
    birth_given_name: 'Piroska Ilona',
    mothers_birth_name: 'Galagonya Borbála',
    place_of_birth: `Hódmezővásárhely ${username.trim().normalize('NFKC').toLowerCase()}`,
    birthdate: '1956-03-14',
    email: 'piroska@zsombek.example',
    phone_number: '+36301234567',
  });
}

function someName(): string {
  return `minta.${randomUUID().slice(0, 8)}`;
}

async function added(username: string = someName()): Promise<{ id: string; username: string }> {
  const outcome = await accounts.add(profileOf(username), phc, start);
  if (outcome.kind !== 'added') {
    throw new Error('the user name is taken');
  }
  return { id: outcome.id, username };
}

describe('an account', () => {
  it('is found as it was added, by its id and by its user name', async () => {
    const { id, username } = await added();
    expect(await accountsElsewhere.findId(username)).toBe(id);
    expect(await accountsElsewhere.find(id)).toEqual({
      id,
      profile: profileOf(username),
      passwordHash: phc,
      passwordJudged: 'alone',
      status: 'active',
      createdAt: start,
      identification: { by: 'nobody' },
      isAnotherPerson: false,
      isSecondAccount: false,
      isByOwnWord: false,
      madeBy: [],
      sessionsEndedAt: 0,
      hasPlus: false,
      hasApp: false,
      hasPasskey: false,
    });
  });

  it('that nobody added is not found', async () => {
    expect(await accounts.find(randomUUID())).toBeUndefined();
    expect(await accounts.findId(someName())).toBeUndefined();
  });

  it('has an Ügyfélkapu+ as soon as it has an authenticator', async () => {
    const { id } = await added();
    await redis.store.hset(plusKey(id), 'authenticator:1', 'sealed');
    expect(await accounts.find(id)).toMatchObject({ hasPlus: true });
  });

  it('whose authenticators are all frozen has no Ügyfélkapu+, until there is another', async () => {
    const { id } = await added();
    const now = start.toISOString();
    await redis.store.hset(plusKey(id), 'authenticator:1', 'sealed', 'frozen:1', now, 'cancellation', 'hash');
    expect(await accounts.find(id)).toMatchObject({ hasPlus: false });
    await redis.store.hset(plusKey(id), 'authenticator:2', 'sealed', 'step:2', '0');
    expect(await accounts.find(id)).toMatchObject({ hasPlus: true });
  });

  it('that has been cancelled but for its törlőkód has no Ügyfélkapu+', async () => {
    const { id } = await added();
    await redis.store.hset(plusKey(id), 'cancellation', 'hash', 'step:1', '0');
    expect(await accounts.find(id)).toMatchObject({ hasPlus: false });
  });

  it('is not opened with the data of another account', async () => {
    const [anna, bela] = [await added(), await added()];
    const foreign = (await redis.store.hget(accountKey(bela.id), 'profile')) ?? '';
    await redis.store.hset(accountKey(anna.id), 'profile', foreign);
    await expect(accounts.find(anna.id)).rejects.toThrow();
    await redis.store.del(accountKey(anna.id));
  });
});

describe('a user name', () => {
  it('goes to one of two parallel registrations', async () => {
    for (let trial = 0; trial < 20; trial += 1) {
      const profile = profileOf(someName());
      const outcomes = await Promise.all([
        accounts.add(profile, phc, start),
        accountsElsewhere.add(profile, phc, start),
      ]);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['added', 'username-taken']);
      const [winner] = outcomes.filter((outcome) => outcome.kind === 'added');
      expect(await accounts.findId(profile.username)).toBe(winner?.id);
    }
  });

  it('stays taken', async () => {
    const { username } = await added();
    const outcome = await accountsElsewhere.add(profileOf(username), phc, start);
    expect(outcome).toEqual({ kind: 'username-taken' });
    const lives = await Promise.all(
      (await redis.store.keys('username:*')).map((key) => redis.store.pttl(key)),
    );
    expect(new Set(lives)).toEqual(new Set([-1]));
  });

  const spellings: [string, string][] = [
    ['minta.bela', 'MINTA.BELA'],
    ['Árvíztűrő-Tükörfúrógép', 'ÁRVÍZTŰRŐ-tükörfúrógép'],
    ['ｋａｔａ', 'Kata'],
    ['  minta.cili ', 'minta.cili'],
  ];

  it.each(spellings)('is the same in another spelling: %s, %s', async (one, other) => {
    const { id } = await added(one);
    expect(await accounts.findId(usernameAsStored(other))).toBe(id);
    expect(await accounts.add(profileOf(other), phc, start)).toEqual({ kind: 'username-taken' });
  });

  it('is the same composed or not, as some keyboards type it', async () => {
    const { id } = await added('kovács.jános'.normalize('NFC'));
    expect(await accounts.findId(usernameAsStored('kovács.jános'.normalize('NFD')))).toBe(id);
  });

  it.each(['anna²', 'ﬁona', 'İlker', 'anna½', 'ﬁ'.repeat(40)])(
    'that was accepted can be read again: %s',
    (typed) => {
      const parsed = profileSchema.shape.username.safeParse(typed);
      const again = profileSchema.shape.username.safeParse(parsed.data ?? '');
      expect(again.success).toBe(parsed.success);
      expect(again.data).toBe(parsed.data);
    },
  );

  it.each([
    'ab',
    'a'.repeat(65),
    'anna bela',
    'anna{bela}',
    'anna\r\nDEL x',
    'anna\0',
    '<anna>',
    'anna\u202ealeb',
    '',
  ])('of other characters or another length is refused: %j', (typed) => {
    expect(profileSchema.shape.username.safeParse(typed).success).toBe(false);
  });
});

describe('an account that is added', () => {
  it('is there with its name and its record, or there is nothing of the three', async () => {
    const username = someName();
    await redis.store.acl('SETUSER', 'cut-off', 'on', 'nopass', '~*', '+@all', '-xadd');
    const connection = redis.store.beside('cut-off');
    await connection.connect();
    await connection.auth('cut-off', 'any');
    const before = await redis.store.dbsize();
    const cutOff = createAccountStore(connection, redis.sealer, redis.secrets);
    await expect(cutOff.add(profileOf(username), phc, start)).rejects.toThrow();
    expect(await redis.store.dbsize()).toBe(before);
    connection.disconnect();

    const records = await redis.store.xlen('audit:arrivals');
    expect(await accounts.add(profileOf(username), phc, start)).toMatchObject({ kind: 'added' });
    expect(await redis.store.xlen('audit:arrivals')).toBe(records + 1);
  });
});

describe('disabling', () => {
  it('closes the account and ends its sessions, at this second of the store’s clock', async () => {
    const { id } = await added();
    const [before] = await redis.store.time();
    expect(await accounts.disable(id, securityEvents.accountDisabled(id))).toBe(true);
    const [after] = await redis.store.time();
    const account = await accountsElsewhere.find(id);
    expect(account).toMatchObject({ status: 'disabled' });
    expect(account?.sessionsEndedAt).toBeGreaterThanOrEqual(Number(before));
    expect(account?.sessionsEndedAt).toBeLessThanOrEqual(Number(after));
  });

  it('keeps the name taken', async () => {
    const { id, username } = await added();
    await accounts.disable(id, securityEvents.accountDisabled(id));
    expect(await accounts.add(profileOf(username), phc, start)).toEqual({ kind: 'username-taken' });
  });

  it('an account that does not exist makes none', async () => {
    const id = randomUUID();
    expect(await accounts.disable(id, securityEvents.accountDisabled(id))).toBe(false);
    expect(await redis.store.exists(accountKey(id))).toBe(0);
  });
});

describe('a password hash', () => {
  it('is replaced by a new one of the same password', async () => {
    const { id } = await added();
    const account = await accounts.find(id);
    await accounts.rehashPassword(account ?? raise(), 'newer');
    expect(await accounts.find(id)).toMatchObject({ passwordHash: 'newer' });
  });

  it('that was changed meanwhile is not overwritten', async () => {
    const { id } = await added();
    const account = await accounts.find(id);
    await redis.store.hset(accountKey(id), 'password', 'changed meanwhile');
    await accounts.rehashPassword(account ?? raise(), 'newer');
    expect(await accounts.find(id)).toMatchObject({ passwordHash: 'changed meanwhile' });
  });

  function raise(): never {
    throw new Error('the account is not there');
  }
});

describe('the list', () => {
  let own: TestRedis;

  beforeAll(async () => {
    own = await startTestRedis();
  });

  // Applications that the test made by hand have no end.
  afterAll(() => own.stop([/:enrolment$/]));

  it('has every account once, and nothing else of theirs', async () => {
    const store = createAccountStore(own.store, own.sealer, own.secrets);
    const ids: string[] = [];
    for (let number = 0; number < 30; number += 1) {
      const outcome = await store.add(profileOf(`minta.${number}`), phc, start);
      const id = outcome.kind === 'added' ? outcome.id : '';
      ids.push(id);
      await own.store.hset(plusKey(id), 'authenticator:1', 'sealed');
      await own.store.hset(codeAttemptsKey(id), 'failures', 1);
      await own.store.hset(enrolmentKey(id), 'version', 1);
    }
    const listed: string[] = [];
    for await (const { id } of store.list()) {
      listed.push(id);
    }
    expect(listed.sort()).toEqual(ids.sort());
  });
});

describe('a dump of the store', () => {
  it('lists nobody: no name, no address, no number in clear', async () => {
    const { id, username } = await added('zsombekosi.piroska');
    const dump = everythingOnDisk();
    expect(dump).toContain(id);
    for (const clear of [
      username,
      'Zsombékosi',
      'Piroska',
      'Rekettyés',
      'Galagonya',
      'Hódmezővásárhely',
      '1956-03-14',
      'zsombek.example',
      '301234567',
    ]) {
      expect(dump).not.toContain(Buffer.from(clear).toString('latin1'));
    }
  });

  function everythingOnDisk(): string {
    return readdirSync(redis.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('');
  }
});

describe('a person', () => {
  const born = { birth_family_name: 'Nagy-Kiss', birth_given_name: 'Ábel Márk', place_of_birth: 'Érd' };
  const personOf = (more: Partial<Profile> = {}): Profile => ({
    ...profileOf(someName()),
    ...born,
    mothers_birth_name: `Tóth Anna ${randomUUID().slice(0, 8)}`,
    ...more,
  });
  const as = (profile: Profile, more: Partial<Profile> = {}): Profile => ({
    ...profile,
    username: someName(),
    ...more,
  });

  it('has one account, however many register them at once, on two nodes and under two names', async () => {
    for (let trial = 0; trial < 20; trial += 1) {
      const person = personOf();
      const outcomes = await Promise.all([
        accounts.add(person, phc, start),
        accountsElsewhere.add(as(person), phc, start),
        accounts.add(as(person), phc, start),
      ]);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['added', 'person-known', 'person-known']);
      const [winner] = outcomes.filter((outcome) => outcome.kind === 'added');
      expect(await accounts.findByIdentity(person)).toEqual([winner?.id]);
    }
  });

  it.each<[string, Partial<Profile>]>([
    ['in capitals', { birth_family_name: 'NAGY-KISS', birth_given_name: 'ÁBEL MÁRK', place_of_birth: 'ÉRD' }],
    ['with a space for the hyphen, and too many', { birth_family_name: ' Nagy  Kiss ' }],
    ['with another hyphen', { birth_family_name: 'Nagy\u2011Kiss' }],
    ['decomposed, as some keyboards type it', { birth_given_name: 'Ábel Márk'.normalize('NFD') }],
    ['with a mark that nobody sees', { birth_given_name: 'Ábel\u200B Márk' }],
    ['with the names turned round', { birth_family_name: 'Ábel Márk', birth_given_name: 'Nagy-Kiss' }],
    ['with the given names turned round', { birth_given_name: 'Márk Ábel' }],
    ['after a marriage', { family_name: 'Más', given_name: 'Név' }],
  ])('is the same %s', async (_, written) => {
    const person = personOf();
    expect(await accounts.add(person, phc, start)).toMatchObject({ kind: 'added' });
    expect(await accounts.add(as(person, written), phc, start)).toEqual({ kind: 'person-known' });
  });

  it.each<[string, Partial<Profile>]>([
    ['without an accent', { birth_given_name: 'Abel Márk' }],
    ['with one name less', { birth_given_name: 'Ábel' }],
    ['born a day later', { birthdate: '1956-03-15' }],
    ['born elsewhere', { place_of_birth: 'Vác' }],
    ['with a name moved to the mother', { birth_given_name: 'Ábel', mothers_birth_name: 'Márk Tóth Anna' }],
  ])('is another %s', async (_, written) => {
    const person = personOf();
    await accounts.add(person, phc, start);
    expect(await accounts.add(as(person, written), phc, start)).toMatchObject({ kind: 'added' });
  });

  it('has a twin of the same name by an operator’s word alone, and both are found', async () => {
    const person = personOf();
    const [first, twin] = [
      await accounts.add(person, phc, start),
      await accounts.add(as(person), phc, start, {
        eventOf: securityEvents.anotherPersonAdded,
        isAnotherPerson: true,
      }),
    ];
    const ids = [first, twin].map((outcome) => (outcome.kind === 'added' ? outcome.id : ''));
    expect((await accounts.findByIdentity(person)).sort()).toEqual(ids.sort());
    expect(await accounts.add(as(person), phc, start)).toEqual({ kind: 'person-known' });
  });

  it('is free for a new account once the old one is erased, and not before', async () => {
    const person = personOf();
    const outcome = await accounts.add(person, phc, start);
    const id = outcome.kind === 'added' ? outcome.id : '';
    const closings = createClosingStore(redis.store, redis.sealer, redis.secrets);
    await closings.request(id, start, securityEvents.closingRequested(id));
    expect(await accounts.add(as(person), phc, start)).toEqual({ kind: 'person-known' });
    expect(await closings.eraseDue(new Date(start.getTime() + 31 * 86_400_000))).toEqual([id]);
    expect(await accounts.findByIdentity(person)).toEqual([]);
    expect(await accounts.add(as(person), phc, start)).toMatchObject({ kind: 'added' });
  });

  it('is free once an operator has erased the account at once', async () => {
    const person = personOf();
    const outcome = await accounts.add(person, phc, start);
    const account = (await accounts.find(outcome.kind === 'added' ? outcome.id : '')) as Account;
    const closings = createClosingStore(redis.store, redis.sealer, redis.secrets);
    await closings.eraseAtOnce(account, start, securityEvents.accountDeleted(account.id, 'asked'));
    expect(await accounts.findByIdentity(person)).toEqual([]);
    expect(await accounts.add(as(person), phc, start)).toMatchObject({ kind: 'added' });
  });

  it('is free, and so is the name, wherever the index key changes while the account is erased', async () => {
    for (let nth = 1; nth <= 12; nth += 1) {
      const person = personOf();
      const outcome = await accounts.add(person, phc, start);
      const account = (await accounts.find(outcome.kind === 'added' ? outcome.id : '')) as Account;
      const changing = { ...redis.secrets, newer_index_keys: [{ key: randomBytes(32), since: start }] };
      const elsewhere = createAccountStore(redis.otherStore, redis.sealer, changing);
      const interrupted = afterCommand(nth, redis.store, () => elsewhere.indexIdentity(account));
      const closings = createClosingStore(interrupted, redis.sealer, changing);
      await closings.eraseAtOnce(account, start, securityEvents.accountDeleted(account.id, 'asked'));
      expect([nth, await elsewhere.findByIdentity(person)]).toEqual([nth, []]);
      expect([nth, await elsewhere.add(person, phc, start)]).toMatchObject([nth, { kind: 'added' }]);
    }
  });

  it('of whom only the owner says so is not listed, whatever an operator runs', async () => {
    const person = personOf();
    const { username } = person;
    await accounts.add({ ...person, family_name: '' }, phc, start);
    await redis.store.del(...keysOfIdentity(redis.secrets, person));
    const [id = ''] = [await accounts.findId(username)];
    const said = securityEvents.personalDataCompleted(id);
    const account = { id, sessionsEndedAt: 0 };
    expect(await accounts.completePersonalData(account, { family_name: 'Minta' }, said)).toBe(true);
    const completed = (await accounts.find(id)) as Account;
    expect(completed.isByOwnWord).toBe(true);
    expect(await accounts.indexIdentity(completed)).toBeUndefined();
    expect(await accounts.findByIdentity(person)).toEqual([]);
  });

  it('of an account from before is listed when an operator says so, once however often', async () => {
    const person = personOf();
    await accounts.add(person, phc, start);
    await redis.store.del(...keysOfIdentity(redis.secrets, person));
    const [id = ''] = [await accounts.findId(person.username)];
    const account = (await accounts.find(id)) as Account;
    expect([await accounts.indexIdentity(account), await accountsElsewhere.indexIdentity(account)]).toEqual([
      1, 1,
    ]);
    expect(await accounts.add(as(person), phc, start)).toEqual({ kind: 'person-known' });
    expect(await accounts.indexIdentity({ ...account, id: randomUUID() })).toBe(1);
  });
});

/** A connection on which somebody else is quicker than what follows the nth command. */
function afterCommand(nth: number, store: Store, somebodyElse: () => Promise<unknown>): Store {
  let sent = 0;
  return new Proxy(store, {
    get(target, name) {
      const own = Reflect.get(target, name) as unknown;
      return typeof own !== 'function'
        ? own
        : async (...given: unknown[]) => {
            const reply = await own.apply(target, given);
            sent += 1;
            await (sent === nth && somebodyElse());
            return reply;
          };
    },
  });
}

describe('a date of birth', () => {
  it('is not in the future, wherever on earth it is asked, nor before anybody who lives', () => {
    const faults = (dates: string[]) => dates.map((date) => faultOfBirthdate(date, start));
    expect(faults(['2990-01-01', '2026-01-18'])).toEqual(['is in the future', 'is in the future']);
    expect(faults(['1899-12-31', '0956-03-14'])).toEqual(['is before 1900', 'is before 1900']);
    expect(faults(['1900-01-01', '1956-03-14', '2026-01-16'])).toEqual([undefined, undefined, undefined]);
  });
});
