/**
 * Coalesces calls: whoever calls while one is under way shares the next one with all others who wait, and that begins after they
 * called. So each is answered by a call that began after their own.
 */
export function coalesceCalls(ask: () => Promise<void>): () => Promise<void> {
  let latest: Promise<void> = Promise.resolve();
  /** Not begun yet: it may still be joined. */
  let next: Promise<void> | undefined;

  function begin(): Promise<void> {
    next = undefined;
    return ask();
  }

  return () => {
    if (!next) {
      next = latest.then(begin, begin);
      latest = next;
    }
    return next;
  };
}
