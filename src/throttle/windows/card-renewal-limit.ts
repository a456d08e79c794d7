/** How often wallets may renew the cards of one account in a day, without its owner. */
import { cardRenewalsKey } from '../../storage/catalogue/limit-keys.ts';
import type { Store } from '../../storage/redis.ts';
import { cardRenewalsOfOnePerson } from '../limits.ts';
import { countOf } from './counters.ts';

/** @returns milliseconds to wait, 0 for none */
export function countCardRenewal(store: Store, accountId: string): Promise<number> {
  return countOf(store, cardRenewalsOfOnePerson, cardRenewalsKey(accountId));
}
