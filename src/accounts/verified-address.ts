/**
 * Verified e-mail addresses: how they are compared, and under which key one leads to the accounts that have it. A family may share one.
 * Whoever writes a profile writes these keys in the same step (decision 38).
 */
import { addressKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { eldersOf, type IndexKeys, indexHashes } from '../storage/index-key.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Profile } from './account.ts';

type Address = Pick<Profile, 'email' | 'email_verified'>;

const purpose = 'verified-address';

/**
 * Without regard to case, for people type as they please. So what is found under a hash may be spelt otherwise than what was typed: a
 * message goes to the address that was verified, never to the one that was typed. Under each index key, the one that counts first.
 */
export function keysOfAddress(keys: IndexKeys, address: string): StoreKey[] {
  return indexHashes(keys, purpose, address.toLowerCase()).map(addressKey);
}

/** What messages to it are counted by, also while the index key changes: the same until the eldest is gone. */
export function counterOfAddress({ index_key }: IndexKeys, address: string): string {
  return keyedHash(index_key, purpose, address.toLowerCase());
}

/** Where an account is to be found by its address, under each index key: nowhere, as long as nobody confirmed it. */
export function addressKeysOf(keys: IndexKeys, { email, email_verified }: Address): StoreKey[] {
  return email && email_verified ? keysOfAddress(keys, email) : [];
}

/** Pairs, as `bring-over.lua` takes them. */
export function eldersOfAddress(keys: IndexKeys, { email, email_verified }: Address): StoreKey[] {
  return email && email_verified ? eldersOf(keys, purpose, email.toLowerCase()).flat().map(addressKey) : [];
}
