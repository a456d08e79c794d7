/** Keys and peppers, made by `kapu config new-secrets`. No secret has a default. */
import { z } from 'zod';

const base64Key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64url'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64url');

/** A key that takes the place of the one before it, on all nodes at one instant, which each knows beforehand. */
const successorSchema = z.strictObject({
  key: base64Key,
  since: z.iso.datetime({ offset: true }).transform((written) => new Date(written)),
});

const successorsSchema = z
  .array(successorSchema)
  .max(9)
  .refine(
    (list) => list.every(({ since }, at) => at === 0 || since > (list[at - 1]?.since ?? since)),
    'must be in the order of their instants, the eldest first',
  )
  .default([]);

export type Successors = z.output<typeof successorsSchema>;

export const secretsSchema = z.strictObject({
  /** AES-256-GCM keys; the first seals, all open. */
  sealing_keys: z.array(z.strictObject({ kid: z.string().regex(/^[\w-]{1,16}$/), key: base64Key })).min(1),
  /** HMAC keys of signed cookies and form tokens; the first signs, all verify. */
  cookie_keys: z.array(z.string().min(32)).min(1),
  /** The secret value K of Argon2 (RFC 9106 §3.1): the eldest by which a password is still hashed. */
  password_pepper: base64Key,
  /** The last whose instant has come hashes; all verify. */
  newer_peppers: successorsSchema,
  /** Keys the hashes under which names are stored, so that a dump lists nobody. */
  index_key: base64Key,
  /** The last whose instant has come counts for what is written; by all is looked. */
  newer_index_keys: successorsSchema,
  /** Keys pairwise subjects (OpenID Connect Core §8.1) of the eldest accounts: nobody is renamed. */
  subject_key: base64Key,
  /** Of the accounts that were made since their instants. */
  newer_subject_keys: successorsSchema,
});

/** Keys and peppers, 32 bytes each; see `kapu config new-secrets`. */
export type Secrets = z.output<typeof secretsSchema>;

/** The last of these keys whose instant had come by then. */
export function keyAt(first: Buffer, successors: Successors, instant: Date): Buffer {
  return successors.findLast(({ since }) => since <= instant)?.key ?? first;
}
