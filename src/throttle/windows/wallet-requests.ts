/** How often wallets may ask and answer: for one sign-in, and for none, by network and in all. */
import { walletRequestsKey } from '../../storage/catalogue/limit-keys.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import { requestsOfWallets, unknownPresentations } from '../limits.ts';
import { countFrom, countOf } from './counters.ts';

/** Each is asked before anything is read or computed. @returns milliseconds to wait, 0 when it was counted */
export interface WalletRequestLimits {
  /** @param presentationId of one that there is */
  ofSignIn(presentationId: string): Promise<number>;
  ofNone(address: string): Promise<number>;
}

export function createWalletRequestLimits(store: Store): WalletRequestLimits {
  return {
    ofSignIn: (id) => countOf(store, requestsOfWallets, walletRequestsKey(hashOfIdentifier(id))),
    ofNone: (address) => countFrom(store, unknownPresentations, address),
  };
}
