/** Closed loops: so many at once, each begins again when it is through. What is counted lies inside a window of steady load. */
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type Usage, usageOf } from './node-process.ts';

export interface Loop {
  readonly atOnce: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Processes whose CPU time is to be known, by name. */
  readonly processes?: Readonly<Record<string, number>>;
}

export interface Measurement {
  readonly perSecond: number;
  /** Milliseconds of each that ended inside the window. */
  readonly latencies: readonly number[];
  /** CPU milliseconds of each process, for one. */
  readonly cpu: Readonly<Record<string, number>>;
}

/** The load comes to its full strength before the window opens. */
const rampInMilliseconds = 500;

/** Whoever hashes keeps every core busy: one more waits for each that is under way. */
export const hashesAtOnce = 2 * availableParallelism();

/** @throws whatever `work` throws, at once: a measurement with a failure in it is none. */
export async function measure(work: () => Promise<unknown>, loop: Loop): Promise<Measurement> {
  const latencies: number[] = [];
  let isOpen = false;
  let isOver = false;

  async function keepWorking(): Promise<void> {
    while (!isOver) {
      const began = performance.now();
      await work();
      if (isOpen) {
        latencies.push(performance.now() - began);
      }
    }
  }

  async function keepTime(): Promise<Omit<Measurement, 'latencies'>> {
    await delay(rampInMilliseconds, undefined, { signal: loop.signal });
    isOpen = true;
    const before = { at: performance.now(), usage: usages(loop) };
    await delay(loop.seconds * 1000, undefined, { signal: loop.signal });
    isOpen = false;
    const after = { at: performance.now(), usage: usages(loop) };
    isOver = true;
    const seconds = (after.at - before.at) / 1000;
    return {
      perSecond: latencies.length / seconds,
      cpu: difference(before.usage, after.usage, latencies.length),
    };
  }

  try {
    const [figures] = await Promise.all([
      keepTime(),
      ...Array.from({ length: loop.atOnce }, () => keepWorking()),
    ]);
    if (latencies.length === 0) {
      throw new Error('nothing ended inside the window; measure for longer with --seconds');
    }
    return { ...figures, latencies };
  } finally {
    isOver = true;
  }
}

function usages({ processes = {} }: Loop): Record<string, Usage> {
  return Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, usageOf(pid)]));
}

function difference(
  before: Record<string, Usage>,
  after: Record<string, Usage>,
  count: number,
): Record<string, number> {
  const milliseconds = (name: string): number =>
    (((after[name]?.cpuSeconds ?? 0) - (before[name]?.cpuSeconds ?? 0)) * 1000) / count;
  return Object.fromEntries(Object.keys(after).map((name) => [name, milliseconds(name)]));
}

/** The value below which `share` of the values lie; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
