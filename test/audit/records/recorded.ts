/** What a command, a route, or the engine records, or why it records nothing. */
import type { EventName } from '../../../src/audit/events/event-names.ts';

export type Recorded = readonly [EventName, ...EventName[]] | { readonly nothing: string };

export function nothing(because: string): Recorded {
  return { nothing: because };
}

export function isException(recorded: Recorded): recorded is { readonly nothing: string } {
  return 'nothing' in recorded;
}
