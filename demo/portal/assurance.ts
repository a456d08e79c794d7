/** The assurance of a sign-in as the tokens tell it: eIDAS levels in `acr`, what was done in `amr` (RFC 8176). */
const levels = ['low', 'substantial', 'high'] as const;

export type Assurance = (typeof levels)[number];
export type Method = 'ugyfelkapu' | 'ugyfelkapu-plus' | 'wallet' | 'other';

const acrPrefix = 'http://eidas.europa.eu/LoA/';

export function acrOf(assurance: Assurance): string {
  return acrPrefix + assurance;
}

/** A token that does not say how sure the provider is, or says it in words that we do not know, counts as the least. */
export function assuranceOf(acr: unknown): Assurance {
  return levels.find((level) => acrOf(level) === acr) ?? 'low';
}

export function isAtLeast(reached: Assurance, needed: Assurance): boolean {
  return levels.indexOf(reached) >= levels.indexOf(needed);
}

/** The name that people know the way of signing in by. */
export function methodOf(amr: unknown): Method {
  const steps = Array.isArray(amr) ? amr : [];
  if (!steps.includes('pwd')) {
    return steps.includes('swk') ? 'wallet' : 'other';
  }
  return steps.includes('otp') ? 'ugyfelkapu-plus' : 'ugyfelkapu';
}
