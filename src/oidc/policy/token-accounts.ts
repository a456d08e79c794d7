/** The account behind a session or a token, if that was not ended since. */
import type { Configuration, FindAccount } from 'oidc-provider';
import { type Account, countsSince } from '../../accounts/account.ts';
import { acrOf } from '../../assurance/levels.ts';
import type { DeploymentProfile } from '../../configuration/deployment-profile.ts';
import { isNobody } from '../approvals/ciba.ts';
import { isOfEarlierClient } from '../clients/own-metadata.ts';
import { engineAccount } from './engine-account.ts';

/** Once in a request, however often it is asked for. */
export type ReadAccount = (id: string) => Promise<Account | undefined>;

/** A token reads its grant and its account next; asking for the account at once saves a round trip. */
export function createPrefetchAccount(read: ReadAccount): (token: { accountId?: string }) => void {
  return ({ accountId }) => {
    if (accountId) {
      read(accountId).catch(() => {});
    }
  };
}

/** @param issuedAt seconds since 1970. @returns undefined when all sessions were ended since */
export async function accountThatCounts(
  read: ReadAccount,
  id: string,
  issuedAt: number | undefined,
): Promise<Account | undefined> {
  const account = await read(id);
  const isStale = account === undefined || (issuedAt !== undefined && !countsSince(account, issuedAt));
  return isStale ? undefined : account;
}

/** For a session the policy decides whether it still counts; a token from before the sessions were ended is dead. */
export function createFindAccount(
  read: ReadAccount,
  further: DeploymentProfile['further_claims'],
): NonNullable<Configuration['findAccount']> {
  const find: FindAccount = async (ctx, id, token) => {
    if (isNobody(id)) {
      // A request that names nobody waits like any other, and expires; nor is it answered any sooner.
      await read('nobody');
      return ctx.oidc.route === 'backchannel_authentication' ? engineNobody(id) : undefined;
    }
    if (token && isOfEarlierClient(ctx.oidc.client, token.iat)) {
      return undefined;
    }
    const account = await accountThatCounts(read, id, token && instantOf(token));
    return account && !isFromBeforePlus(account, token) ? engineAccount(account, further) : undefined;
  };
  return find;
}

/** When the sign-in behind a token was, where the token says so (`extra`: resources.ts), else when it was issued; by the store's clock. */
export function instantOf({ iat, authTime, extra }: DatedToken): number {
  return authTime ?? extra?.auth_time ?? iat;
}

interface DatedToken {
  readonly iat: number;
  readonly authTime?: number | undefined;
  readonly extra?: { readonly auth_time?: number } | undefined;
}

/** Codes and refresh tokens of a sign-in by password alone end when the citizen gets an Ügyfélkapu+. */
function isFromBeforePlus({ hasPlus }: Account, token: object | undefined): boolean {
  return hasPlus && token !== undefined && 'acr' in token && token.acr === acrOf('low');
}

function engineNobody(id: string) {
  return { accountId: id, claims: async () => ({ sub: id }) };
}
