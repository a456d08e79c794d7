/** A key that is in no catalogue, for tests of what works on any record; `stop` is told of it by name. */
import { keyReadBack, type StoreKey } from '../../src/storage/catalogue/entry.ts';

export function plantedKey(name: string): StoreKey {
  return keyReadBack(name);
}
