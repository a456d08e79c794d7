/** The figures of a run, as JSON and in words: ratios first, they are what one machine has in common with another. */
import { availableParallelism, cpus } from 'node:os';
import { atOnce } from './experiments.ts';
import type { HashingResult } from './hashing.ts';
import { type Measurement, quantile } from './measure.ts';

/** References are measured before and after. */
export interface Round {
  readonly hashing: readonly HashingResult[];
  readonly signIns: Measurement;
  readonly refreshes: Measurement;
  readonly bareRefreshes: readonly Measurement[];
}

export interface Run {
  readonly secondsEach: number;
  readonly rounds: readonly Round[];
  readonly signInsOneByOne: Measurement;
  readonly providerPeakMemoryInMiB: number;
}

/** Cores; with more in other hands the ratios say little. */
const mostBusyElsewhere = 0.3;

export type Figures = ReturnType<typeof figuresOf>;

export function figuresOf({ secondsEach, rounds, signInsOneByOne, providerPeakMemoryInMiB }: Run) {
  const ofRounds = (figure: (round: Round) => number): Spread => spread(rounds.map(figure));
  const cpu = (process: string, of: (round: Round) => readonly Measurement[]): number =>
    ofRounds((round) => mean(of(round).map((one) => one.cpu[process] ?? Number.NaN))).median / 1000;
  const hashes = ofRounds(({ hashing }) => rateOf(hashing));
  const cpuSecondsOfHash =
    ofRounds(({ hashing }) => mean(hashing.map((one) => one.cpuMilliseconds))).median / 1000;
  const cpuSecondsOfSignIn = cpu('provider', ({ signIns }) => [signIns]);
  return {
    ratios: {
      signInsToHashes: ofRounds(({ signIns, hashing }) => signIns.perSecond / rateOf(hashing)),
      refreshesToBare: ofRounds(
        ({ refreshes, bareRefreshes }) => refreshes.perSecond / rateOf(bareRefreshes),
      ),
      cpuOfHashToSignIn: cpuSecondsOfHash / cpuSecondsOfSignIn,
    },
    signIns: {
      atOnce,
      perSecond: ofRounds(({ signIns }) => signIns.perSecond).median,
      hashesPerSecond: hashes.median,
      millisecondsUnderLoad: percentiles(rounds.flatMap(({ signIns }) => signIns.latencies)),
      millisecondsOneByOne: percentiles(signInsOneByOne.latencies),
      cpuSecondsOfProvider: cpuSecondsOfSignIn,
      cpuSecondsOfHash,
      cpuSecondsOfRedis: cpu('redis', ({ signIns }) => [signIns]),
      cpuSecondsOfLoad: cpu('load', ({ signIns }) => [signIns]),
      providerPeakMemoryInMiB,
    },
    refreshes: {
      atOnce,
      perSecond: ofRounds(({ refreshes }) => refreshes.perSecond).median,
      barePerSecond: ofRounds(({ bareRefreshes }) => rateOf(bareRefreshes)).median,
      cpuSecondsOfProvider: cpu('provider', ({ refreshes }) => [refreshes]),
      cpuSecondsOfRedis: cpu('redis', ({ refreshes }) => [refreshes]),
      cpuSecondsOfLoad: cpu('load', ({ refreshes }) => [refreshes]),
      cpuSecondsOfBare: cpu('provider', ({ bareRefreshes }) => bareRefreshes),
    },
    machine: {
      cores: availableParallelism(),
      processor: cpus()[0]?.model ?? 'unknown',
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
    },
    coresBusyElsewhere: Math.max(...rounds.map(({ signIns }) => signIns.busyElsewhere)),
    secondsEach,
  };
}

interface Spread {
  readonly median: number;
  readonly rounds: readonly number[];
}

const spread = (rounds: readonly number[]): Spread => ({ median: quantile(rounds, 0.5), rounds });
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rateOf = (parts: readonly { perSecond: number }[]): number =>
  mean(parts.map(({ perSecond }) => perSecond));
const percentiles = (values: readonly number[]): { p50: number; p95: number } => ({
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
});

export function inWords({
  ratios,
  signIns,
  refreshes,
  machine,
  coresBusyElsewhere,
  secondsEach,
}: Figures): string {
  return `
Ratios, medians of ${ratios.signInsToHashes.rounds.length} rounds
${row('sign-ins ÷ Argon2id verifies that fill the same cores', ofAll(ratios.signInsToHashes))}
${row('refreshes ÷ those of a bare oidc-provider in memory', ofAll(ratios.refreshesToBare))}
${row('CPU of a verify ÷ CPU of the provider for a sign-in', ratios.cpuOfHashToSignIn.toFixed(2))}

Sign-ins: authorization, password, code, tokens in seven requests, ${signIns.atOnce} at once
${row('sign-ins', rate(signIns.perSecond))}
${row('Argon2id verifies', rate(signIns.hashesPerSecond))}
${row(`one sign-in while there are ${signIns.atOnce}`, latency(signIns.millisecondsUnderLoad))}
${row('one sign-in by itself', latency(signIns.millisecondsOneByOne))}
${row('CPU of the provider, hash included', milliseconds(signIns.cpuSecondsOfProvider))}
${row('CPU of an Argon2id verify', milliseconds(signIns.cpuSecondsOfHash))}
${row('CPU of Redis', milliseconds(signIns.cpuSecondsOfRedis))}
${row('CPU of the load, on the same cores', milliseconds(signIns.cpuSecondsOfLoad))}
${row('peak memory of the provider', known(signIns.providerPeakMemoryInMiB, 0, 'MiB'))}

Refreshes: rotation, client_secret_basic, ES256 ID token, ${refreshes.atOnce} at once
${row('refreshes', rate(refreshes.perSecond))}
${row('refreshes of the bare oidc-provider', rate(refreshes.barePerSecond))}
${row('CPU of the provider', milliseconds(refreshes.cpuSecondsOfProvider))}
${row('CPU of Redis', milliseconds(refreshes.cpuSecondsOfRedis))}
${row('CPU of the load, on the same cores', milliseconds(refreshes.cpuSecondsOfLoad))}
${row('CPU of the bare oidc-provider', milliseconds(refreshes.cpuSecondsOfBare))}

One node; Redis syncs every write to disk; everything ran on the same ${machine.cores} cores (${machine.processor}).
Node ${machine.node}, ${machine.platform}. ${secondsEach} s for each measurement.
${quietness(coresBusyElsewhere)}
`;
}

export const quietness = (busyElsewhere: number): string =>
  busyElsewhere > mostBusyElsewhere
    ? `NOT QUIET: other programs kept ${busyElsewhere.toFixed(1)} cores busy meanwhile; measure again before quoting this.`
    : 'The machine did little else meanwhile.';

export const row = (label: string, value: string): string => `  ${label.padEnd(56)}${value}`;
const ofAll = ({ median, rounds }: Spread): string =>
  `${median.toFixed(2)}  (${rounds.map((value) => value.toFixed(2)).join(', ')})`;
const rate = (perSecond: number): string => `${perSecond.toFixed(1)} /s`;
const milliseconds = (seconds: number): string => known(seconds * 1000, 2, 'ms');
/** CPU time and memory of other processes are read where there is a /proc. */
export const known = (value: number, digits: number, unit = ''): string =>
  Number.isNaN(value) ? 'not known here' : `${value.toFixed(digits)} ${unit}`.trim();
const latency = ({ p50, p95 }: { p50: number; p95: number }): string =>
  `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`;
