/**
 * A password as a form or a prompt gives it, normalised once, here: everything else takes only what came through this door, so that what is
 * judged and compared is what is hashed.
 *
 * NFKC (NIST SP 800-63B-4 §3.1.1.2 leaves NFKC or NFC): every hash of ours was made of it. NFC, as OpaqueString of RFC 8265 has it, would
 * shut out whoever typed a full-width letter or a ligature. As there, no space is cut off and no letter's case is changed.
 */
import { z } from 'zod';

declare const throughTheDoor: unique symbol;

export interface TypedPassword {
  readonly [throughTheDoor]: true;
  /** NFKC: what is judged, compared and hashed. */
  readonly text: string;
  /** Letter for letter: another system may have hashed this (foreign/). */
  readonly asTyped: string;
}

export type ReadPassword =
  | { kind: 'typed'; password: TypedPassword }
  | { kind: 'empty' | 'too-long' | 'unreadable' };

/** ASVS 6.2.9 asks for 64 at least; this many letters are enough for any passphrase and cheap to refuse beyond. */
const longestPassword = 256;

/** Control characters but the tab, which comes along from where a password is copied; and what stands for bytes that are no UTF-8. */
const unreadable = /(?!\t)\p{Cc}|[\p{Cs}\uFFFD]/u;

/** What may be typed, the same at every field and prompt. */
export function readPassword(asTyped: string): ReadPassword {
  if (asTyped === '') {
    return { kind: 'empty' };
  }
  const text = asTyped.normalize('NFKC');
  // NFKC makes one letter of two or, of an ellipsis, three dots: nobody is refused for the longer way to write it.
  if (Math.min(lengthOf(asTyped), lengthOf(text)) > longestPassword) {
    return { kind: 'too-long' };
  }
  return unreadable.test(asTyped)
    ? { kind: 'unreadable' }
    : { kind: 'typed', password: { text, asTyped } as TypedPassword };
}

/** Code points, as people count letters. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** The field of a form. @param whenEmpty says which password is missing. */
export function passwordField<Key extends string>(whenEmpty: Key) {
  return z
    .string()
    .prefault('')
    .transform((text, context): TypedPassword => {
      const read = readPassword(text);
      if (read.kind === 'typed') {
        return read.password;
      }
      context.addIssue(read.kind === 'empty' ? whenEmpty : `password.${read.kind}`);
      return z.NEVER;
    });
}
