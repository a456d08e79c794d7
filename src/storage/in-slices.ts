/** For what may be of any number: a command is given a thousand at a time, by the node and by its scripts. */
import { readStep } from './redis.ts';

/** Goes before a step that calls `delete_keys` or `remove_members`. */
export const inSlicesRule = readStep(import.meta.dirname, 'in-slices');

const atOnce = 1000;

/** One slice after another, so that a thousand wait for the store at most. */
export async function inSlices<Member>(
  members: readonly Member[],
  use: (slice: readonly Member[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < members.length; from += atOnce) {
    await use(members.slice(from, from + atOnce));
  }
}
