/** Whether the store is the one that was here before: a server that came back empty answers as well as a full one. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGiven } from '../../configuration/files/checked-file.ts';
import { unreadFile } from '../../configuration/files/unread-file.ts';
import { type Finding, wrong } from './finding.ts';

export interface Outside {
  /** As `KAPU_INSTALLATION_ID` says. */
  readonly installationId: string | undefined;
  readonly dataDirectory: string;
}

/** What an operator named, or what the data directory remembers of an earlier start. */
function rememberedId({ installationId, dataDirectory }: Outside): string | undefined {
  const path = fileOf(dataDirectory);
  return installationId ?? (isGiven(path) ? readId(path) : undefined);
}

/** An empty file says nothing: a disk that was full may have left one. */
function readId(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch (error) {
    throw unreadFile(path, error);
  }
}

/** Whether nothing tells of an earlier start. */
export function seemsNew(outside: Outside): boolean {
  return rememberedId(outside) === undefined;
}

/** @returns false where it cannot be kept: the directory is read-only, or goes with the container */
export function rememberId({ installationId, dataDirectory }: Outside, id: string): boolean {
  if (installationId !== undefined || rememberedId({ installationId, dataDirectory }) === id) {
    return true;
  }
  const aside = `${fileOf(dataDirectory)}.${process.pid}`;
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    writeFileSync(aside, `${id}\n`, { mode: 0o600, flush: true });
    renameSync(aside, fileOf(dataDirectory));
    return true;
  } catch {
    removeIfAny(aside);
    return false;
  }
}

/** Where nothing could be written, it may be that nothing can be looked at either. */
function removeIfAny(path: string): void {
  try {
    rmSync(path, { force: true, recursive: true });
  } catch {
    // What is not there need not go.
  }
}

/** @param found the id in the store; absent: it has none */
export function installationFinding(
  outside: Outside,
  found: string | undefined,
  isEmpty: boolean,
): Finding | undefined {
  const expected = rememberedId(outside);
  if (expected === undefined || expected === found) {
    return undefined;
  }
  const where = outside.installationId === undefined ? fileOf(outside.dataDirectory) : 'KAPU_INSTALLATION_ID';
  const mend = `; restore it or correct KAPU_REDIS_URL, or, to begin anew, remove ${where}`;
  if (found !== undefined) {
    return wrong(`Redis holds the installation ${found}, but this one is ${expected} by ${where}${mend}`);
  }
  return isEmpty
    ? wrong(
        `Redis is empty, but the installation ${expected} was in it by ${where}${mend} (a dump.rdb is not read where appendonly is yes: see Restoring in docs/operators.md)`,
      )
    : wrong(
        `Redis does not know the installation ${expected}, which was in it by ${where}: it holds something else, or a backup from before${mend}`,
      );
}

function fileOf(dataDirectory: string): string {
  return join(dataDirectory, 'installation-id');
}
