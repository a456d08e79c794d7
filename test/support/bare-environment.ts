/** What a process is given that must know nothing of this shell: where programs are, and by which clock the machine goes. */
export function bareEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH, LD_PRELOAD } = process.env;
  // scripts/test-on-another-day moves the calendar by a library that every process loads first.
  return { PATH, ...(LD_PRELOAD ? { LD_PRELOAD } : {}), ...more };
}
