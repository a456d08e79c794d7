/** The keys that sign checkpoints: ES256, kept sealed, published so that whoever has an export or a proof can check it alone. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { checkpointKeysKey } from '../audit-keys.ts';
import { createRecorder, recordedStep } from '../audit-log.ts';
import { securityEvents } from '../events/security-events.ts';

/** A private key. */
export type CheckpointKey = JWK & { readonly kid: string };

export interface CheckpointKeyStore {
  /** The key that signs; made by whoever asks first. */
  current(): Promise<CheckpointKey>;
  /** Of every key that ever signed, the public part. */
  published(): Promise<JSONWebKeySet>;
  /** From now on another key signs; what the others signed stays good. */
  rotate(): Promise<CheckpointKey>;
}

const addKey = recordedStep<'added', number>(import.meta.dirname, 'add-checkpoint-key');

export function createCheckpointKeyStore(store: Store, sealer: Sealer): CheckpointKeyStore {
  const placeOf = (kid: string): string => `${checkpointKeysKey}:${kid}`;
  const opened = (kid: string, sealed: string): CheckpointKey =>
    JSON.parse(sealer.open(sealed, placeOf(kid)));
  let known: CheckpointKey | undefined;

  async function make(): Promise<CheckpointKey> {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(privateKey);
    return { ...jwk, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
  }

  const fieldsOf = (key: CheckpointKey): [field: string, sealed: string] => [
    `sealed:${key.kid}`,
    sealer.seal(JSON.stringify(key), placeOf(key.kid)),
  ];

  return {
    async current() {
      const kid = await store.hget(checkpointKeysKey, 'current');
      if (known && known.kid === kid) {
        return known;
      }
      if (kid === null) {
        const key = await make();
        await store.hset(checkpointKeysKey, ...fieldsOf(key));
        await store.hsetnx(checkpointKeysKey, 'current', key.kid);
        return this.current();
      }
      known = opened(kid, (await store.hget(checkpointKeysKey, `sealed:${kid}`)) ?? '');
      return known;
    },

    async published() {
      const fields = Object.entries(await store.hgetall(checkpointKeysKey));
      const keys = fields
        .filter(([field]) => field.startsWith('sealed:'))
        .map(([field, sealed]) => opened(field.slice('sealed:'.length), sealed));
      return { keys: keys.map(({ d: _, ...publicPart }) => publicPart) };
    },

    async rotate() {
      const key = await make();
      const added = securityEvents.auditKeyAdded(key.kid);
      await addKey(createRecorder(store, sealer), [checkpointKeysKey], [key.kid, ...fieldsOf(key)], {
        added,
      });
      return key;
    },
  };
}
