/** Closed loops: so many at once, each begins again when it is through. What is counted lies inside a window of steady load. */
import { availableParallelism, cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { usageOf } from './node-process.ts';

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
  /** Cores that were busy with anything but these processes: a quiet machine has next to none. */
  readonly busyElsewhere: number;
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
    const before = snapshot(loop);
    await delay(loop.seconds * 1000, undefined, { signal: loop.signal });
    isOpen = false;
    const after = snapshot(loop);
    isOver = true;
    return figuresBetween(before, after, latencies.length);
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

interface Snapshot {
  readonly milliseconds: number;
  /** CPU milliseconds of each process, and of the whole machine. */
  readonly cpu: Readonly<Record<string, number>>;
  readonly machine: number;
}

function snapshot({ processes = {} }: Loop): Snapshot {
  const used = Object.entries(processes).map(([name, pid]) => [name, usageOf(pid).cpuSeconds * 1000]);
  return { milliseconds: performance.now(), cpu: Object.fromEntries(used), machine: busyMilliseconds() };
}

/** CPU time that the machine has spent on anything. */
export function busyMilliseconds(): number {
  return sum(cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq));
}

function figuresBetween(before: Snapshot, after: Snapshot, count: number): Omit<Measurement, 'latencies'> {
  const elapsed = after.milliseconds - before.milliseconds;
  const used = Object.entries(after.cpu).map(([name, cpu]) => [name, cpu - (before.cpu[name] ?? 0)] as const);
  const elsewhere = after.machine - before.machine - sum(used.map(([, cpu]) => cpu));
  return {
    perSecond: (count * 1000) / elapsed,
    cpu: Object.fromEntries(used.map(([name, cpu]) => [name, cpu / count])),
    busyElsewhere: Math.max(0, elsewhere / elapsed),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The value below which `share` of the values lie; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
