/**
 * What is to be done at an instant, by whichever node looks first. Who takes something puts it off in the same step, so that a node that dies,
 * or cannot do it, leaves it to a later run, and nothing that fails stands before what is behind it.
 *
 * In this folder: lists of what is due, doing one thing after another, and tasks that run every so often.
 */
import type { StoreKey } from '../catalogue/entry.ts';
import { atomicStep, type Store } from '../redis.ts';
import { eachInTurn } from './each-in-turn.ts';

export interface Taken {
  readonly member: string;
  /** When others may take it (ms): so it is scored, unless somebody listed it anew meanwhile. */
  readonly until: number;
}

const takeDue = atomicStep<string | null>(import.meta.dirname, 'take-due', 1);

/**
 * Whatever is due, once each in a run.
 * @param pauseInMilliseconds until what could not be done is tried again; longer than doing it takes
 * @throws LeftUndone after the rest was done
 */
export function doWhatIsDue(
  store: Store,
  list: StoreKey,
  now: Date,
  pauseInMilliseconds: number,
  work: (taken: Taken) => Promise<unknown>,
): Promise<void> {
  return eachInTurn(takeEach(store, list, now.getTime(), pauseInMilliseconds), ({ member }) => member, work);
}

async function* takeEach(
  store: Store,
  list: StoreKey,
  now: number,
  pauseInMilliseconds: number,
): AsyncGenerator<Taken> {
  const until = now + pauseInMilliseconds;
  // Mostly there is none, which a read can tell: a step is a write, also where it changes nothing.
  while ((await store.zrangebyscore(list, '-inf', now, 'LIMIT', 0, 1)).length > 0) {
    const member = await takeDue(store, [list], [now, until]);
    if (member === null) {
      return;
    }
    yield { member, until };
  }
}
