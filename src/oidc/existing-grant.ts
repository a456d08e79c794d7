/** What a relying party may be told of a citizen without asking them again. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { claimsWithin } from './claims.ts';

/**
 * Every relying party is registered by the operator and bound by law or contract, so there is no consent page: it is granted
 * what it asks for within its registration, and nothing else.
 */
export async function grantWhatIsRegistered(ctx: KoaContextWithOIDC) {
  const { client, provider, session, account, requestParamOIDCScopes, requestParamClaims } = ctx.oidc;
  if (!client || !session || !account) {
    return undefined;
  }
  const known = session.grantIdFor(client.clientId);
  const grant =
    (known && (await provider.Grant.find(known))) ||
    new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  const registered = (client.scope ?? 'openid').split(' ');
  const before = JSON.stringify(grant);
  for (const scope of requestParamOIDCScopes) {
    if (registered.includes(scope)) {
      grant.addOIDCScope(scope);
    } else {
      grant.rejectOIDCScope(scope);
    }
  }
  const permitted = new Set(claimsWithin(client.scope ?? 'openid'));
  const claims = [...requestParamClaims];
  grant.addOIDCClaims(claims.filter((claim) => permitted.has(claim)));
  grant.rejectOIDCClaims(claims.filter((claim) => !permitted.has(claim)));
  if (!known || JSON.stringify(grant) !== before) {
    await grant.save();
  }
  return grant;
}
