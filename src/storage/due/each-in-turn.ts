/** One after another: what fails holds up nothing behind it, and is told when the rest is done. */
import { isError } from '../../observability/described-error.ts';

/** So many are told one by one; the rest are counted. */
const mostTold = 10;

/** Of some that were to be done, after the others were done. Each of its errors names one, and has what was thrown for its cause. */
class LeftUndone extends AggregateError {
  override readonly name = 'LeftUndone';

  constructor(told: readonly Error[], undone: number, all: number) {
    super(told, `${undone} of ${all} could not be done`);
  }
}

/**
 * @param nameOf by which an operator finds what could not be done: an id that says nothing
 * @throws LeftUndone once it has come to the end
 */
export async function eachInTurn<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  nameOf: (item: Item) => string,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const told: Error[] = [];
  let [all, undone] = [0, 0];
  for await (const item of items) {
    all += 1;
    try {
      await work(item);
    } catch (error) {
      undone += 1;
      if (told.length < mostTold) {
        told.push(new Error(`not done: ${nameOf(item)}`, { cause: isError(error) ? error : typeof error }));
      }
    }
  }
  if (undone > 0) {
    throw new LeftUndone(told, undone, all);
  }
}
