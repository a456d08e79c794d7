/** Clients that registered themselves (RFC 7591), where the profile of the deployment lets them: nobody answers for them here. */
import { z } from 'zod';
import { reachableAssurances } from '../assurance/levels.ts';
import { clientSchema } from '../configuration/clients/client-registration.ts';

const text = z.string().max(2048);

/** Members that we do not know are left out, as RFC 7591 §2 asks. */
export const dynamicClientSchema = z.object({
  ...clientSchema.shape,
  client_id_issued_at: z.int(),
  client_uri: z.url().optional(),
  grant_types: z
    .array(z.enum(['authorization_code', 'refresh_token', 'implicit']))
    .default(['authorization_code']),
  minimum_assurance: z.enum(reachableAssurances).default('low'),
  /** Citizens are always asked. */
  first_party: z.literal(false).default(false),
  resources: z.undefined().optional(),
  contacts: z.array(text).max(20).optional(),
  logo_uri: text.optional(),
  default_acr_values: z.array(text).max(20).optional(),
  require_auth_time: z.boolean().optional(),
});

export type DynamicRegistration = z.output<typeof dynamicClientSchema>;

/** The instant of its registration is what only such a client has. */
export function isDynamicMetadata(written: unknown): boolean {
  return typeof written === 'object' && written !== null && 'client_id_issued_at' in written;
}
