/** What a relying party is registered with. */
import { z } from 'zod';
import { reachableAssurances } from '../../assurance/levels.ts';
import { cibaGrant, deviceGrant } from '../grant-switches.ts';
import { clientFeatures, returnUri } from './client-metadata.ts';

export const clientSchema = z.strictObject({
  client_id: z.string().regex(/^[\w.-]{3,64}$/),
  client_name: z.string().min(1).max(80),
  'client_name#en': z.string().min(1).max(80).optional(),
  client_uri: z.url(),
  redirect_uris: z.array(returnUri).min(1),
  post_logout_redirect_uris: z.array(returnUri).default([]),
  /** Where we tell the relying party of a session that ended (OpenID Connect Back-Channel Logout 1.0). */
  backchannel_logout_uri: z.url({ protocol: /^https?$/ }).optional(),
  /** True: ID tokens and logout tokens name the session (`sid`); false: a logout token ends all sessions of its subject. */
  backchannel_logout_session_required: z.boolean().default(false),
  client_secret: z.string().min(32).optional(),
  jwks: z.looseObject({ keys: z.array(z.looseObject({})).min(1) }).optional(),
  token_endpoint_auth_method: z
    .enum([
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
      'none',
    ])
    .default('client_secret_basic'),
  grant_types: z
    .array(z.enum(['authorization_code', 'refresh_token', deviceGrant, cibaGrant]))
    .default(['authorization_code']),
  scope: z.string().default('openid'),
  subject_type: z.enum(['pairwise', 'public']).default('pairwise'),
  require_pushed_authorization_requests: z.boolean().default(false),
  dpop_bound_access_tokens: z.boolean().default(false),
  id_token_signed_response_alg: z.enum(['ES256', 'RS256', 'EdDSA', 'PS256']).default('ES256'),
  ...clientFeatures,
  /** The least assurance with which this relying party accepts anyone. */
  minimum_assurance: z.enum(reachableAssurances),
  /** `phr`: nobody is accepted who signed in by what can be phished. */
  minimum_authentication: z.literal('phr').optional(),
});

/** A relying party as registered in `config/clients/<name>.json`, in the standard's metadata names. */
export type ClientRegistration = z.output<typeof clientSchema>;
