/**
 * The törlőkód: shown once after applying, cancels the Ügyfélkapu+ later. 28 characters of a 32-letter alphabet, 140 bits,
 * so that a keyed hash suffices at rest (ASVS 5.0 6.5.2).
 */
import { randomInt } from 'node:crypto';
import { keyedHash } from '../storage/keyed-hash.ts';
import { inGroupsOfFour } from './totp.ts';

/** Crockford's base32: no I, L, O or U, which people mistake. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 28;

/** A fresh code, in groups of four: `7K2M-…`. */
export function newCancellationCode(): string {
  const letters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  return inGroupsOfFour(letters).join('-');
}

/** What a citizen typed, in capitals, without spaces and hyphens, with the look-alikes read as Crockford does. */
export function normaliseCancellationCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** Bound to the account, so that a hash copied to another account's record is worth nothing. */
export function hashCancellationCode(indexKey: Buffer, accountId: string, code: string): string {
  return keyedHash(indexKey, 'cancellation-code', `${accountId}\0${normaliseCancellationCode(code)}`);
}

export function lastFourOf(code: string): string {
  return normaliseCancellationCode(code).slice(-4);
}
