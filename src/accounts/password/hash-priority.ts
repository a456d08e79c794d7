/** Threads that hash give way to the one that answers requests. */
import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As libuv names the threads of its pool. */
const poolThread = 'libuv-worker';
/** Five steps of nice(2): a third of the share where another thread wants the core, and all of it where none does. */
const behindOthers = 5;
const tasks = '/proc/self/task';

/**
 * A hash fills a core for ten milliseconds, and what everybody else asks waits for that core. On Linux each thread has a priority of its own,
 * which is set by its id (setpriority(2), *C library/kernel differences*). Elsewhere, or where it is forbidden, all are alike. The pool's
 * threads are there once it was used.
 */
export function letHashesGiveWay(): void {
  if (process.platform !== 'linux') {
    return;
  }
  try {
    for (const id of readdirSync(tasks)) {
      if (readFileSync(`${tasks}/${id}/comm`, 'utf8').trim() === poolThread) {
        setPriority(Number(id), behindOthers);
      }
    }
  } catch {
    // A service may be forbidden it: it hashes all the same.
  }
}
