import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from '@jest/globals';

/** About fifteen, as docs/architecture.md promises: who opens a folder reads its list at a glance. */
const most = 16;

it('a folder holds no more files than one sees at a glance', () => {
  const counts = new Map<string, number>();
  for (const file of filesOf('src', 'demo')) {
    const folder = dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  expect(counts.size).toBeGreaterThan(100);
  expect([...counts].filter(([, count]) => count > most)).toEqual([]);
});

it('no folder is called after nothing', () => {
  const vague = /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/;
  expect(filesOf('src', 'demo', 'test').filter((file) => vague.test(file))).toEqual([]);
});

function filesOf(...roots: string[]): string[] {
  return roots.flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`),
  );
}
