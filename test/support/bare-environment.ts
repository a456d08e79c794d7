/**
 * What a process is given that must know nothing of this shell: where programs are, by which clock the machine goes, and what of the sources
 * is compiled already. One that is killed adds nothing to that, so that it must be where the workers leave what they compiled.
 */
export function bareEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH, LD_PRELOAD, NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    // scripts/test-on-another-day moves the calendar by a library that every process loads first.
    ...(LD_PRELOAD ? { LD_PRELOAD } : {}),
    ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}),
    ...more,
  };
}
