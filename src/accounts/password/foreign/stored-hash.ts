/**
 * Hashes of other systems as an account keeps them. Strong ones as they came, `foreign:<hash>`. Of the others Argon2id, with our pepper, is
 * taken of the digest: `wrapped:<Argon2id>:<salt and parameters>`. So whoever steals the store guesses at the price of ours, and the digest itself,
 * which somebody may have from the old system, opens nothing. All other stored strings are ours.
 */
import type { TypedPassword } from '../typed-password.ts';
import { type ForeignHash, waysToHash } from './foreign-hash.ts';
import { parseForeignHash } from './parse-hash.ts';
import { type Sees, seesAll } from './sight.ts';

const foreignMark = 'foreign:';
const wrappedMark = 'wrapped:';

export const markForeign = (hash: ForeignHash): string => `${foreignMark}${hash.encoded}`;

/** @param ours Argon2id of what `toWrap` says */
export const markWrapped = (hash: ForeignHash, ours: string): string =>
  `${wrappedMark}${ours}:${hash.recipe}`;

/** What Argon2id is taken of. */
export const toWrap = (digest: Buffer): string => digest.toString('base64');

/** @returns the other system's hash in a stored string, undefined when the stored string is another one. */
export function foreignHashIn(stored: string): string | undefined {
  return stored.startsWith(foreignMark) ? stored.slice(foreignMark.length) : undefined;
}

export interface WrappedHash {
  /** Argon2id of the digest. */
  readonly ours: string;
  /** Salt and parameters by which a digest is made. */
  readonly recipe: string;
}

/** Undefined when the stored string is another one. */
export function wrappedHashIn(stored: string): WrappedHash | undefined {
  const [, ours, recipe] = /^wrapped:(\$argon2id\$[^:]+):(.+)$/.exec(stored) ?? [];
  return ours && recipe ? { ours, recipe } : undefined;
}

/** True when a stored hash that opens to this password opens to no other. */
export function isSeenWhole(stored: string, password: TypedPassword): boolean {
  const sees = sightOf(stored);
  return waysToHash(password).every((way) => sees(Buffer.from(way)).isAll);
}

/** True when two passwords are one to a stored hash. Compares what was typed; the hash itself is not asked. */
export function isSameFor(stored: string, one: TypedPassword, other: TypedPassword): boolean {
  const sees = sightOf(stored);
  const partsOf = (password: TypedPassword): Buffer[] =>
    waysToHash(password).map((way) => sees(Buffer.from(way)).part);
  return (
    one.text === other.text || partsOf(one).some((part) => partsOf(other).some((its) => part.equals(its)))
  );
}

/** Ours, Argon2id, sees everything. */
function sightOf(stored: string): Sees {
  const foreign = foreignHashIn(stored) ?? wrappedHashIn(stored)?.recipe;
  const parsed = foreign === undefined ? undefined : parseForeignHash(foreign);
  return parsed?.kind === 'usable' ? parsed.hash.sees : seesAll;
}
