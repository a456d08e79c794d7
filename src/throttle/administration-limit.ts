/** How often a machine client may ask the administration, on all nodes together. */
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { administrationKey, keysAreWhole } from '../storage/catalogue/limit-keys.ts';
import type { Store } from '../storage/redis.ts';
import { administrationRequestsOfOneClient } from './limits.ts';

/** @returns milliseconds to wait, 0 for none */
export type AdministrationLimit = (clientId: string) => Promise<number>;

export function createAdministrationLimit(
  store: Store,
  points: number = administrationRequestsOfOneClient.points,
): AdministrationLimit {
  const limiter = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...administrationRequestsOfOneClient,
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
