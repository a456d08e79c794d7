import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadNodeArgon2, loadNodeRsArgon2 } from '../../../src/accounts/password/argon2.ts';
import { createForeignHashKeeper } from '../../../src/accounts/password/foreign/foreign-hash-keeper.ts';
import { parseForeignHash } from '../../../src/accounts/password/foreign/parse-hash.ts';
import { isSeenWhole, markForeign } from '../../../src/accounts/password/foreign/stored-hash.ts';
import { createPasswordHasher, type PasswordHasher } from '../../../src/accounts/password/password-hash.ts';
import { Overloaded } from '../../../src/errors.ts';
import { foreignHashes, foreignPassword } from '../../support/foreign-hashes.ts';
import { anybody } from '../../support/requester.ts';
import { alone } from '../../support/secrets.ts';
import { passwordOf, untypablePassword } from '../../support/typed-password.ts';

const pepper = randomBytes(32);

function storedOf(text: string): string {
  const parsed = parseForeignHash(text);
  if (parsed.kind === 'unusable') {
    throw new Error(parsed.reason);
  }
  return markForeign(parsed.hash);
}

describe.each([
  ['@node-rs/argon2', loadNodeRsArgon2],
  ['argon2', loadNodeArgon2],
])('a hash that another system made, verified beside ours with %s', (_name, load) => {
  let hasher: PasswordHasher;

  beforeAll(async () => {
    hasher = await createPasswordHasher(alone(pepper), await load());
  });

  it.each(foreignHashes)(
    'opens to its password and to no other, and is to be replaced: $kind',
    async ({ hash }) => {
      const stored = storedOf(hash);
      expect(await hasher.verify(stored, passwordOf(foreignPassword), anybody)).toBe(true);
      expect(await hasher.verify(stored, passwordOf(`${foreignPassword} `), anybody)).toBe(false);
      expect(await hasher.verify(stored, untypablePassword(''), anybody)).toBe(false);
      expect(hasher.needsRehash(stored, passwordOf(foreignPassword))).toBe(true);
    },
  );

  it('opens also when the same letters come decomposed from a keyboard', async () => {
    expect(
      await hasher.verify(
        storedOf(foreignHashes[5]?.hash ?? ''),
        passwordOf(foreignPassword.normalize('NFD')),
        anybody,
      ),
    ).toBe(true);
  });

  it('never opens to the password that stands in for names that nobody has', async () => {
    expect(
      await hasher.verify(
        storedOf(foreignHashes[0]?.hash ?? ''),
        passwordOf('nobody has this password'),
        anybody,
      ),
    ).toBe(false);
  });

  it('is not taken for ours, nor ours for it', async () => {
    const ours = await hasher.hash(passwordOf(foreignPassword), anybody);
    expect(await hasher.verify(ours, passwordOf(foreignPassword), anybody)).toBe(true);
    expect(await hasher.verify(storedOf(ours), passwordOf(foreignPassword), anybody)).toBe(false);
    expect(await hasher.verify(foreignHashes[0]?.hash ?? '', passwordOf(foreignPassword), anybody)).toBe(
      false,
    );
  });

  it('opens to nothing when what is stored makes no sense', async () => {
    expect(await hasher.verify('foreign:nonsense', passwordOf(foreignPassword), anybody)).toBe(false);
  });
});

it('expensive hashes fill the queue sooner than ours', async () => {
  const hasher = await createPasswordHasher(alone(pepper));
  const expensive = `foreign:$scrypt$ln=14,r=8,p=16$${'A'.repeat(22)}$${'A'.repeat(43)}`;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () =>
      hasher.verify(expensive, passwordOf('password'), anybody, AbortSignal.timeout(1)),
    ),
  );
  const refused = outcomes.filter(({ status, ...rest }) => {
    return status === 'rejected' && (rest as PromiseRejectedResult).reason instanceof Overloaded;
  });
  expect(refused.length).toBeGreaterThanOrEqual(4);
  expect(
    await hasher.verify(await hasher.hash(passwordOf('then'), anybody), passwordOf('then'), anybody),
  ).toBe(true);
});

describe('a scheme sees of a password', () => {
  const bcrypt = storedOf(`$2b$04$${'a'.repeat(53)}`);
  const pbkdf2 = storedOf(`$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$${'A'.repeat(43)}`);
  const scrypt = storedOf(`$scrypt$ln=4,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$${'A'.repeat(43)}`);
  const ssha = storedOf('{SSHA}nQqcV8MOEg78nzjzfnPNeiJao5owMTIzNDU2Nw==');
  const argon2 = storedOf(`$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$${'A'.repeat(43)}`);

  it.each([
    ['bcrypt', bcrypt, 'a'.repeat(71), true],
    // Whether the owner's goes on is not known.
    ['bcrypt', bcrypt, 'a'.repeat(72), false],
    ['bcrypt', bcrypt, 'a'.repeat(73), false],
    ['bcrypt', bcrypt, 'é'.repeat(36), false],
    ['bcrypt', bcrypt, 'é'.repeat(35).normalize('NFD'), false],
    ['bcrypt', bcrypt, 'jelszó\0egy', false],
    ['PBKDF2', pbkdf2, 'a'.repeat(200), true],
    ['PBKDF2', pbkdf2, 'jelszó\0', false],
    ['scrypt', scrypt, 'a'.repeat(200), true],
    ['scrypt', scrypt, 'jelszó\0', false],
    ['salted SHA', ssha, 'a'.repeat(200), true],
    ['salted SHA', ssha, 'jelszó\0', true],
    ['Argon2', argon2, 'a'.repeat(200), true],
    ['Argon2', argon2, 'jelszó\0', true],
    ['ours', '$argon2id$v=19$m=19456,t=2,p=1$any', 'a'.repeat(200), true],
  ])('all and its end, or not: %s (%#)', (_scheme, stored, text, expected) => {
    expect(isSeenWhole(stored, untypablePassword(text))).toBe(expected);
  });
});

describe('a hash that is quick to guess', () => {
  const ssha = '{SSHA}nQqcV8MOEg78nzjzfnPNeiJao5owMTIzNDU2Nw==';

  async function keptOf(text: string): Promise<string> {
    const parsed = parseForeignHash(text);
    if (parsed.kind === 'unusable') {
      throw new Error(parsed.reason);
    }
    return (await createForeignHashKeeper(alone(pepper))).keep(parsed.hash);
  }

  it.each(foreignHashes)('is wrapped, and opens to its password and to no other: $kind', async ({ hash }) => {
    const hasher = await createPasswordHasher(alone(pepper));
    const kept = await keptOf(hash);
    expect(kept).toMatch(/^wrapped:\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(kept, passwordOf(foreignPassword), anybody)).toBe(true);
    expect(await hasher.verify(kept, passwordOf(`${foreignPassword} `), anybody)).toBe(false);
    expect(hasher.needsRehash(kept, passwordOf(foreignPassword))).toBe(true);
    const other = await createPasswordHasher(alone(randomBytes(32)));
    expect(await other.verify(kept, passwordOf(foreignPassword), anybody)).toBe(false);
  });

  it('leaves nothing of its digest, and still says how much of a password it sees', async () => {
    const kept = await keptOf(ssha);
    expect(kept).not.toContain('nQqcV8MOEg78nzjzfnPNeiJao5o');
    const bcrypt = await keptOf(foreignHashes.find(({ kind }) => kind === 'bcrypt 2b')?.hash ?? '');
    expect(bcrypt).not.toContain('mbDdt1DXHUdb1gNkgAjzBN5VFVshfli');
    expect(isSeenWhole(bcrypt, untypablePassword('a'.repeat(72)))).toBe(false);
    expect(isSeenWhole(bcrypt, untypablePassword('a'.repeat(71)))).toBe(true);
  });

  const salt = 'MDEyMzQ1Njc4OWFiY2RlZg';
  const digest = (characters: number): string => 'A'.repeat(characters);

  it.each([
    ['Argon2id', [7168, 5], [7168, 4], `$argon2id$v=19$m=#,t=#,p=1$${salt}$${digest(43)}`],
    ['bcrypt', ['10'], ['09'], `$2b$#$${'a'.repeat(53)}`],
    ['PBKDF2 with SHA-1', [1_300_000], [1_299_999], `$pbkdf2$#$${salt}$${digest(27)}`],
    ['PBKDF2 with SHA-256', [600_000], [599_999], `$pbkdf2-sha256$#$${salt}$${digest(43)}`],
    ['PBKDF2 with SHA-512', [210_000], [209_999], `$pbkdf2-sha512$#$${salt}$${digest(86)}`],
    ['scrypt', [14, 5], [14, 4], `$scrypt$ln=#,r=8,p=#$${salt}$${digest(43)}`],
  ])('of %s begins just below the floor; at it a hash is kept as it came', async (_, floor, below, form) => {
    const hashWith = (given: readonly (number | string)[]): string =>
      given.reduce<string>((text, one) => text.replace('#', String(one)), form);
    expect(await keptOf(hashWith(floor))).toBe(`foreign:${hashWith(floor)}`);
    expect(await keptOf(hashWith(below))).toMatch(/^wrapped:/);
  });
});

describe('a hash of a kind that nobody here verifies is named', () => {
  it.each([
    ['$y$j9T$IRKC42DvK5V/mRKrbP7e5/$JpbWaQ3a2KHS45tbQme6VStwi/IZnToJxIv2NQ/p8t/', 'yescrypt'],
    ['{CRYPT}$y$j9T$IRKC42DvK5V/mRKrbP7e5/$JpbWaQ3a2KHS45tbQme6VStwi/IZnToJxIv2NQ/p8t/', 'yescrypt'],
    ['$argon2d$v=19$m=1024,t=2,p=1$MDEy$AAAA', 'Argon2d'],
    ['{SASL}anna@PELDA.EXAMPLE', '{SASL}, which says where the password is'],
    ['$6$rounds=999999999$saltsalt$aaaa', undefined],
  ])('%s', (text, name) => {
    expect(parseForeignHash(text)).toMatchObject({ kind: 'unusable', ...(name && { of: name }) });
  });
});

describe('a hash is refused', () => {
  const salt = 'MDEyMzQ1Njc4OWFiY2RlZg';
  const digest = 'A'.repeat(43);

  it.each([
    ['Argon2 with a billion passes', `$argon2id$v=19$m=64,t=1000000000,p=1$${salt}$${digest}`],
    ['Argon2 with ten thousand passes', `$argon2id$v=19$m=1024,t=10000,p=1$${salt}$${digest}`],
    ['Argon2 with 2 GiB', `$argon2id$v=19$m=2097152,t=1,p=1$${salt}$${digest}`],
    ['Argon2 with 200 lanes', `$argon2id$v=19$m=65536,t=1,p=200$${salt}$${digest}`],
    ['Argon2 with no pass', `$argon2id$v=19$m=1024,t=0,p=1$${salt}$${digest}`],
    ['Argon2d', `$argon2d$v=19$m=1024,t=2,p=1$${salt}$${digest}`],
    ['Argon2 with a short digest', `$argon2id$v=19$m=1024,t=2,p=1$${salt}$AAAA`],
    ['bcrypt of cost 31', `$2b$31$${'a'.repeat(53)}`],
    ['bcrypt of cost 0', `$2b$00$${'a'.repeat(53)}`],
    ['bcrypt that was cut off', `$2b$10$${'a'.repeat(52)}`],
    ['bcrypt of the faulty kind', `$2x$10$${'a'.repeat(53)}`],
    ['PBKDF2 with a billion iterations', `$pbkdf2-sha256$999999999$${salt}$${digest}`],
    ['PBKDF2 with no iteration', `$pbkdf2-sha256$0$${salt}$${digest}`],
    ['PBKDF2 with a digest of one byte', `$pbkdf2-sha256$1000$${salt}$AA`],
    ['PBKDF2 with MD5', `$pbkdf2-md5$1000$${salt}$${digest}`],
    ['scrypt with ln=40', `$scrypt$ln=40,r=8,p=1$${salt}$${digest}`],
    ['scrypt with ln=0', `$scrypt$ln=0,r=8,p=1$${salt}$${digest}`],
    ['scrypt with r=0', `$scrypt$ln=10,r=0,p=1$${salt}$${digest}`],
    ['scrypt with p=999', `$scrypt$ln=16,r=8,p=999$${salt}$${digest}`],
    ['SSHA without a salt', '{SSHA}nQqcV8MOEg78nzjzfnPNeiJao5o='],
    ['unsalted SHA with a salt', '{SHA}nQqcV8MOEg78nzjzfnPNeiJao5owMTIzNDU2Nw=='],
    ['a password in the clear', 'kilenc-zold-alma'],
    ['nothing', ''],
    ['what is as long as a book', `$2b$10$${'a'.repeat(100_000)}`],
  ])('%s', (_kind, text) => {
    const parsed = parseForeignHash(text);
    expect(parsed.kind).toBe('unusable');
    expect(text === '' || !JSON.stringify(parsed).includes(text)).toBe(true);
  });
});
