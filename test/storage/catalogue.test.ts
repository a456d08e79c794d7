import { randomUUID } from 'node:crypto';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import {
  accountIdOf,
  accountKey,
  codeAttemptsOfDeviceKey,
  historyKey,
  oneTimeCodeKey,
  plusKey,
} from '../../src/storage/catalogue/account-keys.ts';
import { auditMonthKey } from '../../src/storage/catalogue/audit-log-keys.ts';
import { catalogue, entriesOf } from '../../src/storage/catalogue/catalogue.ts';
import { engineRecordKey, engineRecordKeys } from '../../src/storage/catalogue/engine-keys.ts';
import type { EntryFacts, StoreKey } from '../../src/storage/catalogue/entry.ts';
import { usernamesAskedForKey, wrongFromKey } from '../../src/storage/catalogue/limit-keys.ts';
import { loginAttemptKey } from '../../src/storage/catalogue/sign-in-keys.ts';
import { statusListKeys } from '../../src/storage/catalogue/wallet-keys.ts';
import { hashOfIdentifier } from '../../src/storage/keyed-hash.ts';
import type { AtomicStep, Store } from '../../src/storage/redis.ts';
import { checkKeptKeys, faultIn } from '../support/kept-keys.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { spelledKeysIn, spelledKeysUnder } from '../support/spelled-keys.ts';

const hash = hashOfIdentifier('anything');
const hour = 60 * 60 * 1000;
const root = resolve(import.meta.dirname, '../..');

/** Files of the engine's models that are no record: clients are in the registry, ID tokens are given away, replays are ours to note. */
const notKept = [
  'base_model.js',
  'base_token.js',
  'client.js',
  'id_token.js',
  'index.js',
  'payload.js',
  'replay_detection.js',
  'token_helpers.js',
];

/** Any script. */
const someStep: AtomicStep<number> = async () => 0;

/** What may stand in a place, by the last word of its name. */
const samples: Readonly<Record<string, string>> = { hash, month: '2026-11', day: '2026-11-28', number: '17' };

const placesOf = (pattern: string): string[] =>
  [...pattern.matchAll(/<(?:[^>]* )?([^> ]+)>/g)].map(([, name = '']) => samples[name] ?? 'anna-1.x');

const sampleOf = (entry: EntryFacts): StoreKey =>
  (entry as unknown as (...places: string[]) => StoreKey)(...placesOf(entry.pattern));

describe('the catalogue', () => {
  it('holds every entry once, each said in words', () => {
    const patterns = catalogue.map(({ pattern }) => pattern);
    expect(new Set(patterns).size).toBe(patterns.length);
    expect(patterns.length).toBeGreaterThan(80);
    for (const { pattern, holds, causedBy } of catalogue) {
      expect([pattern, holds.length > 3, causedBy.length > 0]).toEqual([pattern, true, true]);
    }
  });

  it.each(catalogue.map((entry) => [entry.pattern, entry] as const))(
    '%s makes keys that are of it alone',
    (pattern, entry) => {
      const places = placesOf(pattern);
      const key = sampleOf(entry);
      expect(key).toBe(pattern.replace(/<[^>]+>/g, () => places.shift() ?? ''));
      expect(entriesOf(key).map((one) => one.pattern)).toEqual([pattern]);
    },
  );

  it('knows the slot of each: everything in the slot of an account is of an account', () => {
    expect(oneTimeCodeKey.slot).toBe('account:<id>');
    expect(wrongFromKey(hash, hash)).toBe(`wrong-from:{${hash}}:${hash}`);
    expect(usernamesAskedForKey.slot).toBe('usernames-asked-for:<hash>');
    expect(statusListKeys.taken.slot).toBe('all');
    const inSlots = catalogue.filter(({ slot }) => slot === plusKey.slot);
    expect(inSlots.length).toBeGreaterThan(15);
    expect(new Set(inSlots.map((entry) => entry.of))).toEqual(new Set(['account']));
  });

  it('makes the keys that have always been in Redis', () => {
    expect(accountKey('anna')).toBe('{account:anna}');
    expect(accountIdOf(accountKey('anna'))).toBe('anna');
    expect(oneTimeCodeKey('anna', hash)).toBe(`{account:anna}:one-time-code:${hash}`);
    expect(codeAttemptsOfDeviceKey('anna', hash)).toBe(`{account:anna}:code-attempts:device:${hash}`);
    expect(engineRecordKeys.Session(hash)).toBe(`oidc:{Session:${hash}}`);
    expect(engineRecordKey('RefreshToken', hash)).toBe(`oidc:{RefreshToken:${hash}}`);
    expect(statusListKeys.revoked(0)).toBe('status-lists:{all}:0:revoked');
    expect(auditMonthKey('2026-11')).toBe('audit:2026-11');
  });

  it('has an entry for every model that the engine keeps', () => {
    const files = readdirSync(resolve(root, 'node_modules/oidc-provider/lib/models'));
    const models = files
      .filter((file) => file.endsWith('.js') && !notKept.includes(file))
      .map((file) => file.replace('.js', '').replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase()));
    expect(Object.keys(engineRecordKeys).sort()).toEqual(models.sort());
  });

  it('keeps no record of a model of the engine that it does not know', () => {
    expect(() => engineRecordKey('Receipt', hash)).toThrow('no Receipt is kept');
  });

  it('demands exactly the places of a key, and takes no text for one', () => {
    // @ts-expect-error no place is given
    expect(accountKey()).toBe('{account:undefined}');
    // @ts-expect-error one place too many
    expect(accountKey('anna', 'bela')).toBe('{account:anna}');
    // @ts-expect-error a text is no key
    const spelled: StoreKey = '{account:anna}';
    expect(spelled).toBe(accountKey('anna'));
    // @ts-expect-error not even one that begins with a key
    const longer: StoreKey = `${accountKey('anna')}:plus`;
    expect(longer).toBe(plusKey('anna'));
    // @ts-expect-error what has no end of its own gives no seconds
    expect(plusKey.lifeInSeconds).toBeUndefined();
    expect(loginAttemptKey.lifeInSeconds).toBe(3600);
  });

  it('lets nobody write what anybody may ask for without asking the limit', () => {
    const write = (store: Store): unknown[] => [
      // @ts-expect-error a sign-in under way is kept by a step that asks first
      store.set(loginAttemptKey(hash), 'sealed', 'EX', 3600),
      // @ts-expect-error so is a session, which may be nobody's
      store.hset(engineRecordKeys.Session(hash), { payload: 'sealed' }),
      // @ts-expect-error whatever the script does
      someStep(store, [engineRecordKeys.Interaction(hash)], []),
      store.set(accountKey('anna'), 'as always'),
      store.get(loginAttemptKey(hash)),
      store.del(loginAttemptKey(hash)),
    ];
    expect(write).toBeInstanceOf(Function);
  });
});

describe('what a test leaves in its Redis', () => {
  it.each([
    ['of no entry', 'password-hints:anna', 'string', -1, 'password-hints:anna is of no entry'],
    [
      'of a shape that none has',
      `login:{${hash}}:again`,
      'string',
      hour,
      'login:{<hash>}:again is of no entry',
    ],
    ['of another type', plusKey('anna'), 'string', -1, '{account:<id>}:plus is a string, not a hash'],
    [
      'that lives too long',
      loginAttemptKey(hash),
      'string',
      hour + 1,
      'login:{<hash>} lives 3600001 ms more, but at most 3600 seconds',
    ],
    [
      'without an end that it should have',
      historyKey('anna'),
      'stream',
      -1,
      '{account:<id>}:history has no end, but lives at most 31622400 seconds',
    ],
    [
      'with an end that it should not have',
      plusKey('anna'),
      'hash',
      5,
      '{account:<id>}:plus ends by itself, in 5 ms',
    ],
  ])('a key %s is refused', (_, key, type, life, fault) => {
    expect(faultIn(key, type, life)).toBe(fault);
  });

  it.each([
    ['a record of an account', plusKey('anna'), 'hash', -1],
    ['the last instant of a sign-in', loginAttemptKey(hash), 'string', 0],
    ['its first', loginAttemptKey(hash), 'string', hour],
  ])('%s is fine', (_, key, type, life) => {
    expect(faultIn(key, type, life)).toBeUndefined();
  });
});

describe('the check of a whole Redis', () => {
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await startTestRedis();
  });

  beforeEach(() => redis.store.flushall());

  afterAll(() => redis.stop());

  it('passes over nothing, and names no id', async () => {
    const account = randomUUID();
    await redis.store.hset(accountKey(account), 'status', 'active');
    await checkKeptKeys([redis.store]);
    await redis.store.set(`password-hints:${account}`, 'the cat');
    await redis.store.set(loginAttemptKey(hash), 'sealed', 'EX', 3700);
    await expect(checkKeptKeys([redis.store])).rejects.toThrow(
      /^kept in Redis against its catalogue:\nlogin:\{<hash>\} lives \d+ ms more, but at most 3600 seconds\npassword-hints:<uuid> is of no entry$/,
    );
    await redis.store.del(`password-hints:${account}`, loginAttemptKey(hash));
  });

  it('lets a test plant a key that it names', async () => {
    await redis.store.set('mark:of the test', 1);
    await expect(checkKeptKeys([redis.store])).rejects.toThrow('mark:of the test is of no entry');
    await checkKeptKeys([redis.store], ['mark:of the test']);
    await checkKeptKeys([redis.store], [/^mark:/]);
    await redis.store.del('mark:of the test');
  });

  it('is passed over where no connection answers any more', async () => {
    const ended = { ping: () => Promise.reject(new Error('Connection is closed.')) } as unknown as Redis;
    const silent = { ping: () => new Promise(() => {}) } as unknown as Redis;
    await checkKeptKeys([ended, silent]);
  });
});

describe('a store that spells its own keys', () => {
  it('is not in src/', () => {
    expect(spelledKeysUnder(root)).toEqual([]);
  });

  it.each([
    ['in a template', `const key = \`login:{\${hash}}\`;`],
    ['in a text', "await store.get('audit:head' as never);"],
    ['without a place', "const key = 'desk-staff' as never;"],
    ['by a cast to whatever', "await store.set('hints' as never, 1);"],
    ['by a cast', 'const key = text as StoreKey;'],
    ['by a cast over unknown', 'const key = text as unknown as StoreKey;'],
    ['by taking a text for a key that was read', 'const key = keyReadBack(text);'],
    ['by a limiter of its own', "new RateLimiterRedis({ storeClient: store, keyPrefix: 'hints' });"],
    ['by the bare client', "import { Redis } from 'ioredis';"],
    ['by a connection of its own', 'const store = await connectToRedis(address, logger);'],
  ])('is refused: %s', (_, source) => {
    expect(spelledKeysIn('src/accounts/hint-store.ts', source)).not.toEqual([]);
  });

  it.each([
    ['a key of the catalogue', 'const key = loginAttemptKey(hash);'],
    ['a comment', '/** Everything lies beside `{account:<id>}`. */'],
    ['words for people', "const words = { taken: 'username: is taken' };"],
    ['the place of a sealed text', `const place = \`account:\${id}:profile\`;`],
  ])('is told from %s', (_, source) => {
    expect(spelledKeysIn('src/accounts/hint-store.ts', source)).toEqual([]);
  });

  it.each([
    ['a literal', "redis.call('SET', 'desk-staff', 1)"],
    ['a key and something behind it', "redis.call('SET', KEYS[1] .. ':hint', 1)"],
    [
      'a name that stands for such',
      "local hint = KEYS[1] .. ':hint'\nlocal hint = 'x'\nredis.call('SET', hint, 1)",
    ],
    ['an argument', "redis.call('SET', ARGV[1], 1)"],
    ['a field of an authenticator', "redis.call('HSET', KEYS[1], 'frozen:' .. ARGV[1], 1)"],
    ['one that is looked for', "local id = string.match(field, '^passkey:(.+)$')"],
    ['a name from nowhere', "redis.call('SET', hint, 1)"],
    ['the wrong place', "redis.call('XREADGROUP', 'GROUP', group, one, 'STREAMS', 'audit:arrivals', '>')"],
  ])('is refused as a script: %s', (_, source) => {
    expect(spelledKeysIn('src/accounts/hint.lua', source)).toHaveLength(1);
  });

  it.each([
    ['a key that was given', "redis.call('SET', KEYS[1], 1)"],
    ['all of them', "redis.call('DEL', unpack(KEYS, 2))"],
    ['a name for one', "local hint = KEYS[2]\nredis.call('SET', hint, 1)"],
    ['a parameter', "local function keep(hint)\n  redis.call('SET', hint, 1)\nend"],
    ['a field by the catalogue', "redis.call('HSET', KEYS[1], '<plus:frozen>' .. ARGV[1], 1)"],
    ['a comment', "-- redis.call('SET', 'desk-staff', 1)"],
  ])('is told as a script from %s', (_, source) => {
    expect(spelledKeysIn('src/accounts/hint.lua', source)).toEqual([]);
  });
});

/** Kinds of `write` that take a key under which anybody may begin something, and ask no limit (storage/request/write-together.ts). */
const freely = /\bwrite\.(record|value|pointer)\(/;
const whoWritesFreely: Readonly<Record<string, string>> = {
  'src/oidc/records/put-record.ts':
    'what follows a sign-in, and what was paid for when it began: `payerOf` says',
  'src/login/login-progress-store.ts': 'how far a sign-in has come after the right password',
};

it('what anybody may begin is written without asking the limit by nobody else', () => {
  const found = globSync('src/**/*.ts', { cwd: root }).filter((path) =>
    freely.test(readFileSync(`${root}/${path}`, 'utf8')),
  );
  expect(found.sort()).toEqual(Object.keys(whoWritesFreely).sort());
});
