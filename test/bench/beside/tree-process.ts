/**
 * One version of the provider under load, from the tree that it was built in: its own bench makes its citizens, since each version keeps them
 * in its own way. A process of its own, so that two stand beside each other, see beside.ts.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { createCitizens } from '../citizens.ts';
import type { createExperiments, Experiments } from '../experiments.ts';
import type { startInstallation } from '../installation.ts';
import { type Measurement, quantile } from '../measure.ts';
import { usageOf } from '../node-process.ts';

export type TreeTask =
  | { readonly kind: 'start' | 'peak' }
  | { readonly kind: 'hashing' | 'refreshes'; readonly seconds: number }
  | { readonly kind: 'sign-ins'; readonly seconds: number; readonly atOnce: number };

export interface Measured {
  readonly perSecond: number;
  /** Milliseconds; not of hashing. */
  readonly p50: number;
  readonly p95: number;
  /** Milliseconds of CPU for one. */
  readonly cpuOfProvider: number;
  readonly cpuOfRedis: number;
  readonly busyElsewhere: number;
}

interface OneVersion {
  readonly experiments: Experiments;
  readonly providerPid: number;
}

const [, , tree = ''] = process.argv;
const undos: (() => unknown)[] = [];
const stopped = new AbortController();

async function start(): Promise<OneVersion> {
  const installations = await ofTree<{ startInstallation: typeof startInstallation }>('installation.ts');
  const makers = await ofTree<{ createCitizens: typeof createCitizens }>('citizens.ts');
  const loads = await ofTree<{ createExperiments: typeof createExperiments }>('experiments.ts');
  const installation = await installations.startInstallation(
    (undo) => undos.push(undo),
    stopped.signal,
    undefined,
  );
  const citizens = await makers.createCitizens(installation.config, installation.store);
  return {
    experiments: loads.createExperiments(installation, citizens, stopped.signal),
    providerPid: installation.kapu.process.pid,
  };
}

const ofTree = <Module>(name: string): Promise<Module> =>
  import(pathToFileURL(join(tree, 'test/bench', name)).href) as Promise<Module>;

let version: OneVersion | undefined;

async function answer(task: TreeTask): Promise<object> {
  version ??= await start();
  const { experiments, providerPid } = version;
  switch (task.kind) {
    case 'start':
      return {};
    case 'peak':
      return { peakMemoryInMiB: usageOf(providerPid).peakMemoryInMiB };
    case 'hashing':
      return experiments.hashing(task.seconds);
    case 'refreshes':
      return inShort(await experiments.refreshes(task.seconds));
    case 'sign-ins':
      return inShort(await experiments.signIns(task.seconds, task.atOnce));
  }
}

function inShort({ perSecond, latencies, cpu, busyElsewhere }: Measurement): Measured {
  return {
    perSecond,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    cpuOfProvider: cpu.provider ?? Number.NaN,
    cpuOfRedis: cpu.redis ?? Number.NaN,
    busyElsewhere,
  };
}

async function stop(): Promise<void> {
  stopped.abort();
  for (const undo of undos.splice(0).reverse()) {
    await Promise.resolve(undo()).catch(() => {});
  }
  process.exit();
}

process.on('SIGTERM', () => void stop());
process.on('message', (task: TreeTask) => {
  // Whoever asks hears the end of this process with what it said last.
  answer(task).then(
    (figures) => process.send?.(figures),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
      void stop();
    },
  );
});
