/**
 * The programs as an operator has them, from dist/: they start in half the time of their sources, and are what is delivered. jest sees to it
 * that they are of these sources before the first test, so that nobody tries yesterday's build.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const madeOf = ['src', 'views', 'scripts/build', 'scripts/bundle.mjs', 'package-lock.json'];

export const builtKapu = join(root, 'dist/cli/kapu.js');
export const builtNode = join(root, 'dist/main.js');

/** For what lives for a second: a third of its work would be to sweep the few megabytes in which V8 has new objects begin. */
export const roomAtOnce = ['--min-semi-space-size=32', '--max-semi-space-size=32'];

export function buildUnlessFresh(): void {
  const built = statSync(join(root, 'dist/bundled.json'), { throwIfNoEntry: false });
  if (!built || built.mtimeMs < Math.max(...madeOf.map((path) => lastChange(join(root, path))))) {
    execFileSync(join(root, 'scripts/build'), { stdio: 'inherit' });
  }
}

/** Of a file or of whatever lies in a directory, in milliseconds. */
function lastChange(path: string): number {
  const entry = statSync(path);
  const within = entry.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
  return Math.max(entry.mtimeMs, ...within.map(lastChange));
}
