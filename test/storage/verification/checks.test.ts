/** What of the demands on Redis can be shown without starting one; each wrong server is started in faults/demands-on-redis.test.ts. */
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { installationFinding, rememberId } from '../../../src/storage/verification/installation-check.ts';
import { disk, version } from '../../../src/storage/verification/server-checks.ts';
import {
  commandsOfGroups,
  commandsOfOperators,
  commandsOnKeys,
  otherCommands,
} from '../../../src/storage/verification/used-commands.ts';

const root = `${import.meta.dirname}/../../..`;

/** An older Redis is not in Debian: this was seen with a real 6.2.14 by hand. */
it.each([
  ['7.0.0', undefined],
  ['7.0.15', undefined],
  ['7.2.4', undefined],
  ['8.0.1', undefined],
  ['10.1.0', undefined],
  ['6.2.14', 'wrong'],
  ['5.0', 'wrong'],
  [undefined, 'unverified'],
])('version %s', (found, kind) => {
  expect(version(found)?.kind).toBe(kind);
});

it('says which version is there, and which is needed', () => {
  expect(version('6.2.14')?.sentence).toBe(
    'Redis is of version 6.2.14; Kapu needs 7.0 or later: update Redis',
  );
});

it('a Redis whose last write failed is refused', () => {
  expect([disk('ok'), disk(undefined)]).toEqual([undefined, undefined]);
  expect(disk('err')?.sentence).toMatch(/^Redis cannot write its append-only file/);
});

describe('the id that a data directory remembers', () => {
  const here = mkdtempSync(join(tmpdir(), 'kapu-id-'));
  const outside = { installationId: undefined, dataDirectory: here };
  const file = join(here, 'installation-id');

  afterAll(() => rmSync(here, { recursive: true, force: true }));

  it('is none where a full disk left an empty file, and is written then', () => {
    writeFileSync(file, '');
    expect(installationFinding(outside, 'the-one', false)).toBeUndefined();
    expect(rememberId(outside, 'the-one')).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('the-one\n');
    expect(readdirSync(here)).toEqual(['installation-id']);
    expect(installationFinding(outside, 'another', false)?.sentence).toContain('this one is the-one');
  });

  it('is not touched where it cannot be kept', () => {
    rmSync(file);
    writeFileSync(file, '');
    mkdirSync(`${file}.${process.pid}`);
    expect(rememberId(outside, 'the-one')).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});

describe('the commands that are tried', () => {
  const tried = [...commandsOnKeys, ...otherCommands, ...commandsOfGroups, ...commandsOfOperators].map(
    (command) => command.split(' ')[0],
  );
  const read = (pattern: string): string[] =>
    globSync(pattern, { cwd: root }).map((path) => readFileSync(`${root}/${path}`, 'utf8'));

  it('are all that scripts give', () => {
    const inScripts = read('src/**/*.lua').flatMap((text) => [
      ...text.matchAll(/redis\.p?call\('([A-Z]+)'/g),
    ]);
    expect(inScripts.length).toBeGreaterThan(100);
    expect(
      [...new Set(inScripts.map(([, command]) => command))].filter((command) => !tried.includes(command)),
    ).toEqual([]);
  });

  it('are all that stores give', () => {
    const [store = ''] = read('src/storage/store.ts');
    const methods = [...store.matchAll(/^ {2}([a-z]+)(?:Buffer|Stream)?\(/gm)].map(([, name = '']) =>
      name.toUpperCase(),
    );
    expect(methods.length).toBeGreaterThan(40);
    expect([...new Set(methods)].filter((command) => !tried.includes(command))).toEqual([]);
  });
});
