/** Reading the entries of the chain, which are in one stream a month. In pages, never all at once. */
import type { Store } from '../../storage/redis.ts';
import { monthKey, monthOf, monthsKey } from '../audit-keys.ts';
import type { ChainedEntry } from './chain.ts';

export interface ChainEntries {
  months(): Promise<string[]>;
  /** In their order, in pages; behind `after` if given. */
  entries(month: string, after?: string): AsyncGenerator<ChainedEntry>;
  /** The newest first, in pages: of one month, between two ids, both included or, after a `(`, excluded. */
  newestFirst(month: string, end: string, start: string): AsyncGenerator<ChainedEntry>;
  /** The first entry of all with this id or a later one. */
  firstFrom(id: string): Promise<ChainedEntry | undefined>;
  find(id: string): Promise<ChainedEntry | undefined>;
  /** The entry before this one. */
  before(id: string): Promise<ChainedEntry | undefined>;
}

const pageSize = 1000;
/** Whoever reads backwards mostly wants the first few. */
const backwardsPageSize = 200;

export function createChainEntries(store: Store): ChainEntries {
  return {
    months: () => readMonths(store),
    entries: (month, after) => readForwards(store, month, after),
    newestFirst: (month, end, start) => readBackwards(store, month, end, start),
    firstFrom: (id) => findFirstFrom(store, id),
    before: (id) => findBefore(store, id),

    async find(id) {
      const [found] = await store.xrange(monthKey(monthOf(id)), id, id);
      return found && entryOf(found);
    },
  };
}

function readMonths(store: Store): Promise<string[]> {
  return store.zrange(monthsKey, 0, '-1');
}

async function* readForwards(store: Store, month: string, after?: string): AsyncGenerator<ChainedEntry> {
  let from = after === undefined ? '-' : `(${after}`;
  for (;;) {
    const page = await store.xrange(monthKey(month), from, '+', 'COUNT', pageSize);
    yield* page.map(entryOf);
    if (page.length < pageSize) {
      return;
    }
    from = `(${page.at(-1)?.[0]}`;
  }
}

async function* readBackwards(
  store: Store,
  month: string,
  end: string,
  start: string,
): AsyncGenerator<ChainedEntry> {
  let upTo = end;
  for (;;) {
    const page = await store.xrevrange(monthKey(month), upTo, start, 'COUNT', backwardsPageSize);
    yield* page.map(entryOf);
    if (page.length < backwardsPageSize) {
      return;
    }
    upTo = `(${page.at(-1)?.[0]}`;
  }
}

async function findFirstFrom(store: Store, id: string): Promise<ChainedEntry | undefined> {
  for (const month of (await readMonths(store)).filter((one) => one >= monthOf(id))) {
    const [first] = await store.xrange(monthKey(month), id, '+', 'COUNT', 1);
    if (first) {
      return entryOf(first);
    }
  }
  return undefined;
}

async function findBefore(store: Store, id: string): Promise<ChainedEntry | undefined> {
  const [sameMonth] = await store.xrevrange(monthKey(monthOf(id)), `(${id}`, '-', 'COUNT', 1);
  if (sameMonth) {
    return entryOf(sameMonth);
  }
  const earlier = (await readMonths(store)).filter((month) => month < monthOf(id)).at(-1);
  const [last] = earlier ? await store.xrevrange(monthKey(earlier), '+', '-', 'COUNT', 1) : [];
  return last && entryOf(last);
}

/** Whatever stands there, it is judged by who checks the chain. */
function entryOf([id, fields]: [string, string[]]): ChainedEntry {
  const value = (name: string): string => fields[fields.indexOf(name) + 1] ?? '';
  return { id, sequence: Number(value('n')), digest: value('d'), hash: value('h'), body: value('body') };
}
