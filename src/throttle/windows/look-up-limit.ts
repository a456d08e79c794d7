/** How many people one clerk may look up in an hour, on all nodes together. Names that nobody has count too. */
import { lookUpsKey } from '../../storage/catalogue/limit-keys.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import { lookUpsOfOneClerk } from '../limits.ts';
import { countOf } from './counters.ts';

/** @returns false when this look-up is one too many. */
export type LookUpLimit = (clerkId: string) => Promise<boolean>;

export function createLookUpLimit(store: Store, perHour: number): LookUpLimit {
  const limit = lookUpsOfOneClerk(perHour);
  return async (clerkId) => (await countOf(store, limit, lookUpsKey(hashOfIdentifier(clerkId)))) === 0;
}
