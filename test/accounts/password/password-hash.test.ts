import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import {
  type Argon2Binding,
  loadNodeArgon2,
  loadNodeRsArgon2,
} from '../../../src/accounts/password/argon2.ts';
import { createPasswordHasher } from '../../../src/accounts/password/password-hash.ts';
import { Overloaded } from '../../../src/errors.ts';
import { anybody } from '../../support/requester.ts';
import { alone } from '../../support/secrets.ts';
import { passwordOf, untypablePassword } from '../../support/typed-password.ts';

const bindings: [string, () => Promise<Argon2Binding>][] = [
  ['@node-rs/argon2', loadNodeRsArgon2],
  ['argon2', loadNodeArgon2],
];
const pepper = randomBytes(32);
const password = 'öt vörös egér 12';

describe.each(bindings)('with %s', (_, load) => {
  it('a hash is Argon2id with 19 MiB, 2 passes and 1 lane, in the standard order', async () => {
    const hasher = await createPasswordHasher(alone(pepper), await load());
    const phc = await hasher.hash(passwordOf(password), anybody);
    const [, algorithm, version, parameters, salt = '', hash = ''] = phc.split('$');
    expect([algorithm, version, parameters]).toEqual(['argon2id', 'v=19', 'm=19456,t=2,p=1']);
    expect(Buffer.from(salt, 'base64').length).toBeGreaterThanOrEqual(16);
    expect(Buffer.from(hash, 'base64').length).toBeGreaterThanOrEqual(32);
  });

  it('the same password never has the same hash', async () => {
    const hasher = await createPasswordHasher(alone(pepper), await load());
    expect(await hasher.hash(passwordOf(password), anybody)).not.toBe(
      await hasher.hash(passwordOf(password), anybody),
    );
  });

  it.each(bindings)('hashes of %s are verified', async (_other, loadOther) => {
    const hasher = await createPasswordHasher(alone(pepper), await load());
    const phc = await (await createPasswordHasher(alone(pepper), await loadOther())).hash(
      passwordOf(password),
      anybody,
    );
    expect(await hasher.verify(phc, passwordOf(password), anybody)).toBe(true);
    expect(await hasher.verify(phc, passwordOf('öt vörös egér 13'), anybody)).toBe(false);
    expect(hasher.needsRehash(phc, passwordOf(password))).toBe(false);
  });

  it('another pepper verifies nothing', async () => {
    const phc = await (await createPasswordHasher(alone(pepper), await load())).hash(
      passwordOf(password),
      anybody,
    );
    const stranger = await createPasswordHasher(alone(randomBytes(32)), await load());
    const withoutPepper = await createPasswordHasher(alone(Buffer.alloc(0)), await load());
    expect(await stranger.verify(phc, passwordOf(password), anybody)).toBe(false);
    expect(await withoutPepper.verify(phc, passwordOf(password), anybody)).toBe(false);
  });
});

describe('a password', () => {
  const spellings: [string, string, string][] = [
    ['composed or not', 'árvíztűrő'.normalize('NFC'), 'árvíztűrő'.normalize('NFD')],
    ['full-width or not', 'ｊｅｌｓｚó１２', 'jelszó12'],
    ['with a ligature or not', 'ﬁnom', 'finom'],
    ['with a non-breaking space or not', 'két szó'.replace(' ', '\u00a0'), 'két szó'],
  ];

  it.each(spellings)('is the same %s', async (_, one, other) => {
    const hasher = await createPasswordHasher(alone(pepper));
    expect(await hasher.verify(await hasher.hash(passwordOf(one), anybody), passwordOf(other), anybody)).toBe(
      true,
    );
    expect(await hasher.verify(await hasher.hash(passwordOf(other), anybody), passwordOf(one), anybody)).toBe(
      true,
    );
  });

  it.each([
    ['in other letter case', 'Jelszó', 'jelszó'],
    ['with a space more', 'jelszó', 'jelszó '],
    ['without its accents', 'jelszó', 'jelszo'],
    ['at its 256th character', `${'a'.repeat(255)}b`, `${'a'.repeat(255)}c`],
    ['after a zero character', 'jelszó\0egy', 'jelszó\0kettő'],
  ])('is another one %s', async (_, one, other) => {
    const hasher = await createPasswordHasher(alone(pepper));
    expect(
      await hasher.verify(
        await hasher.hash(untypablePassword(one), anybody),
        untypablePassword(other),
        anybody,
      ),
    ).toBe(false);
  });
});

describe('a hash needs to be made again', () => {
  const rest = '$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g';

  it.each([
    ['with today’s parameters', '$argon2id$v=19$m=19456,t=2,p=1', false],
    ['with less memory', '$argon2id$v=19$m=9216,t=2,p=1', true],
    ['with more memory', '$argon2id$v=19$m=47104,t=2,p=1', true],
    ['with fewer passes', '$argon2id$v=19$m=19456,t=1,p=1', true],
    ['with more lanes', '$argon2id$v=19$m=19456,t=2,p=4', true],
    ['with more lanes than nine', '$argon2id$v=19$m=19456,t=2,p=10', true],
    ['as Argon2i', '$argon2i$v=19$m=19456,t=2,p=1', true],
    ['as an older version', '$argon2id$v=16$m=19456,t=2,p=1', true],
    ['in another order', '$argon2id$v=19$m=19456,p=1,t=2', true],
  ])('%s: %s', async (_, start, expected) => {
    const hasher = await createPasswordHasher(alone(pepper));
    expect(hasher.needsRehash(start + rest, passwordOf(password))).toBe(expected);
  });
});

describe('a name that nobody has', () => {
  it('costs one verification, and is never right', async () => {
    const counted = await countingBinding();
    const hasher = await createPasswordHasher(alone(pepper), counted.binding);
    expect(await hasher.verifyNobody(passwordOf(password), anybody)).toBe(false);
    expect(await hasher.verifyNobody(passwordOf('nobody has this password'), anybody)).toBe(false);
    expect(counted.verifications()).toBe(2);
  });
});

describe('a flood', () => {
  it('is refused beyond what is done in about a second, at once, and slows nobody who waits', async () => {
    const hasher = await createPasswordHasher(alone(pepper));
    const phc = await hasher.hash(passwordOf(password), anybody);
    let firstRight = false;
    const refusedAfterFirst: boolean[] = [];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 150 }, async () => {
        try {
          const right = await hasher.verify(phc, passwordOf(password), anybody);
          firstRight = true;
          return right;
        } catch (error) {
          refusedAfterFirst.push(firstRight);
          throw error;
        }
      }),
    );
    const right = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    // Two at once and a hundred waiting.
    expect(right).toHaveLength(102);
    expect(refused).toHaveLength(48);
    expect(refusedAfterFirst).not.toContain(true);
    for (const reason of refused) {
      expect(reason).toBeInstanceOf(Overloaded);
      expect((reason as Overloaded).retryAfterSeconds).toBeGreaterThan(0);
    }
    expect(await hasher.verify(phc, passwordOf(password), anybody)).toBe(true);
  });

  it('refuses new hashes and unknown names alike', async () => {
    const hasher = await createPasswordHasher(alone(pepper));
    const waiting = Promise.all(
      Array.from({ length: 102 }, () => hasher.verifyNobody(passwordOf(password), anybody)),
    );
    await expect(hasher.hash(passwordOf(password), anybody)).rejects.toThrow(Overloaded);
    await expect(hasher.verifyNobody(passwordOf(password), anybody)).rejects.toThrow(Overloaded);
    await waiting;
  });

  it('is not worked off for clients that have gone', async () => {
    const counted = await countingBinding();
    const hasher = await createPasswordHasher(alone(pepper), counted.binding);
    const phc = await hasher.hash(passwordOf(password), anybody);
    const gone = new AbortController();
    const waiting = Promise.allSettled(
      Array.from({ length: 50 }, () => hasher.verify(phc, passwordOf(password), anybody, gone.signal)),
    );
    gone.abort();
    const outcomes = await waiting;
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(false);
    expect(counted.verifications()).toBeLessThanOrEqual(2);
    expect(await hasher.verify(phc, passwordOf(password), anybody)).toBe(true);
  });
});

/** The real binding, and how often it was asked. */
async function countingBinding(): Promise<{ binding: Argon2Binding; verifications: () => number }> {
  const real = await loadNodeArgon2();
  let verifications = 0;
  const binding: Argon2Binding = {
    hash: real.hash,
    verify: (...given) => {
      verifications += 1;
      return real.verify(...given);
    },
    derive: real.derive,
  };
  return { binding, verifications: () => verifications };
}

it('threads that hash give way to the one that answers requests', async () => {
  await createPasswordHasher(alone(pepper));
  const priorities = readdirSync('/proc/self/task').map((id) => {
    const name = readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim();
    return { name, priority: getPriority(Number(id)) };
  });
  const ofPool = priorities.filter(({ name }) => name === 'libuv-worker');
  expect(ofPool.length).toBeGreaterThanOrEqual(2);
  const own = getPriority();
  expect(ofPool.map(({ priority }) => priority > own)).toEqual(ofPool.map(() => true));
});
