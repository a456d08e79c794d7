/** Which accounts have a verified e-mail address, by the address. The steps that write profiles keep it. */
import type { Secrets } from '../../configuration/secrets.ts';
import { accountIdOf, accountKey, everyAccountPattern } from '../../storage/catalogue/account-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { type AccountRecords, createAccountRecords, nobody } from '../account-record.ts';
import { keysOfAddress } from '../verified-address.ts';

export interface AddressIndex {
  /** Ids of accounts, `mostOfOneAddress` at most. */
  idsOf(address: string): Promise<string[]>;
  /**
   * Takes in accounts that were there before the index was. What is in it already stays, so it may be stopped and given again at any time.
   * @returns how many accounts there are with a verified address.
   */
  takeInAll(): Promise<number>;
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
    takeInAll: () => takeInAll(parts),
  };
}

async function takeInAll(parts: IndexParts): Promise<number> {
  let many = 0;
  const walk = { match: everyAccountPattern, type: 'hash', count: takenInAtOnce } as const;
  for await (const keys of parts.store.scanStream(walk)) {
    const ids = (keys as string[]).map(accountIdOf).filter((id) => id !== nobody);
    const taken = await Promise.all(ids.map((id) => takeIn(parts, id)));
    many += taken.filter(Boolean).length;
  }
  return many;
}

/** @returns false when the account has no verified address, is gone, or changed just now: then that step wrote the index. */
async function takeIn({ store, records }: IndexParts, id: string): Promise<boolean> {
  const sealed = await store.hget(accountKey(id), 'profile');
  const [key] = sealed ? records.addressKeysOf(records.openProfile(id, sealed)) : [];
  return sealed && key ? (await takeInStep(store, [accountKey(id), key], [sealed, id])) === 1 : false;
}
