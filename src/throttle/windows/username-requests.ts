/**
 * Forgotten user names: how often one network may ask, and how often one address is written to, whether or not we know it. Whoever asks
 * learns nothing, so this keeps mailboxes quiet and the store small.
 */
import { usernamesAskedForKey } from '../../storage/catalogue/limit-keys.ts';
import type { Store } from '../../storage/redis.ts';
import { usernameRequests, usernamesToOneAddress } from '../limits.ts';
import { countFrom, countOf } from './counters.ts';

export interface UsernameRequests {
  /** @returns milliseconds to wait, 0 when it may be asked now. */
  countRequest(address: string): Promise<number>;
  /** @param addressHash of an e-mail address that nobody need have. False when it got its messages of the day. */
  mayWriteTo(addressHash: string): Promise<boolean>;
}

export function createUsernameRequests(store: Store): UsernameRequests {
  return {
    countRequest: (address) => countFrom(store, usernameRequests, address),

    mayWriteTo: async (addressHash) =>
      (await countOf(store, usernamesToOneAddress, usernamesAskedForKey(addressHash))) === 0,
  };
}
