/**
 * The index key keys the hashes by which names, people and addresses are found, and those of codes. It has successors (decision 72): from
 * its instant on a new one counts for what is written, while what stands under an older one is still found, until `kapu keys index` has
 * brought all of it over. The store's clock says whether an instant has come: of two nodes that write one name, none may take an older key.
 */
import { keyAt, type Secrets } from '../configuration/secrets.ts';
import { keyedHash } from './keyed-hash.ts';
import { storeTime } from './store-clock.ts';

export type IndexKeys = Pick<Secrets, 'index_key' | 'newer_index_keys'>;

/** Under the key that counts now: 43 characters of base64url. */
export function indexHash(keys: IndexKeys, purpose: string, value: string): string {
  return keyedHash(keyThatCounts(keys), purpose, value);
}

/** Under each of the keys, that one first. */
export function indexHashes(keys: IndexKeys, purpose: string, value: string): [string, ...string[]] {
  const [counts, ...others] = everyKey(keys);
  return [keyedHash(counts, purpose, value), ...others.map((key) => keyedHash(key, purpose, value))];
}

/** Where something stands under each of the keys. */
export function underEach<Key>(
  [counts, ...others]: readonly [string, ...string[]],
  keyOf: (hash: string) => Key,
): [Key, ...Key[]] {
  return [keyOf(counts), ...others.map(keyOf)];
}

/** Whether it was made of that, under whichever key. */
export function isIndexHash(keys: IndexKeys, kept: string, purpose: string, value: string): boolean {
  return indexHashes(keys, purpose, value).includes(kept);
}

/**
 * Of a code that nobody can give us again but its owner: says by which key it was made, so that those of an older one can be counted.
 * The eldest is not named: hashes of before there was a second one are its own.
 */
export function namedIndexHash(keys: IndexKeys, purpose: string, value: string): string {
  const key = keyThatCounts(keys);
  const hash = keyedHash(key, purpose, value);
  return key === keys.index_key ? hash : `${indexKeyId(key)}.${hash}`;
}

/** Every form in which it may be kept, that of today first. */
export function namedIndexHashes(keys: IndexKeys, purpose: string, value: string): string[] {
  const named = everyKey(keys).map((key) => `${indexKeyId(key)}.${keyedHash(key, purpose, value)}`);
  const all = [namedIndexHash(keys, purpose, value), ...named, keyedHash(keys.index_key, purpose, value)];
  return [...new Set(all)];
}

/** Names a key without telling it. */
export function indexKeyId(key: Buffer): string {
  return keyedHash(key, 'index-key-id', '').slice(0, 12);
}

/** Whether a named hash is of the newest of the keys, so that it needs no other. */
export function isOfNewestKey(keys: IndexKeys, hash: string): boolean {
  const newest = newestIndexKey(keys);
  return hash.startsWith(`${indexKeyId(newest)}.`) || (newest === keys.index_key && !hash.includes('.'));
}

export function newestIndexKey({ index_key: eldest, newer_index_keys: newer }: IndexKeys): Buffer {
  return newer.at(-1)?.key ?? eldest;
}

/** Nothing stands under another one: by the million of an import, that is seen before anything is hashed. */
export function hasOneIndexKey({ newer_index_keys: newer }: IndexKeys): boolean {
  return newer.length === 0;
}

/** @returns for every key but the one that counts now: the hash under it, and under that one */
export function eldersOf(keys: IndexKeys, purpose: string, value: string): (readonly [string, string])[] {
  if (hasOneIndexKey(keys)) {
    return [];
  }
  const [counts, ...others] = indexHashes(keys, purpose, value);
  return others.map((other) => [other, counts]);
}

function keyThatCounts({ index_key: eldest, newer_index_keys: newer }: IndexKeys): Buffer {
  return newer.length === 0 ? eldest : keyAt(eldest, newer, storeTime());
}

function everyKey(keys: IndexKeys): [Buffer, ...Buffer[]] {
  const counts = keyThatCounts(keys);
  const all = [keys.index_key, ...keys.newer_index_keys.map(({ key }) => key)];
  return [counts, ...all.filter((key) => key !== counts).reverse()];
}
