/**
 * The one-time activation code (egyszer használatos aktiváló kód) that an office hands to a citizen: 12 characters of a 32-letter
 * alphabet, 60 bits, in groups of four. Few enough to type, and with guesses counted like wrong passwords enough for five days.
 */
import { randomInt } from 'node:crypto';

/** Crockford's base32: no I, L, O or U, which people mistake. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 3;
const lettersInGroup = 4;

export function newActivationCode(): string {
  const group = (): string =>
    Array.from({ length: lettersInGroup }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** What a citizen typed, in capitals, without spaces and hyphens, with the look-alikes read as Crockford does. */
export function normaliseActivationCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}
