/**
 * What one HTTP request has read from and is writing to the store. Reads are remembered (the engine reads some records
 * three times a request); writes are issued at once and awaited together before the answer leaves, so that independent
 * writes share a round trip and nothing is acknowledged that was not stored, in a group of servers on a replica as well.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

interface StoreRequest {
  readonly reads: Map<string, Promise<unknown>>;
  readonly writes: Promise<unknown>[];
  /** What must be known of writes that were sent. */
  readonly kept: (() => Promise<void>)[];
  /** What a request leaves running writes on its own account. */
  isOver: boolean;
}

const current = new AsyncLocalStorage<StoreRequest>();

/** Runs a request; ends when it is through, or refused, and everything it wrote is stored. */
export async function runStoreRequest(work: () => Promise<void>): Promise<void> {
  const request: StoreRequest = { reads: new Map(), writes: [], kept: [], isOver: false };
  try {
    await current.run(request, work);
  } finally {
    await everythingIsStored(request);
  }
}

async function everythingIsStored(request: StoreRequest): Promise<void> {
  await Promise.all(request.writes);
  request.isOver = true;
  await Promise.all(request.kept.map((isKept) => isKept()));
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
