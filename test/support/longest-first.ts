/**
 * In which order jest runs the test files: the longest first, so that no worker is left alone with a long one at the end; and those
 * with a browser, which fill a core, beside the others, which mostly wait. How long each took is remembered in `var/`; a fresh clone goes by
 * `seconds-of-files.json`, which is that of some run, and of what neither knows, the room tells whether it starts browsers or processes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

/** What is needed here of jest's `Test` and `AggregatedResult`. */
interface TestFile {
  readonly path: string;
}
interface Results {
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly numFailingTests: number;
    readonly perfStats: { readonly runtime: number };
    readonly testExecError?: unknown;
  }[];
}
type Remembered = Record<string, { readonly seconds: number; readonly hasFailed: boolean }>;

const root = resolve(import.meta.dirname, '../..');
const memory = resolve(root, 'var/test-files.json');

/** Of every file that took more than two: a wrong number costs nothing but time. */
const seconds: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(resolve(import.meta.dirname, 'seconds-of-files.json'), 'utf8'),
);
const usualSeconds = new Map([
  ['browser', 20],
  ['faults', 20],
]);
const otherwiseSeconds = 2;

export default class LongestFirst {
  readonly #remembered = readMemory();

  sort<File extends TestFile>(files: readonly File[]): File[] {
    const sorted = [...files].sort((one, other) => this.#secondsOf(other.path) - this.#secondsOf(one.path));
    return this.#sideBySide(
      sorted.filter(({ path }) => hasBrowser(path)),
      sorted.filter(({ path }) => !hasBrowser(path)),
    );
  }

  /** Both in their order, and so mixed that each has had as much time as the other. */
  #sideBySide<File extends TestFile>(one: readonly File[], other: readonly File[]): File[] {
    const mixed: File[] = [];
    const waiting = [[...one], [...other]].map((files) => ({ files, seconds: 0 }));
    while (mixed.length < one.length + other.length) {
      const [next] = waiting.filter(({ files }) => files.length > 0).sort((a, b) => a.seconds - b.seconds);
      const file = next?.files.shift();
      if (next && file) {
        next.seconds += this.#secondsOf(file.path);
        mixed.push(file);
      }
    }
    return mixed;
  }

  /** For `--onlyFailures`. */
  allFailedTests<File extends TestFile>(files: readonly File[]): File[] {
    return files.filter(({ path }) => this.#remembered[nameOf(path)]?.hasFailed);
  }

  /** For `--shard`: long ones are dealt in turn. */
  shard<File extends TestFile>(
    files: readonly File[],
    { shardIndex, shardCount }: { readonly shardIndex: number; readonly shardCount: number },
  ): File[] {
    return this.sort(files).filter((_, place) => place % shardCount === shardIndex - 1);
  }

  cacheResults(_files: readonly TestFile[], { testResults }: Results): void {
    for (const { testFilePath, numFailingTests, testExecError, perfStats } of testResults) {
      this.#remembered[nameOf(testFilePath)] = {
        seconds: perfStats.runtime / 1000,
        hasFailed: numFailingTests > 0 || Boolean(testExecError),
      };
    }
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(memory, JSON.stringify(this.#remembered, null, 1));
  }

  #secondsOf(path: string): number {
    const name = nameOf(path);
    return (
      this.#remembered[name]?.seconds ?? seconds[name] ?? usualSeconds.get(roomOf(path)) ?? otherwiseSeconds
    );
  }
}

function hasBrowser(path: string): boolean {
  return roomOf(path) === 'browser';
}

function roomOf(path: string): string {
  const [, room = ''] = nameOf(path).split('/');
  return room;
}

function nameOf(path: string): string {
  return relative(root, path);
}

function readMemory(): Remembered {
  try {
    return JSON.parse(readFileSync(memory, 'utf8'));
  } catch {
    return {};
  }
}
