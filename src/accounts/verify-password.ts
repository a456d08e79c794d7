/** The first step of every sign-in: throttle, then hash, with the same work and the same answer for an unknown name. */
import type { Secrets } from '../config.ts';
import { Overloaded } from '../errors.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import { writeBeforeAnswer } from '../storage/store-request.ts';
import { type AttemptLimit, beginAttempt, forgetAttempts, pardonAttempt } from '../throttle/attempts.ts';
import type { Crowd } from '../throttle/crowd.ts';
import { counterOf, type Guesser } from '../throttle/guesser.ts';
import type { Account } from './account.ts';
import { nobody } from './account-record.ts';
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
  guesser: Guesser,
  now: Date,
  gone?: AbortSignal,
) => Promise<PasswordVerdict>;

const limitOfStrangers: AttemptLimit = {
  attemptsInRound: 5,
  locksInMinutes: [1, 5, 15, 60],
  mostConsecutive: 0,
  memoryInMinutes: 24 * 60,
};

const limitOfKnownDevice: AttemptLimit = { ...limitOfStrangers, attemptsInRound: 10 };

/** ASVS 6.2.9 allows more; this many characters are enough for any passphrase and cheap to refuse beyond. */
export const longestPassword = 256;

export function createVerifyPassword(
  store: Store,
  accounts: AccountStore,
  hasher: PasswordHasher,
  secrets: Secrets,
  crowd: Crowd,
): VerifyPassword {
  return async (username, password, guesser, now, gone) => {
    const subject = `password-attempts:{${keyedHash(secrets.index_key, 'username', username)}}`;
    const counter = counterOf(subject, guesser);
    const isStranger = guesser.knownDevice === undefined;
    const [verdict, crowdedUntil, id] = await Promise.all([
      beginAttempt(store, counter, isStranger ? limitOfStrangers : limitOfKnownDevice, now),
      isStranger ? crowd.enter(guesser.address, now) : undefined,
      accounts.findId(username),
    ]);
    if (verdict.kind !== 'allowed' || crowdedUntil) {
      await takeBack(counter, guesser, verdict.kind === 'allowed', isStranger && !crowdedUntil);
      return { kind: 'locked', until: verdict.kind === 'locked' ? verdict.until : (crowdedUntil ?? now) };
    }
    const account = await accounts.find(id ?? nobody);
    const matches = await verifyUnlessOverloaded(account, password, counter, guesser, gone);
    if (!matches || account?.status !== 'active') {
      return { kind: 'wrong' };
    }
    await writeBeforeAnswer(forgetAttempts(store, counter));
    if (isStranger) {
      await writeBeforeAnswer(crowd.giveBack(guesser.address));
    }
    await rehashIfNeeded(account, password);
    return { kind: 'verified', account };
  };

  /** Too much load is no guess: the attempt is taken back. One whose client went away stays counted, or leaving were free. */
  async function verifyUnlessOverloaded(
    account: Account | undefined,
    password: string,
    counter: string,
    guesser: Guesser,
    gone?: AbortSignal,
  ): Promise<boolean> {
    try {
      return account
        ? await hasher.verify(account.passwordHash, password, gone)
        : await hasher.verifyNobody(password, gone);
    } catch (error) {
      if (error instanceof Overloaded) {
        await takeBack(counter, guesser, true, guesser.knownDevice === undefined);
      }
      throw error;
    }
  }

  /** What was counted although no password was looked at. */
  async function takeBack(
    counter: string,
    { knownDevice, address }: Guesser,
    attempt: boolean,
    place: boolean,
  ): Promise<void> {
    const limit = knownDevice === undefined ? limitOfStrangers : limitOfKnownDevice;
    await Promise.all([
      attempt ? pardonAttempt(store, counter, limit) : undefined,
      place ? crowd.giveBack(address) : undefined,
    ]);
  }

  /** When too many wait for a hash, a later sign-in will do. */
  async function rehashIfNeeded(account: Account, password: string): Promise<void> {
    if (!hasher.needsRehash(account.passwordHash)) {
      return;
    }
    try {
      await accounts.rehashPassword(account, await hasher.hash(password));
    } catch (error) {
      if (!(error instanceof Overloaded)) {
        throw error;
      }
    }
  }
}
