/** Nothing is looked at for a while: until when is said on the page and, for programs, in Retry-After (web/page/page.ts). */
import { keptInstant } from '../page/dates-and-times.ts';
import type { LockedError } from '../page/page.ts';

export function lockedError(field: string, message: LockedError['message'], until: Date): LockedError {
  return { field, message, values: { until: keptInstant(until, 'timeOfDay') }, retryAt: until };
}
