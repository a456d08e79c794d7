/**
 * The chain in Redis: events that await their place in it, a stream of entries a month, the head that tells how far it has come, and
 * the checkpoints. Beside this file: the chain's arithmetic (chain.ts), and what moves events into it (chain-keeper.ts).
 */
import { type Bell, bellOf } from '../../storage/news/bell.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import { headKey, monthKey, monthOf, monthsKey, pendingEventsKey } from '../audit-keys.ts';
import { type CheckpointStore, createCheckpointStore } from '../checkpoints/checkpoint-store.ts';
import { type ChainedEntry, chainBeginning } from './chain.ts';
import { type ChainEntries, createChainEntries } from './chain-entries-store.ts';

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

/** An event that is recorded and has no place in the chain yet. */
export interface PendingEvent {
  readonly id: string;
  readonly bodyHash: string;
}

/** Where an entry belongs, without its body, which stays where it is. */
export type Placed = Omit<ChainedEntry, 'body'>;

export interface ChainStore extends ChainEntries, CheckpointStore {
  /** Rung when an event is pending, where none was; the wait ends so many milliseconds later at most. */
  bellOfPending(calm: number): Bell;
  /** Rung when the chain has come further. */
  bellOfHead(calm: number): Bell;
  head(): Promise<Head>;
  /** The id of the last entry of the chain. */
  lastId(): Promise<string>;
  /** The oldest first. */
  pendingEvents(most: number): Promise<PendingEvent[]>;
  /** How many events are pending, and since when. */
  awaiting(): Promise<{ many: number; since: Date | undefined }>;
  /** False when another node was faster. */
  place(head: Head, entries: readonly Placed[]): Promise<boolean>;
  now(): Promise<Date>;
}

const chainPendingEvents = atomicStep<number>(import.meta.dirname, 'chain-pending-events', 'any');

export function createChainStore(store: Store): ChainStore {
  return {
    ...createChainEntries(store),
    ...createCheckpointStore(store),

    bellOfPending: (calm) => bellOf(store, pendingEventsKey, calm),
    bellOfHead: (calm) => bellOf(store, headKey, calm),
    head: () => readHead(store),
    pendingEvents: (most) => readPendingEvents(store, most),
    place: (head, entries) => place(store, head, entries),

    async lastId() {
      return (await store.hget(headKey, 'id')) ?? '0-0';
    },

    async awaiting() {
      const [many, [first]] = await Promise.all([
        store.xlen(pendingEventsKey),
        store.xrange(pendingEventsKey, '-', '+', 'COUNT', 1),
      ]);
      return { many, since: first && instantOf(first[0]) };
    },

    async now() {
      const [seconds, microseconds] = await store.time();
      return new Date(Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000));
    },
  };
}

async function readHead(store: Store): Promise<Head> {
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
}

async function readPendingEvents(store: Store, most: number): Promise<PendingEvent[]> {
  const found = await store.xrange(pendingEventsKey, '-', '+', 'COUNT', most);
  return found.map(([id, fields]) => {
    // An entry that we did not write gets a place too, and verification names it: it must not block the entries after it.
    const isOurs = fields.length === 4 && fields[0] === 'c' && fields[2] === 'body';
    return { id, bodyHash: isOurs ? (fields[1] ?? '') : '' };
  });
}

async function place(store: Store, head: Head, entries: readonly Placed[]): Promise<boolean> {
  const months = [...new Set(entries.map(({ id }) => monthOf(id)))];
  const args = entries.flatMap(({ id, sequence, digest, hash }) => [
    id,
    months.indexOf(monthOf(id)) + 1,
    sequence,
    digest,
    hash,
  ]);
  const keys = [pendingEventsKey, headKey, monthsKey, ...months.map((month) => monthKey(month))];
  return (await chainPendingEvents(store, keys, [head.sequence, head.hash, ...args])) !== -1;
}

/** The milliseconds of an id. */
export function instantOf(id: string): Date {
  return new Date(Number(id.split('-')[0]));
}
