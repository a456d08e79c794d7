/** Sees to it that there is a key of every algorithm: taken over from before there was a ring of them, or made. */
import { makeSigningKey } from './make-signing-key.ts';
import { signingAlgorithms } from './signing-key.ts';
import type { Ring, SigningKeyStore } from './signing-key-store.ts';

/** Nodes that start together may all make keys; the store takes the first of each algorithm. */
export async function createFirstSigningKeys(store: SigningKeyStore): Promise<Ring> {
  const ring = await store.read();
  const missing = signingAlgorithms.filter((wanted) => !ring.keys.some(({ alg }) => alg === wanted));
  if (missing.length === 0) {
    return ring;
  }
  const before = await store.readKeysBefore();
  await Promise.all(
    missing.map(async (wanted) => {
      const kept = before.find(({ alg }) => alg === wanted);
      await store.found(kept ?? (await makeSigningKey(wanted)));
    }),
  );
  return store.read();
}
