/**
 * Passwords. In this folder: verifying one, counting wrong ones (NIST SP 800-63B-4 §3.2.2, rate limiting), hashing ours and other
 * systems', and judging new ones (§3.1.1.2).
 *
 * The first step of every sign-in: throttle, then hash, with the same work and the same answer for an unknown name.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Secrets } from '../../configuration/secrets.ts';
import { Overloaded } from '../../errors.ts';
import type { Store } from '../../storage/redis.ts';
import type { AttemptSource } from '../../throttle/failures/attempt-source.ts';
import type { RateLimits } from '../../throttle/windows/rate-limits.ts';
import type { Account } from '../account.ts';
import { nobody } from '../account-record.ts';
import type { AccountStore } from '../account-store.ts';
import { type Requester, requesterOf } from './hash-queue.ts';
import {
  type AttemptPermit,
  createPasswordAttempts,
  type PasswordAttempts,
  type TriedAccount,
} from './password-attempts.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { TypedPassword } from './typed-password.ts';

export type PasswordVerdict =
  /** @param failuresBefore in a row, from browsers as well known as this one */
  | { kind: 'verified'; account: Account; failuresBefore: number }
  | { kind: 'wrong' }
  /** The right password of an account that is suspended: its owner may be told where they are helped. */
  | { kind: 'suspended' }
  | { kind: 'locked'; until: Date };

/** @param username as the citizen typed it, normalised. @param gone aborts the wait when the client has gone. */
export type VerifyPassword = (
  username: string,
  password: TypedPassword,
  source: AttemptSource,
  now: Date,
  gone?: AbortSignal,
) => Promise<PasswordVerdict>;

/** So many were wrong that no further one is taken for a while, or at all. */
export interface PasswordLock {
  /** Undefined: nobody has the name. */
  readonly account: Account | undefined;
  readonly isKnownBrowser: boolean;
  readonly lockedUntil?: Date;
  readonly isLast?: true;
}

/** Longer than any usual hash takes, and no longer than a person waits. */
const beatInMilliseconds = 500;

interface VerifyParts {
  readonly accounts: AccountStore;
  readonly hasher: PasswordHasher;
  readonly attempts: PasswordAttempts;
}

/** Whichever page asked for the password: no refusal goes by without its record. */
export function recordedPasswords(
  verify: VerifyPassword,
  record: (refused: Exclude<PasswordVerdict['kind'], 'verified'>, username: string) => Promise<void>,
): VerifyPassword {
  return async (username, ...given) => {
    const verdict = await verify(username, ...given);
    if (verdict.kind !== 'verified') {
      await record(verdict.kind, username);
    }
    return verdict;
  };
}

export function createVerifyPassword(
  store: Store,
  accounts: AccountStore,
  hasher: PasswordHasher,
  secrets: Secrets,
  rateLimits: RateLimits,
  whenLocked: (lock: PasswordLock) => Promise<void> = async () => {},
): VerifyPassword {
  const attempts = createPasswordAttempts(store, secrets, rateLimits);
  const parts: VerifyParts = { accounts, hasher, attempts };

  return async (username, password, source, now, gone) => {
    const begunAt = performance.now();
    const accountId = (await accounts.findId(username)) ?? nobody;
    const tried = { username, accountId };
    const [permit, account] = await Promise.all([
      attempts.begin(tried, source, now),
      accounts.find(accountId),
    ]);
    if (permit.kind === 'locked') {
      return permit;
    }
    const requester = { ...requesterOf(source), slowed: permit.kind === 'slowed' };
    const given = { tried, password, source, permit, requester, gone };
    const isRight = await verifyUnlessOverloaded(parts, account, given);
    // Too many were wrong: it was looked at, so that the time tells nothing, and counts for nothing.
    const matches = isRight && !permit.isWornOut;
    if (!matches || account?.status !== 'active') {
      const { lockedUntil, isLast, isWornOut } = permit;
      if (lockedUntil || (isLast && !isWornOut)) {
        const lock = { ...(lockedUntil && { lockedUntil }), ...(isLast && !isWornOut && { isLast }) };
        await whenLocked({ account, isKnownBrowser: source.knownDevice !== undefined, ...lock });
      }
      await untilNextBeat(accounts, begunAt);
      return { kind: matches && account?.status === 'suspended' ? 'suspended' : 'wrong' };
    }
    await attempts.succeeded(tried, source, permit);
    return {
      kind: 'verified',
      account: await rehashIfNeeded(parts, account, password, requester),
      failuresBefore: permit.failuresBefore,
    };
  };
}

/** Where accounts came from another system their hashes tell them by the time they take: refusals leave on a beat. */
async function untilNextBeat(accounts: AccountStore, begunAt: number): Promise<void> {
  if (await accounts.mayHaveForeignHashes()) {
    const elapsed = performance.now() - begunAt;
    await delay(beatInMilliseconds - (elapsed % beatInMilliseconds));
  }
}

interface PasswordGiven {
  readonly tried: TriedAccount;
  readonly password: TypedPassword;
  readonly source: AttemptSource;
  readonly permit: AttemptPermit;
  /** Whose network had its share comes after all others (hash-queue.ts). */
  readonly requester: Requester;
  readonly gone: AbortSignal | undefined;
}

/** Too much load is no guess: the attempt is taken back. One whose client went away stays counted, or leaving were free. */
async function verifyUnlessOverloaded(
  { hasher, attempts }: VerifyParts,
  account: Account | undefined,
  { tried, password, source, permit, requester, gone }: PasswordGiven,
): Promise<boolean> {
  try {
    return account
      ? await hasher.verify(account.passwordHash, password, requester, gone)
      : await hasher.verifyNobody(password, requester, gone);
  } catch (error) {
    if (error instanceof Overloaded) {
      await attempts.refund(tried, source, permit);
    }
    throw error;
  }
}

/** When too many wait for a hash, a later sign-in will do. @returns the account as it is stored now. */
async function rehashIfNeeded(
  { accounts, hasher }: VerifyParts,
  account: Account,
  password: TypedPassword,
  requester: Requester,
): Promise<Account> {
  if (!hasher.needsRehash(account.passwordHash, password)) {
    return account;
  }
  try {
    const passwordHash = await hasher.hash(password, requester);
    await accounts.rehashPassword(account, passwordHash);
    return { ...account, passwordHash };
  } catch (error) {
    if (error instanceof Overloaded) {
      return account;
    }
    throw error;
  }
}
