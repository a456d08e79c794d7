/** How often a machine client may ask the administration, on all nodes together. */
import { administrationKey } from '../../storage/catalogue/limit-keys.ts';
import type { Store } from '../../storage/redis.ts';
import { administrationRequestsOfOneClient } from '../limits.ts';
import { countOf } from './counters.ts';

/** @returns milliseconds to wait, 0 for none */
export type AdministrationLimit = (clientId: string) => Promise<number>;

export function createAdministrationLimit(
  store: Store,
  most: number = administrationRequestsOfOneClient.most,
): AdministrationLimit {
  const limit = { ...administrationRequestsOfOneClient, most };
  return (clientId) => countOf(store, limit, administrationKey(clientId));
}
