/** The registration of our own pages as a relying party of our own provider: one login path in the house. */
import { hkdfSync } from 'node:crypto';
import type { ClientRegistration, Config } from '../config.ts';

export const ownClientId = 'kapu-fiok';

export function ownClientSecret(config: Pick<Config, 'secrets'>): string {
  return Buffer.from(hkdfSync('sha256', config.secrets.index_key, '', 'own-client-secret', 32)).toString(
    'base64url',
  );
}

export function ownClient(config: Pick<Config, 'secrets' | 'issuer' | 'serviceName'>): ClientRegistration {
  return {
    client_id: ownClientId,
    client_name: `${config.serviceName} – Fiókom`,
    'client_name#en': `${config.serviceName} – My account`,
    client_uri: `${config.issuer}/fiok`,
    redirect_uris: [`${config.issuer}/fiok/callback`],
    post_logout_redirect_uris: [],
    backchannel_logout_session_required: false,
    client_secret: ownClientSecret(config),
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code'],
    scope: 'openid',
    subject_type: 'public',
    require_pushed_authorization_requests: false,
    dpop_bound_access_tokens: false,
    id_token_signed_response_alg: 'ES256',
    minimum_assurance: 'low',
  };
}
