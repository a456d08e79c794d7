/** What a node is started with (decisions 49, 75 and 80). */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');
const switchesIn = (words: readonly string[]): string[] => words.filter((word) => word.startsWith('--'));

const startWords = (JSON.parse(read('package.json')) as { scripts: { start: string } }).scripts.start.split(
  ' ',
);
const switches = switchesIn(startWords);

it('a node is given the same switches and the same allocator however it is started', () => {
  const containerfile = read('deploy/Containerfile');
  const unit = read('deploy/systemd/kapu.service');
  const [, image = '[]'] = /^CMD (\[.*\])$/m.exec(containerfile) ?? [];
  const [, service = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
  const { 'x-kapu': composed } = parse(read('deploy/compose/compose.yaml'), { merge: true }) as {
    'x-kapu': { command: string[] };
  };
  for (const words of [JSON.parse(image) as string[], service.split(' '), composed.command]) {
    expect(switchesIn(words)).toEqual(switches);
  }
  // compose takes the environment of the image.
  const [allocator = ''] = startWords;
  expect(containerfile).toContain(` ${allocator} `);
  expect(unit).toContain(`\nEnvironment=${allocator}\n`);
  expect(read('docs/operators.md')).toContain(switches.join(' '));
});
