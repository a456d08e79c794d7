/**
 * How surely only its owner can use a wallet's key, by what an attestation says of where it is kept and how its owner is asked
 * (OpenID4VCI 1.0 Appendix D.2), and by what an installation makes of that.
 */
import { z } from 'zod';
import { type Assurance, assuranceNames, isAtLeast, mildestOf, stricterOf } from './levels.ts';

/**
 * Commission Implementing Regulation (EU) 2015/1502, Annex 2.3.1: the attack potential that each level must resist. What the
 * table does not name, `iso_18045_basic` too, reaches no more than a key of which nobody says anything.
 */
const byRegulation = {
  iso_18045_high: 'high',
  iso_18045_moderate: 'substantial',
  'iso_18045_enhanced-basic': 'low',
} as const;

const byResistance = z.record(z.string().min(1).max(200), z.enum(assuranceNames)).default(byRegulation);

export const keyPolicySchema = z.strictObject({
  /** Whether a wallet must attest its keys; announced as `key_attestations_required`. */
  required: z.boolean().default(false),
  /** What is reached by where a key is kept, and by how its owner is asked: the milder of both counts. */
  key_storage: byResistance,
  user_authentication: byResistance,
  /** Keys that reach less are refused. */
  least: z.enum(assuranceNames).optional(),
  /** What a key reaches of which nobody says anything: it may be kept in software. */
  unattested: z.enum(['low', 'substantial']).default('substantial'),
});

export type KeyPolicy = z.output<typeof keyPolicySchema>;

/** What an attestation says; either may be missing. */
export interface KeyProtection {
  readonly keyStorage: readonly string[];
  readonly userAuthentication: readonly string[];
}

export function keyAssuranceOf(
  { keyStorage, userAuthentication }: KeyProtection,
  policy: KeyPolicy,
): Assurance {
  return mildestOf([
    reachedBy(keyStorage, policy.key_storage, policy.unattested),
    reachedBy(userAuthentication, policy.user_authentication, policy.unattested),
  ]);
}

/** Of several statements the strictest counts: each is true of the same key. */
function reachedBy(
  statements: readonly string[],
  table: Readonly<Record<string, Assurance>>,
  unattested: Assurance,
): Assurance {
  return statements
    .map((statement) => assuranceIn(table, statement))
    .reduce<Assurance>((best, reached) => (reached ? stricterOf(best, reached) : best), unattested);
}

function assuranceIn(table: Readonly<Record<string, Assurance>>, statement: string): Assurance | undefined {
  return Object.hasOwn(table, statement) ? table[statement] : undefined;
}

export function isEnough(reached: Assurance, { least }: Pick<KeyPolicy, 'least'>): boolean {
  return least === undefined || isAtLeast(reached, least);
}

/** What wallets are told that their keys must be; undefined where keys need no attestation (OpenID4VCI 1.0 §12.2.4). */
export function demandedOfKeys(policy: KeyPolicy): Record<string, string[]> | undefined {
  const { required, least, unattested } = policy;
  if (!required) {
    return undefined;
  }
  // A key of which nobody says anything is enough: so is whatever is said.
  if (least === undefined || isAtLeast(unattested, least)) {
    return {};
  }
  const goodEnough = (table: Readonly<Record<string, Assurance>>): string[] =>
    Object.keys(table).filter((statement) => isAtLeast(table[statement] as Assurance, least));
  return {
    key_storage: goodEnough(policy.key_storage),
    user_authentication: goodEnough(policy.user_authentication),
  };
}
