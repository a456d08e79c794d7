/** How often citizens may download all their data in a day: each file costs a node, and is itself an event of the history. */
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { downloadsKey, keysAreWhole } from '../storage/catalogue/limit-keys.ts';
import type { Store } from '../storage/redis.ts';
import { downloadsOfOnePerson } from './limits.ts';
import { waitOf } from './rate-limits.ts';

/** @returns milliseconds to wait, 0 for none */
export type DownloadLimit = (accountId: string) => Promise<number>;

export function createDownloadLimit(store: Store): DownloadLimit {
  const limiter = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...downloadsOfOnePerson,
  });
  return (accountId) => waitOf(limiter.consume(downloadsKey(accountId)));
}
