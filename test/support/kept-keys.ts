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

/** In one step: some tests leave sixty thousand keys, and to ask for the type and the life of each would be as many round trips. */
const lookAtSome = `
  local page = redis.call('SCAN', ARGV[1], 'COUNT', ARGV[2])
  local found = {}
  for i, key in ipairs(page[2]) do
    found[i] = { key, redis.call('TYPE', key).ok, redis.call('PTTL', key) }
  end
  return { page[1], found }
`;
type Found = readonly [key: string, type: string, life: number];

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
    const [next, found] = (await store.eval(lookAtSome, 0, cursor, keysAtOnce)) as [string, Found[]];
    cursor = next;
    for (const [key, type, life] of found) {
      // Gone meanwhile.
      const isGone = life === -2 || type === 'none';
      const isPassedOver = isGone || planted.some((one) => isPlanted(key, one));
      const fault = isPassedOver ? undefined : faultIn(key, type, life);
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
