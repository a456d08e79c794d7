/** Tells of the refusals that were counted, when their minute is over. */
import { inSlices } from '../../storage/in-slices.ts';
import { refusalsKey } from '../audit-keys.ts';
import { type Recorder, recordedStep } from '../audit-log.ts';
import type { SecurityEvent } from '../events/security-event.ts';
import { countedRefusal } from './refusal-count.ts';

const tellRefusals = recordedStep<string, number>(import.meta.dirname, 'tell-refusals');

export async function recordCountedRefusals(recorder: Recorder): Promise<void> {
  const counts = Object.entries(await recorder.store.hgetall(refusalsKey));
  await inSlices(counts, (some) => tellRefusals(recorder, [refusalsKey], some.flat(), eventsOf(some)));
}

function eventsOf(counts: readonly [name: string, times: string][]): Record<string, SecurityEvent> {
  const events = counts.map(([name, times]) => [name, countedRefusal(name, times)] as const);
  return Object.fromEntries(events.filter((one): one is [string, SecurityEvent] => one[1] !== undefined));
}
