/**
 * RSA keys of an installation of a test, made once a worker: for each takes a third of a second, and a node without keys makes two. A node
 * finds them as one finds what another node made; how keys are made first, in a race and anew is held where that is the subject.
 */
import { makeSigningKey, type PrivateKey } from '../../src/oidc/keys/make-signing-key.ts';
import { createSigningKeyStore } from '../../src/oidc/keys/signing-key-store.ts';
import type { Store } from '../../src/storage/redis.ts';
import type { Sealer } from '../../src/storage/sealed.ts';

let made: Promise<readonly PrivateKey[]> | undefined;

export async function plantRsaKeys(store: Store, sealer: Sealer): Promise<void> {
  made ??= Promise.all([makeSigningKey('RS256'), makeSigningKey('PS256')]);
  const keys = createSigningKeyStore(store, sealer);
  for (const key of await made) {
    await keys.found(key);
  }
}
