/**
 * One after another: what fails holds up nothing behind it, and is told when the rest is done. The same of records that are read: whoever
 * looks at those that can be read has the others in hand, or hears of them at the end.
 */
import { isError } from '../../observability/described-error.ts';
import { sentenceOf, Unreadable } from '../sealed-record.ts';
import { isStoreFailure } from '../store-failure.ts';

/** So many are told one by one; the rest are counted. */
const mostTold = 10;

type What = 'done' | 'read';

/** Of some that were to be done, after the others were done. Each of its errors names one, and has what was thrown for its cause. */
export class LeftUndone extends AggregateError {
  override readonly name = 'LeftUndone';
  readonly undone: number;
  readonly all: number;

  constructor(told: readonly Error[], undone: number, all: number, what: What) {
    super(told, `${undone} of ${all} could not be ${what}`);
    this.undone = undone;
    this.all = all;
  }

  /** For people at a terminal. */
  get sentences(): readonly string[] {
    return [this.message, ...this.errors.map(sentenceOf)];
  }
}

class Tally {
  readonly #what: What;
  readonly #told: Error[] = [];
  #undone = 0;
  #all = 0;

  constructor(what: What) {
    this.#what = what;
  }

  count(many = 1): void {
    this.#all += many;
  }

  note(failures: readonly Error[], many = failures.length): void {
    this.#undone += many;
    this.#told.push(...failures.slice(0, mostTold - this.#told.length));
  }

  /** What was left out of those that are walked over is left undone as well. */
  async *walk<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item> {
    try {
      yield* items;
    } catch (error) {
      if (!(error instanceof LeftUndone)) {
        throw error;
      }
      this.count(error.undone);
      this.note(error.errors, error.undone);
    }
  }

  /** @throws LeftUndone */
  end(): void {
    if (this.#undone > 0) {
      throw new LeftUndone(this.#told, this.#undone, this.#all, this.#what);
    }
  }
}

function failureOf(of: string, thrown: unknown): Error {
  return new Error(`not done: ${of}`, { cause: isError(thrown) ? thrown : typeof thrown });
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
  const tally = new Tally('done');
  for await (const item of tally.walk(items)) {
    tally.count();
    try {
      await work(item);
    } catch (error) {
      tally.note([failureOf(nameOf(item), error)]);
    }
  }
  tally.end();
}

/** Of records that are sealed one by one. `Which`: by which one of them is named, where it can be ended unread. */
export interface Listing<Value, Which = unknown> {
  readonly readable: readonly Value[];
  readonly unreadable: readonly Unreadable<Which>[];
}

export const nothingListed: Listing<never, never> = { readable: [], unreadable: [] };

/**
 * All at once.
 * @param read undefined where it is gone
 * @throws what the store answers where it is away: then nothing can be read, and it is no fault of any record
 */
export async function readEach<Item, Value>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  read: (item: Item) => Promise<Value | undefined>,
): Promise<Listing<Value, Item>> {
  const unreadable: Unreadable<Item>[] = [];
  const found = await Promise.all(
    items.map((item) =>
      read(item).catch((error: unknown) => {
        if (isStoreFailure(error)) {
          throw error;
        }
        unreadable.push(new Unreadable(nameOf(item), error, item));
        return undefined;
      }),
    ),
  );
  return { readable: found.filter((value) => value !== undefined), unreadable };
}

/**
 * Of any number, a page at a time.
 * @throws LeftUndone after the last: no walk ends well that passed over something
 */
export async function* readPages<Item, Value>(
  pages: AsyncIterable<readonly Item[]>,
  nameOf: (item: Item) => string,
  read: (item: Item) => Promise<Value | undefined>,
): AsyncGenerator<Value> {
  const tally = new Tally('read');
  for await (const page of tally.walk(pages)) {
    const { readable, unreadable } = await readEach(page, nameOf, read);
    tally.count(readable.length + unreadable.length);
    tally.note(unreadable);
    yield* readable;
  }
  tally.end();
}

/** For whom a part is not enough. @throws LeftUndone where any cannot be read */
export function whole<Value>({ readable, unreadable }: Listing<Value>): readonly Value[] {
  const tally = new Tally('read');
  tally.count(readable.length + unreadable.length);
  tally.note(unreadable);
  tally.end();
  return readable;
}
