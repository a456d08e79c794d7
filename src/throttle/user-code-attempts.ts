/**
 * Guesses at the codes that devices show (RFC 8628 §5.1), by network and in all. Whoever hits can only let another's device in to
 * their own account, or refuse it.
 */
import { RateLimiterRedis } from 'rate-limiter-flexible';
import {
  keysAreWhole,
  wrongUserCodesFromKey,
  wrongUserCodesInAllKey,
} from '../storage/catalogue/limit-keys.ts';
import type { Store } from '../storage/redis.ts';
import { hashOfNetwork } from './client-network.ts';
import { wrongUserCodesFromOneNetwork, wrongUserCodesInAll } from './limits.ts';
import { waitOf } from './rate-limits.ts';

export interface UserCodeAttempts {
  /** Counted before the code is looked at. False: nothing is looked at now. */
  begin(address: string): Promise<boolean>;
  /** It was a code that waits: no guess. */
  refund(address: string): Promise<void>;
}

const everyone = wrongUserCodesInAllKey();

export function createUserCodeAttempts(store: Store): UserCodeAttempts {
  const byAddress = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...wrongUserCodesFromOneNetwork,
  });
  const inAll = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...wrongUserCodesInAll,
  });

  return {
    async begin(address) {
      if ((await waitOf(byAddress.consume(wrongUserCodesFromKey(hashOfNetwork(address))))) > 0) {
        return false;
      }
      return (await waitOf(inAll.consume(everyone))) === 0;
    },

    async refund(address) {
      await Promise.all([
        byAddress.reward(wrongUserCodesFromKey(hashOfNetwork(address))),
        inAll.reward(everyone),
      ]);
    },
  };
}
