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
