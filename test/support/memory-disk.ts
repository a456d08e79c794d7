/**
 * Where tests keep their files: in memory, where there is room. Redis waits for the disk at every write (`appendfsync always`),
 * which protects from a loss of power alone; a test may kill a process, and what that wrote stays in memory too.
 */
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const memoryDisk = '/dev/shm';
const roomInBytes = 2 * 1024 ** 3;

/** jest calls it once, before its workers are made: they inherit the directory, and so does whatever they start. */
export default function setUp(): void {
  if (hasRoom(memoryDisk)) {
    process.env.TMPDIR = mkdtempSync(join(memoryDisk, 'kapu-'));
    process.once('exit', removeDirectory);
  }
}

/** Containers often have a small one, and other systems than Linux have none. */
function hasRoom(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize >= roomInBytes;
  } catch {
    return false;
  }
}

function removeDirectory(): void {
  rmSync(String(process.env.TMPDIR), { recursive: true, force: true });
}
