/** The keys that sign checkpoints: ES256, kept sealed, published so that whoever has an export or a proof can check it alone. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { auditKeysKey } from './audit-keys.ts';

/** A private key. */
export type AuditKey = JWK & { readonly kid: string };

export interface AuditKeyStore {
  /** The key that signs; made by whoever asks first. */
  current(): Promise<AuditKey>;
  /** Of every key that ever signed, the public part. */
  published(): Promise<JSONWebKeySet>;
  /** From now on another key signs; what the others signed stays good. */
  rotate(): Promise<AuditKey>;
}

export function createAuditKeyStore(store: Store, sealer: Sealer): AuditKeyStore {
  const placeOf = (kid: string): string => `${auditKeysKey}:${kid}`;
  const opened = (kid: string, sealed: string): AuditKey => JSON.parse(sealer.open(sealed, placeOf(kid)));
  let known: AuditKey | undefined;

  async function add(): Promise<AuditKey> {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(privateKey);
    const key = { ...jwk, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
    await store.hset(auditKeysKey, `sealed:${key.kid}`, sealer.seal(JSON.stringify(key), placeOf(key.kid)));
    return key;
  }

  return {
    async current() {
      const kid = await store.hget(auditKeysKey, 'current');
      if (known && known.kid === kid) {
        return known;
      }
      if (kid === null) {
        const key = await add();
        await store.hsetnx(auditKeysKey, 'current', key.kid);
        return this.current();
      }
      known = opened(kid, (await store.hget(auditKeysKey, `sealed:${kid}`)) ?? '');
      return known;
    },

    async published() {
      const fields = Object.entries(await store.hgetall(auditKeysKey));
      const keys = fields
        .filter(([field]) => field.startsWith('sealed:'))
        .map(([field, sealed]) => opened(field.slice('sealed:'.length), sealed));
      return { keys: keys.map(({ d: _, ...publicPart }) => publicPart) };
    },

    async rotate() {
      const key = await add();
      await store.hset(auditKeysKey, 'current', key.kid);
      return key;
    },
  };
}
