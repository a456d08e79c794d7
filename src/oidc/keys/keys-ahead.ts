/**
 * Keys that are begun before anybody knows that they are missing: an RSA key takes a tenth of a second or a whole one, as chance will have it, on
 * threads that have nothing to do while the program is read.
 */
import { type MakeSigningKey, makeSigningKey, type PrivateKey } from './make-signing-key.ts';
import type { SigningAlgorithm } from './signing-key.ts';

const slow: readonly SigningAlgorithm[] = ['RS256', 'PS256'];

/** By then a node serves, or never will. */
const longestStartInMilliseconds = 60_000;

/**
 * One that nobody asked for while the node started is forgotten: years later, in place of one that was removed, it would be as old as the node,
 * and would have lain in its memory all the while.
 * @returns what hands out each of them once, and makes any other
 */
export function makeKeysAhead(
  make: MakeSigningKey = makeSigningKey,
  forgottenAfterMilliseconds: number = longestStartInMilliseconds,
): MakeSigningKey {
  const begun = new Map<SigningAlgorithm, Promise<PrivateKey>>(slow.map((alg) => [alg, make(alg)]));
  for (const key of begun.values()) {
    // Whoever takes it hears of its fault; nobody may.
    key.catch(() => {});
  }
  setTimeout(() => begun.clear(), forgottenAfterMilliseconds).unref();
  return (alg) => {
    const key = begun.get(alg);
    begun.delete(alg);
    return key ?? make(alg);
  };
}
