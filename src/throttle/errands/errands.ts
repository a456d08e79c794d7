/**
 * What anybody may cause to be kept before somebody is signed in: sign-ins under way, forgotten passwords, sessions of nobody. The limit is
 * asked where it is written, by the very step that writes it, whatever route and method led there; there is no other way to write under
 * such a key (`ErrandKey`).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { LimitReached } from '../../errors.ts';
import type { ErrandKey, KeptKey, StoreKey } from '../../storage/catalogue/entry.ts';
import {
  keptOfAccountKey,
  keptOfClientKey,
  keptOfDeviceKey,
  keptOfDevicesKey,
} from '../../storage/catalogue/limit-keys.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { declareStep, readStep, type Store } from '../../storage/redis.ts';
import { moveTo, replaceVersionLua } from '../../storage/versioned-record.ts';
import {
  type ErrandLimits,
  keptForAccount,
  keptForClient,
  keptForDevice,
  keptForDevices,
  type Limit,
} from '../limits.ts';
import { type Counter, countersFrom, given, takeFirst } from '../windows/counters.ts';
import { noteReached } from '../windows/reached-limits.ts';

/** Whoever sent the request under way. */
export interface Asker {
  readonly address: string;
  /** Id of a browser that somebody signed in with before: a flood of others does not stand in its way. */
  readonly knownDevice: string | undefined;
  readonly limits: ErrandLimits;
}

/** Whose errand it is. Of a citizen or a program only where they have proved it. */
export type Payer = 'asker' | { readonly citizen: string } | { readonly program: string } | 'free';

const current = new AsyncLocalStorage<Asker>();

/** Runs a request of somebody. What a node does by itself is counted for nobody. */
export function runFor<Result>(asker: Asker, work: () => Result): Result {
  return current.run(asker, work);
}

/** Keys, expiry, fields, pointers, what a sign-in leaves beside its first record, and the counters themselves. */
const bytesBesides = 1200;
const second = 1000;

function countersOf(payer: Payer, bytes: number): Counter[] {
  const asker = current.getStore();
  if (payer === 'free' || !asker) {
    return [];
  }
  const counter = (limit: Limit, key: StoreKey): Counter[] => [
    { ...limit, key, amount: bytes, isShare: false },
  ];
  if (payer !== 'asker') {
    return 'citizen' in payer
      ? counter(keptForAccount, keptOfAccountKey(payer.citizen))
      : counter(keptForClient, keptOfClientKey(payer.program));
  }
  const { limits, knownDevice, address } = asker;
  return knownDevice === undefined
    ? [...countersFrom(limits.begun, address, 1), ...countersFrom(limits.kept, address, bytes)]
    : [
        ...counter(keptForDevice, keptOfDeviceKey(hashOfIdentifier(knownDevice))),
        ...counter(keptForDevices, keptOfDevicesKey()),
      ];
}

/** Goes before a step that keeps an errand. */
export const chargeFirst = `${takeFirst}${readStep(import.meta.dirname, 'charge-first')}`;

/** What such a step is given behind its own keys and arguments. @param texts what it keeps */
export function charged(
  texts: readonly (string | number)[],
  lifeInSeconds: number,
  payer: Payer,
): { keys: StoreKey[]; args: (string | number)[] } {
  const bytes = texts.reduce<number>((sum, text) => sum + String(text).length, bytesBesides);
  const { keys, args } = given(countersOf(payer, bytes));
  return { keys, args: [lifeInSeconds * second, ...args] };
}

/** @throws LimitReached when the step was told that there is no room */
export async function unlessRefused<Reply>(store: Store, step: Promise<Reply>): Promise<Reply> {
  try {
    return await step;
  } catch (error) {
    const [, wait] = /^LIMIT (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
    if (wait === undefined) {
      throw error;
    }
    noteReached(store, 'errands begun, and bytes kept for them');
    throw new LimitReached(Math.ceil(Number(wait) / second));
  }
}

export interface Errand {
  readonly lifeInSeconds: number;
  readonly payer: Payer;
}

/** The record first. */
export type ErrandStep<Reply> = (
  store: Store,
  keys: readonly KeptKey[],
  args: readonly (string | number)[],
  errand: Errand,
) => Promise<Reply>;

/**
 * Reads `<name>.lua` beside the caller, as `atomicStep` does, and has it ask the limit first.
 * @param base `import.meta.dirname` of the caller
 */
export function errandStep<Reply>(base: string, name: string): ErrandStep<Reply> {
  return declareErrandStep(name, readStep(base, name));
}

function declareErrandStep<Reply>(name: string, lua: string): ErrandStep<Reply> {
  const step = declareStep<Reply>(name, `${chargeFirst}${lua}`, 'any');
  return (store, keys, args, { lifeInSeconds, payer }) => {
    const charge = charged(args, lifeInSeconds, payer);
    return unlessRefused(store, step(store, [...keys, ...charge.keys], [...args, ...charge.args]));
  };
}

const keepStep = errandStep<number>(import.meta.dirname, 'keep-errand');

/** Keeps a text. @throws LimitReached */
export async function keepErrand(
  store: Store,
  key: ErrandKey,
  text: string,
  lifeInSeconds: number,
  payer: Payer = 'asker',
): Promise<void> {
  await keepStep(store, [key], [lifeInSeconds * second, text], { lifeInSeconds, payer });
}

const moveStep = declareErrandStep<number>('move-errand', replaceVersionLua);

/** `moveVersioned`, of an errand. @throws LimitReached */
export async function moveErrand(
  store: Store,
  key: ErrandKey,
  expectedVersion: number,
  value: string,
  errand: Errand,
): Promise<boolean> {
  const args = moveTo(expectedVersion, value, errand.lifeInSeconds);
  return (await moveStep(store, [key], args, errand)) === 1;
}
