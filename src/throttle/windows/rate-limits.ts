/**
 * Limits on unknown devices that no single account shows: wrong passwords from one network (password spraying, credential stuffing), and
 * in all; and messages that strangers cause. Counted before the password is looked at, given back when it was right. Known devices are not
 * counted here.
 *
 * In this folder: what is counted in windows of time, by network, account, clerk or client (counters.ts).
 */
import {
  messagesOfResetFromDeviceKey,
  messagesOfResetKey,
  messagesToFromDeviceKey,
  messagesToKey,
} from '../../storage/catalogue/limit-keys.ts';
import type { Store } from '../../storage/redis.ts';
import { type AttemptSource, counterOf } from '../failures/attempt-source.ts';
import { messagesToOnePerson, slowedPasswords, wrongPasswords } from '../limits.ts';
import { type Counter, countersFrom, countFrom, countOf, giveBackFrom } from './counters.ts';

export type RateVerdict =
  | { readonly kind: 'free' }
  /** Its network had its share: it comes after all others. */
  | { readonly kind: 'slowed' }
  | { readonly kind: 'refused'; readonly until: Date };

export interface RateLimits {
  countAttempt(address: string, now: Date): Promise<RateVerdict>;
  /** For a step that counts an attempt by itself. */
  countersOf(address: string): readonly Counter[];
  /** What follows of such a step. @param wait as it told: milliseconds for which there is no room */
  verdictOn(wait: number, address: string, now: Date): Promise<RateVerdict>;
  /** The same for what costs no guess and is not slowed: milliseconds to wait, 0 when it was counted. */
  countRequest(address: string): Promise<number>;
  /** The password was right: this was no guess. Of those alone that were free. */
  refund(address: string): Promise<void>;
  /**
   * False when the citizen got as many messages as anybody should in a day. Strangers share one allowance; a device of the
   * citizen has its own, so that nobody can use up the owner's.
   */
  mayWriteTo(accountId: string, who?: Pick<AttemptSource, 'knownDevice'>): Promise<boolean>;
  /** The same for a forgotten password, which has an allowance of its own. */
  mayWriteOfReset(accountId: string, who: Pick<AttemptSource, 'knownDevice'>): Promise<boolean>;
}

/** @param factor how many times more wrong passwords than usual are borne, where there are no citizens but tests */
export function createRateLimits(store: Store, factor = 1): RateLimits {
  const { most } = wrongPasswords;
  const wrong = {
    ...wrongPasswords,
    most: { 32: most[32] * factor, 64: most[64] * factor, 56: most[56] * factor, 48: most[48] * factor },
  };

  async function verdictOn(waitOfFree: number, address: string, now: Date): Promise<RateVerdict> {
    if (waitOfFree === 0) {
      return { kind: 'free' };
    }
    const wait = await countFrom(store, slowedPasswords, address);
    return wait === 0 ? { kind: 'slowed' } : { kind: 'refused', until: new Date(now.getTime() + wait) };
  }

  return {
    async mayWriteOfReset(accountId, who) {
      const counter = counterOf(messagesOfResetKey, messagesOfResetFromDeviceKey, accountId, who);
      return (await countOf(store, messagesToOnePerson, counter)) === 0;
    },

    async mayWriteTo(accountId, who = { knownDevice: undefined }) {
      const counter = counterOf(messagesToKey, messagesToFromDeviceKey, accountId, who);
      return (await countOf(store, messagesToOnePerson, counter)) === 0;
    },

    async countAttempt(address, now) {
      return verdictOn(await countFrom(store, wrong, address), address, now);
    },

    countersOf: (address) => countersFrom(wrong, address, 1),

    verdictOn,

    countRequest: (address) => countFrom(store, wrong, address),

    refund: (address) => giveBackFrom(store, wrong, address),
  };
}
