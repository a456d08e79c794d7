/**
 * Whatever stops a test's Redis looks first at what is kept there: every key is of one entry of the catalogue (src/storage/catalogue),
 * has its type, and lives no longer than it says. So the whole suite is the walk through every flow.
 */
import type { Redis } from 'ioredis';
import { entriesOf } from '../../src/storage/catalogue/catalogue.ts';
import type { EntryFacts } from '../../src/storage/catalogue/entry.ts';

/** Keys that a test planted on purpose, by name. */
export type Planted = readonly (string | RegExp)[];

const patienceInMilliseconds = 3000;
const keysAtOnce = 1000;

/** @throws Error naming the forms of keys, never their ids. What does not answer, because a test killed it, is passed over. */
export async function checkKeptKeys(stores: readonly Redis[], planted: Planted = []): Promise<void> {
  for (const store of stores) {
    if (await answers(store)) {
      const faults = await faultsOf(store, planted);
      if (faults.length > 0) {
        throw new Error(`kept in Redis against its catalogue:\n${faults.join('\n')}`);
      }
      return;
    }
  }
}

async function answers(store: Redis): Promise<boolean> {
  const isTooLate = new Promise<false>((resolve) =>
    setTimeout(() => resolve(false), patienceInMilliseconds).unref(),
  );
  const isThere = store.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([isThere, isTooLate]);
}

/** One for each form of key and kind of fault. */
async function faultsOf(store: Redis, planted: Planted): Promise<string[]> {
  const faults = new Map<string, string>();
  let cursor = '0';
  do {
    const [next, keys] = await store.scan(cursor, 'COUNT', keysAtOnce);
    cursor = next;
    const own = keys.filter((key) => !planted.some((one) => isPlanted(key, one)));
    for (const fault of await Promise.all(own.map((key) => faultOf(store, key)))) {
      if (fault !== undefined) {
        faults.set(fault.replace(/\d+ ms/, ''), fault);
      }
    }
  } while (cursor !== '0');
  return [...faults.values()].sort();
}

function isPlanted(key: string, one: string | RegExp): boolean {
  return typeof one === 'string' ? key === one : one.test(key);
}

async function faultOf(store: Redis, key: string): Promise<string | undefined> {
  const [type, life] = await Promise.all([store.type(key), store.pttl(key)]);
  // Gone meanwhile.
  return life === -2 || type === 'none' ? undefined : faultIn(key, type, life);
}

/** @param life in milliseconds; -1: without end. */
export function faultIn(key: string, type: string, life: number): string | undefined {
  const [entry, ...more] = entriesOf(key);
  if (!entry) {
    return `${shapeOf(key)} is of no entry`;
  }
  if (more.length > 0) {
    return `${shapeOf(key)} is of several entries: ${[entry, ...more].map(({ pattern }) => pattern).join(', ')}`;
  }
  return faultWith(entry, type, life);
}

function faultWith({ pattern, type, lives }: EntryFacts, found: string, life: number): string | undefined {
  if (found !== type) {
    return `${pattern} is a ${found}, not a ${type}`;
  }
  if (lives.kind !== 'at-most') {
    return life === -1 ? undefined : `${pattern} ends by itself, in ${life} ms`;
  }
  if (life === -1) {
    return `${pattern} has no end, but lives at most ${lives.seconds} seconds`;
  }
  return life <= lives.seconds * 1000
    ? undefined
    : `${pattern} lives ${life} ms more, but at most ${lives.seconds} seconds`;
}

/** A key without what identifies anybody. */
function shapeOf(key: string): string {
  return key
    .replace(/[\w-]{43}/g, '<hash>')
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '<uuid>')
    .replace(/\d+/g, '<number>');
}
