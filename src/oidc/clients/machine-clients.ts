/**
 * The engine's part in the administration of clients: tokens for machine clients (client credentials, for one resource), and no
 * token of a client that is disabled or gone counts anywhere.
 */
import { type Configuration, errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import type { LiveClients } from '../../clients/live-clients.ts';
import type { FindMachineAccess } from '../../clients/machine-access.ts';
import { isMachine } from '../../clients/registration.ts';
import type { DeploymentProfile } from '../../configuration/deployment-profile.ts';
import { type BindingParts, isProved } from './bound-tokens.ts';
import { isOfEarlierClient, machineScopeOf } from './own-metadata.ts';

type Features = NonNullable<Configuration['features']>;

/** The resource indicator (RFC 8707) and audience of tokens for the administration. */
function administrationOf(issuer: string): string {
  return `${issuer}/admin`;
}

export function withAdministration(features: Features, issuer: string): Features {
  const administration = administrationOf(issuer);
  const { introspection, resourceIndicators } = features;

  return {
    ...features,
    clientCredentials: { enabled: true },
    introspection: {
      ...introspection,
      async allowedPolicy(ctx, client, token) {
        const holder = await ctx.oidc.provider.Client.find(String(token.clientId));
        const counts = holder !== undefined && !isOfEarlierClient(holder, token.iat);
        return counts && ((await introspection?.allowedPolicy?.(ctx, client, token)) ?? false);
      },
    },
    resourceIndicators: {
      ...resourceIndicators,
      enabled: true,
      /** A machine client has nothing else to ask for. */
      async defaultResource(ctx, client, oneOf) {
        if (machineScopeOf(client) !== undefined) {
          return administration;
        }
        const { defaultResource = theOneAmong } = resourceIndicators ?? {};
        return defaultResource(ctx, client, oneOf);
      },
      async getResourceServerInfo(ctx, resource, client) {
        if (resource !== administration) {
          return otherResource(resourceIndicators, ctx, resource, client);
        }
        const scope = machineScopeOf(client);
        if (scope === undefined) {
          throw new errors.InvalidTarget('only machine clients may ask for this resource');
        }
        return { scope, audience: administration, accessTokenFormat: 'opaque' };
      },
    },
  } as Features;
}

/** As the engine does by itself. */
async function theOneAmong(
  _ctx: unknown,
  _client: unknown,
  oneOf?: readonly string[],
): Promise<string | string[]> {
  return oneOf as string[];
}

function otherResource(
  resourceIndicators: Features['resourceIndicators'],
  ctx: KoaContextWithOIDC,
  resource: string,
  client: Parameters<NonNullable<NonNullable<Features['resourceIndicators']>['getResourceServerInfo']>>[2],
) {
  if (!resourceIndicators?.getResourceServerInfo) {
    throw new errors.InvalidTarget();
  }
  return resourceIndicators.getResourceServerInfo(ctx, resource, client);
}

export interface AdministrationParts extends BindingParts {
  readonly issuer: string;
  readonly profile: DeploymentProfile;
}

export function createFindMachineAccess(
  provider: Provider,
  clients: LiveClients,
  parts: AdministrationParts,
): FindMachineAccess {
  const administration = administrationOf(parts.issuer);
  const { profile } = parts;

  return async (shown) => {
    const token = await provider.ClientCredentials.find(shown.value);
    if (!token || token.aud !== administration || !(await isProved(provider, token, shown, parts))) {
      return undefined;
    }
    if (profile.require_bound_tokens && !token.isSenderConstrained()) {
      return undefined;
    }
    const client = await clients.find(String(token.clientId));
    if (client?.status.kind !== 'active' || !isMachine(client.registration)) {
      return undefined;
    }
    if (token.iat < Math.floor(client.createdAt.getTime() / 1000)) {
      return undefined;
    }
    const registered = new Set(client.registration.scope.split(' '));
    const scopes = new Set([...token.scopes].filter((scope) => registered.has(scope)));
    return { clientId: client.registration.client_id, scopes };
  };
}
