/** A citizen's account, as the engine wants to have it. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Account } from '../../accounts/account.ts';
import type { DeploymentProfile } from '../../configuration/deployment-profile.ts';
import { claimsOf } from './claims.ts';

interface EngineAccount {
  readonly accountId: string;
  readonly account: Account;
  claims(): Promise<{ sub: string; [claim: string]: unknown }>;
  [key: string]: unknown;
}

export function engineAccount(account: Account, further: DeploymentProfile['further_claims']): EngineAccount {
  return {
    accountId: account.id,
    account,
    claims: async () => ({ ...claimsOf(account, further), sub: account.id }),
  };
}

export function accountOfEngine(ctx: KoaContextWithOIDC): Account | undefined {
  return (ctx.oidc.account as EngineAccount | undefined)?.account;
}
