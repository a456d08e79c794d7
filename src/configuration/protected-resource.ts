import { z } from 'zod';
import { signingAlgorithm } from './clients/client-metadata.ts';

export const protectedResourceSchema = z.strictObject({
  /** RFC 8707: an absolute URI without a fragment. */
  identifier: z.url().refine((uri) => !uri.includes('#'), 'must have no fragment'),
  /** What citizens read where they are asked for consent. */
  name: z.string().min(1).max(80),
  'name#en': z.string().min(1).max(80).optional(),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).min(1),
  access_token_format: z.enum(['opaque', 'jwt']).default('opaque'),
  access_token_signing_alg: signingAlgorithm.default('ES256'),
  /** In seconds. A JWT cannot be called back, so it should live shortly. */
  access_token_lifetime: z.int().min(30).max(3600).default(600),
  /** The relying parties that may introspect its tokens: the resource itself. */
  introspected_by: z.array(z.string()).default([]),
});

/** An API for which tokens are issued (RFC 8707), as registered in `config/resources.json`. */
export type ProtectedResource = z.output<typeof protectedResourceSchema>;
