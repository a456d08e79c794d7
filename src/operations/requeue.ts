/**
 * Queueing again what was given up, recorded in the same step: at the terminal and on the operator's pages.
 *
 * In this folder: what operators see of a running installation, and do to it, wherever they do it.
 */
import { type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/events/security-event.ts';
import { isIdOfEntry, type Requeue } from '../storage/outbox/outbox.ts';

const requeueStep = recordedStep<'queued', number>(import.meta.dirname, 'requeue');

/** @param queued of the letter with this id */
export function requeueRecording(recorder: Recorder, queued: (id: string) => SecurityEvent): Requeue {
  return async ({ stream, deadLetters }, id) =>
    isIdOfEntry(id) &&
    (await requeueStep(recorder, [stream, deadLetters], [id], { queued: queued(id) })) === 1;
}
