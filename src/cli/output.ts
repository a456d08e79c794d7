/** Standard output whose reader goes away, as of `kapu audit tail | head`: no fault, and nothing is to be done for nobody. */

/** As a program that the signal SIGPIPE ends: whoever reads only the beginning looks at no code, and a broken export has not succeeded. */
const endedByReader = 128 + 13;

const gone = new AbortController();

/** Before anything is written: an error that nobody hears ends the process with a stack. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
    process.exitCode = endedByReader;
    gone.abort();
  });
  process.stderr.on('error', () => {});
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Resolves when the work is done, or when nobody reads what it writes. */
export async function whileRead(work: Promise<void>): Promise<void> {
  const left = new Promise<void>((resolve) => {
    gone.signal.addEventListener('abort', () => resolve());
  });
  await Promise.race([work, left]);
}

export function isStillRead(): boolean {
  return !gone.signal.aborted;
}
