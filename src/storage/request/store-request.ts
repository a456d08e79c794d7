/**
 * What one HTTP request has read from and is writing to the store. Reads are remembered (the engine reads some records
 * three times a request); writes are awaited together before the answer leaves, so that independent writes share a round trip
 * and nothing is acknowledged that was not stored, in a group of servers on a replica as well. Some wait for one another and
 * leave as one script: write-together.ts.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { KeptKey } from '../catalogue/entry.ts';

/** One write of a script that does several. */
export interface WaitingWrite {
  readonly keys: readonly KeptKey[];
  readonly kind: string;
  readonly args: readonly (string | number)[];
  /** It goes before the others: where it fails, nothing is written. A condition goes before all. */
  readonly goes?: 'first' | 'as-condition';
  /** Told what its kind says, once all is written. */
  readonly said?: (reply: string) => void;
  /** What is thrown when the script that it is in fails. */
  readonly faultOf?: (error: unknown) => unknown;
  /** Of a condition: what is thrown where it did not hold; undefined for every other failure. */
  readonly refusalOf?: (error: unknown) => Promise<Error | undefined>;
  /** Called where something that this request wrote failed, so that it is answered with an error although this may be written. */
  readonly whenUnsure?: (error: unknown) => void;
}

type Send = (writes: readonly WaitingWrite[]) => Promise<void>;

interface StoreRequest {
  readonly reads: Map<string, Promise<unknown>>;
  readonly writes: Promise<unknown>[];
  /** By store: tests have several in one process. */
  readonly waiting: Map<unknown, { readonly writes: WaitingWrite[]; readonly send: Send }>;
  readonly whenUnsure: ((error: unknown) => void)[];
  /** What must be known of writes that were sent. */
  readonly kept: (() => Promise<void>)[];
  /** What a request leaves running writes on its own account. */
  isOver: boolean;
}

const current = new AsyncLocalStorage<StoreRequest>();

/** Runs a request; ends when it is through, or refused, and everything it wrote is stored. */
export async function runStoreRequest(work: () => Promise<void>): Promise<void> {
  const request: StoreRequest = {
    reads: new Map(),
    writes: [],
    waiting: new Map(),
    whenUnsure: [],
    kept: [],
    isOver: false,
  };
  try {
    await current.run(request, work);
  } finally {
    await everythingIsStored(request);
  }
}

/** For who must hear now whether the conditions hold under which this request writes. Outside of a request each was heard of at once. */
export async function storeWhatWaits(): Promise<void> {
  const request = current.getStore();
  if (request) {
    await storeSoFar(request);
  }
}

async function storeSoFar(request: StoreRequest): Promise<void> {
  for (const store of [...request.waiting.keys()]) {
    sendWaiting(request, store);
  }
  await unlessUnsure(request, Promise.all(request.writes.splice(0)));
}

async function unlessUnsure(request: StoreRequest, written: Promise<unknown>): Promise<void> {
  try {
    await written;
  } catch (error) {
    for (const tell of request.whenUnsure.splice(0)) {
      tell(error);
    }
    throw error;
  }
}

async function everythingIsStored(request: StoreRequest): Promise<void> {
  await storeSoFar(request);
  request.isOver = true;
  await unlessUnsure(request, Promise.all(request.kept.map((isKept) => isKept())));
}

/** @returns false outside of a request, where nobody is answered */
export function answerWaitsFor(kept: () => Promise<void>): boolean {
  const request = current.getStore();
  if (!request || request.isOver) {
    return false;
  }
  request.kept.push(kept);
  return true;
}

/** Reads once a request. */
export function readOnce<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
  const reads = current.getStore()?.reads;
  if (!reads) {
    return read();
  }
  const known = reads.get(key) as Promise<Value> | undefined;
  const value = known ?? read();
  reads.set(key, value);
  return value;
}

/** For whoever reads the record later in this request: what was read together with something else. */
export function rememberRead(key: string, value: Promise<unknown>): void {
  // Who awaits it hears of a failure.
  value.catch(() => {});
  current.getStore()?.reads.set(key, value);
}

/** Forgets a read after the record was changed. */
export function forgetRead(key: string): void {
  current.getStore()?.reads.delete(key);
}

/** Lets the request go on while the write is under way; outside of a request it is awaited. */
export async function writeBeforeAnswer(write: Promise<unknown>): Promise<void> {
  const writes = current.getStore()?.writes;
  if (!writes) {
    await write;
    return;
  }
  // The rejection is not lost: runStoreRequest awaits the same promise.
  write.catch(() => {});
  writes.push(write);
}

/** They leave with what else the request writes to this store; outside of a request they are awaited. */
export async function sendBeforeAnswer(
  store: unknown,
  writes: readonly WaitingWrite[],
  send: Send,
): Promise<void> {
  const request = current.getStore();
  if (!request || request.isOver) {
    await send(writes);
    return;
  }
  const waiting = request.waiting.get(store) ?? { writes: [], send };
  waiting.writes.push(...writes);
  request.whenUnsure.push(...writes.flatMap(({ whenUnsure }) => whenUnsure ?? []));
  request.waiting.set(store, waiting);
}

/**
 * Before the request sends its next command to this store, which is to find what was written.
 * @param keys what a read asks for: it needs to find no other writes
 */
export function sendWhatWaits(store: unknown, keys?: readonly KeptKey[]): void {
  const request = current.getStore();
  const waiting = request?.waiting.get(store);
  if (
    request &&
    waiting &&
    (keys === undefined || waiting.writes.some((write) => write.keys.some((key) => keys.includes(key))))
  ) {
    sendWaiting(request, store);
  }
}

function sendWaiting(request: StoreRequest, store: unknown): void {
  const waiting = request.waiting.get(store);
  if (waiting) {
    request.waiting.delete(store);
    const sent = waiting.send(waiting.writes);
    // The rejection is not lost: runStoreRequest awaits the same promise.
    sent.catch(() => {});
    request.writes.push(sent);
  }
}
