/**
 * User names: what one may be, how it is compared, and under which key it points to its account. People type them in capitals, with
 * spaces around or with letters that another keyboard composes: all of that is one name.
 */
import { z } from 'zod';
import { usernameKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { eldersOf, type IndexKeys, indexHashes, underEach } from '../storage/index-key.ts';

/**
 * 3 to 64 letters, digits and `. _ -`, or an e-mail address of as many, as other systems have them; compared without regard to case. NFKC,
 * as for passwords (NIST SP 800-63B-4 §3.1.1.2).
 */
const form = /^(?:[\p{L}\p{N}._-]{3,64}|(?=.{3,64}$)[\p{L}\p{N}._+-]+@[\p{L}\p{N}.-]+)$/u;

export const usernameSchema = z
  .string()
  .transform((text) => text.trim().normalize('NFKC').toLowerCase().normalize('NFKC'))
  .pipe(z.string().regex(form));

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

/** Letters of several alphabets that share shapes, in one name: it may look like another one (UTS 39 §5.1). */
export function isOfMixedScripts(text: string): boolean {
  return scripts.filter((script) => script.test(text)).length > 1;
}

/** A name that cannot be anybody's is looked up all the same, so that it takes as long as any other. */
export function usernameAsStored(typed: string): string {
  const parsed = usernameSchema.safeParse(typed);
  return parsed.success ? parsed.data : typed;
}

/** Where the id of the name's account stands: under each index key, the one that counts first. @param username as it is stored */
export function keysOfUsername(keys: IndexKeys, username: string): [StoreKey, ...StoreKey[]] {
  return underEach(indexHashes(keys, 'username', username), usernameKey);
}

/** Pairs, as `bring-over.lua` takes them. */
export function eldersOfUsername(keys: IndexKeys, username: string): StoreKey[] {
  return eldersOf(keys, 'username', username).flat().map(usernameKey);
}
