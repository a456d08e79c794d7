/** `scripts/capacity FILE FILE`: what `scripts/bench --json` measured of sign-ins and of a country, turned into what a country needs. */
import { readFileSync } from 'node:fs';
import type { CountryFigures } from '../country.ts';
import { row } from '../report.ts';
import { applicationsPerSecond, type Costs, capacityFor, type Demand, mostBusy } from './capacity.ts';

const country: Demand = { accounts: 10e6, withPlus: 5e6, signInsPerSecond: 500, refreshesPerSecond: 5000 };

/** 15 January 2025: of some five million 1.9 had moved six days before. Shares of the last days and hours are ours, and on the safe side. */
const cutOver = { applicants: 3.1e6, shareOfBusiestDay: 0.3, shareOfBusiestHour: 0.12 };

const [signInsFile, countryFile] = process.argv.slice(2);
if (signInsFile === undefined || countryFile === undefined) {
  console.error(
    'scripts/capacity FILE FILE: give it what scripts/bench --json printed with --only sign-ins, and with --only country',
  );
  process.exit(1);
}
const measuredIn = <Figures>(file: string): Figures => JSON.parse(readFileSync(file, 'utf8')) as Figures;
const { signIns, refreshes, machine } = measuredIn<{
  readonly signIns: Record<'cpuSecondsOfProvider' | 'cpuSecondsOfHash' | 'cpuSecondsOfRedis', number>;
  readonly refreshes: Record<'cpuSecondsOfProvider' | 'cpuSecondsOfRedis', number>;
  readonly machine: { readonly processor: string; readonly node: string };
}>(signInsFile);
const { bytes } = measuredIn<{ readonly country: CountryFigures }>(countryFile).country;
const costs: Costs = {
  signIn: {
    provider: signIns.cpuSecondsOfProvider,
    hash: signIns.cpuSecondsOfHash,
    redis: signIns.cpuSecondsOfRedis,
  },
  refresh: { provider: refreshes.cpuSecondsOfProvider, redis: refreshes.cpuSecondsOfRedis },
  bytes,
};
const needed = capacityFor(country, costs);
const applications = applicationsPerSecond(cutOver);
/** An application costs about what three sign-ins cost: pages, a code by mail, the proof of the key, the törlőkód. */
const onLastDay = capacityFor(
  { ...country, signInsPerSecond: 3 * applications, refreshesPerSecond: 0 },
  costs,
);

console.log(`
10 million accounts, 5 million with the plus, 500 sign-ins and 5,000 refreshes a second, machines at most ${mostBusy * 100} % busy
${row('cores of the provider, busy', needed.coresBusy.toFixed(1))}
${row('cores of the provider, to buy', String(needed.coresToBuy))}
${row('processes at least (one thread runs our code)', String(needed.nodes))}
${row('the Redis primary, of its one core', needed.redisBusy.toFixed(2))}
${row('primaries that this would take', String(needed.primariesToBuy))}
${row('of all this one primary carries', `${(100 * needed.demandsOfOnePrimary).toFixed(0)} %`)}
${row('memory of Redis', `${needed.redisGibibytes.toFixed(0)} GiB`)}

The busiest hour before a cut-over: 3.1 million applications, 30 % on the last day, 12 % of these in an hour
${row('applications a second', applications.toFixed(0))}
${row('cores of the provider, to buy', String(onLastDay.coresToBuy))}
${row('the Redis primary, of its one core', onLastDay.redisBusy.toFixed(2))}

Measured on ${machine.processor}, Node ${machine.node}.`);
