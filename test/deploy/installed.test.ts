/** What an operator installs: a built Kapu brings its packages with it, and asks for a few beside itself (decision 70). Needs scripts/build. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const most = { packages: 25, megabytes: 50 };

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly directory: string;
}

interface Lock {
  readonly packages: Record<string, { version: string; cpu?: string[]; optional?: true; dev?: true }>;
}

const release = mkdtempSync(join(tmpdir(), 'kapu-release-'));
const read = <Content>(path: string): Content => JSON.parse(readFileSync(path, 'utf8')) as Content;
const { packages: bundled, external } = read<{ packages: Package[]; external: string[] }>(
  join(root, 'dist/bundled.json'),
);
let lock: Lock;

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'scripts/release-manifest.mjs'), release]);
  lock = read(join(release, 'package-lock.json'));
});

afterAll(() => rmSync(release, { recursive: true, force: true }));

function bytesIn(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

it(`a production install is at most ${most.packages} packages and ${most.megabytes} MB, with machine code for this system`, () => {
  const here = Object.entries(lock.packages).filter(
    ([path, { cpu }]) => path !== '' && (!cpu || statSync(join(root, path), { throwIfNoEntry: false })),
  );
  const places = ['dist', 'views', 'config', ...here.map(([path]) => path)];
  const bytes = places.reduce((sum, place) => sum + bytesIn(join(root, place)), 0);
  expect(here.length).toBeGreaterThan(4);
  expect(here.length).toBeLessThanOrEqual(most.packages);
  expect(bytes / 2 ** 20).toBeLessThan(most.megabytes);
});

it('V8 keeps the text of each large program with one byte a character', () => {
  const programs = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  const large = programs
    .map((name) => ({ name, text: readFileSync(join(root, 'dist', name), 'utf8') }))
    .filter(({ text }) => text.length > 100_000);
  expect(large.map(({ name }) => name)).toContainEqual(expect.stringContaining('run-node'));
  expect(large.filter(({ text }) => /[\u0100-\uffff]/.test(text)).map(({ name }) => name)).toEqual([]);
});

it('beside itself it asks for what its package.json names, and for Node.js', () => {
  const { dependencies, optionalDependencies } = read<Record<string, Record<string, string>>>(
    join(release, 'package.json'),
  );
  const named = Object.keys({ ...dependencies, ...optionalDependencies });
  // debug, which koa brings, tries it and does without.
  expect(external.filter((name) => !isBuiltin(name) && !named.includes(name))).toEqual(['supports-color']);
  expect(named.filter((name) => !external.includes(name))).toEqual([]);
});

it('what lies within is of the product, in the version of the lock file, with its licence', () => {
  const ours = read<Lock>(join(root, 'package-lock.json'));
  const others = bundled.filter(({ directory, version }) => {
    const locked = ours.packages[directory];
    return locked?.version !== version || locked.dev === true;
  });
  expect(others).toEqual([]);
  const licences = readFileSync(join(root, 'dist/LICENSES.txt'), 'utf8');
  expect(bundled.filter(({ name, version }) => !licences.includes(`== ${name} ${version}: `))).toEqual([]);
  expect(bundled.filter(({ license }) => !license)).toEqual([]);
});

it('and it runs where no other package is', () => {
  for (const part of ['dist', 'views', 'config']) {
    cpSync(join(root, part), join(release, part), { recursive: true });
  }
  const kapu = (...words: string[]): string =>
    execFileSync(process.execPath, [join(release, 'dist/cli/kapu.js'), ...words], {
      cwd: release,
      encoding: 'utf8',
    });
  expect(kapu('--version')).toMatch(/^kapu \d+\.\d+\.\d+\n$/);
  // Loads the commands, and so whatever they stand on.
  expect(kapu('--help')).toMatch(/^ {2}accounts .*^ {2}restore /ms);
});

it('its documents link to nothing that stayed in the repository, and say all that ours say', () => {
  for (const part of ['README.md', 'docs']) {
    cpSync(join(root, part), join(release, part), { recursive: true });
  }
  rmSync(join(release, 'docs/decisions'), { recursive: true });
  execFileSync(process.execPath, [join(root, 'scripts/release-links.mjs'), release]);
  expect(readFileSync(join(release, 'README.md'), 'utf8')).toContain(
    '| developers | [docs/architecture.md](docs/architecture.md), docs/decisions |',
  );
  expect(readFileSync(join(release, 'docs/capacity.md'), 'utf8')).not.toMatch(/]\((decisions|\.\.\/bench)/);
  // What looks like a link in a recipe's code leads nowhere here either, and stays.
  const recipe = 'docs/relying-parties/zitadel-oidc.md';
  expect(readFileSync(join(release, recipe), 'utf8')).toBe(readFileSync(join(root, recipe), 'utf8'));
});

it('as built, the dictionaries say what they say from the sources', async () => {
  const dictionaries = new Worker(join(root, 'dist/accounts/password/dictionaries/opinion-worker.js'));
  dictionaries.postMessage({ password: 'Password', personalWords: [], rest: undefined });
  const [opinion] = await once(dictionaries, 'message');
  await dictionaries.terminate();
  expect(opinion).toMatchObject({ isMostUsed: true, strength: { score: 0, weakness: 'common' } });
});
