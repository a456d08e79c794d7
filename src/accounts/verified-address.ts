/**
 * Verified e-mail addresses: how they are compared, and under which key one leads to the accounts that have it. A family may share one.
 * Whoever writes a profile writes these keys in the same step (decision 38).
 */
import type { Secrets } from '../configuration/secrets.ts';
import { addressKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Profile } from './account.ts';

/**
 * Without regard to case, for people type as they please. So what is found under a hash may be spelt otherwise than what was typed: a
 * message goes to the address that was verified, never to the one that was typed.
 */
export function hashOfAddress({ index_key }: Secrets, address: string): string {
  return keyedHash(index_key, 'verified-address', address.toLowerCase());
}

/** Where an account is to be found by its address: nowhere, as long as nobody confirmed it. */
export function addressKeysOf(
  secrets: Secrets,
  { email, email_verified }: Pick<Profile, 'email' | 'email_verified'>,
): StoreKey[] {
  return email && email_verified ? [addressKey(hashOfAddress(secrets, email))] : [];
}
