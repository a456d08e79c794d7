/**
 * RSA keys of the installations of a run, made once before it: one takes a tenth of a second or a whole one, and a node without keys makes two.
 * Nodes within a worker find them as what another node made; those that are processes of their own are handed them in place of making any. How
 * keys are made, in a race and anew, is held where that is the subject, and by the nodes that are started as delivered.
 */
import type { Secrets } from '../../src/configuration/secrets.ts';
import { makeSigningKey, type PrivateKey } from '../../src/oidc/keys/make-signing-key.ts';
import { createSigningKeyStore } from '../../src/oidc/keys/signing-key-store.ts';
import type { Store } from '../../src/storage/redis.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
import { connectPatiently } from './redis.ts';

/** Before the workers are made: they inherit them. */
export async function makeRsaKeysOfRun(): Promise<void> {
  process.env.TESTS_RSA_KEYS = JSON.stringify(await makeBoth());
}

/** A measurement is no run, and has none. */
function keysOfRun(): readonly PrivateKey[] | undefined {
  const { TESTS_RSA_KEYS: json } = process.env;
  return json === undefined ? undefined : JSON.parse(json);
}

function makeBoth(): Promise<readonly PrivateKey[]> {
  return Promise.all([makeSigningKey('RS256'), makeSigningKey('PS256')]);
}

let madeHere: ReturnType<typeof makeBoth> | undefined;

async function makeOnce(): Promise<readonly PrivateKey[]> {
  madeHere ??= makeBoth();
  return madeHere;
}

export async function plantRsaKeys(store: Store, sealer: Sealer): Promise<void> {
  const keys = createSigningKeyStore(store, sealer);
  for (const key of keysOfRun() ?? (await makeOnce())) {
    await keys.found(key);
  }
}

/** For nodes that are processes of their own, on a Redis that is there before them. */
export async function plantRsaKeysAt(address: string, { sealing_keys }: Secrets): Promise<void> {
  const store = await connectPatiently(address);
  await plantRsaKeys(store, createSealer(sealing_keys));
  store.disconnect();
}

/** Each once a process: what is asked for after that is made. */
const handOut = (keys: readonly PrivateKey[]): string => `
  const keys = ${JSON.stringify(keys)};
  const names = { RS256: 'RSASSA-PKCS1-v1_5', PS256: 'RSA-PSS' };
  const { generateKey } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.generateKey = async function (algorithm, extractable, usages) {
    const at = keys.findIndex(({ alg }) => names[alg] === algorithm.name);
    if (at === -1) {
      return generateKey.call(this, algorithm, extractable, usages);
    }
    const [{ alg, use, kid, ...jwk }] = keys.splice(at, 1);
    const take = (part, usage) => this.importKey('jwk', part, algorithm, extractable, [usage]);
    const { kty, n, e } = jwk;
    return { privateKey: await take(jwk, 'sign'), publicKey: await take({ kty, n, e }, 'verify') };
  };
`;

/** What Node.js is told that starts a node without keys. */
export function withRsaKeys(): string[] {
  const keys = keysOfRun();
  return keys ? [`--import=data:text/javascript,${encodeURIComponent(handOut(keys))}`] : [];
}
