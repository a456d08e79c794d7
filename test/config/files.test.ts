/** Files of the configuration, and certificates that they name: what anybody on the machine may change is taken from nobody. */
import { chmodSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import {
  isGiven,
  pathsIn,
  readCertificates,
  readJson,
  readPrivateText,
} from '../../src/configuration/files/checked-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-files-'));
afterAll(() => rmSync(directory, { recursive: true }));

function fileOf(mode: number, text: string): string {
  const path = join(directory, `${mode}-${text.length}`);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const anchor = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

it('a trust anchor that anybody may change is refused, with the remedy', () => {
  expect(readCertificates(fileOf(0o644, anchor))).toHaveLength(1);
  const open = fileOf(0o646, anchor);
  expect(() => readCertificates(open)).toThrow(
    `${open}: anybody may change it (mode 0646); chmod o-w ${open}`,
  );
});

it('so are settings; a secret is also refused where a group may change it, or others may read it', () => {
  expect(readJson(fileOf(0o664, '{}'))).toEqual({});
  expect(() => readJson(fileOf(0o666, '{ }'))).toThrow('anybody may change it');
  expect(readPrivateText(fileOf(0o640, 'secret'))).toBe('secret');
  for (const mode of [0o604, 0o660]) {
    expect(() => readPrivateText(fileOf(mode, 'secret!'))).toThrow('others than its owner and group');
  }
});

it('what has no end, or is far too large, is not read', () => {
  expect(() => readJson('/dev/zero')).toThrow('/dev/zero: is no file');
  const large = fileOf(0o600, 'large');
  truncateSync(large, 17 * 2 ** 20);
  expect(() => readJson(large)).toThrow(`${large}: has more than 16 MB, which no file of ours has`);
});

it('a link that leads nowhere is given, and not as if there were none: its settings would count for nothing', () => {
  const link = join(directory, 'to-a-disk-that-is-not-mounted.json');
  symlinkSync(join(directory, 'none', 'audit.json'), link);
  expect(isGiven(link)).toBe(true);
  expect(() => readJson(link)).toThrow(`${link}: cannot be read: it is not there`);
  expect(isGiven(join(directory, 'none'))).toBe(false);
  const circle = join(directory, 'circle.json');
  symlinkSync(circle, circle);
  expect(() => readJson(circle)).toThrow(`${circle}: cannot be read: its links lead round in a circle`);
});

it('a file in the place of a directory is said to be one', () => {
  const file = fileOf(0o600, 'no directory');
  expect(() => pathsIn(file)).toThrow(`${file}: must be a directory, and is a file`);
  expect(pathsIn(join(directory, 'none'))).toEqual([]);
});
