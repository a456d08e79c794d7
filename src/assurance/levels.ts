/**
 * The ladder of assurance: eIDAS levels as `acr` values, and what was done to reach them as `amr` (RFC 8176).
 * Source of the URIs: Commission Implementing Regulation (EU) 2015/1502 and the eIDAS SAML profile.
 */
export const assuranceNames = ['low', 'substantial', 'high'] as const;

export type Assurance = (typeof assuranceNames)[number];

const acrPrefix = 'http://eidas.europa.eu/LoA/';

/** What this provider can reach today; `high` would need a means proofed and bound in hardware. */
export const reachableAssurances = ['low', 'substantial'] as const;

export function acrOf(assurance: Assurance): string {
  return acrPrefix + assurance;
}

/** The assurance that an `acr` value names, or undefined for one that we do not know. */
export function assuranceOf(acr: unknown): Assurance | undefined {
  return assuranceNames.find((name) => acrOf(name) === acr);
}

export function isAtLeast(reached: Assurance, demanded: Assurance): boolean {
  return assuranceNames.indexOf(reached) >= assuranceNames.indexOf(demanded);
}

export function stricterOf(one: Assurance, other: Assurance): Assurance {
  return isAtLeast(one, other) ? one : other;
}

export function mildestOf(assurances: readonly [Assurance, ...Assurance[]]): Assurance {
  return assurances.reduce((mildest, next) => (isAtLeast(next, mildest) ? mildest : next));
}

/** The most that can be reached: a wish for `high` is answered with the best there is. */
export function capToReachable(demanded: Assurance): Assurance {
  return isReachable(demanded) ? demanded : 'substantial';
}

export function isReachable(assurance: Assurance): boolean {
  return (reachableAssurances as readonly Assurance[]).includes(assurance);
}
