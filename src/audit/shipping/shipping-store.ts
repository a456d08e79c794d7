/** How far shipping has come, and which node ships. */
import { auditShippingKey } from '../../storage/catalogue/audit-log-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import { shippedKey, shippingKey } from '../audit-keys.ts';

export interface ShippingStore {
  position(): Promise<{ id: string; checkpoint: number }>;
  /** Number of the last entry that is shipped; 0 before the first one. */
  shippedUpTo(): Promise<number>;
  noteEntries(id: string, sequence: number): Promise<void>;
  noteCheckpoint(number: number): Promise<void>;
  /** True while this holder ships, and nobody else. It writes: in a group of servers, what was read before it is on a replica after it. */
  hold(holder: string): Promise<boolean>;
}

const heldInMilliseconds = auditShippingKey.lifeInSeconds * 1000;
const holdShipping = atomicStep<number>(import.meta.dirname, 'hold-shipping', 1);

export function createShippingStore(store: Store): ShippingStore {
  return {
    async position() {
      const [id, checkpoint] = await store.hmget(shippedKey, 'id', 'checkpoint');
      return { id: id ?? '0-0', checkpoint: Number(checkpoint ?? 0) };
    },

    shippedUpTo: async () => Number((await store.hget(shippedKey, 'sequence')) ?? 0),

    async noteEntries(id, sequence) {
      await store.hset(shippedKey, { id, sequence });
    },

    async noteCheckpoint(number) {
      await store.hset(shippedKey, { checkpoint: number });
    },

    async hold(holder) {
      return (await holdShipping(store, [shippingKey], [holder, heldInMilliseconds])) === 1;
    },
  };
}
