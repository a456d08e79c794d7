/** What we ask of a credential (DCQL, OpenID4VP 1.0 §6): who it is about, and no more than tells people apart. */
import type { TrustSource } from '../../assurance/wallet-assurance.ts';
import type { JsonObject } from '../verification/compact-jws.ts';
import { refuseUnless } from '../verification/refusal.ts';

export interface CredentialQuery {
  readonly id: string;
  readonly vct: string;
  /** Types that may be answered with as well, by name. */
  readonly alsoTypes: readonly string[];
  /** Claims that will do, the best first. */
  readonly claimSets: readonly [readonly string[], ...(readonly string[])[]];
}

/** What the citizen is shown of themselves, and what an account must agree with to be linked. */
export const namingClaims = ['family_name', 'given_name', 'birthdate'] as const;

const longestClaim = 200;

type Asked = Pick<TrustSource, 'vct' | 'family' | 'identifierClaim' | 'otherIdentifierClaims'>;

/** One a type of credential. */
export function queriesFor(sources: readonly Asked[]): CredentialQuery[] {
  const types = [...new Set(sources.map(({ vct }) => vct))];
  return types.map((vct, index) => {
    const ofType = sources.filter((source) => source.vct === vct);
    const family = ofType.flatMap((source) => source.family ?? []);
    return {
      id: index === 0 ? 'pid' : `pid${index + 1}`,
      vct,
      alsoTypes: [...new Set(family.filter((type) => !type.includes('*')))],
      claimSets: claimSetsOf(ofType),
    };
  });
}

/** All that is named first, together; then each other identifier, for wallets that do not have those. */
function claimSetsOf(sources: readonly Asked[]): CredentialQuery['claimSets'] {
  const first = [...new Set(sources.flatMap(({ identifierClaim }) => identifierClaim ?? []))];
  const others = [...new Set(sources.flatMap(({ otherIdentifierClaims }) => otherIdentifierClaims ?? []))];
  return [
    [...namingClaims, ...first],
    ...others.filter((claim) => !first.includes(claim)).map((claim) => [...namingClaims, claim]),
  ];
}

export function dcqlOf(queries: readonly CredentialQuery[]): object {
  const credentials = queries.map(({ id, vct, alsoTypes, claimSets }) => ({
    id,
    format: 'dc+sd-jwt',
    meta: { vct_values: [vct, ...alsoTypes] },
    ...claimsOf(claimSets),
  }));
  // Any one of them is enough.
  const sets = queries.length > 1 ? { credential_sets: [{ options: queries.map(({ id }) => [id]) }] } : {};
  return { credentials, ...sets };
}

/** Ids are for the sets alone (§6.3). */
function claimsOf(claimSets: CredentialQuery['claimSets']): object {
  const [only, ...others] = claimSets;
  return others.length === 0
    ? { claims: only.map((name) => ({ path: [name] })) }
    : {
        claims: [...new Set(claimSets.flat())].map((name) => ({ id: name, path: [name] })),
        claim_sets: claimSets,
      };
}

/** Claims as text. @throws PresentationRefused when one is missing */
export function claimsAsked(claims: JsonObject, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const value = claims[name];
      const isText = typeof value === 'string' && value !== '' && value.length <= longestClaim;
      refuseUnless(isText, 'not-what-was-asked');
      return [name, value];
    }),
  );
}
