/** Sees to it that there is a key of every algorithm: taken over from before there was a ring of them, or made. */
import { signingAlgorithms } from './signing-key.ts';
import type { SigningKeyHome } from './signing-key-home.ts';
import type { Ring, SigningKeyStore } from './signing-key-store.ts';

/** Nodes that start together may all make keys; the store takes the first of each algorithm. */
export async function createFirstSigningKeys(
  store: SigningKeyStore,
  home: Pick<SigningKeyHome, 'make' | 'discard'>,
): Promise<Ring> {
  const ring = await store.read();
  const missing = signingAlgorithms.filter((wanted) => !ring.keys.some(({ alg }) => alg === wanted));
  if (missing.length === 0) {
    return ring;
  }
  const before = await store.readKeysBefore();
  await Promise.all(
    missing.map(async (wanted) => {
      const kept = before.find(({ alg }) => alg === wanted);
      const key = kept ?? (await home.make(wanted));
      const isFirst = await store.found(key);
      await (isFirst || home.discard(key));
    }),
  );
  return store.read();
}
