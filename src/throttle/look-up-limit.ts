/** How many people one clerk may look up in an hour, on all nodes together. Names that nobody has count too. */
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { keysAreWhole, lookUpsKey } from '../storage/catalogue/limit-keys.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';

/** @returns false when this look-up is one too many. */
export type LookUpLimit = (clerkId: string) => Promise<boolean>;

export function createLookUpLimit(store: Store, perHour: number): LookUpLimit {
  const limiter = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    points: perHour,
    duration: lookUpsKey.lifeInSeconds,
  });
  return async (clerkId) => {
    try {
      await limiter.consume(lookUpsKey(hashOfIdentifier(clerkId)));
      return true;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) {
        return false;
      }
      throw refusal;
    }
  };
}
