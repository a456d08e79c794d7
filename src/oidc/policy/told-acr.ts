/**
 * `acr`, as it leaves the house. Sessions, codes and refresh tokens remember how somebody signed in; what that is worth depends on how surely
 * they were identified, and is found out anew whenever it is told: whoever was identified since is worth more without signing in again.
 */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { answerByName } from '../../assurance/demand.ts';
import { reachedAssurance } from '../../assurance/identification.ts';
import { acrOf, assuranceOf } from '../../assurance/levels.ts';
import { isOwnClient } from '../../relying-party/own-client.ts';
import { accountOfEngine } from './engine-account.ts';

/** Our own pages know the account, and are told how one signed in to it. @param signedIn as an `acr` value */
export function toldAcr(
  ctx: KoaContextWithOIDC,
  signedIn: string | undefined,
  amr?: readonly string[] | undefined,
): string | undefined {
  const assurance = assuranceOf(signedIn);
  if (assurance === undefined || isOwnClient(ctx.oidc.client?.clientId ?? '')) {
    return signedIn;
  }
  const reached = reachedAssurance(accountOfEngine(ctx)?.identification, assurance);
  return answerByName(claimsAsked(ctx), reached, amr) ?? acrOf(reached);
}

/** At the token endpoint the request is over, and what it asked for is with what it left. */
function claimsAsked({ oidc }: KoaContextWithOIDC): unknown {
  const { AuthorizationCode, RefreshToken, DeviceCode, BackchannelAuthenticationRequest } = oidc.entities;
  const source = AuthorizationCode ?? RefreshToken ?? DeviceCode ?? BackchannelAuthenticationRequest;
  return source ? (source as { claims?: unknown }).claims : oidc.claims;
}
