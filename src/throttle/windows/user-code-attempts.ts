/**
 * Guesses at the codes that devices show (RFC 8628 §5.1), by network and in all. Whoever hits can only let another's device in to
 * their own account, or refuse it.
 */
import type { Store } from '../../storage/redis.ts';
import { wrongUserCodes } from '../limits.ts';
import { countFrom, giveBackFrom } from './counters.ts';

export interface UserCodeAttempts {
  /** Counted before the code is looked at. False: nothing is looked at now. */
  begin(address: string): Promise<boolean>;
  /** It was a code that waits: no guess. */
  refund(address: string): Promise<void>;
}

export function createUserCodeAttempts(store: Store): UserCodeAttempts {
  return {
    begin: async (address) => (await countFrom(store, wrongUserCodes, address)) === 0,
    refund: (address) => giveBackFrom(store, wrongUserCodes, address),
  };
}
