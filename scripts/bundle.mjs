#!/usr/bin/env node
/**
 * Puts the sources and the packages that they stand on into one directory: bundle.mjs <directory>. Decision 70.
 * Beside the programs it writes `bundled.json` (which packages lie within, and what is asked for from outside) and their licences.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build, transformSync } from 'esbuild';
import { installed } from './installed-packages.mjs';

const [, , target] = process.argv;
const root = resolve(import.meta.dirname, '..');
const sources = join(root, 'src');

/** It lies in chunks/, as an entry of its own, so that what is above it is the whole. */
const places = `
  import { dirname, join } from 'node:path';
  import { pathToFileURL } from 'node:url';
  const top = dirname(import.meta.dirname);
  export const directoryOf = (name) => dirname(join(top, name));
  export const urlOf = (name) => pathToFileURL(join(top, name)).href;
`;

/** A module finds its Lua scripts and its worker where they were before: what lies in src/ lies in the same place below dist/. */
const placesOfModules = {
  name: 'places-of-modules',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^kapu:places$/ }, () => ({ path: 'places', namespace: 'kapu' }));
    onLoad({ filter: /./, namespace: 'kapu' }, () => ({ contents: places, resolveDir: root }));
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!path.startsWith(sources) || !text.includes('import.meta.')) {
        return undefined;
      }
      const name = JSON.stringify(relative(sources, path).replace(/\.ts$/, '.js'));
      const contents = text
        .replaceAll('import.meta.dirname', `directoryOf(${name})`)
        .replaceAll('import.meta.url', `urlOf(${name})`);
      return { contents: `${contents}\nimport { directoryOf, urlOf } from 'kapu:places';\n`, loader: 'ts' };
    });
  },
};

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'src/main.ts',
    supervisor: 'src/supervisor.ts',
    health: 'src/health.ts',
    'cli/kapu': 'src/cli/kapu.ts',
    'accounts/password/dictionaries/opinion-worker': 'src/accounts/password/dictionaries/opinion-worker.ts',
    'cli/import/hand-thread': 'src/cli/import/hand-thread.ts',
    'chunks/places': 'kapu:places',
  },
  outdir: target,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  // debug asks for colours where somebody has them: only tools of ours do.
  external: [...installed, 'supports-color'],
  // Names and lines stay, for whoever reads a stack; made smaller, a node takes no less memory.
  minify: false,
  legalComments: 'none',
  // CommonJS packages ask for the modules of Node.js by it.
  banner: { js: "import { createRequire as of } from 'node:module'; const require = of(import.meta.url);" },
  plugins: [placesOfModules],
  metafile: true,
  logLevel: 'warning',
});

const unnamed = Object.entries(metafile.inputs).filter(([path, input]) => asksCommonJsByName(path, input));
if (unnamed.length > 0) {
  console.error(
    `bundle: ${unnamed.map(([path]) => path).join(', ')}: import CommonJS as { default: … } where it is loaded when needed; a bundle finds nothing else by name`,
  );
  process.exit(1);
}

const directories = new Set(
  Object.keys(metafile.inputs).flatMap(
    (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  ),
);
const packages = [...directories].toSorted().map((directory) => {
  const { name, version, license } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'));
  return { directory, name, version, license };
});
const external = new Set(
  Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter((one) => one.external).map(({ path }) => path),
  ),
);
writeFileSync(
  join(target, 'bundled.json'),
  `${JSON.stringify({ packages, external: [...external].toSorted() }, null, 1)}\n`,
);
writeFileSync(join(target, 'LICENSES.txt'), packages.map(licenceOf).join('\n'));

for (const path of Object.keys(metafile.outputs)) {
  const file = join(root, path);
  const text = readFileSync(file, 'utf8');
  const plain = text.replace(/[\u{80}-\u{10ffff}]/gu, '?');
  if (plain !== text && saysTheSame(plain, text)) {
    writeFileSync(file, plain);
  }
}

/**
 * V8 keeps a program's text for as long as it runs, with one byte a character or, for a single one that is not Latin, two. esbuild writes texts by
 * their escapes; what is left are comments, which are not worth two megabytes of each node, and regular expressions, which are left alone.
 */
function saysTheSame(one, other) {
  const [first, second] = [one, other].map((text) => transformSync(text, { minifyWhitespace: true }).code);
  return first === second;
}

/** The sources find more than the bundle does: Node.js reads the names of CommonJS out of its text, and only of files. */
function asksCommonJsByName(path, { imports }) {
  if (!path.startsWith('src/')) {
    return false;
  }
  const commonJs = imports.filter(
    (one) => one.kind === 'dynamic-import' && metafile.inputs[one.path]?.format === 'cjs',
  );
  const byDefault = readFileSync(join(root, path), 'utf8').match(/\{ default: /g) ?? [];
  return commonJs.length > byDefault.length;
}

/** MIT and its like want their words to go with what they cover. */
function licenceOf({ directory, name, version, license }) {
  const files = readdirSync(join(root, directory)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const words = files.map((file) => readFileSync(join(root, directory, file), 'utf8').trim());
  return `== ${name} ${version}: ${license}\n\n${words.join('\n\n') || '(no text in the package)'}\n`;
}
