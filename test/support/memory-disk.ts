/**
 * Where tests keep their files: in memory, where there is room. Redis waits for the disk at every write (`appendfsync always`),
 * which protects from a loss of power alone; a test may kill a process, and what that wrote stays in memory too.
 */
import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const memoryDisk = '/dev/shm';
const roomInBytes = 2 * 1024 ** 3;

/** Before the workers are made: they inherit the directory, and so does whatever they start. */
export function keepFilesInMemory(): void {
  if (!hasRoom()) {
    return;
  }
  removeLeftBehind();
  const directory = join(memoryDisk, `kapu-tests-${process.pid}`);
  mkdirSync(directory, { mode: 0o700 });
  process.env.TMPDIR = directory;
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
}

/** Containers often have a small one, and other systems than Linux have none. */
function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memoryDisk);
    return bavail * bsize >= roomInBytes;
  } catch {
    return false;
  }
}

/** Of runs that were killed: what lies in memory would stay there until the machine is started again. */
function removeLeftBehind(): void {
  for (const name of readdirSync(memoryDisk)) {
    const [, pid] = /^kapu-tests-(\d+)$/.exec(name) ?? [];
    if (pid && !isRunning(Number(pid))) {
      rmSync(join(memoryDisk, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
