import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { refusals } from '../../src/cli/docs/errors.ts';

const root = resolve(import.meta.dirname, '../..');

it('the tables of docs/reference.md, docs/operators.md, docs/architecture.md, docs/security.md, docs/asvs.md and docs/inventories.md are what the code says: scripts/docs writes them', () => {
  const documents = ['reference', 'operators', 'architecture', 'security', 'asvs', 'inventories'].map(
    (name) => `docs/${name}.md`,
  );
  const command = ['src/cli/kapu.ts', 'docs', '--check', ...documents];
  execFileSync(process.execPath, command, { cwd: root, stdio: 'pipe' });
});

it('every refusal that citizens read is there with the statuses that it has in the sources', () => {
  const thrown = execFileSync('grep', ['-rhoE', "(RequestRefused|super)\\([0-9]+, '[a-z-]+'", 'src'], {
    cwd: root,
  });
  const inSources = new Set(
    [...String(thrown).matchAll(/(\d+), '([a-z-]+)'/g)].map(([, status, reason]) => `${reason} ${status}`),
  );
  const inTable = Object.entries(refusals).flatMap(([reason, { statuses }]) =>
    statuses.map((status) => `${reason} ${status}`),
  );
  expect([...inSources].sort()).toEqual(inTable.sort());
});

it('links in the documents for people lead somewhere', () => {
  const documents = [
    'README.md',
    'docs/integrators.md',
    'docs/operators.md',
    'docs/reference.md',
    'docs/conformance.md',
    'docs/inventories.md',
    'docs/asvs.md',
  ];
  for (const document of documents) {
    const text = readFileSync(resolve(root, document), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
    for (const path of new Set(links)) {
      expect([document, path, existsSync(resolve(root, document, '..', path))]).toEqual([
        document,
        path,
        true,
      ]);
    }
  }
});
