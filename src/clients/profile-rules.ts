/** What a deployment of this profile does not register. */
import type { DeploymentProfile } from '../configuration/deployment-profile.ts';
import { isDynamicMetadata } from './dynamic-client-metadata.ts';
import type { RegistrationFault } from './metadata-rules.ts';

interface JudgedClient {
  readonly require_pkce?: boolean | undefined;
  readonly response_types?: readonly string[] | undefined;
}

export function profileFaults(client: object, profile: DeploymentProfile): RegistrationFault[] {
  const { require_pkce, response_types = [] } = client as JudgedClient;
  const allowed: readonly string[] = profile.response_types;
  const others = response_types.filter((type) => !allowed.includes(type));
  return [
    ...faultsOfDemands(client, profile),
    ...(require_pkce === false && !profile.clients_without_pkce
      ? [{ field: 'require_pkce', message: `must not be false in the profile ${profile.name}` }]
      : []),
    ...(others.length > 0
      ? [{ field: 'response_types', message: `may be ${allowed.join(', ')} in the profile ${profile.name}` }]
      : []),
    ...(isDynamicMetadata(client) && !profile.dynamic_registration
      ? [{ field: 'client_id_issued_at', message: `is not known in the profile ${profile.name}` }]
      : []),
  ];
}

/** Ways to prove who one is by a key that nobody else has. */
export const byKey = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'];

interface DemandedOf {
  readonly grant_types?: readonly string[];
  readonly require_pushed_authorization_requests?: boolean;
  readonly dpop_bound_access_tokens?: boolean;
  readonly tls_client_certificate_bound_access_tokens?: boolean;
  readonly token_endpoint_auth_method?: string;
  readonly response_modes?: readonly string[];
}

/** What this deployment demands of every client (ASVS 5.0 10.4.12–16). Whoever was registered before it did is no client until they meet it. */
export function faultsOfDemands(client: object, profile: DeploymentProfile): RegistrationFault[] {
  const given = client as DemandedOf;
  const asks = given.grant_types?.includes('authorization_code') ?? true;
  const isBound = given.dpop_bound_access_tokens || given.tls_client_certificate_bound_access_tokens;
  const offered: readonly string[] = profile.response_modes;
  const further = given.response_modes?.filter((mode) => !offered.includes(mode)) ?? [];
  const faults: [boolean, string, string][] = [
    [
      profile.require_pushed_requests && asks && !given.require_pushed_authorization_requests,
      'require_pushed_authorization_requests',
      'must be true: this deployment demands pushed requests',
    ],
    [
      profile.require_bound_tokens && !isBound,
      'dpop_bound_access_tokens',
      'must be true, or tls_client_certificate_bound_access_tokens: this deployment demands bound tokens',
    ],
    [
      profile.require_key_authentication && !byKey.includes(given.token_endpoint_auth_method ?? ''),
      'token_endpoint_auth_method',
      `must be ${byKey.join(', ')}: this deployment demands authentication by a key`,
    ],
    [further.length > 0, 'response_modes', `may be ${offered.join(', ')} in the profile ${profile.name}`],
  ];
  return faults.filter(([isWrong]) => isWrong).map(([, field, message]) => ({ field, message }));
}
