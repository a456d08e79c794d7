/**
 * Password hashes that other systems made, as they come with an import: recognised, bounded and verified. Nothing here makes one;
 * whoever signs in with such a hash has it replaced by ours.
 *
 * Bounds keep a hostile line from becoming an hour of work at somebody's sign-in; what is above them is refused at the import.
 *
 * Each scheme says what it sees of a password. What it does not see it takes any other bytes for, so a right password may have been typed
 * that is not the owner's: to hash that anew would shut the owner out.
 */
import { createHash, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import type { TypedPassword } from './typed-password.ts';

export interface ForeignHash {
  /** As it is kept: Argon2 with its parameters in the standard's order, anything else as it came. */
  readonly encoded: string;
  /** Work of one verification, in units of one hash of ours; an estimate, at least 1. */
  readonly work: number;
  readonly sees: Sees;
  verify(password: string, argon2: VerifyWithoutPepper): Promise<boolean>;
}

/** How much of a password a scheme sees. */
type Sees = (password: Buffer) => Sight;

interface Sight {
  /** The bytes that decide: passwords that share them are one password to the scheme. */
  readonly part: Buffer;
  /** True when these are all, and it saw that nothing follows: then no other password passes for this one. */
  readonly isAll: boolean;
}

const seesAll: Sees = (password) => ({ part: password, isAll: true });

/** HMAC fills its key up with zeros (RFC 2104 §2). That it hashes a long key first is no loss: nobody types the digest. */
const seesAllButZerosAtTheEnd: Sees = (password) => {
  const end = password.findLastIndex((byte) => byte !== 0) + 1;
  return { part: password.subarray(0, end), isAll: end === password.length };
};

const bytesOfBcrypt = 72;

/** A string of C, to 72 bytes with the zero at its end: of a password of 72 it is not known whether more followed. */
const seesAsBcrypt: Sees = (password) => {
  const zero = password.indexOf(0);
  const part = password.subarray(0, zero === -1 ? bytesOfBcrypt : Math.min(zero, bytesOfBcrypt));
  return { part, isAll: zero === -1 && password.length < bytesOfBcrypt };
};

/** Verifies a PHC string of Argon2 that was made without a secret value. */
export type VerifyWithoutPepper = (phc: string, password: string) => Promise<boolean>;

export type ParsedHash = { kind: 'usable'; hash: ForeignHash } | { kind: 'unusable'; reason: string };

/** Stored strings that begin so are another system's hash; all others are ours, with our pepper. */
const foreignMark = 'foreign:';

export const markForeign = (hash: ForeignHash): string => `${foreignMark}${hash.encoded}`;

/** @returns the other system's hash in a stored string, undefined when the stored string is ours. */
export function foreignHashIn(stored: string): string | undefined {
  return stored.startsWith(foreignMark) ? stored.slice(foreignMark.length) : undefined;
}

/** As other systems may have hashed a password: as it was typed, or as its keyboard composed it. */
export function waysToHash({ asTyped, text }: TypedPassword): string[] {
  return [...new Set([asTyped, text])];
}

/** True when a stored hash that opens to this password opens to no other. */
export function isSeenWhole(stored: string, password: TypedPassword): boolean {
  const sees = sightOf(stored);
  return waysToHash(password).every((way) => sees(Buffer.from(way)).isAll);
}

/** True when two passwords are one to a stored hash. Compares what was typed; the hash itself is not asked. */
export function isSameFor(stored: string, one: TypedPassword, other: TypedPassword): boolean {
  const sees = sightOf(stored);
  const partsOf = (password: TypedPassword): Buffer[] =>
    waysToHash(password).map((way) => sees(Buffer.from(way)).part);
  return (
    one.text === other.text || partsOf(one).some((part) => partsOf(other).some((its) => part.equals(its)))
  );
}

/** Ours, Argon2id, sees everything. */
function sightOf(stored: string): Sees {
  const foreign = foreignHashIn(stored);
  const parsed = foreign === undefined ? undefined : parseForeignHash(foreign);
  return parsed?.kind === 'usable' ? parsed.hash.sees : seesAll;
}

const pbkdf2InPool = promisify(pbkdf2);
const scryptInPool = promisify<string, Buffer, number, object, Buffer>(scrypt);

const longestEncoded = 512;
const shortestDigest = 16;
const longestDigest = 64;
const longestSalt = 64;
const mostArgon2Memory = 256 * 1024;
const mostArgon2Work = 1024 * 1024;
const mostLanes = 16;
const mostBcryptCost = 14;
const mostPbkdf2Work = 2_000_000;
const mostScryptMemory = 128 * 1024 * 1024;
const mostScryptWork = 2 ** 21;

/** How much of each scheme's own unit takes as long as one hash of ours; see test/bench/hashing.ts for ours. */
const perUnit = { argon2: 38_912, bcrypt: 2 ** 8, pbkdf2: 50_000, scrypt: 2 ** 16 };

const unknown: ParsedHash = { kind: 'unusable', reason: 'no hash of a kind that Kapu verifies' };
const tooExpensive: ParsedHash = { kind: 'unusable', reason: 'its parameters are beyond what Kapu verifies' };
const malformed: ParsedHash = { kind: 'unusable', reason: 'its salt or digest has no usable length' };

/** Pure; says why a hash cannot be used, without repeating any of it. */
export function parseForeignHash(text: string): ParsedHash {
  if (text.length > longestEncoded) {
    return unknown;
  }
  for (const parse of [
    parseArgon2,
    parseBcrypt,
    parsePbkdf2,
    parseDjangoPbkdf2,
    parseScrypt,
    parseSaltedSha,
  ]) {
    const parsed = parse(text);
    if (parsed) {
      return parsed;
    }
  }
  return unknown;
}

/** RFC 9106 in the PHC string format; the binding `argon2` of Node writes `m=,p=,t=`. Without `v=` it is version 16. */
function parseArgon2(text: string): ParsedHash | undefined {
  const [, type, version = 'v=16$', m, first, second, salt, digest] =
    /^\$argon2(id|i)\$(v=1[69]\$)?m=(\d{1,8}),(?:t=(\d{1,6}),p=\d{1,3}|p=\d{1,3},t=(\d{1,6}))\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(
      text,
    ) ?? [];
  if (!type || !salt || !digest) {
    return undefined;
  }
  const [, p] = /p=(\d+)/.exec(text) ?? [];
  const [memory, passes, lanes] = [Number(m), Number(first ?? second), Number(p)];
  if (memory > mostArgon2Memory || memory * passes > mostArgon2Work || lanes > mostLanes) {
    return tooExpensive;
  }
  if (
    passes < 1 ||
    lanes < 1 ||
    memory < 8 * lanes ||
    bytesOf(salt).length < 8 ||
    !isDigest(bytesOf(digest))
  ) {
    return malformed;
  }
  const encoded = `$argon2${type}$${version}m=${memory},t=${passes},p=${lanes}$${salt}$${digest}`;
  return usable(encoded, (memory * passes) / perUnit.argon2, seesAll, (password, argon2) =>
    argon2(encoded, password),
  );
}

function parseBcrypt(text: string): ParsedHash | undefined {
  const [, digits] = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text) ?? [];
  if (!digits) {
    return undefined;
  }
  const cost = Number(digits);
  if (cost < 4) {
    return malformed;
  }
  return cost > mostBcryptCost
    ? tooExpensive
    : usable(text, 2 ** cost / perUnit.bcrypt, seesAsBcrypt, (password) => verifyBcrypt(password, text));
}

/** `$pbkdf2-sha256$29000$salt$digest` (passlib), or with `i=29000` and perhaps `,l=32` (PHC). */
function parsePbkdf2(text: string): ParsedHash | undefined {
  const [, algorithm, iterations, salt, digest] =
    /^\$pbkdf2(|-sha1|-sha256|-sha512)\$(?:i=)?(\d{1,9})(?:,l=\d{1,3})?\$([A-Za-z0-9+/.]+)\$([A-Za-z0-9+/.]+)$/.exec(
      text,
    ) ?? [];
  return algorithm === undefined || !salt || !digest
    ? undefined
    : pbkdf2Of(text, algorithm.slice(1) || 'sha1', Number(iterations), bytesOf(salt), bytesOf(digest));
}

/** `pbkdf2_sha256$600000$salt$digest`: the salt is text. */
function parseDjangoPbkdf2(text: string): ParsedHash | undefined {
  const [, algorithm, iterations, salt, digest] =
    /^pbkdf2_(sha1|sha256|sha512)\$(\d{1,9})\$([\x21-\x23\x25-\x7e]+)\$([A-Za-z0-9+/]+={0,2})$/.exec(text) ??
    [];
  return !algorithm || !salt || !digest
    ? undefined
    : pbkdf2Of(text, algorithm, Number(iterations), Buffer.from(salt), bytesOf(digest));
}

const digestLengths: Record<string, number> = { sha1: 20, sha256: 32, sha512: 64 };

function pbkdf2Of(
  text: string,
  algorithm: string,
  iterations: number,
  salt: Buffer,
  digest: Buffer,
): ParsedHash {
  const work = iterations * Math.ceil(digest.length / (digestLengths[algorithm] as number));
  if (iterations < 1 || salt.length > longestSalt || !isDigest(digest)) {
    return malformed;
  }
  if (work > mostPbkdf2Work) {
    return tooExpensive;
  }
  return usable(text, work / perUnit.pbkdf2, seesAllButZerosAtTheEnd, async (password) =>
    timingSafeEqual(await pbkdf2InPool(password, salt, iterations, digest.length, algorithm), digest),
  );
}

/** RFC 7914 in the PHC string format: `$scrypt$ln=15,r=8,p=1$salt$digest`. */
function parseScrypt(text: string): ParsedHash | undefined {
  const [, ln, r, p, salt, digest] =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/.]+)\$([A-Za-z0-9+/.]+)$/.exec(text) ?? [];
  if (!salt || !digest) {
    return undefined;
  }
  const [cost, blockSize, parallelization] = [2 ** Number(ln), Number(r), Number(p)];
  const [saltBytes, expected] = [bytesOf(salt), bytesOf(digest)];
  const memory = 128 * cost * blockSize;
  const work = cost * blockSize * parallelization;
  if (memory > mostScryptMemory || work > mostScryptWork) {
    return tooExpensive;
  }
  if (cost < 2 || work < 1 || saltBytes.length > longestSalt || !isDigest(expected)) {
    return malformed;
  }
  const options = { cost, blockSize, parallelization, maxmem: 2 * memory + 1024 * work };
  return usable(text, work / perUnit.scrypt, seesAllButZerosAtTheEnd, async (password) =>
    timingSafeEqual(await scryptInPool(password, saltBytes, expected.length, options), expected),
  );
}

/** LDAP directories: the digest of password and salt, then the salt, in Base64. */
function parseSaltedSha(text: string): ParsedHash | undefined {
  const [, scheme = '', base64] = /^\{(SSHA|SSHA256|SSHA512)\}([A-Za-z0-9+/]+={0,2})$/i.exec(text) ?? [];
  if (!base64) {
    return undefined;
  }
  const algorithm = `sha${scheme.slice('SSHA'.length) || '1'}`;
  const bytes = bytesOf(base64);
  const digest = bytes.subarray(0, digestLengths[algorithm]);
  const salt = bytes.subarray(digest.length);
  if (digest.length !== digestLengths[algorithm] || salt.length < 4 || salt.length > longestSalt) {
    return malformed;
  }
  return usable(text, 0, seesAll, async (password) =>
    timingSafeEqual(createHash(algorithm).update(password).update(salt).digest(), digest),
  );
}

function usable(encoded: string, work: number, sees: Sees, verify: ForeignHash['verify']): ParsedHash {
  return { kind: 'usable', hash: { encoded, work: Math.max(1, Math.ceil(work)), sees, verify } };
}

/** Base64 with or without padding; passlib writes `.` for `+`. */
function bytesOf(base64: string): Buffer {
  return Buffer.from(base64.replaceAll('.', '+'), 'base64');
}

/** An empty digest would equal every other one of its length. */
function isDigest({ length }: Buffer): boolean {
  return length >= shortestDigest && length <= longestDigest;
}
