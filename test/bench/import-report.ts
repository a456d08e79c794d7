/** The figures of an import, as JSON and in words. */
import type { ImportRun, Writing } from './import.ts';
import { known, mean, quietness, row } from './report.ts';

export type ImportFigures = ReturnType<typeof importFiguresOf>;

export function importFiguresOf({ few, many, bare }: ImportRun) {
  return {
    ratios: {
      memoryOfManyToFew: many.peakMemoryInMiB / few.peakMemoryInMiB,
      accountsToBareWrites: perSecond(many) / mean(bare.map(perSecond)),
      cpuOfBareWritesToImport: mean(bare.map(cpuOf)) / cpuOf(many),
    },
    accounts: many.accounts,
    perSecond: perSecond(many),
    perCpuSecondOfImporter: 1 / cpuOf(many),
    cpuSecondsOfImporter: cpuOf(many),
    cpuSecondsOfRedis: many.cpuSecondsOfRedis / many.accounts,
    barePerSecond: mean(bare.map(perSecond)),
    cpuSecondsOfBare: mean(bare.map(cpuOf)),
    few: { accounts: few.accounts, perSecond: perSecond(few), peakMemoryInMiB: few.peakMemoryInMiB },
    peakMemoryInMiB: many.peakMemoryInMiB,
    coresBusyElsewhere: Math.max(...[few, many, ...bare].map(({ busyElsewhere }) => busyElsewhere)),
  };
}

const perSecond = ({ accounts, seconds }: Writing): number => accounts / seconds;
/** Of a core, for one account. */
const cpuOf = ({ accounts, cpuSeconds }: Writing): number => cpuSeconds / accounts;

export function importInWords(figures: ImportFigures): string {
  const { ratios, accounts, few, coresBusyElsewhere } = figures;
  return `
Import: ratios
${row(`peak memory at ${thousands(accounts)} accounts ÷ at ${thousands(few.accounts)}`, known(ratios.memoryOfManyToFew, 2))}
${row('accounts ÷ bare HSET and SET of the same bytes', ratios.accountsToBareWrites.toFixed(2))}
${row('CPU of bare writes ÷ CPU of the importer', known(ratios.cpuOfBareWritesToImport, 2))}

Import of ${thousands(accounts)} accounts with bcrypt hashes, start and end of the process included
${row('accounts', rate(figures.perSecond))}
${row('accounts for a CPU-second of the importer', rate(figures.perCpuSecondOfImporter))}
${row('CPU of the importer for an account', microseconds(figures.cpuSecondsOfImporter))}
${row('CPU of Redis for an account', microseconds(figures.cpuSecondsOfRedis))}
${row('bare writes', rate(figures.barePerSecond))}
${row('CPU of a bare write', microseconds(figures.cpuSecondsOfBare))}
${row('peak memory of the importer', known(figures.peakMemoryInMiB, 0, 'MiB'))}
${quietness(coresBusyElsewhere)}
`;
}

const thousands = (count: number): string => count.toLocaleString('en');
const rate = (value: number): string => (Number.isNaN(value) ? known(value, 0) : `${value.toFixed(0)} /s`);
const microseconds = (seconds: number): string => known(seconds * 1e6, 1, 'µs');
