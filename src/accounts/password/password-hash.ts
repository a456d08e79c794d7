/**
 * Passwords are hashed in libuv's pool, two at a time (the pool has four threads, signing needs the rest), behind a queue that is fair to
 * whoever asks (hash-queue.ts).
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Argon2Binding, currentParameters, hashOfToday, loadArgon2 } from './argon2.ts';
import { type ForeignHash, waysToHash } from './foreign/foreign-hash.ts';
import { parseForeignHash } from './foreign/parse-hash.ts';
import {
  foreignHashIn,
  isSeenWhole,
  toWrap,
  type WrappedHash,
  wrappedHashIn,
} from './foreign/stored-hash.ts';
import { letHashesGiveWay } from './hash-priority.ts';
import { createHashQueue, type Requester } from './hash-queue.ts';
import { createHashQueueMeasure } from './measured-hash-queue.ts';
import { type Peppers, pepperAt, pepperedHash } from './peppers.ts';
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
   * True for a hash made with other parameters or another pepper than today's, or by another system, that opens to this password and
   * to no other: it must not become one of what somebody else could have typed.
   * @param password that it was verified with
   */
  needsRehash(stored: string, password: TypedPassword): boolean;
}

const atOnce = 2;

export async function createPasswordHasher(
  peppers: Peppers,
  binding?: Argon2Binding,
  now: () => Date = () => new Date(),
): Promise<PasswordHasher> {
  const argon2 = binding ?? (await loadArgon2());
  const inTurn = createHashQueue(atOnce, createHashQueueMeasure());
  const hashOfNobody = await argon2.hash('nobody has this password', peppers.password_pepper);
  letHashesGiveWay();

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
      const isOfToday = phc.startsWith(currentParameters) && pepper?.equals(pepperAt(peppers, now()));
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
