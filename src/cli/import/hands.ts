/**
 * Who works on the batches of an import: this thread, and beside it others (thread-hands.ts). They may be done in any order; they are given on
 * in that of the file, since the first line that has a user name or a person is the one that keeps it.
 */
import { setImmediate as others } from 'node:timers/promises';
import type { ImportOutcome } from '../../accounts/import/import-store.ts';
import type { Batch } from './batches.ts';
import type { Place } from './lines.ts';
import type { ReadBatch } from './read-batch.ts';

/** Read and prepared, so that little is left to do. */
export interface WorkedBatch extends Pick<ReadBatch, 'lines' | 'rejects'> {
  /** Where the next batch begins. */
  readonly end: Place;
  /** Takes it in, or foresees what would become of it: one outcome for each of its lines. */
  take(): Promise<ImportOutcome[]>;
}

export interface Hand {
  /** Whether it takes one more. */
  isFree(): boolean;
  work(batch: Batch): Promise<WorkedBatch>;
}

/** One that is worked on, and one that is at hand when that is done. */
export const mostHeld = 2;
/** Of each hand, with those that are done and wait for their turn: the memory is bounded by it. */
const mostAhead = 4;

/** This thread itself. */
export function createOwnHand(work: (batch: Batch) => Promise<WorkedBatch>): Hand {
  let held = 0;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    isFree: () => held < mostHeld,
    async work(batch) {
      held += 1;
      try {
        // Between two batches Redis and the other threads are heard.
        turn = turn.then(() => others());
        await turn;
        return await work(batch);
      } finally {
        held -= 1;
      }
    },
  };
}

/** @param hands those that are asked first come first */
export async function* workedInOrder(
  batches: AsyncIterable<Batch>,
  hands: readonly Hand[],
): AsyncGenerator<WorkedBatch> {
  const ahead: Promise<WorkedBatch>[] = [];
  for await (const batch of batches) {
    let hand = hands.find((one) => one.isFree());
    while (!hand || ahead.length >= mostAhead * hands.length) {
      yield await (ahead.shift() as Promise<WorkedBatch>);
      hand = hands.find((one) => one.isFree());
    }
    const worked = hand.work(batch);
    // Whoever awaits it next learns of a failure; until then it must not count as unhandled.
    worked.catch(() => {});
    ahead.push(worked);
  }
  for (const worked of ahead) {
    yield await worked;
  }
}
