/** docs/conformance.md and the tests name the same modules, so that the table cannot rot. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface Row {
  readonly module: string;
  /** Relative to docs/, or `not applicable`. */
  readonly where: string;
}

const documents = resolve(import.meta.dirname, '../../docs');
const rows = [
  ...readFileSync(resolve(documents, 'conformance.md'), 'utf8').matchAll(
    /^\| `((?:oidcc|fapi2)-[\w-]+)` \| .+ \| (?:\[[^\]]+\]\(([^)]+)\)|not applicable) \|$/gm,
  ),
].map(([, module = '', where = 'not applicable']): Row => ({ module, where }));

/** Titles begin with the name, or with several; a title may be one of two, and stand in a table's row or list. */
function modulesIn(path: string): string[] {
  const source = readFileSync(path, 'utf8');
  const titles = source.matchAll(
    /[([?:,]\s*'((?:oidcc|fapi2)-[\w-]+(?:,(?: and)? (?:oidcc|fapi2)-[\w-]+)*)(?=[:',])/g,
  );
  return [...titles].flatMap(([, names = '']) => names.match(/(?:oidcc|fapi2)-[\w-]+/g) ?? []);
}

const here = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.startsWith('table.'))
  .map((file) => resolve(import.meta.dirname, file));

describe('the table of conformance', () => {
  it('names a test for every module that applies', () => {
    expect(rows.length).toBeGreaterThan(100);
    const missing = rows
      .filter(({ where }) => where !== 'not applicable')
      .filter(({ module, where }) => !modulesIn(resolve(documents, where)).includes(module));
    expect(missing).toEqual([]);
  });

  it('names every module that a test names, at that test', () => {
    const named = new Set(rows.map(({ module, where }) => `${resolve(documents, where)} ${module}`));
    const unnamed = here.flatMap((path) =>
      modulesIn(path)
        .map((module) => `${path} ${module}`)
        .filter((place) => !named.has(place)),
    );
    expect(unnamed).toEqual([]);
  });

  it('says that nothing was certified, and when what was run', () => {
    const text = readFileSync(resolve(documents, 'conformance.md'), 'utf8');
    expect(text).toContain('No certification is claimed.');
    expect(text).not.toContain('never been run');
    expect(text).toContain('28 November 2026');
  });
});
