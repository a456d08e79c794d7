/**
 * Passwords that are known from breaches, in a file of the operator's: Pwned Passwords "SHA-1 ordered by hash", lines of
 * `HASH:COUNT`. The file has tens of gigabytes and is searched where it lies: some forty short reads a password and no memory to
 * speak of. It is opened for every search, so that a newer one may be moved into its place at any time.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { unreadFile } from '../../configuration/files/unread-file.ts';
import { ConfigurationError } from '../../errors.ts';

export interface BreachedPasswords {
  /** @throws what the file system says when the file cannot be read. */
  includes(password: string): Promise<boolean>;
}

/** Longer than any line: 40 digits, a colon, a count, an end. */
const longestLine = 128;
const lineForm = /^([0-9A-Fa-f]{40}):\d+\r?$/;

/** @throws ConfigurationError when the file cannot be read, or is not ordered by hash at its beginning and its end. */
export async function openBreachedPasswords(path: string): Promise<BreachedPasswords> {
  await withFile(path, (file) => refuseOtherFiles(path, file)).catch((error: unknown) => {
    throw error instanceof ConfigurationError
      ? error
      : unreadFile(`KAPU_BREACHED_PASSWORDS_FILE: ${path}`, error);
  });
  return {
    includes(password) {
      const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
      return withFile(path, (file) => find(file, hash));
    },
  };
}

async function withFile<Result>(path: string, work: (file: FileHandle) => Promise<Result>): Promise<Result> {
  const file = await open(path, 'r');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

async function refuseOtherFiles(path: string, file: FileHandle): Promise<void> {
  const hashes = (await linesAtBothEnds(file)).map(hashOfLine);
  const isOrdered = hashes.every((hash, at) => hash !== '' && (hashes[at - 1] ?? '') <= hash);
  if (hashes.length === 0 || !isOrdered) {
    throw new ConfigurationError(
      `KAPU_BREACHED_PASSWORDS_FILE: ${path} is not a list of SHA-1 hashes ordered by hash, one HASH:COUNT a line`,
    );
  }
}

/** Whole lines only. The last one may end with the file. */
async function linesAtBothEnds(file: FileHandle): Promise<string[]> {
  const { size } = await file.stat();
  if (size <= 2 * longestLine) {
    return (await textAt(file, 0, size)).split('\n').filter((line) => line !== '');
  }
  const beginning = await textAt(file, 0, longestLine);
  const end = await textAt(file, size - longestLine, longestLine);
  return [...beginning.split('\n').slice(0, -1), ...end.split('\n').slice(1)].filter((line) => line !== '');
}

/**
 * Halves the part of the file in which the line must begin. The line that is compared is the first that begins at or after the
 * middle; when there is none, the line begins before the middle.
 */
async function find(file: FileHandle, hash: string): Promise<boolean> {
  let from = 0;
  let to = (await file.stat()).size;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const line = await firstLineFrom(file, middle);
    if (line === undefined || line.start >= to || line.hash > hash) {
      to = middle;
    } else if (line.hash < hash) {
      from = line.end;
    } else {
      return true;
    }
  }
  return false;
}

interface Line {
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
  readonly hash: string;
}

async function firstLineFrom(file: FileHandle, position: number): Promise<Line | undefined> {
  // One byte earlier, to see whether a line begins at this very place.
  const before = Math.max(0, position - 1);
  const text = await textAt(file, before, 2 * longestLine);
  const skipped = position === 0 ? 0 : text.indexOf('\n') + 1;
  if ((skipped === 0 && position > 0) || skipped >= text.length) {
    return undefined;
  }
  const breakAt = text.indexOf('\n', skipped);
  const end = breakAt === -1 ? text.length : breakAt;
  return { start: before + skipped, end: before + end + 1, hash: hashOfLine(text.slice(skipped, end)) };
}

/** @returns the empty text for what is no line of such a file. */
function hashOfLine(line: string): string {
  return lineForm.exec(line)?.[1]?.toUpperCase() ?? '';
}

async function textAt(file: FileHandle, position: number, length: number): Promise<string> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString('latin1', 0, bytesRead);
}
