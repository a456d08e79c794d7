/**
 * The import of this version against that of another one, in turns: the same lines, one in a hundred of them a person who came earlier,
 * each time into an empty Redis. CPU is compared as well as time: a busy machine lengthens the time, but hardly the work.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeCountry } from './duplicates.ts';
import { startMeasuredStore, type Writing } from './import.ts';
import type { OnStop } from './installation.ts';
import { row } from './report.ts';

const rounds = 5;
const importer = 'dist/cli/kapu.js';
const here = resolve(import.meta.dirname, '../..');

export interface ComparedImports {
  readonly lines: number;
  readonly ours: readonly Writing[];
  readonly others: readonly Writing[];
}

/** @param tree of the other version, built. @param lines of a file */
export async function compareImports(
  onStop: OnStop,
  signal: AbortSignal,
  tree: string,
  lines: number,
): Promise<ComparedImports> {
  const ours = await startMeasuredStore(onStop, signal);
  const other = await startMeasuredStore(onStop, signal, resolve(tree));
  const path = join(ours.directory, 'country.ndjson');
  writeCountry(path, lines);

  async function importOnce(kapu: string, { measure }: typeof ours): Promise<Writing> {
    rmSync(`${path}.rejects`, { force: true });
    const args = ['accounts', 'import', path];
    // Half of the duplicates are of persons who are not there; the rest each version answers in its own way.
    return {
      ...(await measure(Math.floor(lines * 0.98), join(kapu, importer), args, kapu === here ? 1 : 0)),
      accounts: lines,
    };
  }

  const figures = { ours: [] as Writing[], others: [] as Writing[] };
  for (let round = 0; round < rounds; round += 1) {
    const turns = [
      async () => figures.ours.push(await importOnce(here, ours)),
      async () => figures.others.push(await importOnce(resolve(tree), other)),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) {
      await turn();
    }
  }
  return { lines, ...figures };
}

export function comparedInWords({ lines, ours, others }: ComparedImports): string {
  const perSecond = ({ accounts, seconds }: Writing): number => accounts / seconds;
  const cpu = ({ accounts, cpuSeconds, cpuSecondsOfRedis }: Writing): number =>
    (1000 * (cpuSeconds + cpuSecondsOfRedis)) / accounts;
  const cpuOfRedis = ({ accounts, cpuSecondsOfRedis }: Writing): number =>
    (1000 * cpuSecondsOfRedis) / accounts;
  const compared = (
    name: string,
    of: (writing: Writing) => number,
    digits: number,
    one: (values: readonly number[]) => number,
  ): string[] => [
    row(`${name}: this version`, ours.map((writing) => of(writing).toFixed(digits)).join(' ')),
    row('the other', others.map((writing) => of(writing).toFixed(digits)).join(' ')),
    row(`${one.name} ÷ ${one.name}`, (one(ours.map(of)) / one(others.map(of))).toFixed(3)),
  ];
  return [
    `\nImports of ${lines.toLocaleString('en')} lines in turns, start and end of the process included`,
    ...compared('lines a second', perSecond, 0, most),
    ...compared('CPU ms of command and Redis for a line', cpu, 4, least),
    ...compared('CPU ms of Redis for a line', cpuOfRedis, 4, least),
    ...compared('peak memory of the command, MiB', ({ peakMemoryInMiB }) => peakMemoryInMiB, 0, most),
    row(
      'cores busy elsewhere, at most',
      Math.max(...[...ours, ...others].map(({ busyElsewhere }) => busyElsewhere)).toFixed(2),
    ),
    '',
  ].join('\n');
}

// Whatever else the machine does takes time and adds work, and never spares any.
const most = (values: readonly number[]): number => Math.max(...values);
const least = (values: readonly number[]): number => Math.min(...values);
