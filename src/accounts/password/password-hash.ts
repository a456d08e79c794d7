/**
 * Argon2id (RFC 9106): 19 MiB, 2 passes, 1 lane (OWASP ASVS 5.0 11.4.2), with a pepper as the secret value K.
 * Hashing runs in libuv's pool, two at a time (the pool has four threads, signing needs the rest), behind a queue that is fair to
 * whoever asks (hash-queue.ts).
 *
 * `@node-rs/argon2` is used where it is installed, `argon2` otherwise: the same strings, 2.5 times the speed.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { keyAt, type Secrets } from '../../configuration/secrets.ts';
import { keyedHash } from '../../storage/keyed-hash.ts';
import { type Argon2Parameters, type ForeignHash, waysToHash } from './foreign/foreign-hash.ts';
import { parseForeignHash } from './foreign/parse-hash.ts';
import {
  foreignHashIn,
  isSeenWhole,
  markForeign,
  markWrapped,
  toWrap,
  type WrappedHash,
  wrappedHashIn,
} from './foreign/stored-hash.ts';
import { createHashQueue, type Requester } from './hash-queue.ts';
import { createHashQueueMeasure } from './measured-hash-queue.ts';
import type { TypedPassword } from './typed-password.ts';

export interface PasswordHasher {
  /** @returns a PHC string, parameters in the order m, t, p. @throws Overloaded when too many wait. */
  hash(password: TypedPassword, requester: Requester): Promise<string>;
  /** A hash of what nobody knows, for an account that is opened by its activation code alone. @throws Overloaded as `hash` does. */
  hashOfUnknown(requester: Requester): Promise<string>;
  /**
   * @param stored ours, or another system's hash as it is kept (foreign/stored-hash.ts)
   * @param gone aborts what still waits when the client has gone. @throws Overloaded when too many wait.
   */
  verify(stored: string, password: TypedPassword, requester: Requester, gone?: AbortSignal): Promise<boolean>;
  /** Does the same work as `verify` for a name that nobody has, and is always false. */
  verifyNobody(password: TypedPassword, requester: Requester, gone?: AbortSignal): Promise<false>;
  /**
   * True for a hash made with other parameters or another pepper than today's, or by another system, that opens to this password and to no other: it must
   * not become one of what somebody else could have typed.
   * @param password that it was verified with
   */
  needsRehash(stored: string, password: TypedPassword): boolean;
}

/** Hashes for an import: the only one who hashes then need not stand in line. */
export interface ForeignHashKeeper {
  /** Makes another system's hash what an account keeps: as it is where it is slow to guess, else wrapped in one of ours. */
  keep(hash: ForeignHash): Promise<string>;
  hashOf(text: string): Promise<string>;
}

export interface Argon2Binding {
  hash(password: string, pepper: Buffer): Promise<string>;
  verify(phc: string, password: string, pepper: Buffer): Promise<boolean>;
  /** As another system does it: without a pepper, with parameters of its own. */
  derive(password: string, parameters: Argon2Parameters): Promise<Buffer>;
}

export async function createForeignHashKeeper(
  peppers: Peppers,
  now: () => Date = () => new Date(),
): Promise<ForeignHashKeeper> {
  const argon2 = await loadArgon2();
  const hashOf = (text: string): Promise<string> => hashOfToday(argon2, text, peppers, now());
  return {
    hashOf,
    keep: async (hash) =>
      hash.isSlow ? markForeign(hash) : markWrapped(hash, await hashOf(toWrap(hash.digest))),
  };
}

/** Names a pepper without telling it, so that an export says by which one its hashes can be verified. */
export function pepperIdOf(pepper: Buffer): string {
  return keyedHash(pepper, 'pepper-id', '').slice(0, 12);
}

/** As the PHC string format has it: which secret value K was used. */
const keyId = /,keyid=([\w-]{12})(?=\$)/;

/** The eldest is not named: hashes of before there was a second one are its own. */
function withPepperId(stored: string, pepper: Buffer, { password_pepper: eldest }: Peppers): string {
  return pepper.equals(eldest)
    ? stored
    : stored.replace(/^((?:wrapped:)?\$argon2id\$v=19\$[^$]+)/, `$1,keyid=${pepperIdOf(pepper)}`);
}

async function hashOfToday(
  argon2: Argon2Binding,
  text: string,
  peppers: Peppers,
  now: Date,
): Promise<string> {
  const pepper = keyAt(peppers.password_pepper, peppers.newer_peppers, now);
  return withPepperId(await argon2.hash(text, pepper), pepper, peppers);
}

/** How a hash is stored that was made with the pepper of that id. @returns undefined where it is another than we have */
export function withPepperOf(id: string, peppers: Peppers): ((phc: string) => string) | undefined {
  const pepper = everyPepperOf(peppers).find((one) => pepperIdOf(one) === id);
  return pepper && ((phc) => withPepperId(phc, pepper, peppers));
}

function everyPepperOf({ password_pepper: eldest, newer_peppers: newer }: Peppers): Buffer[] {
  return [eldest, ...newer.map(({ key }) => key)];
}

/** @returns no pepper where it is another than we have */
export function pepperedHash(
  stored: string,
  peppers: Peppers,
): { readonly phc: string; readonly pepper: Buffer | undefined } {
  const id = keyId.exec(stored)?.[1];
  const pepper =
    id === undefined ? peppers.password_pepper : everyPepperOf(peppers).find((one) => pepperIdOf(one) === id);
  return { phc: stored.replace(keyId, ''), pepper };
}

/** The type's number, the same in both bindings (RFC 9106 §3.1, parameter y). */
const argon2id = 2 as const;
const argon2i = 1 as const;
const memoryInKiB = 19_456;
const passes = 2;
const lanes = 1;
const currentParameters = `$argon2id$v=19$m=${memoryInKiB},t=${passes},p=${lanes}$`;

const atOnce = 2;

export type Peppers = Pick<Secrets, 'password_pepper' | 'newer_peppers'>;

export async function createPasswordHasher(
  peppers: Peppers,
  binding?: Argon2Binding,
  now: () => Date = () => new Date(),
): Promise<PasswordHasher> {
  const argon2 = binding ?? (await loadArgon2());
  const inTurn = createHashQueue(atOnce, createHashQueueMeasure());
  const hashOfNobody = await argon2.hash('nobody has this password', peppers.password_pepper);
  const current = (): Buffer => keyAt(peppers.password_pepper, peppers.newer_peppers, now());

  async function verify(
    stored: string,
    password: TypedPassword,
    requester: Requester,
    gone?: AbortSignal,
  ): Promise<boolean> {
    const wrapped = wrappedHashIn(stored);
    const foreign = foreignHashIn(stored) ?? wrapped?.recipe;
    if (foreign === undefined) {
      const { phc, pepper } = pepperedHash(stored, peppers);
      return pepper
        ? inTurn(() => argon2.verify(phc, password.text, pepper), { amount: 1, requester, gone })
        : verifyNobody(password, requester, gone);
    }
    const parsed = parseForeignHash(foreign);
    if (parsed.kind === 'unusable') {
      return verifyNobody(password, requester, gone);
    }
    // A quick old hash must not answer sooner than a name that nobody has.
    const alsoOurs = (): Promise<unknown> =>
      argon2.verify(hashOfNobody, password.text, peppers.password_pepper);
    const job = { amount: parsed.hash.work + 1, requester, gone };
    return inTurn(
      () =>
        wrapped
          ? verifyWrapped(argon2, peppers, wrapped, parsed.hash, password)
          : verifyForeign(argon2, parsed.hash, password, alsoOurs),
      job,
    );
  }

  async function verifyNobody(
    password: TypedPassword,
    requester: Requester,
    gone?: AbortSignal,
  ): Promise<false> {
    await verify(hashOfNobody, password, requester, gone);
    return false;
  }

  function hash(text: string, requester: Requester): Promise<string> {
    return inTurn(() => hashOfToday(argon2, text, peppers, now()), { amount: 1, requester });
  }

  return {
    hash: ({ text }, requester) => hash(text, requester),
    hashOfUnknown: (requester) => hash(randomBytes(32).toString('base64url'), requester),
    verify,
    verifyNobody,
    needsRehash(stored, password) {
      const { phc, pepper } = pepperedHash(stored, peppers);
      const isOfToday = phc.startsWith(currentParameters) && pepper?.equals(current());
      return !isOfToday && isSeenWhole(stored, password);
    },
  };
}

async function verifyForeign(
  argon2: Argon2Binding,
  hash: ForeignHash,
  password: TypedPassword,
  beforeRefusing: () => Promise<unknown>,
): Promise<boolean> {
  for (const way of waysToHash(password)) {
    const digest = await hash.derive(way, argon2.derive);
    if (digest.length === hash.digest.length && timingSafeEqual(digest, hash.digest)) {
      return true;
    }
  }
  await beforeRefusing();
  return false;
}

/** One of ours is asked at least once, as for everybody. */
async function verifyWrapped(
  argon2: Argon2Binding,
  peppers: Peppers,
  { ours }: WrappedHash,
  recipe: ForeignHash,
  password: TypedPassword,
): Promise<boolean> {
  const { phc, pepper } = pepperedHash(ours, peppers);
  for (const way of waysToHash(password)) {
    const digest = await recipe.derive(way, argon2.derive);
    if ((await argon2.verify(phc, toWrap(digest), pepper ?? peppers.password_pepper)) && pepper) {
      return true;
    }
  }
  return false;
}

/** The faster binding where it is installed, the declared one otherwise. */
async function loadArgon2(): Promise<Argon2Binding> {
  try {
    return await loadNodeRsArgon2();
  } catch {
    return await loadNodeArgon2();
  }
}

export async function loadNodeRsArgon2(): Promise<Argon2Binding> {
  const { hash, hashRaw, verify } = await import('@node-rs/argon2');
  const options = {
    algorithm: argon2id,
    memoryCost: memoryInKiB,
    timeCost: passes,
    parallelism: lanes,
  };
  return {
    hash: (password, pepper) => hash(password, { ...options, secret: pepper }),
    verify: (phc, password, pepper) => verify(phc, password, { ...options, secret: pepper }),
    derive: (password, { type, version, memoryInKiB: memoryCost, passes: timeCost, lanes, salt, length }) =>
      hashRaw(password, {
        algorithm: type === 'argon2id' ? argon2id : argon2i,
        version: version === 19 ? 1 : 0,
        memoryCost,
        timeCost,
        parallelism: lanes,
        salt,
        outputLen: length,
      }),
  };
}

export async function loadNodeArgon2(): Promise<Argon2Binding> {
  const { default: argon2 } = await import('argon2');
  const options = { type: argon2id, memoryCost: memoryInKiB, timeCost: passes, parallelism: lanes };
  return {
    async hash(password, pepper) {
      return inStandardOrder(await argon2.hash(password, { ...options, secret: pepper }));
    },
    verify: (phc, password, pepper) => argon2.verify(phc, password, { secret: pepper }),
    derive: (password, { type, version, memoryInKiB: memoryCost, passes: timeCost, lanes, salt, length }) =>
      argon2.hash(password, {
        raw: true,
        type: type === 'argon2id' ? argon2id : argon2i,
        version: version === 19 ? 0x13 : 0x10,
        memoryCost,
        timeCost,
        parallelism: lanes,
        salt,
        hashLength: length,
      }),
  };
}

/** `argon2` writes `m=,p=,t=`; the PHC string format of Argon2 has `m=,t=,p=`, and strict parsers insist on it. */
function inStandardOrder(phc: string): string {
  return phc.replace(/\$m=(\d+),p=(\d+),t=(\d+)\$/, '$m=$1,t=$3,p=$2$');
}
