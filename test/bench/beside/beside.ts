/**
 * This version beside another one, as production builds of both, in one run and in turns: sign-ins and refreshes, and sign-ins by how many there are
 * at once. What one machine makes of the ratio another one will: the machine is the same for both in the same minute.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atOnce } from '../experiments.ts';
import type { HashingResult } from '../hashing.ts';
import type { OnStop } from '../installation.ts';
import { quantile } from '../measure.ts';
import { type NodeProcess, startNodeProcess } from '../node-process.ts';
import { mean, quietness, row } from '../report.ts';
import { drawLoads } from './picture.ts';
import type { Measured, TreeTask } from './tree-process.ts';

interface OfVersion {
  readonly signIns: readonly Measured[];
  readonly refreshes: readonly Measured[];
  readonly byLoad: readonly (Measured & { readonly atOnce: number })[];
  readonly peakMemoryInMiB: number;
}

export interface BesideFigures {
  /** Medians of the rounds, each round's this version ÷ the other. */
  readonly ratios: {
    readonly signIns: number;
    readonly refreshes: number;
    /** Milliseconds of the provider for a sign-in less those of a verify. */
    readonly cpuWithoutHash: number;
    readonly cpuOfRedis: number;
    /** The same of this version and the other, in the verifies that fill the cores. */
    readonly signInsToHashes: readonly [number, number];
  };
  readonly hashing: HashingResult;
  readonly ours: OfVersion;
  readonly other: OfVersion;
  readonly machine: {
    readonly cores: number;
    readonly processor: string;
    readonly node: string;
    readonly platform: string;
  };
}

const here = resolve(import.meta.dirname, '../../..');
const rounds = 5;
const warmUpInSeconds = 2;
/** V8 still compiles after a thousand sign-ins. */
const signInWarmUpInSeconds = 8;
const loads = [1, 2, 4, 8, 16, 32, 64];

export async function measureBeside(
  onStop: OnStop,
  signal: AbortSignal,
  tree: string,
  { seconds, pictureFile }: { readonly seconds: number; readonly pictureFile: string | undefined },
): Promise<BesideFigures> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-bench-beside-'));
  onStop(() => rmSync(directory, { recursive: true, force: true }));
  const start = (name: string, of: string): Version => {
    const child = startNodeProcess({
      script: fileURLToPath(import.meta.resolve('./tree-process.ts')),
      args: [of],
      log: join(directory, `${name}.log`),
    });
    onStop(child.stop);
    return new Version(child, signal);
  };
  const [ours, other] = [start('ours', here), start('other', resolve(tree))];

  const hashing: HashingResult[] = [];
  for (const version of [ours, other]) {
    await version.ask({ kind: 'start' });
    hashing.push(await version.ask({ kind: 'hashing', seconds: warmUpInSeconds }));
    await version.signIns(signInWarmUpInSeconds, atOnce);
    await version.ask({ kind: 'refreshes', seconds: warmUpInSeconds });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const version of inTurns(round, ours, other)) {
      version.measured.signIns.push(await version.signIns(seconds, atOnce));
      version.measured.refreshes.push(await version.ask<Measured>({ kind: 'refreshes', seconds }));
    }
    hashing.push(await ours.ask({ kind: 'hashing', seconds: seconds / 2 }));
  }
  for (const [round, load] of loads.entries()) {
    for (const version of inTurns(round, ours, other)) {
      version.measured.byLoad.push({ atOnce: load, ...(await version.signIns(seconds, load)) });
    }
  }
  const figures = figuresOf(await ours.figures(), await other.figures(), {
    perSecond: quantile(
      hashing.map(({ perSecond }) => perSecond),
      0.5,
    ),
    cpuMilliseconds: mean(hashing.map(({ cpuMilliseconds }) => cpuMilliseconds)),
  });
  if (pictureFile) {
    writeFileSync(pictureFile, drawLoads(figures.ours.byLoad, figures.other.byLoad));
  }
  return figures;
}

const inTurns = (round: number, ...[ours, other]: [Version, Version]): Version[] =>
  round % 2 === 0 ? [ours, other] : [other, ours];

class Version {
  readonly measured = {
    signIns: [] as Measured[],
    refreshes: [] as Measured[],
    byLoad: [] as (Measured & { atOnce: number })[],
  };
  readonly #process: NodeProcess;
  readonly #signal: AbortSignal;

  constructor(process: NodeProcess, signal: AbortSignal) {
    this.#process = process;
    this.#signal = signal;
  }

  ask<Answer>(task: TreeTask): Promise<Answer> {
    return this.#process.ask<Answer>(task, this.#signal);
  }

  signIns(seconds: number, load: number): Promise<Measured> {
    return this.ask<Measured>({ kind: 'sign-ins', seconds, atOnce: load });
  }

  async figures(): Promise<OfVersion> {
    return { ...this.measured, ...(await this.ask<{ peakMemoryInMiB: number }>({ kind: 'peak' })) };
  }
}

function figuresOf(ours: OfVersion, other: OfVersion, hashing: HashingResult): BesideFigures {
  const ratio = (of: (version: OfVersion) => readonly number[]): number => {
    const others = of(other);
    return quantile(
      of(ours).map((value, round) => value / (others[round] ?? Number.NaN)),
      0.5,
    );
  };
  const perSecond = ({ perSecond }: Measured): number => perSecond;
  const toHashes = ({ signIns }: OfVersion): number =>
    quantile(signIns.map(perSecond), 0.5) / hashing.perSecond;
  return {
    ratios: {
      signIns: ratio(({ signIns }) => signIns.map(perSecond)),
      refreshes: ratio(({ refreshes }) => refreshes.map(perSecond)),
      cpuWithoutHash: ratio(({ signIns }) =>
        signIns.map(({ cpuOfProvider }) => cpuOfProvider - hashing.cpuMilliseconds),
      ),
      cpuOfRedis: ratio(({ signIns }) => signIns.map(({ cpuOfRedis }) => cpuOfRedis)),
      signInsToHashes: [toHashes(ours), toHashes(other)],
    },
    hashing,
    ours,
    other,
    machine: {
      cores: availableParallelism(),
      processor: cpus()[0]?.model ?? 'unknown',
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
    },
  };
}

export function besideInWords({ ratios, hashing, ours, other, machine }: BesideFigures): string {
  const median = (of: readonly Measured[], figure: keyof Measured, digits: number): string =>
    quantile(
      of.map((measured) => measured[figure]),
      0.5,
    ).toFixed(digits);
  const both = (name: string, of: (version: OfVersion) => string, unit: string): string =>
    row(name, `${of(ours)} (the other: ${of(other)}) ${unit}`);
  const loadsInWords = ours.byLoad.map((measured, index) => {
    const others = other.byLoad[index];
    const said = ({ perSecond, p50, p95 }: Measured): string =>
      `${perSecond.toFixed(0)} /s, p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`;
    return row(
      `${measured.atOnce} at once`,
      `${said(measured)} (the other: ${others ? said(others) : 'not measured'})`,
    );
  });
  const busiest = Math.max(...[...ours.signIns, ...other.signIns].map(({ busyElsewhere }) => busyElsewhere));
  return [
    `\nThis version beside another, in turns: medians of ${ours.signIns.length} rounds, this ÷ the other`,
    row('sign-ins a second', ratios.signIns.toFixed(2)),
    row('refreshes a second', ratios.refreshes.toFixed(2)),
    row('CPU of the provider for a sign-in, without the hash', ratios.cpuWithoutHash.toFixed(2)),
    row('CPU of Redis for a sign-in', ratios.cpuOfRedis.toFixed(2)),
    row(
      'sign-ins ÷ Argon2id verifies that fill the same cores',
      `${ratios.signInsToHashes[0].toFixed(2)} (the other: ${ratios.signInsToHashes[1].toFixed(2)})`,
    ),
    row('Argon2id verifies', `${hashing.perSecond.toFixed(1)} /s, ${hashing.cpuMilliseconds.toFixed(2)} ms`),
    both(`sign-ins, ${atOnce} at once`, ({ signIns }) => median(signIns, 'perSecond', 1), '/s'),
    both('CPU of the provider, hash included', ({ signIns }) => median(signIns, 'cpuOfProvider', 2), 'ms'),
    both('CPU of Redis', ({ signIns }) => median(signIns, 'cpuOfRedis', 2), 'ms'),
    both('refreshes', ({ refreshes }) => median(refreshes, 'perSecond', 0), '/s'),
    both('peak memory of the provider', ({ peakMemoryInMiB }) => peakMemoryInMiB.toFixed(0), 'MiB'),
    '\nSign-ins by how many there are at once',
    ...loadsInWords,
    `\n${machine.cores} cores (${machine.processor}), Node ${machine.node}, ${machine.platform}; Redis syncs every write to disk; the load ran on the same cores.`,
    quietness(busiest),
    '',
  ].join('\n');
}
