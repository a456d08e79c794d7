/** Keys and peppers, made by `kapu config new-secrets`. No secret has a default. */
import { z } from 'zod';

const base64Key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64url'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64url');

export const secretsSchema = z.strictObject({
  /** AES-256-GCM keys; the first seals, all open. */
  sealing_keys: z.array(z.strictObject({ kid: z.string().regex(/^[\w-]{1,16}$/), key: base64Key })).min(1),
  /** HMAC keys of signed cookies and form tokens; the first signs, all verify. */
  cookie_keys: z.array(z.string().min(32)).min(1),
  /** The secret value K of Argon2 (RFC 9106 §3.1). Cannot be changed without losing every password. */
  password_pepper: base64Key,
  /** Keys the hashes under which names are stored, so that a dump lists nobody. */
  index_key: base64Key,
  /** Keys pairwise subjects (OpenID Connect Core §8.1). Cannot be changed without renaming everybody. */
  subject_key: base64Key,
});

/** Keys and peppers, 32 bytes each; see `kapu config new-secrets`. */
export type Secrets = z.output<typeof secretsSchema>;
