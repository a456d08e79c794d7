/** A client as the administration shows it. Metadata by the names of RFC 7591; secrets only at the moment they are made. */
import { z } from 'zod';
import type { StoredClient } from '../clients/client-record.ts';

export const clientResourceSchema = z.strictObject({
  metadata: z
    .record(z.string(), z.unknown())
    .describe('As registered; send it back, changed, to replace it.'),
  status: z.enum(['active', 'disabled']),
  declared: z.boolean().describe('True: a file of config/clients speaks for it, and it is changed there.'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  updated_by: z.string().describe('A client id, cli, or operator: and a staff number.'),
  secret_before_valid_until: z.iso
    .datetime()
    .optional()
    .describe('While a secret is rotated: how long the one before is accepted.'),
  client_secret: z.string().optional().describe('Only in the answer to what made it. It is not shown again.'),
});

export type ClientResource = z.input<typeof clientResourceSchema>;

export const rotationSchema = z.strictObject({
  overlap_seconds: z
    .number()
    .int()
    .min(0)
    .max(30 * 24 * 60 * 60)
    .default(24 * 60 * 60)
    .describe('How long the secret so far stays valid; 0 ends it, and any before it, at once.'),
});

export function clientResource(client: StoredClient, secret?: string): ClientResource {
  const { registration, status, isDeclared, createdAt, updatedAt, updatedBy } = client;
  const endsAt = client.secret?.previous?.endsAt;
  return {
    metadata: { ...registration },
    status: status.kind,
    declared: isDeclared,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    updated_by: updatedBy,
    ...(endsAt ? { secret_before_valid_until: endsAt.toISOString() } : {}),
    ...(secret === undefined ? {} : { client_secret: secret }),
  };
}

/** The entity tag names the version. */
export function entityTag({ version }: StoredClient): string {
  return `"${version}"`;
}
