/** A passkey as a line of an import or export has it: its public key, and what else is known of it (WebAuthn Level 3 §4, credential record). */
import { z } from 'zod';

const mostBytesOfId = 1023;
const mostBytesOfHandle = 64;

/** As it is written one way alone: the same bytes are the same text. */
function base64url(fewestBytes: number, mostBytes: number) {
  return z
    .string()
    .max(Math.ceil((mostBytes * 4) / 3))
    .refine((text) => {
      const bytes = Buffer.from(text, 'base64url');
      return bytes.toString('base64url') === text && bytes.length >= fewestBytes;
    }, 'is not base64url of so many bytes');
}

export const importedPasskeySchema = z.strictObject({
  credential_id: base64url(16, mostBytesOfId),
  /** COSE_Key (RFC 9052). */
  public_key: base64url(1, 2048),
  /** What its authenticator calls the account, and gives back with each answer. */
  user_handle: base64url(1, mostBytesOfHandle),
  /** The host that it is bound to. */
  rp_id: z.string().min(1).max(253),
  sign_count: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(0),
  transports: z
    .array(z.string().regex(/^[a-z-]{1,20}$/))
    .max(8)
    .default([]),
  aaguid: z.guid().toLowerCase().default('00000000-0000-0000-0000-000000000000'),
  backup_eligible: z.boolean(),
  backup_state: z.boolean(),
  /** As its owner called it. */
  name: z.string().trim().min(1).max(60).optional(),
  created_at: z.iso.datetime({ offset: true }).optional(),
});

export type ImportedPasskey = z.output<typeof importedPasskeySchema>;

/** As many as an account may have, each once. */
export const importedPasskeysSchema = z
  .array(importedPasskeySchema)
  .max(10)
  .refine(
    (passkeys) => new Set(passkeys.map(({ credential_id }) => credential_id)).size === passkeys.length,
    'has a credential id twice',
  );

/** What makes it this one: the rest goes on with each use. */
export function identityOfPasskey({ sign_count, backup_state, ...made }: ImportedPasskey): object {
  return made;
}
