/** What a page of consent must name: every claim and every resource that the request is about. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ProtectedResource } from '../../configuration/protected-resource.ts';
import { isFirstParty } from '../clients/own-metadata.ts';
import { type ClaimTable, claimsWithin, personalClaims } from './claims.ts';
import { consentInAll } from './lifetimes.ts';

/** Kept with the engine's interaction, under `prompt.details`. */
export interface AskedConsent {
  /** False for whom nobody has to be asked. */
  readonly isNeeded: boolean;
  readonly claims: readonly string[];
  /** Names by language. */
  readonly resources: readonly { hu: string; en: string }[];
  /** For at most how many hours it may ask then. */
  readonly hours: number;
  /** What it says itself of how it treats data, and of its terms; addresses. */
  readonly policy: string | undefined;
  readonly terms: string | undefined;
}

/** What a request asks for that is not this browser's own: a device's, or one from elsewhere. @param params as the engine keeps them */
export function consentAskedElsewhere(
  params: Readonly<Record<string, unknown>>,
  client: { readonly scope?: string | undefined },
  resources: readonly ProtectedResource[],
  table: ClaimTable,
): Pick<AskedConsent, 'claims' | 'resources'> {
  const permitted = claimsWithin(client.scope ?? 'openid', table);
  const asked = new Set([
    ...claimsWithin(String(params.scope ?? 'openid'), table),
    ...singleClaims(params.claims),
  ]);
  const wanted = [params.resource].flat();
  return {
    claims: [...asked].filter((claim) => permitted.includes(claim) && personalClaims.has(claim)),
    resources: namesOf(resources.filter(({ identifier }) => wanted.includes(identifier))),
  };
}

/** The engine has checked the parameter's form before it kept it. */
export function singleClaims(claims: unknown): string[] {
  const { userinfo, id_token } = JSON.parse(typeof claims === 'string' ? claims : '{}');
  return Object.keys({ ...userinfo, ...id_token });
}

function namesOf(resources: readonly ProtectedResource[]): { hu: string; en: string }[] {
  return resources.map((resource) => ({ hu: resource.name, en: resource['name#en'] ?? resource.name }));
}

export function consentAsked(
  { oidc }: KoaContextWithOIDC,
  resources: readonly ProtectedResource[],
  table: ClaimTable,
): AskedConsent {
  const { client, requestParamOIDCScopes, requestParamClaims, resourceServers } = oidc;
  const permitted = claimsWithin(client?.scope ?? 'openid', table);
  const byScope = claimsWithin([...requestParamOIDCScopes].join(' '), table);
  const asked = new Set([...byScope, ...requestParamClaims]);
  return {
    policy: client?.policyUri,
    terms: client?.tosUri,
    isNeeded: client !== undefined && !isFirstParty(client),
    hours: consentInAll / 3600,
    claims: [...asked].filter((claim) => permitted.includes(claim) && personalClaims.has(claim)),
    resources: namesOf(
      resources.filter(({ identifier }) => resourceServers && identifier in resourceServers),
    ),
  };
}
