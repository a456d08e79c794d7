import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chapterNames, lines } from '../../src/cli/docs/asvs/chapters.ts';
import type { Evidence } from '../../src/cli/docs/asvs/requirement.ts';
import { levelsOfSections, requirements } from '../../src/cli/docs/asvs/requirement-levels.ts';

const root = resolve(import.meta.dirname, '../..');

const evidence = Object.entries(lines).flatMap(([id, line]) =>
  line.kind === 'met' ? line.shownBy.map((one) => ({ id, ...one })) : [],
);

/** A test by its title in the source, as `it` is given it; a document by its heading. */
function isThere({ path, title }: Evidence): boolean {
  const file = resolve(root, path);
  if (!existsSync(file)) {
    return false;
  }
  const text = readFileSync(file, 'utf8');
  return path.endsWith('.md')
    ? text.split('\n').some((row) => row.replace(/^#+ /, '') === title && row.startsWith('#'))
    : ["'", '"', '`'].some((mark) => withoutBreaks(text).includes(`(${mark}${title}${mark},`));
}

function withoutBreaks(text: string): string {
  return text.replaceAll(/\(\s+/g, '(');
}

describe('the list of OWASP ASVS 5.0', () => {
  it('has a line for every requirement that we are held to, and no other', () => {
    expect(Object.keys(lines).sort()).toEqual(requirements.map(({ id }) => id).sort());
  });

  it('knows the requirements of the standard, as many as it has', () => {
    const levels = Object.values(levelsOfSections).join('');
    expect(['1', '2', '3'].map((level) => levels.split(level).length - 1)).toEqual([70, 183, 92]);
    const chapters = new Set(Object.keys(levelsOfSections).map((section) => section.split('.')[0]));
    expect([...chapters]).toEqual(Object.keys(chapterNames));
  });

  it('names tests and headings that are there', () => {
    expect(evidence.filter((one) => !isThere(one))).toEqual([]);
  });

  it('sees that a test is gone', () => {
    expect(isThere({ path: 'test/docs/asvs.test.ts', title: 'sees that a test is gone' })).toBe(true);
    expect(isThere({ path: 'test/docs/asvs.test.ts', title: 'sees that a test is' })).toBe(false);
    expect(isThere({ path: 'test/docs/gone.test.ts', title: 'sees that a test is gone' })).toBe(false);
    expect(isThere({ path: 'docs/security.md', title: 'Who can do what' })).toBe(false);
  });

  it('gives a reason for whatever is not met', () => {
    const reasons = Object.entries(lines).map(([id, line]) => {
      const said =
        line.kind === 'met'
          ? line.asks
          : line.kind === 'open'
            ? line.missing
            : line.kind === 'decided'
              ? line.why && line.riskOf
              : line.why;
      return [id, said.length > 3];
    });
    expect(reasons.filter(([, isSaid]) => !isSaid)).toEqual([]);
  });

  it('has five decisions at level 3 at most', () => {
    const decided = requirements.filter(({ id, level }) => level === 3 && lines[id]?.kind === 'decided');
    expect(decided.map(({ id }) => id).length).toBeLessThanOrEqual(5);
  });
});
