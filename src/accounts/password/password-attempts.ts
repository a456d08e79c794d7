/** Wrong passwords, and whatever else could be guessed instead of one, counted together for a user name before they are looked at. */
import type { Secrets } from '../../configuration/secrets.ts';
import { wrongPasswordsKey } from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import {
  passwordAttemptsKey as keyOfStrangers,
  passwordAttemptsOfDeviceKey,
} from '../../storage/catalogue/limit-keys.ts';
import { keyedHash } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import { write, writeTogether } from '../../storage/request/write-together.ts';
import {
  type AttemptVerdict,
  beginAttemptFrom,
  forgetAttempts,
  refundAttempt,
  type Tally,
} from '../../throttle/failures/attempt-counter.ts';
import type { AttemptLimit } from '../../throttle/failures/attempt-limit.ts';
import { type AttemptSource, counterOf } from '../../throttle/failures/attempt-source.ts';
import { passwordsOfKnownDevice, passwordsOfStrangers } from '../../throttle/limits.ts';
import type { RateLimits } from '../../throttle/windows/rate-limits.ts';

type Allowed = Extract<AttemptVerdict, { kind: 'allowed' }>;

export type AttemptPermit =
  /** `slowed`: others of its network guessed too often, it comes after all others. */
  | ({ readonly kind: 'free' | 'slowed' } & Pick<
      Allowed,
      'failuresBefore' | 'lockedUntil' | 'isLast' | 'isWornOut'
    >)
  | { readonly kind: 'locked'; readonly until: Date };

/** Whose password it would be. */
export interface TriedAccount {
  /** Normalised; nobody need have it. */
  readonly username: string;
  /** Of who has it, or of nobody. */
  readonly accountId: string;
}

export interface PasswordAttempts {
  /** What is worn out is allowed as well, and must come to nothing. */
  begin(tried: TriedAccount, source: AttemptSource, now: Date): Promise<AttemptPermit>;
  /** What was allowed turned out right: no guess. */
  succeeded(tried: TriedAccount, source: AttemptSource, permit: AttemptPermit): Promise<void>;
  /** What was allowed was not looked at after all. */
  refund(tried: TriedAccount, source: AttemptSource, permit: AttemptPermit): Promise<void>;
  /** The owner proved themselves another way: the failures of strangers hold nobody up any more. */
  forgetStrangers(username: string): Promise<void>;
}

/** The counter of strangers; those of known devices stand beside it. */
export function passwordAttemptsKey(secrets: Secrets, username: string): StoreKey {
  return keyOfStrangers(hashOf(secrets, username));
}

function hashOf({ index_key }: Secrets, username: string): string {
  return keyedHash(index_key, 'username', username);
}

const stranger = { knownDevice: undefined };

export function createPasswordAttempts(
  store: Store,
  secrets: Secrets,
  rateLimits: RateLimits,
): PasswordAttempts {
  function counterFor(username: string, source: Pick<AttemptSource, 'knownDevice'>): StoreKey {
    return counterOf(keyOfStrangers, passwordAttemptsOfDeviceKey, hashOf(secrets, username), source);
  }

  function tallyOf({ username, accountId }: TriedAccount, source: Pick<AttemptSource, 'knownDevice'>): Tally {
    return { counter: counterFor(username, source), ledger: wrongPasswordsKey(accountId) };
  }

  /** Where it was counted. */
  async function giveBack(
    { knownDevice, address }: AttemptSource,
    { kind }: { kind: string },
  ): Promise<void> {
    if (knownDevice === undefined && kind === 'free') {
      await rateLimits.refund(address);
    }
  }

  return {
    async begin(tried, source, now) {
      const tally = tallyOf(tried, source);
      const isStranger = source.knownDevice === undefined;
      const limit = limitOf(source);
      const counters = isStranger ? rateLimits.countersOf(source.address) : [];
      const { verdict, wait } = await beginAttemptFrom(store, tally, limit, now, counters);
      const rate = await rateLimits.verdictOn(wait, source.address, now);
      if (verdict.kind === 'allowed' && rate.kind !== 'refused') {
        const { failuresBefore, lockedUntil, isLast, isWornOut } = verdict;
        return {
          kind: rate.kind,
          failuresBefore,
          ...(lockedUntil && { lockedUntil }),
          ...(isLast && { isLast }),
          ...(isWornOut && { isWornOut }),
        };
      }
      await Promise.all([
        verdict.kind === 'allowed' ? refundAttempt(store, tally, limit, verdict) : undefined,
        giveBack(source, rate),
      ]);
      const until = verdict.kind === 'locked' ? verdict.until : rate.kind === 'refused' ? rate.until : now;
      return { kind: 'locked', until };
    },

    async succeeded(tried, source, permit) {
      await forgetAttempts(store, tallyOf(tried, source));
      await giveBack(source, permit);
    },

    async refund(tried, source, permit) {
      await Promise.all([
        permit.kind === 'locked'
          ? undefined
          : refundAttempt(store, tallyOf(tried, source), limitOf(source), permit),
        giveBack(source, permit),
      ]);
    },

    async forgetStrangers(username) {
      await writeTogether(store, write.gone(counterFor(username, stranger)));
    },
  };
}

function limitOf({ knownDevice }: Pick<AttemptSource, 'knownDevice'>): AttemptLimit {
  return knownDevice === undefined ? passwordsOfStrangers : passwordsOfKnownDevice;
}
