import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account } from '../../src/accounts/account.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { type LocalRedis, startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { Browser, errorsOf, givePassword, titleOf } from '../support/citizen.ts';
import { foreignHashes, foreignPassword } from '../support/foreign-hashes.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu, startKapu } from '../support/operator.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { samplePerson } from '../support/sample-profile.ts';
import { unseenMarks } from '../support/unseen-marks.ts';

/** At the floor, so that it is kept as it came. */
const bcrypt = '$2b$10$abcdefghijklmnopqrstuuJLFPQIpG3ijedQTNr6ujwI3Qq2ePut.';

let kapu: Installation;
let directory: string;

/** Nobody has judged a password of which only the hash came: right, it leads to choosing another one. */
const newPasswordTitle = 'Válasszon új jelszót';

/** It, its user name, its person. */
const keysOfAccount = 3;
/** The one key that says that there are hashes of another system. */
const markOfForeignHashes = 1;
/** All lines have one verified address, which leads to them. */
const sharedAddress = 1;
/** The first command of an installation writes down which one it is. */
const installationRecord = 1;
const countOfSeals = 1;

beforeAll(async () => {
  kapu = await startInstallation();
  directory = mkdtempSync(join(tmpdir(), 'kapu-import-'));
});

afterAll(async () => {
  await kapu.stop();
  rmSync(directory, { recursive: true, force: true });
});

function line(fields: Record<string, unknown>): string {
  const person = samplePerson(String(fields.username));
  return JSON.stringify({ ...person, password_hash: bcrypt, ...fields });
}

function fileOf(name: string, lines: readonly (string | Buffer)[]): string {
  const path = join(directory, name);
  writeFileSync(path, Buffer.concat(lines.flatMap((text) => [Buffer.from(text), Buffer.from('\n')])));
  return path;
}

function rejectsOf(path: string): { line: number; username?: string; reason: string }[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
}

async function accountNamed(username: string, { accounts }: Installation = kapu) {
  const id = await accounts.findId(username);
  return id ? accounts.find(id) : undefined;
}

async function signIn(portal: RelyingParty, username: string, password: string, at: Installation = kapu) {
  const browser = new Browser(at.issuer);
  const { address } = await portal.request();
  return givePassword(browser, await browser.open(address), { username, password }, 'ugyfelkapu');
}

it('citizens sign in with the password of the old system, whatever hashed it, and have a hash of ours from then on', async () => {
  const usernames = foreignHashes.map((_, index) => `regi.${index}`);
  const lines = foreignHashes.map(({ hash }, index) =>
    line({ username: usernames[index], password_hash: hash, created_at: '2019-05-01T10:00:00+02:00' }),
  );
  const outcome = await runKapu(kapu.config, 'accounts', 'import', fileOf('every-kind.ndjson', lines));
  const { length } = foreignHashes;
  expect(outcome.stdout).toBe(
    `${length} added, 0 unchanged, 0 rejected\n${length} of those added had a hash that is quick to guess: it is wrapped in Argon2id\n`,
  );
  expect(outcome.code).toBe(0);

  const portal = await RelyingParty.discover(kapu);
  for (const username of usernames) {
    const imported = await accountNamed(username);
    expect(imported).toMatchObject({ profile: { username, family_name: 'Minta' }, status: 'active' });
    expect(imported?.createdAt).toEqual(new Date('2019-05-01T08:00:00Z'));
    expect(imported?.passwordHash).toMatch(/^wrapped:\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(errorsOf(await signIn(portal, username, 'nem ez az'))).not.toEqual([]);
    expect((await accountNamed(username))?.passwordHash).toBe(imported?.passwordHash);
    expect(titleOf(await signIn(portal, username, foreignPassword))).toBe(newPasswordTitle);
    const rehashed = (await accountNamed(username))?.passwordHash;
    expect(rehashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(titleOf(await signIn(portal, username, foreignPassword))).toBe(newPasswordTitle);
    expect((await accountNamed(username))?.passwordHash).toBe(rehashed);
  }
});

it('a citizen who was disabled in the old system does not sign in with the right password, and keeps the old hash', async () => {
  const path = fileOf('disabled.ndjson', [
    line({ username: 'letiltott', password_hash: foreignHashes[0]?.hash, status: 'disabled' }),
  ]);
  expect((await runKapu(kapu.config, 'accounts', 'import', path)).code).toBe(0);
  const portal = await RelyingParty.discover(kapu);
  expect(errorsOf(await signIn(portal, 'letiltott', foreignPassword))).not.toEqual([]);
  expect((await accountNamed('letiltott'))?.passwordHash).toMatch(/^wrapped:/);
});

describe('importing again', () => {
  it('changes nothing, also after a citizen has a new hash, and knows a person by the external id', async () => {
    const one = line({ username: 'ujra.egy' });
    const two = line({ username: 'ujra.ketto', external_id: 'A-2' });
    const path = fileOf('again.ndjson', [one, two]);
    expect((await runKapu(kapu.config, 'accounts', 'import', path)).stdout).toMatch('2 added');
    const first = await accountNamed('ujra.egy');
    const second = await accountNamed('ujra.ketto');
    await kapu.accounts.rehashPassword(first as NonNullable<typeof first>, '$argon2id$ours');

    const movedAway = line({ username: 'ujra.ketto', external_id: 'A-2', family_name: 'Más' });
    const again = await runKapu(
      kapu.config,
      'accounts',
      'import',
      fileOf('again.ndjson', [one, two, one, movedAway]),
    );
    expect(again).toMatchObject({ code: 0, stdout: '0 added, 4 unchanged, 0 rejected\n' });
    expect(await accountNamed('ujra.egy')).toEqual({ ...first, passwordHash: '$argon2id$ours' });
    expect(await accountNamed('ujra.ketto')).toEqual(second);
  });

  it('takes the first of two lines with one user name, however far apart, in one file or in two', async () => {
    const between = Array.from({ length: 600 }, (_, index) => line({ username: `koz.${index}` }));
    const first = line({ username: 'paros' });
    const second = line({ username: 'paros', given_name: 'Béla' });
    const path = fileOf('far-apart.ndjson', [first, ...between, second, first]);
    const outcome = await runKapu(kapu.config, 'accounts', 'import', path);
    expect(outcome.stdout).toMatch('601 added, 1 unchanged, 1 rejected');
    expect(rejectsOf(`${path}.rejects`)).toEqual([
      { line: 602, username: 'paros', reason: 'username: is taken' },
    ]);
    const elsewhere = await runKapu(
      kapu.config,
      'accounts',
      'import',
      fileOf('second.ndjson', [second, first]),
    );
    expect(elsewhere.stdout).toMatch('0 added, 1 unchanged, 1 rejected');
    expect((await accountNamed('paros'))?.profile.given_name).toBe('Anna');
  });

  it('rejects a user name that somebody else has, in the store or earlier in the file', async () => {
    const anna = await kapu.addCitizen();
    const path = fileOf('taken.ndjson', [
      line({ username: anna.username }),
      line({ username: 'elso' }),
      line({ username: 'ELSO', given_name: 'Béla' }),
    ]);
    const outcome = await runKapu(kapu.config, 'accounts', 'import', path);
    expect(outcome).toMatchObject({ code: 1 });
    expect(outcome.stdout).toMatch('1 added, 0 unchanged, 2 rejected');
    expect(rejectsOf(`${path}.rejects`)).toEqual([
      { line: 1, username: anna.username, reason: 'username: is taken' },
      { line: 3, username: 'elso', reason: 'username: is taken' },
    ]);
    expect((await accountNamed('elso'))?.profile.given_name).toBe('Anna');
    expect((await accountNamed(anna.username))?.id).toBe(anna.id);
  });
});

describe('one person in two lines', () => {
  it('is taken in once: the other line is named with the account, in the file or in the store, unless it says that it is a twin', async () => {
    const twins = samplePerson('ikrek');
    const anna = await kapu.addCitizen();
    const known = (await kapu.accounts.find(anna.id))?.profile;
    const path = fileOf('persons.ndjson', [
      line({ ...twins, username: 'iker.egy' }),
      line({ ...twins, username: 'iker.ketto', birth_given_name: twins.birth_given_name.toUpperCase() }),
      line({ ...twins, username: 'iker.harom', another_person: true }),
      line({ ...known, email: undefined, username: 'anna.megint', external_id: 'A-17' }),
      line({ username: 'magaban' }),
    ]);
    const dry = await runKapu(kapu.config, 'accounts', 'import', path, '--dry-run');
    expect(dry.stdout).toMatch('4 would be added, 0 unchanged, 1 rejected');
    const outcome = await runKapu(kapu.config, 'accounts', 'import', path);
    expect(outcome.stdout).toMatch(
      /^3 added, 0 unchanged, 2 rejected\n2 of these are lines of persons who have an account already\n/,
    );
    expect(rejectsOf(`${path}.rejects`)).toEqual([
      { line: 2, username: 'iker.ketto', reason: 'person: has an account already, iker.egy' },
      { line: 4, username: 'anna.megint', reason: `person: has an account already, ${anna.username}` },
    ]);
    const again = await runKapu(kapu.config, 'accounts', 'import', path);
    expect(again.stdout).toMatch('0 added, 3 unchanged, 2 rejected');
  });

  it('is named by the operator’s index of accounts from before, which changes nothing else', async () => {
    const other = await startInstallation();
    try {
      const { store } = other.nodes[0];
      const first = await other.addCitizen();
      const { profile } = (await other.accounts.find(first.id)) as Account;
      await store.del(await store.keys('identity:*'));
      const second = await other.addCitizen({ ...profile, username: 'masodik' });
      await other.addCitizen();
      for (let run = 0; run < 2; run += 1) {
        const indexed = await runKapu(other.config, 'accounts', 'index-identities');
        expect(indexed.code).toBe(0);
        expect(indexed.stdout).toContain(`equal birth data: masodik, ${first.username}\n`);
        expect(indexed.stdout).toContain('3 accounts listed');
      }
      expect((await other.accounts.findByIdentity(profile)).sort()).toEqual([first.id, second.id].sort());
    } finally {
      await other.stop();
    }
  });
});

const hostileLines: readonly [string, string | Buffer, RegExp][] = [
  ['no JSON', '{"username": ', /^is not JSON$/],
  ['another kind of JSON', '[1,2]', /expected object/],
  ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /^is not UTF-8$/],
  [
    '48 KiB and more',
    line({ username: 'hosszu', external_id: 'x'.repeat(50_000) }),
    /^is longer than 49152 bytes$/,
  ],
  ['a book', 'x'.repeat(3_000_000), /^is longer than 49152 bytes$/],
  ['deep nesting', '['.repeat(16_000), /^is not JSON$/],
  [
    'control characters',
    line({ username: 'rossz.1', family_name: 'Min\u0000ta' }),
    /^family_name: has control/,
  ],
  [
    'an app with a turned direction',
    line({
      username: 'rossz.12',
      totp: [{ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', name: 'Te\u202elefon' }],
    }),
    /^totp: has control/,
  ],
  ['a turned direction', line({ username: 'rossz.2', given_name: 'An\u202ena' }), /^given_name: has control/],
  [
    'half a character',
    line({ username: 'rossz.3' }).replace('Anna', 'An\\ud800na'),
    /^given_name: has control/,
  ],
  ...unseenMarks.map(([what, mark], nth): [string, string, RegExp] => [
    `${what} in a name`,
    line({ username: `jel.${nth}`, mothers_birth_name: `Példa${mark} Mária` }),
    /^mothers_birth_name: has control characters or marks that nobody sees$/,
  ]),
  ['a name of no kind', line({ username: 'rossz.4', given_name: 7 }), /^given_name: /],
  ['an unknown field', line({ username: 'rossz.5', role: 'admin' }), /^unknown field role$/],
  ['a hash for a field', line({ username: 'rossz.6', [bcrypt]: 1 }), /^unknown field$/],
  [
    'a prototype',
    line({ username: 'rossz.7' }).replace('{', '{"__proto__":{"status":"x"},'),
    /^unknown field/,
  ],
  [
    'a password in the clear',
    line({ username: 'rossz.8', password_hash: 'Titok123' }),
    /^password_hash: no hash/,
  ],
  [
    'an endless hash',
    line({ username: 'rossz.9', password_hash: bcrypt.replace('10', '31') }),
    /beyond what/,
  ],
  ['a foreign pepper', line({ username: 'rossz.10', pepper: 'x' }), /^pepper: .* another password_pepper$/],
  ['a day that is not', line({ username: 'rossz.11', birthdate: '1956-02-31' }), /^birthdate: /],
  ['a day to come', line({ username: 'rossz.13', birthdate: '2990-01-01' }), /^birthdate: is in the future$/],
  ['an impossible user name', line({ username: 'rossz}{12' }), /^username: /],
];

describe('a line that cannot be taken', () => {
  it('stops nothing, and is told with its number, user name and reason, but never with its hash', async () => {
    const good = line({ username: 'jo.ember' });
    const path = fileOf('hostile.ndjson', [
      `\ufeff${line({ username: 'elso.sor' })}`,
      ...hostileLines.map(([, text]) => text),
      '',
      good,
    ]);
    const outcome = await runKapu(kapu.config, 'accounts', 'import', path);
    expect(outcome.stdout).toContain(`2 added, 0 unchanged, ${hostileLines.length} rejected\n`);
    expect(outcome.code).toBe(1);
    expect(await accountNamed('jo.ember')).toBeDefined();

    const rejects = rejectsOf(`${path}.rejects`);
    for (const [index, [, , reason]] of hostileLines.entries()) {
      expect(rejects[index]).toMatchObject({ line: index + 2, reason: expect.stringMatching(reason) });
    }
    expect(rejects.map(({ username }) => username)).toContain('rossz.4');
    expect(readFileSync(`${path}.rejects`, 'utf8')).not.toMatch(/\$2b|Titok123/);
    expect(statSync(`${path}.rejects`).mode & 0o777).toBe(0o600);
    expect(Object.prototype).not.toHaveProperty('status');
  });

  it('is none for emoji in the name of a device, whose marks hold them together', async () => {
    const totp = [{ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', name: 'Család 👨‍👩‍👧' }];
    const path = fileOf('emoji.ndjson', [line({ username: 'csalad', totp })]);
    const outcome = await runKapu(kapu.config, 'accounts', 'import', path);
    expect(outcome.stdout).toContain('1 added, 0 unchanged, 0 rejected\n');
  });

  it('is found by a dry run, which writes nothing to the store', async () => {
    const { store } = kapu.nodes[0];
    const before = new Set(await store.keys('*'));
    const anna = await kapu.addCitizen();
    const path = fileOf('dry.ndjson', [line({ username: 'szaraz' }), '{', line({ username: anna.username })]);
    const outcome = await runKapu(kapu.config, 'accounts', 'import', path, '--dry-run');
    expect(outcome.stdout).toMatch(/^1 would be added, 0 unchanged, 2 rejected\n/);
    expect(outcome.code).toBe(1);
    expect(rejectsOf(`${path}.dry-run.rejects`).map(({ line: number }) => number)).toEqual([2, 3]);
    // Some that were there end meanwhile, by themselves.
    expect((await store.keys('*')).filter((key) => !before.has(key))).toHaveLength(keysOfAccount);
    expect(await accountNamed('szaraz')).toBeUndefined();
  });
});

/** How far it has come is noted every second: a quick machine might be through with the file before. */
async function holdUntilNoted(importing: ChildProcess, store: LastingConnection): Promise<void> {
  importing.kill('SIGSTOP');
  await delay(1000);
  importing.kill('SIGCONT');
  while ((await store.keys('import:*')).length === 0) {
    await delay(5);
  }
}

describe('an import that is killed', () => {
  const count = 20_000;
  /** Also on a machine of one core: what one thread prepared is there no less than what another did. */
  const threads = ['--threads', '2'];
  const usernames = Array.from({ length: count }, (_, index) => `sok.${index}`);

  it('goes on when it is run again, and ends with every account once', async () => {
    const other = await startInstallation();
    try {
      const { store } = other.nodes[0];
      const before = await store.dbsize();
      const lines = usernames.map((username, index) => (index % 4_000 === 7 ? '{' : line({ username })));
      const path = fileOf('many.ndjson', lines);
      const moments = Array.from({ length: 4 }, () => Math.random() * 0.9).sort();
      for (const share of moments) {
        const run = startKapu(other.config, 'accounts', 'import', path, ...threads);
        while (run.process.exitCode === null && (await store.dbsize()) < keysOfAccount * count * share) {
          await delay(5);
        }
        if (share === moments[0]) {
          await holdUntilNoted(run.process, store);
        }
        run.process.kill('SIGKILL');
        // Whoever had ended by themselves says why.
        expect(await run.finished).toMatchObject({ code: null });
        expect((await store.keys('username:*')).length).toBe(await accountsIn(store));
        expect(await numberOfFleetingNames(other)).toBe(0);
      }
      const last = await runKapu(other.config, 'accounts', 'import', path, ...threads);
      expect(last.code).toBe(1);
      const [, added, unchanged] =
        /^([\d,]+) added, ([\d,]+) unchanged, 5 rejected$/m.exec(last.stdout) ?? [];
      expect(numberIn(added) + numberIn(unchanged)).toBe(count - 5);
      expect(last.stderr).toMatch(/going on after line [\d,]+/);
      expect(rejectsOf(`${path}.rejects`).map(({ line: number }) => number)).toEqual([
        8, 4_008, 8_008, 12_008, 16_008,
      ]);

      const found = new Map<string, number>();
      for await (const { profile } of other.accounts.list()) {
        found.set(profile.username, (found.get(profile.username) ?? 0) + 1);
      }
      expect(found.size).toBe(count - 5);
      expect([...found.values()].every((times) => times === 1)).toBe(true);
      const claims = await Promise.all(
        ['sok.0', 'sok.5999', 'sok.11999', 'sok.12000', 'sok.19999'].map((name) => accountNamed(name, other)),
      );
      expect(claims.every((account) => account !== undefined)).toBe(true);
      expect(await store.dbsize()).toBe(
        before +
          keysOfAccount * (count - 5) +
          markOfForeignHashes +
          sharedAddress +
          installationRecord +
          countOfSeals,
      );
      expect(await numberOfFleetingNames(other)).toBe(0);
    } finally {
      await other.stop();
    }
  });

  it('ends with the reason when Redis is killed under it, and loses nothing that Redis had taken in', async () => {
    const other = await startInstallation();
    let successor: LocalRedis | undefined;
    try {
      const { store } = other.nodes[0];
      const before = await store.dbsize();
      const path = fileOf(
        'under-way.ndjson',
        usernames.map((username) => line({ username })),
      );
      const run = startKapu(other.config, 'accounts', 'import', path, ...threads);
      while (run.process.exitCode === null && (await store.dbsize()) < 10_000) {
        await delay(5);
      }
      const [, pid] = /process_id:(\d+)/.exec(await store.info('server')) ?? [];
      process.kill(Number(pid), 'SIGKILL');
      const { code, stderr } = await run.finished;
      expect(code).toBe(1);
      expect(stderr).toMatch(/^kapu: .*\n$/m);
      expect(stderr).not.toMatch(/\n +at /);

      successor = await startLocalRedis(other.redisDirectory);
      expect((await runKapu(other.config, 'accounts', 'import', path)).code).toBe(0);
      await untilItAnswers(store);
      expect(await store.dbsize()).toBe(
        before +
          keysOfAccount * 20_000 +
          markOfForeignHashes +
          sharedAddress +
          installationRecord +
          countOfSeals,
      );
      expect(await accountsIn(store)).toBe(20_000);
      expect(await numberOfFleetingNames(other)).toBe(0);
    } finally {
      await other.stop();
      await successor?.stop();
    }
  });

  it('finishes what was left half done: a name claimed, an account without a lasting name, one without a name', async () => {
    const other = await startInstallation();
    try {
      const { store } = other.nodes[0];
      const keysBefore = await store.dbsize();
      const path = fileOf('halves.ndjson', [
        line({ username: 'fel.egy' }),
        line({ username: 'fel.ketto' }),
        line({ username: 'fel.harom' }),
      ]);
      await runKapu(other.config, 'accounts', 'import', path);
      const before = await Promise.all(
        ['fel.egy', 'fel.ketto', 'fel.harom'].map((name) => accountNamed(name, other)),
      );
      const [claimed, unkept, expired] = before;
      const pointers = await store.keys('username:*');
      const pointerTo = new Map(
        await Promise.all(pointers.map(async (key) => [await store.get(key), key] as const)),
      );
      await store.del(`{account:${claimed?.id}}`);
      await store.pexpire(pointerTo.get(claimed?.id ?? '') ?? '', 60_000);
      await store.pexpire(pointerTo.get(unkept?.id ?? '') ?? '', 60_000);
      await store.del(pointerTo.get(expired?.id ?? '') ?? '');

      const again = await runKapu(other.config, 'accounts', 'import', path);
      expect(again.stdout).toBe('2 added, 1 unchanged, 0 rejected\n');
      expect((await accountNamed('fel.egy', other))?.id).toBe(claimed?.id);
      expect((await accountNamed('fel.harom', other))?.id).toBe(expired?.id);
      expect(await store.dbsize()).toBe(
        keysBefore +
          keysOfAccount * 3 +
          markOfForeignHashes +
          sharedAddress +
          installationRecord +
          countOfSeals,
      );
      expect(await numberOfFleetingNames(other)).toBe(0);
    } finally {
      await other.stop();
    }
  });
});

function numberIn(words: string | undefined): number {
  return Number(words?.replaceAll(',', ''));
}

/** The connection of the test's own node comes back a little after Redis does. */
async function untilItAnswers(store: Installation['nodes'][0]['store']): Promise<void> {
  while (store.status !== 'ready') {
    await delay(25);
  }
}

async function accountsIn(store: Installation['nodes'][0]['store']): Promise<number> {
  const keys = await store.keys('{account:*}');
  return keys.filter((key) => key !== '{account:nobody}').length;
}

async function numberOfFleetingNames({ nodes: [{ store }] }: Installation): Promise<number> {
  let count = 0;
  for await (const keys of store.scanStream({ match: 'username:*', count: 1000 })) {
    const lives = await Promise.all((keys as string[]).map((key) => store.pttl(key)));
    count += lives.filter((life) => life !== -1).length;
  }
  return count;
}

describe('an account of which only its owner says who they are', () => {
  const ownWord = async (username: string): Promise<[boolean | undefined, string[]]> => {
    const account = await accountNamed(username);
    const listed = account ? await kapu.accounts.findByIdentity(account.profile) : [];
    return [account?.isByOwnWord, listed];
  };

  it('is exported and imported as such: it stands under no person until somebody identifies its owner', async () => {
    const person = samplePerson('sajat.szo');
    const identified = { by: 'declaration', level: 'low', at: '2026-01-02T10:00:00Z', declared_by: '4. §' };
    const path = fileOf('own-word.ndjson', [
      line({ ...person, username: 'sajat.szo', own_word: true }),
      line({ ...person, username: 'az.igazi' }),
      line({ username: 'azonositott', own_word: true, identified }),
    ]);
    const outcome = await runKapu(kapu.config, 'accounts', 'import', path);
    expect(outcome.stdout).toMatch('3 added, 0 unchanged, 0 rejected');
    const real = (await accountNamed('az.igazi'))?.id;
    expect(await ownWord('sajat.szo')).toEqual([true, [real]]);
    expect(await ownWord('az.igazi')).toEqual([false, [real]]);
    expect(await ownWord('azonositott')).toEqual([true, [(await accountNamed('azonositott'))?.id]]);

    const { stdout } = await runKapu(kapu.config, 'accounts', 'export');
    const exported = stdout
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    const marks = exported.filter(({ own_word }) => own_word === true).map(({ username }) => username);
    expect(marks.sort()).toEqual(['azonositott', 'sajat.szo']);
    const again = line({
      ...exported.find(({ username }) => username === 'sajat.szo'),
      username: 'sajat.megint',
    });
    const moved = await runKapu(kapu.config, 'accounts', 'import', fileOf('again.ndjson', [again]));
    expect(moved.stdout).toMatch('1 added, 0 unchanged, 0 rejected');
    expect(await ownWord('sajat.megint')).toEqual([true, [real]]);
  });

  it('and which was completed before that was marked, is found by its history, marked and listed no more', async () => {
    const { store } = kapu.nodes[0];
    const path = fileOf('incomplete.ndjson', [line({ username: 'hianyos', family_name: '' })]);
    expect((await runKapu(kapu.config, 'accounts', 'import', path)).stdout).toMatch('1 added');
    const { id } = (await accountNamed('hianyos')) as Account;
    const said = securityEvents.personalDataCompleted(id);
    await kapu.accounts.completePersonalData({ id, sessionsEndedAt: 0 }, { family_name: 'Minta' }, said);
    const { profile } = (await kapu.accounts.find(id)) as Account;
    await store.hdel(accountKey(id), 'own_word');
    await kapu.accounts.indexIdentity((await kapu.accounts.find(id)) as Account);
    expect(await kapu.accounts.findByIdentity(profile)).toEqual([id]);

    const indexed = await runKapu(kapu.config, 'accounts', 'index-identities');
    expect(indexed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+ not listed: only their owners/m),
    });
    expect(await kapu.accounts.findByIdentity(profile)).toEqual([]);
    expect((await kapu.accounts.find(id))?.isByOwnWord).toBe(true);
    expect((await kapu.accounts.find((await kapu.addCitizen()).id))?.isByOwnWord).toBe(false);
  });
});

describe('an export', () => {
  it('is taken in by another installation with the same pepper, where the same passwords sign in', async () => {
    const from = await startInstallation();
    const { password_pepper } = from.config.secrets;
    const to = await startInstallation();
    const heir = { ...to.config, secrets: { ...to.config.secrets, password_pepper } };
    const same = await startInstallation({ config: { secrets: heir.secrets } });
    try {
      const anna = await from.addCitizen();
      const bela = await from.addCitizen();
      await from.accounts.disable(bela.id, securityEvents.accountDisabled(bela.id));
      await runKapu(
        from.config,
        'accounts',
        'import',
        fileOf('old.ndjson', [line({ username: 'regi', external_id: 'R-1' })]),
      );

      const path = join(directory, 'export.ndjson');
      const exported = await runKapu(from.config, 'accounts', 'export', '--out', path);
      expect(exported).toMatchObject({
        code: 0,
        stdout: '',
        stderr: expect.stringMatching(/password hashes[\s\S]*3 accounts/),
      });
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect((await runKapu(from.config, 'accounts', 'export')).stdout.split('\n').sort()).toEqual(
        readFileSync(path, 'utf8').split('\n').sort(),
      );

      expect((await runKapu(same.config, 'accounts', 'import', path)).stdout).toBe(
        '3 added, 0 unchanged, 0 rejected\n',
      );
      for (const username of [anna.username, bela.username, 'regi']) {
        const { id: _, sessionsEndedAt: __, ...account } = (await accountNamed(username, from)) ?? {};
        expect(await accountNamed(username, same)).toMatchObject({ ...account, passwordJudged: 'never' });
      }
      const portal = await RelyingParty.discover(same);
      expect(titleOf(await signIn(portal, anna.username, anna.password, same))).toBe(newPasswordTitle);
      expect(titleOf(await signIn(portal, 'regi', foreignPassword, same))).toBe(newPasswordTitle);
      expect(errorsOf(await signIn(portal, bela.username, bela.password, same))).not.toEqual([]);

      const elsewhere = await runKapu(to.config, 'accounts', 'import', path);
      expect(elsewhere.stdout).toMatch('1 added, 0 unchanged, 2 rejected');
      expect(rejectsOf(`${path}.rejects`)[0]?.reason).toBe(
        'pepper: the hash was made with another password_pepper',
      );
    } finally {
      await Promise.all([from.stop(), to.stop(), same.stop()]);
    }
  });
});
