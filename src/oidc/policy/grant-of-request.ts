/** What a relying party may be told of a citizen: by registration, or by the citizen's own consent. */
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { isFirstParty } from '../clients/own-metadata.ts';
import { forgetRefusals } from '../engine/internals/refused-claims.ts';
import { type ClaimTable, claimsWithin } from './claims.ts';

/**
 * A relying party that is bound by law or contract is granted what it asks for within its registration, and nothing else. Any
 * other gets that by the citizen's consent, which the grant remembers as long as the citizen stays signed in.
 */
export async function grantOfRequest(ctx: KoaContextWithOIDC, table: ClaimTable): Promise<Grant | undefined> {
  const { client, provider, session, account } = ctx.oidc;
  if (!client || !session || !account) {
    return undefined;
  }
  const knownId = session.grantIdFor(client.clientId);
  const known = knownId ? await provider.Grant.find(knownId) : undefined;
  const consent = isFirstParty(client) ? undefined : consentOf(ctx, account.accountId);
  if (isFirstParty(client) || consent) {
    const grant = known ?? new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
    return saveIfChanged(grant, known !== undefined, () => {
      grantWhatIsAsked(ctx, grant, table, consent?.withheld);
    });
  }
  return known && saveIfChanged(known, true, () => rejectWhatIsNotRegistered(ctx, known, table));
}

/** The page of consent names whom it asked, lest the answer of one citizen count for the next at the same browser. */
function consentOf(ctx: KoaContextWithOIDC, accountId: string): Consent | undefined {
  const consent = ctx.oidc.result?.consent as Consent | undefined;
  return consent?.accountId === accountId ? consent : undefined;
}

interface Consent {
  readonly accountId?: string;
  /** What they were asked for and left out. */
  readonly withheld?: readonly string[];
}

async function saveIfChanged(grant: Grant, isSaved: boolean, change: () => void): Promise<Grant> {
  const before = JSON.stringify(grant);
  change();
  if (!isSaved || JSON.stringify(grant) !== before) {
    await grant.save();
  }
  return grant;
}

/** @param withheld what the citizen leaves out; undefined where nobody was asked */
function grantWhatIsAsked(
  ctx: KoaContextWithOIDC,
  grant: Grant,
  table: ClaimTable,
  withheld?: readonly string[],
): void {
  if (withheld) {
    forgetRefusals(grant);
  }
  const { client, requestParamOIDCScopes, requestParamScopes, requestParamClaims, resourceServers } =
    ctx.oidc;
  const registered = (client?.scope ?? 'openid').split(' ');
  for (const scope of requestParamOIDCScopes) {
    if (registered.includes(scope)) {
      grant.addOIDCScope(scope);
    } else {
      grant.rejectOIDCScope(scope);
    }
  }
  const permitted = claimsWithin(registered.join(' '), table);
  grant.addOIDCClaims([...requestParamClaims].filter((claim) => permitted.includes(claim)));
  grant.rejectOIDCClaims([...(withheld ?? [])]);
  rejectWhatIsNotRegistered(ctx, grant, table);
  for (const [identifier, { scopes }] of Object.entries(resourceServers ?? {})) {
    const asked = [...requestParamScopes].filter((scope) => scopes.has(scope));
    if (asked.length > 0) {
      grant.addResourceScope(identifier, asked.join(' '));
    }
  }
}

function rejectWhatIsNotRegistered({ oidc }: KoaContextWithOIDC, grant: Grant, table: ClaimTable): void {
  const permitted = claimsWithin(oidc.client?.scope ?? 'openid', table);
  grant.rejectOIDCClaims([...oidc.requestParamClaims].filter((claim) => !permitted.includes(claim)));
}
