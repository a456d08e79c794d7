/** `FILE.rejects`: what was not imported, one JSON object a line. Names of people are in it, hashes never. */
import { type FileHandle, open, rm } from 'node:fs/promises';

export interface Reject {
  readonly line: number;
  readonly username: string | undefined;
  readonly reason: string;
  /** Of the line, where it is about one. */
  readonly member?: string | undefined;
}

export interface RejectsFile {
  /** Bytes that are in it. */
  readonly length: number;
  write(rejects: readonly Reject[]): Promise<void>;
  /** Resolves when what was written is on the disk. */
  sync(): Promise<void>;
  /** Closes it, and removes it when nothing was rejected. */
  close(): Promise<void>;
}

/** @param keptLength what an interrupted import had written and counted; all beyond is cut off. */
export async function openRejectsFile(path: string, keptLength: number): Promise<RejectsFile> {
  const file = await open(path, keptLength === 0 ? 'w' : 'r+', 0o600);
  await file.chmod(0o600);
  await file.truncate(keptLength);
  let length = keptLength;
  let isSynced = true;

  return {
    get length() {
      return length;
    },
    async write(rejects) {
      if (rejects.length === 0) {
        return;
      }
      const text = Buffer.from(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
      await file.write(text, 0, text.length, length);
      length += text.length;
      isSynced = false;
    },
    async sync() {
      if (!isSynced) {
        await file.sync();
        isSynced = true;
      }
    },
    async close() {
      await file.close();
      if (length === 0) {
        await rm(path, { force: true });
      }
    },
  };
}

/** False when the file does not hold any more what the progress says that it does. */
export async function holdsRejects(path: string, length: number): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch {
    return length === 0;
  }
  const { size } = await file.stat();
  await file.close();
  return size >= length;
}
