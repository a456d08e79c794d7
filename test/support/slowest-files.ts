/** A reporter of jest: the ten test files that took longest, after a run of more than ten. */
import { relative } from 'node:path';

/** What is needed here of jest's `AggregatedResult`. */
interface Results {
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly perfStats: { readonly runtime: number };
  }[];
}

const shown = 10;

export default class SlowestFiles {
  onRunComplete(_contexts: unknown, { testResults }: Results): void {
    if (testResults.length <= shown) {
      return;
    }
    const slowest = [...testResults].sort((one, other) => other.perfStats.runtime - one.perfStats.runtime);
    const lines = slowest.slice(0, shown).map(({ testFilePath, perfStats }) => {
      const seconds = (perfStats.runtime / 1000).toFixed(1);
      return `${seconds.padStart(7)} s  ${relative(process.cwd(), testFilePath)}`;
    });
    process.stderr.write(`\nThe slowest of ${testResults.length} test files:\n${lines.join('\n')}\n`);
  }
}
