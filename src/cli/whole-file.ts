/**
 * A file that is there whole, or not at all: written beside its place and moved there. Of one that was broken off (a full disk, Ctrl-C, a
 * terminal that is gone) nothing stays: it may hold hashes of passwords, and nobody would look for it.
 */
import { createWriteStream, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Readable by its owner alone.
 * @param write ends the stream. @param check of what was written, before it takes its place
 */
export async function writeWhole<Result>(
  path: string,
  write: (output: Writable) => Promise<Result>,
  check: (aside: string) => Promise<void> = async () => {},
): Promise<Result> {
  const aside = `${path}.part`;
  const breakOff = (signal: NodeJS.Signals): void => {
    rmSync(aside, { force: true });
    // As if nobody had listened.
    process.kill(process.pid, signal);
  };
  await rm(aside, { force: true });
  for (const signal of signals) {
    process.once(signal, breakOff);
  }
  try {
    const result = await write(createWriteStream(aside, { mode: 0o600, flags: 'wx', flush: true }));
    await check(aside);
    await rename(aside, path);
    return result;
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  } finally {
    for (const signal of signals) {
      process.off(signal, breakOff);
    }
  }
}
