/**
 * The life of a signing key: published (in the JWKS, so that caches learn it) → signing → retired (still in the JWKS, until the
 * last token that it signed is dead) → gone. A key's state follows from instants alone, so that every node finds the same one
 * and nobody has to come back to change it.
 *
 * In this folder: the ring of keys in the store, and what each node knows of it (decision 18).
 */
import { sessionInAll } from '../policy/lifetimes.ts';

/** The first signs by default: a sixth of the work of RS256. */
export const signingAlgorithms = ['ES256', 'RS256', 'EdDSA', 'PS256'] as const;

export type SigningAlgorithm = (typeof signingAlgorithms)[number];

export interface SigningKey {
  /** Thumbprint (RFC 7638). */
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly madeAt: Date;
  readonly signsFrom: Date;
}

export type KeyState =
  | { readonly kind: 'published'; readonly signsFrom: Date }
  | { readonly kind: 'signing'; readonly since: Date }
  | { readonly kind: 'retired'; readonly since: Date; readonly goneAt: Date }
  | { readonly kind: 'gone' };

export interface KeyTiming {
  /** How long a relying party may keep the JWKS: its `max-age`. */
  readonly jwksMaxAgeInSeconds: number;
  /** For nodes that hear of a new key late, and for clocks that differ. */
  readonly marginInSeconds: number;
  /** How long a signature may be of use. */
  readonly signatureLifeInSeconds: number;
  /** How often a node looks at the keys when nobody says that they have changed. A quarter of the margin. */
  readonly lookEveryMilliseconds: number;
}

export const keyTiming: KeyTiming = {
  jwksMaxAgeInSeconds: 300,
  marginInSeconds: 60,
  // An ID token is dead after minutes, but stays good as the hint of a sign-out for as long as its session may last.
  signatureLifeInSeconds: sessionInAll,
  lookEveryMilliseconds: 15_000,
};

/** From the making of a key until it signs. */
export function waitInMilliseconds({ jwksMaxAgeInSeconds, marginInSeconds }: KeyTiming): number {
  return (jwksMaxAgeInSeconds + marginInSeconds) * 1000;
}

/** From the retirement of a key until it is gone. */
export function retirementInMilliseconds({ signatureLifeInSeconds, marginInSeconds }: KeyTiming): number {
  return (signatureLifeInSeconds + marginInSeconds) * 1000;
}

/** @param among all keys there are, @param now of the store's clock. */
export function stateOf(
  key: SigningKey,
  among: readonly SigningKey[],
  now: Date,
  timing: KeyTiming,
): KeyState {
  if (key.signsFrom > now) {
    return { kind: 'published', signsFrom: key.signsFrom };
  }
  const successor = successorOf(key, among);
  if (!successor || successor.signsFrom > now) {
    return { kind: 'signing', since: key.signsFrom };
  }
  const goneAt = new Date(successor.signsFrom.getTime() + retirementInMilliseconds(timing));
  return goneAt > now ? { kind: 'retired', since: successor.signsFrom, goneAt } : { kind: 'gone' };
}

function successorOf(key: SigningKey, among: readonly SigningKey[]): SigningKey | undefined {
  return among
    .filter(({ alg, signsFrom }) => alg === key.alg && signsFrom > key.signsFrom)
    .sort((one, other) => one.signsFrom.getTime() - other.signsFrom.getTime())[0];
}

const places: readonly KeyState['kind'][] = ['signing', 'published', 'retired'];

/** What is published, the keys that sign first: the engine signs with the first key of an algorithm. */
export function inOrderOfUse<Key extends SigningKey>(
  keys: readonly Key[],
  now: Date,
  timing: KeyTiming,
): Key[] {
  const rankOf = (key: Key): number => places.indexOf(stateOf(key, keys, now, timing).kind);
  return keys.filter((key) => rankOf(key) >= 0).sort((one, other) => rankOf(one) - rankOf(other));
}
