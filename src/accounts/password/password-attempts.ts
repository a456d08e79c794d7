/** Wrong passwords, and whatever else could be guessed instead of one, counted together for a user name before they are looked at. */
import type { Secrets } from '../../configuration/secrets.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import {
  passwordAttemptsKey as keyOfStrangers,
  passwordAttemptsOfDeviceKey,
} from '../../storage/catalogue/limit-keys.ts';
import { keyedHash } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import { writeBeforeAnswer } from '../../storage/store-request.ts';
import {
  type AttemptLimit,
  beginAttempt,
  forgetAttempts,
  refundAttempt,
} from '../../throttle/attempt-counter.ts';
import { type AttemptSource, counterOf } from '../../throttle/attempt-source.ts';
import { passwordsOfKnownDevice, passwordsOfStrangers } from '../../throttle/limits.ts';
import type { RateLimits } from '../../throttle/rate-limits.ts';

export type AttemptPermit = { kind: 'allowed' } | { kind: 'locked'; until: Date };

export interface PasswordAttempts {
  /** @param username normalised; nobody need have it. */
  begin(username: string, source: AttemptSource, now: Date): Promise<AttemptPermit>;
  /** What was allowed turned out right: no guess. */
  succeeded(username: string, source: AttemptSource): Promise<void>;
  /** What was allowed was not looked at after all. */
  refund(username: string, source: AttemptSource): Promise<void>;
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

  return {
    async begin(username, source, now) {
      const counter = counterFor(username, source);
      const isStranger = source.knownDevice === undefined;
      const limit = limitOf(source);
      const [verdict, limitedUntil] = await Promise.all([
        beginAttempt(store, counter, limit, now),
        isStranger ? rateLimits.countAttempt(source.address, now) : undefined,
      ]);
      if (verdict.kind === 'allowed' && !limitedUntil) {
        return { kind: 'allowed' };
      }
      await Promise.all([
        verdict.kind === 'allowed' ? refundAttempt(store, counter, limit) : undefined,
        isStranger && !limitedUntil ? rateLimits.refund(source.address) : undefined,
      ]);
      return { kind: 'locked', until: verdict.kind === 'locked' ? verdict.until : (limitedUntil ?? now) };
    },

    async succeeded(username, source) {
      await writeBeforeAnswer(forgetAttempts(store, counterFor(username, source)));
      if (source.knownDevice === undefined) {
        await writeBeforeAnswer(rateLimits.refund(source.address));
      }
    },

    async refund(username, source) {
      await Promise.all([
        refundAttempt(store, counterFor(username, source), limitOf(source)),
        source.knownDevice === undefined ? rateLimits.refund(source.address) : undefined,
      ]);
    },

    async forgetStrangers(username) {
      await writeBeforeAnswer(forgetAttempts(store, counterFor(username, stranger)));
    },
  };
}

function limitOf({ knownDevice }: Pick<AttemptSource, 'knownDevice'>): AttemptLimit {
  return knownDevice === undefined ? passwordsOfStrangers : passwordsOfKnownDevice;
}
