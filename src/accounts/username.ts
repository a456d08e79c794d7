/**
 * User names: what one may be, how it is compared, and under which key it points to its account. People type them in capitals, with
 * spaces around or with letters that another keyboard composes: all of that is one name.
 */
import { z } from 'zod';
import type { Secrets } from '../configuration/secrets.ts';
import { usernameKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { keyedHash } from '../storage/keyed-hash.ts';

/** 3 to 64 letters, digits and `. _ -`; compared without regard to case. NFKC, as for passwords (NIST SP 800-63B-4 §3.1.1.2). */
export const usernameSchema = z
  .string()
  .transform((text) => text.trim().normalize('NFKC').toLowerCase().normalize('NFKC'))
  .pipe(z.string().regex(/^[\p{L}\p{N}._-]{3,64}$/u));

/** A name that cannot be anybody's is looked up all the same, so that it takes as long as any other. */
export function usernameAsStored(typed: string): string {
  const parsed = usernameSchema.safeParse(typed);
  return parsed.success ? parsed.data : typed;
}

/** Where the id of the name's account stands. @param username as it is stored */
export function keyOfUsername({ index_key }: Secrets, username: string): StoreKey {
  return usernameKey(keyedHash(index_key, 'username', username));
}
