/** Codes that people keep on paper and type back: letters that nobody mistakes, in groups of four. */
import { randomInt } from 'node:crypto';

/** Crockford's base32: no I, L, O or U, which people mistake. Five bits a letter. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const lettersOfGroup = 4;

/** A fresh code, for example `7K2M-01AB-…`. */
export function drawPaperCode(groups: number): string {
  const letter = (): string => alphabet.charAt(randomInt(alphabet.length));
  const group = (): string => Array.from({ length: lettersOfGroup }, letter).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** What a person typed, in capitals, without spaces and hyphens, with the look-alikes read as Crockford does. */
export function readPaperCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** How much was typed. */
export interface TypedLength {
  /** Characters, as they are read. */
  readonly count: number;
  /** How many are missing; below 0: too many. */
  readonly missing: number;
}

/** Every code of a kind is as long, and its page says how long: whoever guesses learns nothing from it. */
export function typedLengthOf(typed: string, groups: number): TypedLength {
  const count = [...readPaperCode(typed)].length;
  return { count, missing: groups * lettersOfGroup - count };
}
