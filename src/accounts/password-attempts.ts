/** Wrong passwords, and whatever else could be guessed instead of one, counted together for a user name before they are looked at. */
import type { Secrets } from '../configuration/secrets.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import {
  passwordAttemptsKey as keyOfStrangers,
  passwordAttemptsOfDeviceKey,
} from '../storage/catalogue/limit-keys.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import { writeBeforeAnswer } from '../storage/store-request.ts';
import { type AttemptLimit, beginAttempt, forgetAttempts, pardonAttempt } from '../throttle/attempts.ts';
import type { Crowd } from '../throttle/crowd.ts';
import { counterOf, type Guesser } from '../throttle/guesser.ts';
import { passwordsOfKnownDevice, passwordsOfStrangers } from '../throttle/limits.ts';

export type AttemptPermit = { kind: 'allowed' } | { kind: 'locked'; until: Date };

export interface PasswordAttempts {
  /** @param username normalised; nobody need have it. */
  begin(username: string, guesser: Guesser, now: Date): Promise<AttemptPermit>;
  /** What was allowed turned out right: no guess. */
  succeeded(username: string, guesser: Guesser): Promise<void>;
  /** What was allowed was not looked at after all. */
  takeBack(username: string, guesser: Guesser): Promise<void>;
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

export function createPasswordAttempts(store: Store, secrets: Secrets, crowd: Crowd): PasswordAttempts {
  function counterFor(username: string, guesser: Pick<Guesser, 'knownDevice'>): StoreKey {
    return counterOf(keyOfStrangers, passwordAttemptsOfDeviceKey, hashOf(secrets, username), guesser);
  }

  return {
    async begin(username, guesser, now) {
      const counter = counterFor(username, guesser);
      const isStranger = guesser.knownDevice === undefined;
      const limit = limitOf(guesser);
      const [verdict, crowdedUntil] = await Promise.all([
        beginAttempt(store, counter, limit, now),
        isStranger ? crowd.enter(guesser.address, now) : undefined,
      ]);
      if (verdict.kind === 'allowed' && !crowdedUntil) {
        return { kind: 'allowed' };
      }
      await Promise.all([
        verdict.kind === 'allowed' ? pardonAttempt(store, counter, limit) : undefined,
        isStranger && !crowdedUntil ? crowd.giveBack(guesser.address) : undefined,
      ]);
      return { kind: 'locked', until: verdict.kind === 'locked' ? verdict.until : (crowdedUntil ?? now) };
    },

    async succeeded(username, guesser) {
      await writeBeforeAnswer(forgetAttempts(store, counterFor(username, guesser)));
      if (guesser.knownDevice === undefined) {
        await writeBeforeAnswer(crowd.giveBack(guesser.address));
      }
    },

    async takeBack(username, guesser) {
      await Promise.all([
        pardonAttempt(store, counterFor(username, guesser), limitOf(guesser)),
        guesser.knownDevice === undefined ? crowd.giveBack(guesser.address) : undefined,
      ]);
    },

    async forgetStrangers(username) {
      await writeBeforeAnswer(forgetAttempts(store, counterFor(username, stranger)));
    },
  };
}

function limitOf({ knownDevice }: Pick<Guesser, 'knownDevice'>): AttemptLimit {
  return knownDevice === undefined ? passwordsOfStrangers : passwordsOfKnownDevice;
}
