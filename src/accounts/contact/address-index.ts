/** Which accounts have a verified e-mail address, by the address. The steps that write profiles keep it. */
import type { Secrets } from '../../configuration/secrets.ts';
import { accountIdOf, accountKey, everyAccountPattern } from '../../storage/catalogue/account-keys.ts';
import { readPages } from '../../storage/due/each-in-turn.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { type AccountRecords, createAccountRecords, nobody } from '../account-record.ts';
import { keysOfAddress } from '../verified-address.ts';

export interface AddressIndex {
  /** Ids of accounts, `mostOfOneAddress` at most. */
  idsOf(address: string): Promise<string[]>;
  /**
   * Takes in accounts that were there before the index was. What is in it already stays, so it may be stopped and given again at any time.
   * @param note of each account with a verified address
   * @throws LeftUndone after the last, where some cannot be read
   */
  takeInAll(note: () => void): Promise<void>;
}

/** Whoever shares an address with more than a large family goes to the window: one request is not to read without end. */
export const mostOfOneAddress = 8;
const takenInAtOnce = 500;

const takeInStep = atomicStep<number>(import.meta.dirname, 'take-in-address', 2);

interface IndexParts {
  readonly store: Store;
  readonly records: AccountRecords;
}

export function createAddressIndex(store: Store, sealer: Sealer, secrets: Secrets): AddressIndex {
  const parts: IndexParts = { store, records: createAccountRecords(sealer, secrets) };
  return {
    idsOf: async (address) => {
      const keys = keysOfAddress(secrets, address);
      const ids = await Promise.all(keys.map((key) => store.hrandfield(key, mostOfOneAddress)));
      return [...new Set(ids.flat() as string[])].slice(0, mostOfOneAddress);
    },
    takeInAll: (note) => takeInAll(parts, note),
  };
}

async function takeInAll(parts: IndexParts, note: () => void): Promise<void> {
  const taken = readPages(
    pagesOfIds(parts.store),
    (id) => id,
    (id) => takeIn(parts, id),
  );
  for await (const isListed of taken) {
    if (isListed) {
      note();
    }
  }
}

async function* pagesOfIds(store: Store): AsyncGenerator<string[]> {
  const walk = { match: everyAccountPattern, type: 'hash', count: takenInAtOnce } as const;
  for await (const keys of store.scanStream(walk)) {
    yield (keys as string[]).map(accountIdOf).filter((id) => id !== nobody);
  }
}

/** @returns false when the account has no verified address, is gone, or changed just now: then that step wrote the index. */
async function takeIn({ store, records }: IndexParts, id: string): Promise<boolean> {
  const sealed = await store.hget(accountKey(id), 'profile');
  const [key] = sealed ? records.addressKeysOf(records.openProfile(id, sealed)) : [];
  return sealed && key ? (await takeInStep(store, [accountKey(id), key], [sealed, id])) === 1 : false;
}
