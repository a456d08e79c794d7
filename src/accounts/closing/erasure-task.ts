/** The task that erases accounts whose time is over. Every node runs it; whichever comes first does it. */
import type { Logger } from '../../observability/logger.ts';
import { startTask } from '../../storage/due/task.ts';
import type { ClosingStore } from './closing-store.ts';

const everyMilliseconds = 60_000;

/** @returns a function that stops the task. */
export function startErasure(closings: ClosingStore, now: () => Date, logger: Logger): () => void {
  return startTask('erasure', everyMilliseconds, () => closings.eraseDue(now()), logger);
}
