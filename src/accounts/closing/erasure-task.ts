/** The task that erases accounts whose time is over. Every node runs it; whichever comes first does it. */
import type { Logger } from '../../observability/logger.ts';
import type { ClosingStore } from './closing-store.ts';

const everyMilliseconds = 60_000;

/** @returns a function that stops the task. */
export function startErasure(closings: ClosingStore, now: () => Date, logger: Logger): () => void {
  const timer = setInterval(() => {
    closings.eraseDue(now()).catch((error: Error) => logger.warn({ reason: error.message }, 'erasure'));
  }, everyMilliseconds);
  return () => clearInterval(timer);
}
