#!/usr/bin/env node
/** Writes package.json and package-lock.json of a release: what is installed beside dist/, in the versions of our lock file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installed } from './installed-packages.mjs';

const [, , target] = process.argv;
const root = resolve(import.meta.dirname, '..');
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const write = (name, content) => writeFileSync(join(target, name), `${JSON.stringify(content, null, 2)}\n`);

const manifest = read('package.json');
const of = (...members) => Object.fromEntries(members.map((member) => [member, manifest[member]]));
const onlyInstalled = (packages) =>
  Object.fromEntries(Object.entries(packages).filter(([one]) => installed.includes(one)));
const dependencies = onlyInstalled(manifest.dependencies);
const optionalDependencies = onlyInstalled(manifest.optionalDependencies);
const { packages, ...lock } = read('package-lock.json');

write('package.json', {
  ...of('name', 'version', 'private', 'description', 'license', 'type', 'engines', 'bin'),
  scripts: { start: manifest.scripts.start },
  dependencies,
  optionalDependencies,
});
const kept = withWhatTheyNeed(Object.keys({ ...dependencies, ...optionalDependencies }));
write('package-lock.json', {
  ...lock,
  packages: {
    '': { ...of('name', 'version', 'license', 'engines', 'bin'), dependencies, optionalDependencies },
    ...Object.fromEntries(Object.entries(packages).filter(([path]) => kept.has(path))),
  },
});

/** @returns places in the lock file */
function withWhatTheyNeed(names) {
  const found = new Set();
  const open = names.map((one) => `node_modules/${one}`);
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (!found.has(place)) {
      found.add(place);
      const needs = { ...packages[place].dependencies, ...packages[place].optionalDependencies };
      open.push(...Object.keys(needs).flatMap((need) => placeOf(need, place) ?? []));
    }
  }
  return found;
}

/** The nearest one, as Node.js looks for it; none for an optional package that the lock file does not know. */
function placeOf(need, from) {
  for (let above = from; ; above = above.slice(0, Math.max(0, above.lastIndexOf('/node_modules/')))) {
    const place = `${above}${above && '/'}node_modules/${need}`;
    if (packages[place] || above === '') {
      return packages[place] && place;
    }
  }
}
