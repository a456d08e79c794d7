/**
 * Which places of the status lists are given out, and which of those are revoked. A place is drawn at random, so that neighbours have
 * nothing to do with each other, and never given twice. All lists share a slot. A list is given up half full: draws stay quick.
 */
import { randomInt } from 'node:crypto';
import { statusListKeys } from '../../storage/catalogue/wallet-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';

/** Where the status of one credential stands. */
export interface StatusPlace {
  readonly list: number;
  readonly index: number;
}

export interface StatusListContent {
  /** Grows with every revocation. */
  readonly version: number;
  /** One bit each, the least significant of a byte first, as Token Status List §4.1 counts. */
  readonly bits: Buffer;
}

export interface StatusListStore {
  /** Places that nobody had or will have. */
  allocate(howMany: number): Promise<StatusPlace[]>;
  /** Cannot be taken back. Done again it changes nothing. */
  revoke(places: readonly StatusPlace[]): Promise<void>;
  isRevoked(place: StatusPlace): Promise<boolean>;
  /** Undefined for a list that does not exist. */
  versionOf(list: number): Promise<number | undefined>;
  read(list: number): Promise<StatusListContent>;
}

const takePlaces = atomicStep<number[] | null>(import.meta.dirname, 'take-places', 3);
const revokePlaces = atomicStep<number>(import.meta.dirname, 'revoke-places', 2);

const usualSize = 131_072;
const currentKey = statusListKeys.current();

/** @param size of a list; a multiple of 8 */
export function createStatusListStore(store: Store, size: number = usualSize): StatusListStore {
  async function currentList(): Promise<number> {
    return Number((await store.get(currentKey)) ?? 0);
  }

  async function take(howMany: number): Promise<StatusPlace[]> {
    const list = await currentList();
    const draws = Array.from({ length: 2 * howMany + 8 }, () => randomInt(size));
    const keys = [currentKey, statusListKeys.taken(list), statusListKeys.count(list)];
    const indexes = await takePlaces(store, keys, [list, howMany, size / 2, ...draws]);
    return (indexes ?? []).map((index) => ({ list, index }));
  }

  return {
    async allocate(howMany) {
      const places: StatusPlace[] = [];
      while (places.length < howMany) {
        places.push(...(await take(howMany - places.length)));
      }
      return places;
    },

    async revoke(places) {
      const lists = new Set(places.map(({ list }) => list));
      for (const list of lists) {
        const offsets = places.filter((place) => place.list === list).map(({ index }) => offsetOf(index));
        await revokePlaces(store, [statusListKeys.revoked(list), statusListKeys.version(list)], offsets);
      }
    },

    async isRevoked({ list, index }) {
      return (await store.getbit(statusListKeys.revoked(list), offsetOf(index))) === 1;
    },

    async versionOf(list) {
      const [current, version] = await Promise.all([currentList(), store.get(statusListKeys.version(list))]);
      return list <= current ? Number(version ?? 0) : undefined;
    },

    async read(list) {
      // The version first: bits that are newer than it are signed once more, never forgotten.
      const version = Number((await store.get(statusListKeys.version(list))) ?? 0);
      const written = (await store.getBuffer(statusListKeys.revoked(list))) ?? Buffer.alloc(0);
      const bits = Buffer.alloc(size / 8);
      written.copy(bits);
      return { version, bits };
    },
  };
}

/** Redis counts the bits of a byte from the most significant one. */
function offsetOf(index: number): number {
  return index - (index % 8) + (7 - (index % 8));
}
