/** How often a machine client may ask the administration, on all nodes together. */
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { administrationKey, keysAreWhole } from '../storage/catalogue/limit-keys.ts';
import type { Store } from '../storage/redis.ts';

/** @returns milliseconds to wait, 0 for none */
export type AdministrationLimit = (clientId: string) => Promise<number>;

const askedByOneClient = { points: 300, duration: administrationKey.lifeInSeconds };

export function createAdministrationLimit(
  store: Store,
  points: number = askedByOneClient.points,
): AdministrationLimit {
  const limiter = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...askedByOneClient,
    points,
  });
  return async (clientId) => {
    try {
      await limiter.consume(administrationKey(clientId));
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) {
        return Math.max(1, refusal.msBeforeNext);
      }
      throw refusal;
    }
  };
}
