/**
 * From what one sign-in and one refresh cost on a machine to what a country needs: cores, nodes, the share of the one Redis primary, memory.
 * Arithmetic alone; what it is given was measured by `scripts/bench --json`.
 */

import type { CitizensBytes } from '../country.ts';

/** Seconds of CPU; bytes. */
export interface Costs {
  readonly signIn: { readonly provider: number; readonly hash: number; readonly redis: number };
  readonly refresh: { readonly provider: number; readonly redis: number };
  readonly bytes: Pick<CitizensBytes, 'account' | 'plus' | 'byteSeconds'>;
}

export interface Demand {
  readonly accounts: number;
  readonly withPlus: number;
  readonly signInsPerSecond: number;
  readonly refreshesPerSecond: number;
}

export interface Capacity {
  /** Of the provider, busy all the time. */
  readonly coresBusy: number;
  readonly coresToBuy: number;
  /** One process has one thread that runs our code; hashes run beside it. */
  readonly nodes: number;
  /** Of one core, which is all that one primary uses for commands. */
  readonly redisBusy: number;
  readonly primariesToBuy: number;
  readonly redisGibibytes: number;
  /** How many of these demands one primary carries. */
  readonly demandsOfOnePrimary: number;
}

/** A machine that is busier than this answers late when one of its neighbours dies. */
export const mostBusy = 0.6;

/** Of a day's sign-ins: what lies for hours is there of the whole day, and not as if it were always the busiest hour. */
const shareOfBusiestHour = 0.12;
/** Redis' allocator, its buffers, and a copy of what changes while it saves. */
const memoryOverhead = 1.5;

export function capacityFor(
  { accounts, withPlus, signInsPerSecond, refreshesPerSecond }: Demand,
  { signIn, refresh, bytes }: Costs,
): Capacity {
  const coresBusy = signInsPerSecond * signIn.provider + refreshesPerSecond * refresh.provider;
  const threadsBusy = coresBusy - signInsPerSecond * signIn.hash;
  const redisBusy = signInsPerSecond * signIn.redis + refreshesPerSecond * refresh.redis;
  const kept = accounts * bytes.account + withPlus * bytes.plus;
  const allDay = signInsPerSecond / (24 * shareOfBusiestHour);
  const signedIn = signInsPerSecond * bytes.byteSeconds.withinAnHour + allDay * bytes.byteSeconds.later;
  return {
    coresBusy,
    coresToBuy: Math.ceil(coresBusy / mostBusy),
    nodes: Math.ceil(threadsBusy / mostBusy),
    redisBusy,
    primariesToBuy: Math.ceil(redisBusy / mostBusy),
    redisGibibytes: ((kept + signedIn) * memoryOverhead) / 2 ** 30,
    demandsOfOnePrimary: mostBusy / redisBusy,
  };
}

/** The days before a deadline: so many must have applied by then, most of them at the end. */
export interface CutOver {
  readonly applicants: number;
  /** Of them, on the busiest day. */
  readonly shareOfBusiestDay: number;
  /** Of that day, in its busiest hour. */
  readonly shareOfBusiestHour: number;
}

export function applicationsPerSecond({
  applicants,
  shareOfBusiestDay,
  shareOfBusiestHour,
}: CutOver): number {
  return (applicants * shareOfBusiestDay * shareOfBusiestHour) / 3600;
}
