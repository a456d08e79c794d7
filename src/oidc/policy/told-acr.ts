/**
 * `acr`, as it leaves the house. Sessions, codes and refresh tokens remember how somebody signed in; what that is worth depends on how surely
 * they were identified, and is found out anew whenever it is told: whoever was identified since is worth more without signing in again.
 */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { reachedAssurance } from '../../assurance/identification.ts';
import { acrOf, assuranceOf } from '../../assurance/levels.ts';
import { isOwnClient } from '../../relying-party/own-client.ts';
import { accountOfEngine } from './engine-account.ts';

/** Our own pages know the account, and are told how one signed in to it. @param signedIn as an `acr` value */
export function toldAcr(ctx: KoaContextWithOIDC, signedIn: string | undefined): string | undefined {
  const assurance = assuranceOf(signedIn);
  if (assurance === undefined || isOwnClient(ctx.oidc.client?.clientId ?? '')) {
    return signedIn;
  }
  return acrOf(reachedAssurance(accountOfEngine(ctx)?.identification, assurance));
}
