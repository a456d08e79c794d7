#!/usr/bin/env node
/** Documents of a release link to nothing that stayed in the repository (decisions, tests, figures): of such a link the words stay. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const [, , target] = process.argv;
const root = resolve(import.meta.dirname, '..');
/** To a file beside the document, with or without a place in it. */
const toAFile = /!?\[([^\]]*)\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g;

for (const name of globSync('**/*.md', { cwd: target, exclude: ['**/node_modules'] })) {
  const document = join(target, name);
  const stayed = (file) => {
    const place = join(dirname(name), file);
    return existsSync(join(root, place)) && !existsSync(join(target, place));
  };
  const written = readFileSync(document, 'utf8');
  writeFileSync(
    document,
    written.replace(toAFile, (link, words, file) => (stayed(file) ? words : link)),
  );
}
