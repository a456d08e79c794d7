/** Retention removes whole months that were shipped and that a checkpoint covers. A signed statement says what was removed. */
import type { JSONWebKeySet } from 'jose';
import { atomicStep, type Store } from '../../storage/redis.ts';
import {
  checkpointsKey,
  coveringKey,
  headKey,
  monthKey,
  monthsKey,
  retentionKey,
  shippedKey,
} from '../audit-keys.ts';
import { type Removal, readRemoval } from '../checkpoints/checkpoint.ts';

export interface RetentionStore {
  /** Undefined where nothing was ever removed. */
  read(keys: JSONWebKeySet): Promise<Removal | undefined>;
  /** False when it is not shipped, not covered, or not the first month any more. */
  remove(removal: Removal, jws: string, firstIdAfter: string): Promise<boolean>;
  /** The last checkpoint that covers nothing behind this entry. */
  lastCheckpointUpTo(count: number): Promise<number>;
}

const removeMonth = atomicStep<number>(import.meta.dirname, 'remove-month', 7);

export function createRetentionStore(store: Store): RetentionStore {
  return {
    async read(keys) {
      const jws = await store.get(retentionKey);
      return jws === null ? undefined : readRemoval(jws, keys);
    },

    async remove({ removed, count, checkpoint }, jws, firstIdAfter) {
      const keys = [
        monthKey(removed),
        monthsKey,
        headKey,
        checkpointsKey,
        coveringKey,
        retentionKey,
        shippedKey,
      ];
      return (await removeMonth(store, keys, [removed, count, checkpoint, jws, firstIdAfter])) === 1;
    },

    async lastCheckpointUpTo(count) {
      const [number] = await store.zrevrangebyscore(coveringKey, count, '-inf', 'LIMIT', 0, 1);
      return Number(number ?? 1);
    },
  };
}
