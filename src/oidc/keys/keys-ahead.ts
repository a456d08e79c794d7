/**
 * Keys that are begun before anybody knows that they are missing: an RSA key takes a tenth of a second or a whole one, as chance will have it, on
 * threads that have nothing to do while the program is read.
 */
import { type MakeSigningKey, makeSigningKey, type PrivateKey } from './make-signing-key.ts';
import type { SigningAlgorithm } from './signing-key.ts';

const slow: readonly SigningAlgorithm[] = ['RS256', 'PS256'];

/** @returns what hands out each of them once, and makes any other */
export function makeKeysAhead(make: MakeSigningKey = makeSigningKey): MakeSigningKey {
  const begun = new Map<SigningAlgorithm, Promise<PrivateKey>>(slow.map((alg) => [alg, make(alg)]));
  for (const key of begun.values()) {
    // Whoever takes it hears of its fault; nobody may.
    key.catch(() => {});
  }
  return (alg) => {
    const key = begun.get(alg);
    begun.delete(alg);
    return key ?? make(alg);
  };
}
