/** Verifies the chain from a known place on, and names the first entry or checkpoint that is not as it was written. Reads in pages and keeps none. */
import type { JSONWebKeySet } from 'jose';
import { monthOf } from '../audit-keys.ts';
import { type Checkpoint, hashOfCheckpoint, readCheckpoint } from '../checkpoints/checkpoint.ts';
import { type ChainedEntry, chainBeginning, digestOf, hashAfter, type WithheldEntry } from './chain.ts';
import { instantOf } from './chain-store.ts';
import { sha256 } from './sha256.ts';

export type FaultKind = 'changed' | 'missing' | 'inserted' | 'out of order' | 'truncated' | 'checkpoint';

export type Verdict =
  | {
      readonly kind: 'whole';
      readonly entries: number;
      readonly last: Place;
      readonly checkpoints: number;
      /** Number of the last entry that a checkpoint covers. Whoever holds a file could have written what comes after it. */
      readonly signedUpTo: number;
    }
  | {
      readonly kind: 'bad';
      readonly what: FaultKind;
      readonly month: string;
      readonly sequence: number;
      readonly why: string;
    };

/** The last entry before those that are verified. */
export interface Place {
  readonly sequence: number;
  readonly hash: string;
}

export interface ChainToVerify {
  readonly entries: AsyncIterable<EntryToVerify>;
  /** In their order, from `firstCheckpoint` on. */
  readonly checkpoints: AsyncIterable<{ number: number; jws: string }>;
  readonly keys: JSONWebKeySet;
  /** The entry before the first of them. */
  readonly start: Place;
  readonly firstCheckpoint: number;
  /** How many entries and checkpoints there must be, as is known from elsewhere. */
  readonly atLeast: { readonly entries: number; readonly checkpoints: number };
  /** A checkpoint that was kept elsewhere: whoever has our keys could have signed another in its place. */
  readonly kept?: Checkpoint | undefined;
  /** False for a part of the chain: then checkpoints may cover entries that come after it. */
  readonly isToTheEnd: boolean;
  /** Opens a body. @throws Error when it does not open. */
  readonly open: (body: string) => string;
}

/** A withheld entry, which only an export has, is verified by its place alone. */
export type EntryToVerify = ChainedEntry | WithheldEntry;

export const wholeChain: Place = { sequence: 0, hash: chainBeginning };

const lookedAhead = 50;
/** How far the clocks of a node and of the store may differ. An old entry that is put in again is older than that. */
const mostApartInMilliseconds = 10 * 60 * 1000;

class ChainFault extends Error {
  readonly verdict: Verdict;

  constructor(what: FaultKind, month: string, sequence: number, why: string) {
    super(why);
    this.verdict = { kind: 'bad', what, month, sequence, why };
  }
}

export async function verifyChain(chain: ChainToVerify): Promise<Verdict> {
  const signed = readInOrder(chain);
  try {
    return await walk(chain, signed);
  } catch (error) {
    if (error instanceof ChainFault) {
      return error.verdict;
    }
    throw error;
  } finally {
    // Of an export they are read from a file, which stays open until then.
    await signed.return(undefined);
  }
}

async function walk(chain: ChainToVerify, signed: Signed): Promise<Verdict> {
  let next = await nextBehind(signed, chain.start.sequence);
  let last = chain.start;
  let signedUpTo = chain.start.sequence;
  let month = '';
  for await (const [entry, ahead] of withAhead(chain.entries)) {
    last = verifyEntry(chain, last, entry, ahead);
    month = monthOf(entry.id);
    while (next?.count === last.sequence) {
      expectSame(next, last, month);
      signedUpTo = last.sequence;
      next = (await signed.next()).value;
    }
  }
  if (chain.isToTheEnd) {
    const must = Math.max(chain.atLeast.entries, next?.count ?? 0);
    if (last.sequence < must) {
      throw new ChainFault('truncated', month, last.sequence + 1, `there must be ${must} entries`);
    }
    const { count } = await drain(signed, chain.firstCheckpoint);
    if (count < chain.atLeast.checkpoints) {
      throw new ChainFault('checkpoint', month, last.sequence, `checkpoint ${count + 1} is missing`);
    }
  }
  const entries = last.sequence - chain.start.sequence;
  return { kind: 'whole', entries, last, checkpoints: signedSoFar.get(signed) ?? 0, signedUpTo };
}

type Signed = AsyncGenerator<Checkpoint, undefined>;

/** Number of the last checkpoint that was read. */
const signedSoFar = new WeakMap<Signed, number>();

async function drain(signed: Signed, first: number): Promise<{ count: number }> {
  for await (const _ of signed) {
    // Each is checked as it is read.
  }
  return { count: signedSoFar.get(signed) ?? first - 1 };
}

async function nextBehind(signed: Signed, sequence: number): Promise<Checkpoint | undefined> {
  for (;;) {
    const { value } = await signed.next();
    if (!value || value.count > sequence) {
      return value;
    }
  }
}

/** Checkpoints, each judged by its signature, its number and the one before. */
function readInOrder({ checkpoints, keys, firstCheckpoint, kept }: ChainToVerify): Signed {
  async function* read(): Signed {
    let number = firstCheckpoint;
    let previous: string | undefined = firstCheckpoint === 1 ? '' : undefined;
    for await (const { jws } of checkpoints) {
      const checkpoint = await readCheckpoint(jws, keys);
      if (!checkpoint) {
        throw new ChainFault('checkpoint', '', 0, `checkpoint ${number} is not signed with our key`);
      }
      const { month, count } = checkpoint;
      if (checkpoint.checkpoint !== number) {
        throw new ChainFault('checkpoint', month, count, `checkpoint ${number} is missing`);
      }
      if (previous !== undefined && checkpoint.previous !== previous) {
        throw new ChainFault(
          'checkpoint',
          month,
          count,
          `checkpoint ${number} does not follow the one before`,
        );
      }
      if (kept?.checkpoint === number && !isSameStatement(kept, checkpoint)) {
        throw new ChainFault(
          'checkpoint',
          month,
          count,
          `checkpoint ${number} says other than the one that was given`,
        );
      }
      previous = hashOfCheckpoint(jws);
      signedSoFar.set(generator, number);
      number += 1;
      yield checkpoint;
    }
    return undefined;
  }
  const generator: Signed = read();
  return generator;
}

/** Each names the one before by its hash, so the same statement has the same past. */
function isSameStatement(one: Checkpoint, other: Checkpoint): boolean {
  return one.count === other.count && one.head === other.head && one.previous === other.previous;
}

function expectSame({ checkpoint, head }: Checkpoint, { sequence, hash }: Place, month: string): void {
  if (head !== hash) {
    throw new ChainFault(
      'changed',
      month,
      sequence,
      `checkpoint ${checkpoint} says that the chain was another one`,
    );
  }
}

/** @returns the place of the entry. */
function verifyEntry({ open }: ChainToVerify, last: Place, entry: EntryToVerify, ahead: Ahead): Place {
  const { id, sequence, digest, hash } = entry;
  const month = monthOf(id);
  const expected = last.sequence + 1;
  if (sequence !== expected) {
    throw new ChainFault(misplaced(sequence, expected, ahead()), month, expected, `found number ${sequence}`);
  }
  const why = wrongWith(entry, open) ?? (hashAfter(last.hash, digest) === hash ? undefined : otherHash);
  if (why !== undefined) {
    const what = ahead()[0]?.sequence === expected ? 'inserted' : 'changed';
    throw new ChainFault(what, month, sequence, why);
  }
  return { sequence, hash };
}

const otherHash = 'has another hash';

/** Whether the digest is that of the body, where there is one. */
function wrongWith(entry: EntryToVerify, open: ChainToVerify['open']): string | undefined {
  if (!('body' in entry)) {
    return undefined;
  }
  const bodyHash = bodyHashOf(entry, open);
  if (bodyHash === undefined) {
    return 'does not open';
  }
  return digestOf(entry.id, bodyHash) === entry.digest ? undefined : otherHash;
}

/** @returns undefined when it does not open, or is no event of that time. */
function bodyHashOf({ id, body }: ChainedEntry, open: (body: string) => string): string | undefined {
  try {
    const text = open(body);
    const { at } = JSON.parse(text.slice(22)) as { at: string };
    const apart = Math.abs(new Date(at).getTime() - instantOf(id).getTime());
    return apart <= mostApartInMilliseconds ? sha256(text) : undefined;
  } catch {
    return undefined;
  }
}

function misplaced(found: number, expected: number, ahead: readonly EntryToVerify[]): FaultKind {
  const later = ahead.map(({ sequence }) => sequence);
  if (found < expected || later.includes(found)) {
    return 'inserted';
  }
  if (!later.includes(expected)) {
    return 'missing';
  }
  const goesOn = later.every((sequence, at) => sequence === expected + at);
  return goesOn ? 'inserted' : 'out of order';
}

/** The entries that follow; looked at only where something is wrong. */
type Ahead = () => readonly EntryToVerify[];

async function* withAhead(
  entries: AsyncIterable<EntryToVerify>,
): AsyncGenerator<[entry: EntryToVerify, ahead: Ahead]> {
  let held: EntryToVerify[] = [];
  let from = 0;
  const ahead: Ahead = () => held.slice(from + 1, from + 1 + lookedAhead);
  for await (const entry of entries) {
    held.push(entry);
    if (held.length - from > lookedAhead) {
      yield [held[from] as EntryToVerify, ahead];
      from += 1;
    }
    if (from > 1000) {
      held = held.slice(from);
      from = 0;
    }
  }
  for (; from < held.length; from += 1) {
    yield [held[from] as EntryToVerify, ahead];
  }
}
