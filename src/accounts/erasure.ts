/** The task that erases accounts whose time is over. Every node runs it; whichever comes first does it. */
import type { AuditEvents } from '../audit/audit-events.ts';
import type { Logger } from '../observability/logger.ts';
import type { ClosingStore } from './closing-store.ts';

const everyMilliseconds = 60_000;

/** @returns a function that stops the task. */
export function startErasure(
  closings: ClosingStore,
  audit: AuditEvents,
  now: () => Date,
  logger: Logger,
): () => void {
  async function eraseDue(): Promise<void> {
    const erased = await closings.eraseDue(now());
    for (const accountId of erased) {
      audit.accountErased(accountId);
    }
  }

  const timer = setInterval(() => {
    eraseDue().catch((error: Error) => logger.warn({ reason: error.message }, 'erasure'));
  }, everyMilliseconds);
  return () => clearInterval(timer);
}
