/**
 * RSA keys of an installation of a test, made once a worker: for each takes a third of a second, and a node without keys makes two. A node
 * finds them as one finds what another node made; how keys are made first, in a race and anew is held where that is the subject.
 */

import type { Secrets } from '../../src/configuration/secrets.ts';
import { makeSigningKey, type PrivateKey } from '../../src/oidc/keys/make-signing-key.ts';
import { createSigningKeyStore } from '../../src/oidc/keys/signing-key-store.ts';
import type { Store } from '../../src/storage/redis.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
import { connectPatiently } from './redis.ts';

let made: Promise<readonly PrivateKey[]> | undefined;

export async function plantRsaKeys(store: Store, sealer: Sealer): Promise<void> {
  made ??= Promise.all([makeSigningKey('RS256'), makeSigningKey('PS256')]);
  const keys = createSigningKeyStore(store, sealer);
  for (const key of await made) {
    await keys.found(key);
  }
}

/** For nodes that are processes of their own. */
export async function plantRsaKeysAt(address: string, { sealing_keys }: Secrets): Promise<void> {
  const store = await connectPatiently(address);
  await plantRsaKeys(store, createSealer(sealing_keys));
  store.disconnect();
}
