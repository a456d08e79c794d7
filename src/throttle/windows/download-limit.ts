/** How often citizens may download all their data in a day: each file costs a node, and is itself an event of the history. */
import { downloadsKey } from '../../storage/catalogue/limit-keys.ts';
import type { Store } from '../../storage/redis.ts';
import { downloadsOfOnePerson } from '../limits.ts';
import { countOf } from './counters.ts';

/** @returns milliseconds to wait, 0 for none */
export type DownloadLimit = (accountId: string) => Promise<number>;

export function createDownloadLimit(store: Store): DownloadLimit {
  return (accountId) => countOf(store, downloadsOfOnePerson, downloadsKey(accountId));
}
