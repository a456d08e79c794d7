/**
 * A file that is there whole, or not at all: written beside its place and moved there. Of one that was broken off (a full disk, Ctrl-C, a
 * terminal that is gone) nothing stays: it may hold hashes of passwords, and nobody would look for it.
 */
import { createWriteStream, rmSync } from 'node:fs';
import { lstat, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { ConfigurationError } from '../../errors.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Readable by its owner alone.
 * @param write ends the stream. @param check of what was written, before it takes its place
 * @throws ConfigurationError where there is no place for it, before anything is written, or no more room
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
  await refuseWhatIsNoFile(path);
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
    throw unwrittenFile(path, error);
  } finally {
    for (const signal of signals) {
      process.off(signal, breakOff);
    }
  }
}

/** What is moved there would take the place of whatever is there: of a file of before, as it should, but also of a device or a link. */
async function refuseWhatIsNoFile(path: string): Promise<void> {
  if (path === '') {
    throw new ConfigurationError('--out: names no file');
  }
  const there = await lstat(path).catch(() => undefined);
  if (there?.isDirectory()) {
    throw new ConfigurationError(`${path}: is a directory`);
  }
  if (there && !there.isFile()) {
    throw new ConfigurationError(`${path}: is a link or a device, and would be replaced; name a file`);
  }
}

const faultsOfPlaces: Readonly<Record<string, string>> = {
  ENOENT: 'its directory is not there',
  ENOTDIR: 'its directory is not there',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'nothing may be written there',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EFBIG: 'it is too large',
};

/** In words, where it is the fault of the place. */
export function unwrittenFile(path: string, error: unknown): unknown {
  const fault = faultsOfPlaces[(error as NodeJS.ErrnoException).code ?? ''];
  return fault === undefined ? error : new ConfigurationError(`${path}: cannot be written: ${fault}`);
}
