/**
 * What crypt(3) of Unix systems and Apache's htpasswd make of a password: a digest, over and over. Their designs are fixed and published
 * (FreeBSD's md5crypt of 1994, U. Drepper, "Unix crypt using SHA-256 and SHA-512", 0.6), and no kept library computes them without
 * holding up everybody else: here a run of rounds ends with a turn for others.
 */
import { createHash } from 'node:crypto';
import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { type ParseHash, tooExpensive, usable } from './foreign-hash.ts';
import { seesToTheFirstZero } from './sight.ts';

const roundsInOneRun = 1000;
const roundsPerHashOfOurs = 10_000;
const mostRounds = 1_000_000;
const fewestRounds = 1000;
const usualRounds = 5000;

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `$1$salt$…` (crypt) and `$apr1$salt$…` (Apache). */
export const parseMd5Crypt: ParseHash = (text) => {
  const [, beginning, magic, salt = '', digest] =
    /^((\$1\$|\$apr1\$)([^$:\n]{0,8})\$)([./0-9A-Za-z]{22})$/.exec(text) ?? [];
  if (!beginning || !magic || !digest) {
    return undefined;
  }
  return usable({
    kind: magic === '$1$' ? 'md5crypt' : 'apr1',
    encoded: text,
    work: 0,
    isSlow: false,
    sees: seesToTheFirstZero,
    derive: async (password) => Buffer.from(md5Crypt(partOf(password), magic, Buffer.from(salt))),
    digest: Buffer.from(digest),
    recipe: `${beginning}${'.'.repeat(digest.length)}`,
  });
};

/** `$5$rounds=5000$salt$…` and `$6$…`. */
export const parseShaCrypt: ParseHash = (text) => {
  const [, beginning, type, written, salt = '', digest = ''] =
    /^(\$([56])\$(?:rounds=(\d{1,9})\$)?([^$:\n]{0,16})\$)([./0-9A-Za-z]+)$/.exec(text) ?? [];
  if (!beginning || digest.length !== (type === '5' ? 43 : 86)) {
    return undefined;
  }
  const kind = type === '5' ? 'sha256crypt' : 'sha512crypt';
  const rounds = Math.max(fewestRounds, Number(written ?? usualRounds));
  if (rounds > mostRounds) {
    return tooExpensive(kind);
  }
  const scheme = type === '5' ? sha256Crypt : sha512Crypt;
  return usable({
    kind,
    encoded: text,
    work: rounds / roundsPerHashOfOurs,
    isSlow: false,
    sees: seesToTheFirstZero,
    derive: async (password) =>
      Buffer.from(await shaCrypt(scheme, partOf(password), Buffer.from(salt), rounds)),
    digest: Buffer.from(digest),
    recipe: `${beginning}${'.'.repeat(digest.length)}`,
  });
};

function partOf(password: string): Buffer {
  return seesToTheFirstZero(Buffer.from(password)).part;
}

interface ShaCrypt {
  readonly algorithm: 'sha256' | 'sha512';
  /** Which bytes of the digest are written together, three at a time. */
  readonly order: readonly (readonly number[])[];
}

/** Byte `first`, and those a third of the digest on; in each three the places turn by one. */
function turning(length: number, turnsLeft: boolean): number[][] {
  const third = length / 3;
  return Array.from({ length: third }, (_, at) => {
    const places = [at, at + third, at + 2 * third];
    const by = (turnsLeft ? at : 2 * at) % 3;
    return [...places.slice(by), ...places.slice(0, by)];
  });
}

const sha512Crypt: ShaCrypt = { algorithm: 'sha512', order: [...turning(63, true), [63]] };
const sha256Crypt: ShaCrypt = { algorithm: 'sha256', order: [...turning(30, false), [31, 30]] };

async function shaCrypt(
  { algorithm, order }: ShaCrypt,
  password: Buffer,
  salt: Buffer,
  rounds: number,
): Promise<string> {
  const digestOf = (...parts: readonly Buffer[]): Buffer => {
    const digest = createHash(algorithm);
    for (const part of parts) {
      digest.update(part);
    }
    return digest.digest();
  };
  const second = digestOf(password, salt, password);
  let running = digestOf(
    password,
    salt,
    toLength(second, password.length),
    ...bitsOf(password.length).map((isOne) => (isOne ? second : password)),
  );
  const ofPassword = toLength(
    digestOf(...Array.from({ length: password.length }, () => password)),
    password.length,
  );
  const times = 16 + (running[0] as number);
  const ofSalt = toLength(digestOf(...Array.from({ length: times }, () => salt)), salt.length);
  const nothing = Buffer.alloc(0);
  for (let round = 0; round < rounds; round += 1) {
    if (round % roundsInOneRun === roundsInOneRun - 1) {
      await turnOfOthers();
    }
    const isOdd = round % 2 === 1;
    running = digestOf(
      isOdd ? ofPassword : running,
      round % 3 === 0 ? nothing : ofSalt,
      round % 7 === 0 ? nothing : ofPassword,
      isOdd ? running : ofPassword,
    );
  }
  return written(running, order);
}

const md5Order = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];
const md5Rounds = 1000;

function md5Crypt(password: Buffer, magic: string, salt: Buffer): string {
  const digestOf = (...parts: readonly (Buffer | string)[]): Buffer => {
    const digest = createHash('md5');
    for (const part of parts) {
      digest.update(part);
    }
    return digest.digest();
  };
  const second = digestOf(password, salt, password);
  const zero = Buffer.alloc(1);
  let running = digestOf(
    password,
    magic,
    salt,
    toLength(second, password.length),
    ...bitsOf(password.length).map((isOne) => (isOne ? zero : password.subarray(0, 1))),
  );
  for (let round = 0; round < md5Rounds; round += 1) {
    const isOdd = round % 2 === 1;
    running = digestOf(
      isOdd ? password : running,
      round % 3 === 0 ? '' : salt,
      round % 7 === 0 ? '' : password,
      isOdd ? running : password,
    );
  }
  return written(running, md5Order);
}

/** The lowest first. */
function bitsOf(number: number): boolean[] {
  const bits: boolean[] = [];
  for (let rest = number; rest > 0; rest >>= 1) {
    bits.push(rest % 2 === 1);
  }
  return bits;
}

function toLength(bytes: Buffer, length: number): Buffer {
  return Buffer.alloc(length, bytes);
}

/** Six bits a letter, the lowest first. */
export function written(bytes: Buffer, order: readonly (readonly number[])[]): string {
  return order
    .map((places) => {
      let value = places.reduce((sum, place) => sum * 256 + (bytes[place] as number), 0);
      let letters = '';
      for (let bits = places.length * 8; bits > 0; bits -= 6) {
        letters += alphabet[value % 64];
        value = Math.floor(value / 64);
      }
      return letters;
    })
    .join('');
}
