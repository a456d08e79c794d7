/**
 * Guesses at the codes that devices show (RFC 8628 §5.1). A code has eight of twenty letters, 2.56·10¹⁰ of them, and lives ten
 * minutes. One address may err 20 times in a quarter of an hour: with 1,000 codes waiting in the country it hits one in 8·10⁻⁷
 * of its allowances. All addresses together 1,200 times a minute: less than 0.05 % in the life of those codes. Whoever hits can
 * only let another's device in to their own account, or refuse it.
 */
import { RateLimiterRedis } from 'rate-limiter-flexible';
import {
  keysAreWhole,
  wrongUserCodesFromKey,
  wrongUserCodesInAllKey,
} from '../storage/catalogue/limit-keys.ts';
import type { Store } from '../storage/redis.ts';
import { subjectOf, waitOf } from './crowd.ts';

export interface UserCodeAttempts {
  /** Counted before the code is looked at. False: nothing is looked at now. */
  begin(address: string): Promise<boolean>;
  /** It was a code that waits: no guess. */
  giveBack(address: string): Promise<void>;
}

const wrongFromOneAddress = { points: 20, duration: wrongUserCodesFromKey.lifeInSeconds };
const wrongInAll = { points: 1200, duration: wrongUserCodesInAllKey.lifeInSeconds };
const everyone = wrongUserCodesInAllKey();

export function createUserCodeAttempts(store: Store): UserCodeAttempts {
  const byAddress = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...wrongFromOneAddress,
  });
  const inAll = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...wrongInAll,
  });

  return {
    async begin(address) {
      if ((await waitOf(byAddress.consume(wrongUserCodesFromKey(subjectOf(address))))) > 0) {
        return false;
      }
      return (await waitOf(inAll.consume(everyone))) === 0;
    },

    async giveBack(address) {
      await Promise.all([
        byAddress.reward(wrongUserCodesFromKey(subjectOf(address))),
        inAll.reward(everyone),
      ]);
    },
  };
}
