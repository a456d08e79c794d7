/** What `npm pack` would publish: the product, and no line of the demo or of the tests. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
let paths: string[] = [];

beforeAll(() => {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  paths = filesOf(JSON.parse(said));
});

/** npm before 12 prints a list of packages, later ones an object by name. */
function filesOf(report: Record<string, { files: { path: string }[] }>): string[] {
  return Object.values(report).flatMap(({ files }) => files.map(({ path }) => path));
}

it('the package has the programs, their scripts for Redis, the views and the configuration', () => {
  expect(paths).toEqual(
    expect.arrayContaining([
      'dist/main.js',
      'dist/cli/kapu.js',
      'dist/assets/kapu.css',
      'views/layouts/page.ejs',
      'config/calendar.json',
      'LICENSE',
    ]),
  );
  expect(paths.some((path) => path.startsWith('dist/') && path.endsWith('.lua'))).toBe(true);
});

it('and nothing of the demo, the conformance accounts or the tests, nor any source', () => {
  expect(paths.filter((path) => /(^|\/)(demo|test|src|scripts|findings)\//.test(path))).toEqual([]);
  expect(
    paths.filter((path) => /conformance-(op|accounts)|start-page|sandbox|portal|\.ts$/.test(path)),
  ).toEqual([]);
});
