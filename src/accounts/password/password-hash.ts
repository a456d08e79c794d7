/**
 * Argon2id (RFC 9106): 19 MiB, 2 passes, 1 lane (OWASP ASVS 5.0 11.4.2), with a pepper as the secret value K.
 * Hashing runs in libuv's pool, two at a time (the pool has four threads, signing needs the rest), behind a queue that is fair to
 * whoever asks (hash-queue.ts).
 *
 * `@node-rs/argon2` is used where it is installed, `argon2` otherwise: the same strings, 2.5 times the speed.
 */
import { randomBytes } from 'node:crypto';
import { keyAt, type Secrets } from '../../configuration/secrets.ts';
import { keyedHash } from '../../storage/keyed-hash.ts';
import {
  type ForeignHash,
  foreignHashIn,
  isSeenWhole,
  parseForeignHash,
  waysToHash,
} from './foreign-hash.ts';
import { createHashQueue, type Requester } from './hash-queue.ts';
import { createHashQueueMeasure } from './measured-hash-queue.ts';
import type { TypedPassword } from './typed-password.ts';

export interface PasswordHasher {
  /** @returns a PHC string, parameters in the order m, t, p. @throws Overloaded when too many wait. */
  hash(password: TypedPassword, requester: Requester): Promise<string>;
  /** A hash of what nobody knows, for an account that is opened by its activation code alone. @throws Overloaded as `hash` does. */
  hashOfUnknown(requester: Requester): Promise<string>;
  /**
   * @param stored ours, or another system's hash as `markForeign` writes it
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

export interface Argon2Binding {
  hash(password: string, pepper: Buffer): Promise<string>;
  /** @param pepper undefined for a hash that was made without one. */
  verify(phc: string, password: string, pepper: Buffer | undefined): Promise<boolean>;
}

/** Names a pepper without telling it, so that an export says by which one its hashes can be verified. */
export function pepperIdOf(pepper: Buffer): string {
  return keyedHash(pepper, 'pepper-id', '').slice(0, 12);
}

/** As the PHC string format has it: which secret value K was used. */
const keyId = /,keyid=([\w-]{12})(?=\$)/;

/** The eldest is not named: hashes of before there was a second one are its own. */
function withPepperId(phc: string, pepper: Buffer, { password_pepper: eldest }: Peppers): string {
  return pepper.equals(eldest)
    ? phc
    : phc.replace(/^(\$argon2id\$v=19\$[^$]+)/, `$1,keyid=${pepperIdOf(pepper)}`);
}

/** @returns no pepper where it is another than we have */
export function pepperedHash(
  stored: string,
  { password_pepper: eldest, newer_peppers: newer }: Peppers,
): { readonly phc: string; readonly pepper: Buffer | undefined } {
  const id = keyId.exec(stored)?.[1];
  const all = [eldest, ...newer.map(({ key }) => key)];
  const pepper = id === undefined ? eldest : all.find((one) => pepperIdOf(one) === id);
  return { phc: stored.replace(keyId, ''), pepper };
}

/** The type's number, the same in both bindings (RFC 9106 §3.1, parameter y). */
const argon2id = 2 as const;
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
    const foreign = foreignHashIn(stored);
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
    return inTurn(() => verifyForeign(argon2, parsed.hash, password, alsoOurs), job);
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
    const pepper = current();
    const marked = async (): Promise<string> =>
      withPepperId(await argon2.hash(text, pepper), pepper, peppers);
    return inTurn(marked, { amount: 1, requester });
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
    if (await hash.verify(way, (phc, typed) => argon2.verify(phc, typed, undefined))) {
      return true;
    }
  }
  await beforeRefusing();
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
  const { hash, verify } = await import('@node-rs/argon2');
  const options = {
    algorithm: argon2id,
    memoryCost: memoryInKiB,
    timeCost: passes,
    parallelism: lanes,
  };
  return {
    hash: (password, pepper) => hash(password, { ...options, secret: pepper }),
    verify: (phc, password, pepper) =>
      verify(phc, password, pepper ? { ...options, secret: pepper } : options),
  };
}

export async function loadNodeArgon2(): Promise<Argon2Binding> {
  const { default: argon2 } = await import('argon2');
  const options = { type: argon2id, memoryCost: memoryInKiB, timeCost: passes, parallelism: lanes };
  return {
    async hash(password, pepper) {
      return inStandardOrder(await argon2.hash(password, { ...options, secret: pepper }));
    },
    verify: (phc, password, pepper) => argon2.verify(phc, password, pepper ? { secret: pepper } : {}),
  };
}

/** `argon2` writes `m=,p=,t=`; the PHC string format of Argon2 has `m=,t=,p=`, and strict parsers insist on it. */
function inStandardOrder(phc: string): string {
  return phc.replace(/\$m=(\d+),p=(\d+),t=(\d+)\$/, '$m=$1,t=$3,p=$2$');
}
