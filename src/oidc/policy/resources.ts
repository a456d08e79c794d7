/** Protected resources (RFC 8707): which APIs there are tokens for, what those say, and who may ask about them. */
import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { ProtectedResource } from '../../configuration/protected-resource.ts';
import { toldAcr } from './told-acr.ts';

type Features = NonNullable<Configuration['features']>;

/** Only what the operator registered, and only for relying parties that may have it: anything else is `invalid_target`. */
export function resourceIndicators(
  resources: readonly ProtectedResource[],
): NonNullable<Features['resourceIndicators']> {
  return {
    enabled: true,
    // The engine's type asks for a value; nothing is the default here.
    defaultResource: async (_ctx, _client, oneOf) => oneOf as string[],
    async getResourceServerInfo(_ctx, identifier, client) {
      const resource = resources.find((known) => known.identifier === identifier);
      const allowed = (client.resources as string[] | undefined) ?? [];
      if (!resource || !allowed.includes(identifier)) {
        throw new errors.InvalidTarget('the resource is unknown, or not for this client');
      }
      return {
        scope: resource.scopes.join(' '),
        audience: identifier,
        accessTokenTTL: resource.access_token_lifetime,
        accessTokenFormat: resource.access_token_format,
        jwt: { sign: { alg: resource.access_token_signing_alg } },
      };
    },
    useGrantedResource: async () => false,
  };
}

/** The resource server that a token was issued for may introspect it, beside the relying party that holds it. */
export function introspectionByResource(
  resources: readonly ProtectedResource[],
): (token: object, clientId: string) => boolean {
  return (token, clientId) => {
    const audience = 'aud' in token ? token.aud : undefined;
    const resource = resources.find(({ identifier }) => identifier === audience);
    return resource?.introspected_by.includes(clientId) ?? false;
  };
}

/** RFC 9470 §6: a resource server reads from token or introspection how strong the sign-in was, and may ask for a stronger one. */
export function tellOfSignIn(ctx: KoaContextWithOIDC): Record<string, unknown> | undefined {
  const { AuthorizationCode, RefreshToken, DeviceCode, BackchannelAuthenticationRequest } = ctx.oidc.entities;
  const source = AuthorizationCode ?? RefreshToken ?? DeviceCode ?? BackchannelAuthenticationRequest;
  return source && { acr: toldAcr(ctx, source.acr, source.amr), auth_time: source.authTime };
}
