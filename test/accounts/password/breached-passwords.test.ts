import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBreachedPasswords } from '../../../src/accounts/password/breached-passwords.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-breached-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const passwords = Array.from({ length: 5000 }, (_, index) => `jelszó ${index}`);

function linesOf(known: readonly string[], letters: 'upper' | 'lower' = 'upper'): string[] {
  const hashes = known.map((password) => createHash('sha1').update(password).digest('hex')).sort();
  return hashes.map(
    (hash, index) => `${letters === 'upper' ? hash.toUpperCase() : hash}:${index * 7919 + 1}`,
  );
}

function fileOf(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

describe.each([
  ['lines that end as in Unix', linesOf(passwords).join('\n').concat('\n')],
  ['lines that end as in Windows', linesOf(passwords).join('\r\n').concat('\r\n')],
  ['a last line without an end', linesOf(passwords).join('\n')],
  ['a last line without an end, in a Windows file', linesOf(passwords).join('\r\n')],
  ['small letters', linesOf(passwords, 'lower').join('\n')],
])('a list with %s', (name, content) => {
  it('knows each of its five thousand passwords and none of five thousand others', async () => {
    const list = await openBreachedPasswords(fileOf(`${name}.txt`, content));
    const found = await Promise.all(passwords.map((password) => list.includes(password)));
    expect(found.filter(Boolean)).toHaveLength(passwords.length);
    const others = await Promise.all(passwords.map((password) => list.includes(`${password}!`)));
    expect(others.filter(Boolean)).toEqual([]);
  });
});

it.each([1, 2, 3, 4, 5, 6, 7])('a list of %i lines knows all of them', async (length) => {
  const few = passwords.slice(0, length);
  const list = await openBreachedPasswords(fileOf(`few-${length}.txt`, linesOf(few).join('\n')));
  expect(await Promise.all(few.map((password) => list.includes(password)))).toEqual(few.map(() => true));
  expect(await list.includes('más')).toBe(false);
});

it('a newer list that is moved into its place counts at once', async () => {
  const path = fileOf('replaced.txt', linesOf(['régi']).join('\n'));
  const list = await openBreachedPasswords(path);
  writeFileSync(path, linesOf(['új', 'régi']).join('\n'));
  expect(await list.includes('új')).toBe(true);
});

describe('a start is refused', () => {
  it('when there is no such file', async () => {
    const path = join(directory, 'nowhere.txt');
    await expect(openBreachedPasswords(path)).rejects.toThrow(
      `KAPU_BREACHED_PASSWORDS_FILE: ${path}: cannot be read: it is not there`,
    );
  });

  it('when it is a directory', async () => {
    await expect(openBreachedPasswords(directory)).rejects.toThrow('cannot be read');
  });

  it.each([
    ['empty', ''],
    ['of passwords in clear', 'jelszó\nalma\n'],
    ['ordered by how often', linesOf(passwords).reverse().join('\n')],
    [
      'without counts',
      linesOf(passwords)
        .map((line) => line.slice(0, 40))
        .join('\n'),
    ],
    ['of other hashes', `${'a'.repeat(64)}:1\n${'b'.repeat(64)}:1\n`],
  ])('when it is %s', async (name, content) => {
    await expect(openBreachedPasswords(fileOf(`${name}.txt`, content))).rejects.toThrow(
      'is not a list of SHA-1 hashes ordered by hash',
    );
  });
});
