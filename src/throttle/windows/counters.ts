/**
 * The one function by which requests, guesses, messages and kept bytes are counted, in Redis for all nodes: everywhere or nowhere, in one
 * step. What is refused leaves nothing.
 */
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { declareStep, readStep, type Store } from '../../storage/redis.ts';
import { declareWriteKind, writeTogether } from '../../storage/request/write-together.ts';
import { networksOf } from '../client-network.ts';
import type { Limit, NetworkLimit, Window } from '../limits.ts';
import { noteReached } from './reached-limits.ts';

export interface Counter extends Window {
  /** Of its limit. */
  readonly counts: string;
  readonly key: StoreKey;
  readonly amount: number;
  /** Its share of the last counter falls when that one is half full. */
  readonly isShare: boolean;
}

const second = 1000;
/** Goes before every step that counts. */
export const takeFirst = readStep(import.meta.dirname, 'take');
const takeStep = declareStep<number>('take-everywhere', `${takeFirst}\nreturn take()\n`, 'any');
declareWriteKind(readStep(import.meta.dirname, 'give-back'));

/** What a step that `takeFirst` goes before is given behind its own keys and arguments. */
export function given(counters: readonly Counter[]): { keys: StoreKey[]; args: number[] } {
  const last = counters.length;
  return {
    keys: counters.map(({ key }) => key),
    args: [
      ...counters.flatMap(({ amount, most, seconds, isShare }) => [
        amount,
        most,
        seconds * second,
        isShare ? last : 0,
      ]),
      last,
    ],
  };
}

/** From the widest network on, and what all share. */
export function countersFrom(limit: NetworkLimit, address: string, amount: number): Counter[] {
  const networks = networksOf(address);
  const [{ hash: site }] = networks;
  const { inAll } = limit;
  return [
    ...networks.map(({ prefix, hash }) => ({
      counts: limit.counts,
      key: limit.key(site, hash),
      amount,
      most: limit.most[prefix],
      seconds: limit.seconds,
      isShare: inAll !== undefined,
    })),
    ...(inAll ? [{ ...inAll, counts: limit.counts, key: inAll.key(), amount, isShare: false }] : []),
  ];
}

/** @returns milliseconds to wait, 0 when it was counted */
export function countFrom(store: Store, limit: NetworkLimit, address: string): Promise<number> {
  return takeWithin(store, countersFrom(limit, address, 1));
}

/** It was nothing that is to be limited after all. Leaves with what else the request writes. */
export async function giveBackFrom(store: Store, limit: NetworkLimit, address: string): Promise<void> {
  const keys = countersFrom(limit, address, 1).map(({ key }) => key);
  await writeTogether(store, { kind: 'giveBack', keys, args: [keys.length, 1] });
}

/** The same of what lies in no network: an account, a clerk, a client. @param key which one's counter */
export function countOf(store: Store, limit: Limit, key: StoreKey): Promise<number> {
  return takeWithin(store, [{ ...limit, key, amount: 1, isShare: false }]);
}

async function takeWithin(store: Store, counters: readonly Counter[]): Promise<number> {
  const { keys, args } = given(counters);
  const wait = await takeStep(store, keys, args);
  noteWait(store, counters, wait);
  return wait;
}

/** Where a limit was reached. @param wait as the step that counted said it */
export function noteWait(store: Store, [counter]: readonly Counter[], wait: number): void {
  if (counter && wait > 0) {
    noteReached(store, counter.counts);
  }
}
