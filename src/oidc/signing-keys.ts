/** The provider's signing keys: made once, by whichever node is first, and kept sealed in Redis for all of them. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';

const key = 'oidc:{signing-keys}';

/** ES256 signs by default (a sixth of the work of RS256); RS256 is kept for clients that ask for it. */
const kinds = [
  { alg: 'ES256', options: {} },
  { alg: 'RS256', options: { modulusLength: 3072 } },
] as const;

/** @returns private JWKs, the first of an algorithm signs. */
export async function loadSigningKeys(store: Store, sealer: Sealer): Promise<JWK[]> {
  const kept = await store.get(key);
  if (kept) {
    return JSON.parse(sealer.open(kept, key)) as JWK[];
  }
  const made = await Promise.all(kinds.map(({ alg, options }) => makeSigningKey(alg, options)));
  await store.set(key, sealer.seal(JSON.stringify(made), key), 'NX');
  return loadSigningKeys(store, sealer);
}

async function makeSigningKey(alg: string, options: object): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { ...options, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}
