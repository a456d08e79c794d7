/**
 * Forgotten user names: how often one network may ask, and how often one address is written to, whether or not we know it. Whoever asks
 * learns nothing, so this keeps mailboxes quiet and the store small.
 */
import { RateLimiterRedis } from 'rate-limiter-flexible';
import {
  keysAreWhole,
  usernamesAskedForKey,
  usernamesAskedFromKey,
  usernamesAskedInAllKey,
} from '../storage/catalogue/limit-keys.ts';
import type { Store } from '../storage/redis.ts';
import { hashOfNetwork } from './client-network.ts';
import { usernamesAskedFromOneNetwork, usernamesAskedInAll, usernamesToOneAddress } from './limits.ts';
import { waitOf } from './rate-limits.ts';

export interface UsernameRequests {
  /** @returns milliseconds to wait, 0 when it may be asked now. */
  countRequest(network: string): Promise<number>;
  /** @param addressHash of an e-mail address that nobody need have. False when it got its messages of the day. */
  mayWriteTo(addressHash: string): Promise<boolean>;
}

const everyone = usernamesAskedInAllKey();

export function createUsernameRequests(store: Store): UsernameRequests {
  const limiterOf = (limit: { points: number; duration: number }) =>
    new RateLimiterRedis({ storeClient: store, keyPrefix: keysAreWhole, ...limit });
  const byNetwork = limiterOf(usernamesAskedFromOneNetwork);
  const inAll = limiterOf(usernamesAskedInAll);
  const toOne = limiterOf(usernamesToOneAddress);

  return {
    async countRequest(network) {
      const wait = await waitOf(byNetwork.consume(usernamesAskedFromKey(hashOfNetwork(network))));
      // Who is refused for their own network must not use up what all others share.
      return wait > 0 ? wait : waitOf(inAll.consume(everyone));
    },

    async mayWriteTo(addressHash) {
      return (await waitOf(toOne.consume(usernamesAskedForKey(addressHash)))) === 0;
    },
  };
}
