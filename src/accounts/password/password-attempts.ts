/** Wrong passwords, and whatever else could be guessed instead of one, counted together for a user name before they are looked at. */
import type { Secrets } from '../../configuration/secrets.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import {
  passwordAttemptsKey as keyOfStrangers,
  passwordAttemptsOfDeviceKey,
} from '../../storage/catalogue/limit-keys.ts';
import { keyedHash } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import { beginAttemptFrom, forgetAttempts, refundAttempt } from '../../throttle/failures/attempt-counter.ts';
import type { AttemptLimit } from '../../throttle/failures/attempt-limit.ts';
import { type AttemptSource, counterOf } from '../../throttle/failures/attempt-source.ts';
import { passwordsOfKnownDevice, passwordsOfStrangers } from '../../throttle/limits.ts';
import type { RateLimits } from '../../throttle/windows/rate-limits.ts';

export type AttemptPermit =
  | { kind: 'free' }
  /** Others of its network guessed too often: it comes after all others. */
  | { kind: 'slowed' }
  | { kind: 'locked'; until: Date };

export interface PasswordAttempts {
  /** @param username normalised; nobody need have it. */
  begin(username: string, source: AttemptSource, now: Date): Promise<AttemptPermit>;
  /** What was allowed turned out right: no guess. */
  succeeded(username: string, source: AttemptSource, permit: AttemptPermit): Promise<void>;
  /** What was allowed was not looked at after all. */
  refund(username: string, source: AttemptSource, permit: AttemptPermit): Promise<void>;
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
    async begin(username, source, now) {
      const counter = counterFor(username, source);
      const isStranger = source.knownDevice === undefined;
      const limit = limitOf(source);
      const counters = isStranger ? rateLimits.countersOf(source.address) : [];
      const { verdict, wait } = await beginAttemptFrom(store, counter, limit, now, counters);
      const rate = await rateLimits.verdictOn(wait, source.address, now);
      if (verdict.kind === 'allowed' && rate.kind !== 'refused') {
        return rate;
      }
      await Promise.all([
        verdict.kind === 'allowed' ? refundAttempt(store, counter, limit) : undefined,
        giveBack(source, rate),
      ]);
      const until = verdict.kind === 'locked' ? verdict.until : rate.kind === 'refused' ? rate.until : now;
      return { kind: 'locked', until };
    },

    async succeeded(username, source, permit) {
      await forgetAttempts(store, counterFor(username, source));
      await giveBack(source, permit);
    },

    async refund(username, source, permit) {
      await Promise.all([
        refundAttempt(store, counterFor(username, source), limitOf(source)),
        giveBack(source, permit),
      ]);
    },

    async forgetStrangers(username) {
      await forgetAttempts(store, counterFor(username, stranger));
    },
  };
}

function limitOf({ knownDevice }: Pick<AttemptSource, 'knownDevice'>): AttemptLimit {
  return knownDevice === undefined ? passwordsOfStrangers : passwordsOfKnownDevice;
}
