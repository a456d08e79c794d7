/**
 * One question for all who ask it: whoever asks while it is under way is answered by the next one, which begins after they asked.
 */
export function sharedRound(ask: () => Promise<void>): () => Promise<void> {
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
