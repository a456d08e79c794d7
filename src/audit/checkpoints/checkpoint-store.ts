/** Checkpoints in Redis, in their order, and which entries each covers. */
import { atomicStep, type Store } from '../../storage/redis.ts';
import { checkpointsKey, coveringKey, headKey } from '../audit-keys.ts';

export interface CheckpointToAdd {
  readonly number: number;
  readonly jws: string;
  readonly hash: string;
  readonly count: number;
  readonly lastId: string;
}

/** A checkpoint, and how many entries it covers. */
export interface Covering {
  readonly number: number;
  readonly count: number;
  readonly jws: string;
}

export interface CheckpointStore {
  /** False when another node was faster. */
  addCheckpoint(checkpoint: CheckpointToAdd): Promise<boolean>;
  /** Number and JWS, in their order; from the one with this number. */
  checkpoints(from?: number): AsyncGenerator<{ number: number; jws: string }>;
  /** The first checkpoint that covers the entry with this sequence number. */
  covering(sequence: number): Promise<Covering | undefined>;
}

const pageSize = 1000;
const appendCheckpoint = atomicStep<number>(import.meta.dirname, 'append-checkpoint', 3);

export function createCheckpointStore(store: Store): CheckpointStore {
  return {
    async addCheckpoint({ number, jws, hash, count, lastId }) {
      const keys = [checkpointsKey, headKey, coveringKey];
      return (await appendCheckpoint(store, keys, [number, jws, count, hash, lastId])) === 1;
    },

    async *checkpoints(from = 1) {
      let next = `0-${from}`;
      for (;;) {
        const page = await store.xrange(checkpointsKey, next, '+', 'COUNT', pageSize);
        for (const [id, fields] of page) {
          yield { number: Number(id.split('-')[1]), jws: fields[1] ?? '' };
          next = `(${id}`;
        }
        if (page.length < pageSize) {
          return;
        }
      }
    },

    async covering(sequence) {
      const scored = ['WITHSCORES', 'LIMIT', 0, 1] as const;
      const [number, count] = await store.zrangebyscore(coveringKey, sequence, '+inf', ...scored);
      const [found] =
        number === undefined ? [] : await store.xrange(checkpointsKey, `0-${number}`, `0-${number}`);
      const jws = found?.[1][1];
      return jws === undefined ? undefined : { number: Number(number), count: Number(count), jws };
    },
  };
}
