/** What we ask of a credential (DCQL, OpenID4VP 1.0 §6): who it is about, and no more than tells people apart. */
import type { TrustSource } from '../../assurance/wallet-assurance.ts';
import type { JsonObject } from '../verification/compact-jws.ts';
import { refuseUnless } from '../verification/refusal.ts';

export interface CredentialQuery {
  readonly id: string;
  readonly vct: string;
  readonly claims: readonly string[];
}

/** What the citizen is shown of themselves, and what an account must agree with to be linked. */
export const namingClaims = ['family_name', 'given_name', 'birthdate'] as const;

const longestClaim = 200;

/** One a type of credential. */
export function queriesFor(
  sources: readonly Pick<TrustSource, 'vct' | 'identifierClaim'>[],
): CredentialQuery[] {
  const types = [...new Set(sources.map(({ vct }) => vct))];
  return types.map((vct, index) => {
    const identifiers = sources
      .filter((source) => source.vct === vct)
      .flatMap(({ identifierClaim }) => identifierClaim ?? []);
    return {
      id: index === 0 ? 'pid' : `pid${index + 1}`,
      vct,
      claims: [...new Set([...namingClaims, ...identifiers])],
    };
  });
}

export function dcqlOf(queries: readonly CredentialQuery[]): object {
  const credentials = queries.map(({ id, vct, claims }) => ({
    id,
    format: 'dc+sd-jwt',
    meta: { vct_values: [vct] },
    claims: claims.map((name) => ({ path: [name] })),
  }));
  // Any one of them is enough.
  const sets = queries.length > 1 ? { credential_sets: [{ options: queries.map(({ id }) => [id]) }] } : {};
  return { credentials, ...sets };
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
