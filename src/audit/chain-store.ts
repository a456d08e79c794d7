/** The chain in Redis: arrivals, a stream a month, the head that tells how far it has come, and the checkpoints. */
import { atomicStep, type Store } from '../storage/redis.ts';
import {
  arrivalsKey,
  checkpointsKey,
  coveringKey,
  headKey,
  monthKey,
  monthOf,
  monthsKey,
} from './audit-keys.ts';
import { type ChainedEntry, chainBeginning } from './chain.ts';

export interface Head {
  /** Of the last entry; 0 before the first one. */
  readonly sequence: number;
  readonly hash: string;
  /** Number of the last checkpoint; 0 before the first one. */
  readonly checkpoint: number;
  readonly checkpointHash: string;
  readonly checkpointAt: Date;
  /** Up to which sequence number checkpoints cover the chain, and the id of that entry. */
  readonly covered: number;
  readonly coveredId: string;
  /** Of the first entry that there is. */
  readonly firstId: string;
}

export interface Arrival {
  readonly id: string;
  readonly commitment: string;
}

/** Where an entry belongs, without its body, which stays where it is. */
export type Placed = Omit<ChainedEntry, 'body'>;

export interface CheckpointToAdd {
  readonly number: number;
  readonly jws: string;
  readonly hash: string;
  readonly count: number;
  readonly lastId: string;
}

export interface ChainStore {
  head(): Promise<Head>;
  /** The id of the last entry of the chain. */
  lastId(): Promise<string>;
  arrivals(most: number): Promise<Arrival[]>;
  /** What has not been chained yet: how many, and since when. */
  awaiting(): Promise<{ many: number; since: Date | undefined }>;
  /** False when another node was faster. */
  place(head: Head, entries: readonly Placed[]): Promise<boolean>;
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
  addCheckpoint(checkpoint: CheckpointToAdd): Promise<boolean>;
  /** Number and JWS, in their order; from the one with this number. */
  checkpoints(from?: number): AsyncGenerator<{ number: number; jws: string }>;
  /** The first checkpoint that covers the entry with this sequence number. */
  covering(sequence: number): Promise<Covering | undefined>;
  now(): Promise<Date>;
}

/** A checkpoint, and how many entries it covers. */
export interface Covering {
  readonly number: number;
  readonly count: number;
  readonly jws: string;
}

const pageSize = 1000;
/** Whoever reads backwards mostly wants the first few. */
const backwardsPageSize = 200;
const sealArrivals = atomicStep<number>(import.meta.dirname, 'seal-arrivals', 'any');
const appendCheckpoint = atomicStep<number>(import.meta.dirname, 'append-checkpoint', 3);

export function createChainStore(store: Store): ChainStore {
  async function months(): Promise<string[]> {
    return store.zrange(monthsKey, 0, '-1');
  }

  return {
    months,

    async head() {
      const fields = await store.hgetall(headKey);
      return {
        sequence: Number(fields.sequence ?? 0),
        hash: fields.hash ?? chainBeginning,
        checkpoint: Number(fields.checkpoint ?? 0),
        checkpointHash: fields.checkpoint_hash ?? '',
        checkpointAt: new Date(Number(fields.checkpoint_at ?? 0)),
        covered: Number(fields.covered ?? 0),
        coveredId: fields.covered_id ?? '0-0',
        firstId: fields.first_id ?? '0-0',
      };
    },

    async lastId() {
      return (await store.hget(headKey, 'id')) ?? '0-0';
    },

    async arrivals(most) {
      const found = await store.xrange(arrivalsKey, '-', '+', 'COUNT', most);
      return found.map(([id, fields]) => {
        // What is none of ours gets its place too, where the check names it: it must not hold up what comes after it.
        const isOurs = fields.length === 4 && fields[0] === 'c' && fields[2] === 'body';
        return { id, commitment: isOurs ? (fields[1] ?? '') : '' };
      });
    },

    async awaiting() {
      const [many, [first]] = await Promise.all([
        store.xlen(arrivalsKey),
        store.xrange(arrivalsKey, '-', '+', 'COUNT', 1),
      ]);
      return { many, since: first && instantOf(first[0]) };
    },

    async place(head, entries) {
      const ofEntries = [...new Set(entries.map(({ id }) => monthOf(id)))];
      const args = entries.flatMap(({ id, sequence, digest, hash }) => [
        id,
        ofEntries.indexOf(monthOf(id)) + 1,
        sequence,
        digest,
        hash,
      ]);
      const keys = [arrivalsKey, headKey, monthsKey, ...ofEntries.map((month) => monthKey(month))];
      return (await sealArrivals(store, keys, [head.sequence, head.hash, ...args])) !== -1;
    },

    async *entries(month, after) {
      let from = after === undefined ? '-' : `(${after}`;
      for (;;) {
        const page = await store.xrange(monthKey(month), from, '+', 'COUNT', pageSize);
        yield* page.map(entryOf);
        if (page.length < pageSize) {
          return;
        }
        from = `(${page.at(-1)?.[0]}`;
      }
    },

    async *newestFirst(month, end, start) {
      let upTo = end;
      for (;;) {
        const page = await store.xrevrange(monthKey(month), upTo, start, 'COUNT', backwardsPageSize);
        yield* page.map(entryOf);
        if (page.length < backwardsPageSize) {
          return;
        }
        upTo = `(${page.at(-1)?.[0]}`;
      }
    },

    async firstFrom(id) {
      for (const month of (await months()).filter((one) => one >= monthOf(id))) {
        const [first] = await store.xrange(monthKey(month), id, '+', 'COUNT', 1);
        if (first) {
          return entryOf(first);
        }
      }
      return undefined;
    },

    async find(id) {
      const [found] = await store.xrange(monthKey(monthOf(id)), id, id);
      return found && entryOf(found);
    },

    async before(id) {
      const [sameMonth] = await store.xrevrange(monthKey(monthOf(id)), `(${id}`, '-', 'COUNT', 1);
      if (sameMonth) {
        return entryOf(sameMonth);
      }
      const earlier = (await months()).filter((month) => month < monthOf(id)).at(-1);
      const [last] = earlier ? await store.xrevrange(monthKey(earlier), '+', '-', 'COUNT', 1) : [];
      return last && entryOf(last);
    },

    async addCheckpoint({ number, jws, hash, count, lastId }) {
      const keys = [checkpointsKey, headKey, coveringKey];
      return (await appendCheckpoint(store, keys, [number, jws, count, hash, lastId])) === 1;
    },

    async *checkpoints(from = 1) {
      let next = `0-${from}`;
      for (;;) {
        const page = await store.xrange(checkpointsKey, next, '+', 'COUNT', pageSize);
        for (const [id, fields] of page) {
          yield { number: Number(id.split('-')[1]), jws: fields[1] ?? '' };
          next = `(${id}`;
        }
        if (page.length < pageSize) {
          return;
        }
      }
    },

    async covering(sequence) {
      const [number, count] = await store.zrangebyscore(
        coveringKey,
        sequence,
        '+inf',
        'WITHSCORES',
        'LIMIT',
        0,
        1,
      );
      const [found] =
        number === undefined ? [] : await store.xrange(checkpointsKey, `0-${number}`, `0-${number}`);
      const jws = found?.[1][1];
      return jws === undefined ? undefined : { number: Number(number), count: Number(count), jws };
    },

    async now() {
      const [seconds, microseconds] = await store.time();
      return new Date(Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000));
    },
  };
}

/** Whatever stands there, it is judged by who checks the chain. */
function entryOf([id, fields]: [string, string[]]): ChainedEntry {
  const value = (name: string): string => fields[fields.indexOf(name) + 1] ?? '';
  return { id, sequence: Number(value('n')), digest: value('d'), hash: value('h'), body: value('body') };
}

/** The milliseconds of an id. */
export function instantOf(id: string): Date {
  return new Date(Number(id.split('-')[0]));
}
