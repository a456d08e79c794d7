/** How far a walk through the store has come, kept in the store. */
import { z } from 'zod';
import { resealKey } from '../../storage/catalogue/operator-keys.ts';
import type { Store } from '../../storage/redis.ts';

const count = z.int().min(0);

const progressSchema = z.strictObject({
  /** Of the server: its cursors mean nothing to the next one. */
  server: z.string(),
  /** Id of the key that seals. */
  to: z.string(),
  cursor: z.string(),
  records: count,
  resealed: count,
  /** By key id: values that it still seals, and will until somebody does something about them. */
  left: z.record(z.string(), count),
  /** By key id: records that die by themselves, and when the last one does. */
  dying: z.record(z.string(), z.strictObject({ records: count, until: z.iso.datetime() })),
});

export type Progress = z.output<typeof progressSchema>;

const key = resealKey();

export interface ProgressStore {
  /** What was noted by a walk to the same key on the same server, or the beginning. */
  read(to: string): Promise<Progress>;
  save(progress: Progress): Promise<void>;
  forget(): Promise<void>;
}

export function createProgressStore(store: Store): ProgressStore {
  return {
    async read(to) {
      const server = /run_id:(\w+)/.exec(await store.info('server'))?.[1] ?? '';
      const noted = await store.get(key);
      const progress = noted === null ? undefined : progressSchema.parse(JSON.parse(noted));
      const isOurs = progress?.to === to && progress.server === server;
      return isOurs ? progress : { server, to, cursor: '0', records: 0, resealed: 0, left: {}, dying: {} };
    },
    async save(progress) {
      await store.set(key, JSON.stringify(progress), 'EX', resealKey.lifeInSeconds);
    },
    async forget() {
      await store.del(key);
    },
  };
}
