/** Whatever an operator types, a command answers with a sentence, and before it has begun. */
import { lstatSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { unseenMarks } from '../support/unseen-marks.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-wrong-'));
const key = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
  await kapu.addCitizen();
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await kapu.stop();
});

it.each([
  // As `--out "$FILE"` where nobody set FILE: hashes of passwords are not for a terminal.
  { args: ['accounts', 'export', '--out', ''], says: 'kapu: --out: names no file' },
  { args: ['accounts', 'export', '--out', directory], says: `kapu: ${directory}: is a directory` },
  { args: ['clients', 'export', '--out', directory], says: `kapu: ${directory}: is a directory` },
  { args: ['backup', '--to', key, '--out', directory], says: `kapu: ${directory}: is a directory` },
  {
    args: ['accounts', 'export', '--out', join(directory, 'none', 'a')],
    says: `kapu: ${join(directory, 'none', 'a')}: cannot be written: its directory is not there`,
  },
  {
    args: ['backup', '--to', 'age1zzz', '--out', join(directory, 'b')],
    says: 'kapu: age1zzz is no public key of age, which begins with age1',
  },
  {
    args: ['messages', 'retry', '18446744073709551616-0'],
    says: 'kapu: there is no message 18446744073709551616-0',
  },
  {
    args: ['accounts', 'add', '--file', join(directory, 'none.json')],
    says: `kapu: ${join(directory, 'none.json')}: cannot be read: it is not there`,
  },
  {
    args: ['clients', 'add', '--file', directory],
    says: `kapu: ${directory}: cannot be read: it is a directory`,
  },
  {
    args: ['accounts', 'import', join(directory, 'none.ndjson')],
    says: `kapu: ${join(directory, 'none.ndjson')}: cannot be read: it is not there`,
  },
  {
    args: ['restore', join(directory, 'none.age'), '--identity', join(directory, 'key.txt'), '--check'],
    says: `kapu: ${join(directory, 'key.txt')}: cannot be read: it is not there`,
  },
  {
    args: ['config', 'new-secrets', '--out', join(directory, 'none', 'secrets.json')],
    says: `kapu: ${join(directory, 'none', 'secrets.json')}: cannot be written: its directory is not there`,
  },
  { args: ['logouts', 'retry', 'x'], says: 'kapu: there is no logout x' },
  {
    args: ['logouts', 'retry', '99999999999999999999-1'],
    says: 'kapu: there is no logout 99999999999999999999-1',
  },
])('kapu $args', async ({ args, says }) => {
  const { code, stdout, stderr } = await runKapu(kapu.config, ...args);
  expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([1, says]);
  expect(stdout).not.toContain('password_hash');
  expect(readdirSync(directory)).toEqual([]);
});

it.each([
  ['accounts', 'export'],
  ['backup', '--to', key],
])('kapu %s %s leaves a link or a device where it is', async (...args) => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'kapu-link-'));
  const link = join(elsewhere, 'standard-output');
  symlinkSync('/dev/stdout', link);
  try {
    const { code, stderr } = await runKapu(kapu.config, ...args, '--out', link);
    expect(stderr).toContain(`kapu: ${link}: is a link or a device, and would be replaced; name a file`);
    expect(code).toBe(1);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(elsewhere)).toEqual(['standard-output']);
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

it.each(unseenMarks)('a name with %s opens no account', async (_, mark) => {
  const file = join(directory, 'citizen.json');
  const profile = {
    username: 'minta.turned',
    family_name: 'Minta',
    given_name: `An${mark}na`,
    birth_family_name: 'Minta',
    birth_given_name: 'Anna',
    mothers_birth_name: 'Példa Mária',
    place_of_birth: 'Budapest',
    birthdate: '1956-03-14',
  };
  writeFileSync(file, JSON.stringify(profile));
  const { code, stderr } = await runKapu(kapu.config, 'accounts', 'add', '--file', file);
  expect([code, stderr]).toEqual([
    1,
    `kapu: ${file} given_name: has control characters or marks that nobody sees\n`,
  ]);
});
