/** The first step of every sign-in: throttle, then hash, with the same work and the same answer for an unknown name. */
import type { Secrets } from '../config.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import { type AttemptLimit, beginAttempt, forgetAttempts } from '../throttle/attempts.ts';
import type { Account } from './account.ts';
import type { AccountStore } from './account-store.ts';
import type { PasswordHasher } from './password-hash.ts';

export type PasswordVerdict =
  | { kind: 'verified'; account: Account }
  | { kind: 'wrong' }
  | { kind: 'locked'; until: Date };

/** @param username as the citizen typed it, normalised. @param gone aborts the wait when the client has gone. */
export type VerifyPassword = (
  username: string,
  password: string,
  now: Date,
  gone?: AbortSignal,
) => Promise<PasswordVerdict>;

const passwordLimit: AttemptLimit = {
  attemptsInRound: 5,
  locksInMinutes: [1, 5, 15, 60],
  mostConsecutive: 0,
  memoryInMinutes: 24 * 60,
};

/** ASVS 6.2.9 allows more; this many characters are enough for any passphrase and cheap to refuse beyond. */
export const longestPassword = 256;

export function createVerifyPassword(
  store: Store,
  accounts: AccountStore,
  hasher: PasswordHasher,
  secrets: Secrets,
): VerifyPassword {
  return async (username, password, now, gone) => {
    const attempts = `password-attempts:${keyedHash(secrets.index_key, 'username', username)}`;
    const [verdict, id] = await Promise.all([
      beginAttempt(store, attempts, passwordLimit, now),
      accounts.findId(username),
    ]);
    if (verdict.kind === 'locked') {
      return verdict;
    }
    const account = id ? await accounts.find(id) : undefined;
    const matches = account
      ? await hasher.verify(account.passwordHash, password, gone)
      : await hasher.verifyNobody(password, gone);
    if (!matches || account?.status !== 'active') {
      return { kind: 'wrong' };
    }
    await Promise.all([forgetAttempts(store, attempts), rehashIfNeeded(account, password)]);
    return { kind: 'verified', account };
  };

  async function rehashIfNeeded(account: Account, password: string): Promise<void> {
    if (hasher.needsRehash(account.passwordHash)) {
      await accounts.rehashPassword(account, await hasher.hash(password));
    }
  }
}
