/**
 * How far an import has come. It is kept in Redis, beside the accounts: a store that was restored or replaced forgets both
 * together, and no other installation takes it for its own.
 */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { importKey } from '../../storage/catalogue/operator-keys.ts';
import type { Store } from '../../storage/redis.ts';

const count = z.int().min(0);

const progressSchema = z.strictObject({
  /** Where the first line begins that is not done yet. */
  offset: count,
  /** Lines before it. */
  lines: count,
  added: count,
  unchanged: count,
  rejected: count,
  /** Of these: whose person has an account already. */
  knownPersons: count.default(0),
  /** Of those added: whose data are to be completed; who brought an app or a passkey; who has no password; whose hash was wrapped. */
  incomplete: count.default(0),
  withApp: count.default(0),
  withPasskey: count.default(0),
  withoutPassword: count.default(0),
  wrapped: count.default(0),
  /** User names of letters of several alphabets. */
  mixedScripts: count.default(0),
  /** Length of the file of rejects. */
  rejectsLength: count,
});

export type Progress = z.output<typeof progressSchema>;

export const atTheBeginning: Progress = {
  offset: 0,
  lines: 0,
  added: 0,
  unchanged: 0,
  rejected: 0,
  knownPersons: 0,
  incomplete: 0,
  withApp: 0,
  withPasskey: 0,
  withoutPassword: 0,
  wrapped: 0,
  mixedScripts: 0,
  rejectsLength: 0,
};

const headLength = 64 * 1024;

export interface ProgressStore {
  read(): Promise<Progress | undefined>;
  save(progress: Progress): Promise<void>;
  forget(): Promise<void>;
}

/** Progress belongs to what the file holds, not to its name: size, time of change, first bytes. */
export async function createProgressStore(store: Store, file: FileHandle): Promise<ProgressStore> {
  const { size, mtimeMs } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headLength), 0, headLength, 0);
  const identity = createHash('sha256').update(`${size} ${mtimeMs} `).update(buffer.subarray(0, bytesRead));
  const key = importKey(identity.digest('base64url'));

  return {
    async read() {
      const json = await store.get(key);
      return json === null ? undefined : progressSchema.parse(JSON.parse(json));
    },
    async save(progress) {
      await store.set(key, JSON.stringify(progress), 'EX', importKey.lifeInSeconds);
    },
    async forget() {
      await store.del(key);
    },
  };
}
