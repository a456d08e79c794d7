/**
 * Rate limits on unknown devices that no single account shows: wrong passwords from one network (password spraying, credential
 * stuffing), and in all; and messages that strangers cause. Counted before the password is looked at, refunded when it was right. Known
 * devices are not counted here.
 *
 * In this folder: failed attempts, counted before they are evaluated (NIST SP 800-63B-4 §3.2.2), and rates of requests. `limits.ts` has
 * the numbers.
 */
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import {
  keysAreWhole,
  messagesOfResetFromDeviceKey,
  messagesOfResetKey,
  messagesToFromDeviceKey,
  messagesToKey,
  wrongFromKey,
  wrongInAllKey,
} from '../storage/catalogue/limit-keys.ts';
import type { Store } from '../storage/redis.ts';
import { type AttemptSource, counterOf } from './attempt-source.ts';
import { hashOfNetwork } from './client-network.ts';
import { messagesToOnePerson, wrongPasswordsFromOneNetwork, wrongPasswordsInAll } from './limits.ts';

export interface RateLimits {
  /** Undefined when the attempt may go on, else when the next one may. */
  countAttempt(address: string, now: Date): Promise<Date | undefined>;
  /** The password was right: this was no guess. */
  refund(address: string): Promise<void>;
  /**
   * False when the citizen got as many messages as anybody should in a day. Strangers share one allowance; a device of the
   * citizen has its own, so that nobody can use up the owner's.
   */
  mayWriteTo(accountId: string, who?: Pick<AttemptSource, 'knownDevice'>): Promise<boolean>;
  /** The same for a forgotten password, which has an allowance of its own. */
  mayWriteOfReset(accountId: string, who: Pick<AttemptSource, 'knownDevice'>): Promise<boolean>;
}

const everyone = wrongInAllKey();

/** @param factor how many times more wrong passwords than usual are borne, where there are no citizens but tests */
export function createRateLimits(store: Store, factor = 1): RateLimits {
  const byAddress = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...wrongPasswordsFromOneNetwork,
    points: wrongPasswordsFromOneNetwork.points * factor,
  });
  const inAll = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...wrongPasswordsInAll,
  });
  const toOne = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...messagesToOnePerson,
  });

  return {
    async mayWriteOfReset(accountId, who) {
      const counter = counterOf(messagesOfResetKey, messagesOfResetFromDeviceKey, accountId, who);
      return (await waitOf(toOne.consume(counter))) === 0;
    },

    async mayWriteTo(accountId, who = { knownDevice: undefined }) {
      const counter = counterOf(messagesToKey, messagesToFromDeviceKey, accountId, who);
      return (await waitOf(toOne.consume(counter))) === 0;
    },

    async countAttempt(address, now) {
      const [here, everywhere] = await Promise.all([
        waitOf(byAddress.consume(wrongFromKey(hashOfNetwork(address)))),
        waitOf(inAll.consume(everyone)),
      ]);
      if (here > 0 && everywhere === 0) {
        // Who is refused for their own network must not use up what all others share.
        await inAll.reward(everyone);
      }
      const wait = Math.max(here, everywhere);
      return wait > 0 ? new Date(now.getTime() + wait) : undefined;
    },

    async refund(address) {
      await Promise.all([byAddress.reward(wrongFromKey(hashOfNetwork(address))), inAll.reward(everyone)]);
    },
  };
}

/** Milliseconds to wait, 0 for none. */
export async function waitOf(consumed: Promise<RateLimiterRes>): Promise<number> {
  try {
    await consumed;
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) {
      return refusal.msBeforeNext;
    }
    throw refusal;
  }
}
