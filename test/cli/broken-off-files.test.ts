/** A command that is broken off while it writes leaves no half file: what it writes may be hashes of passwords. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { startKapu } from '../support/operator.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-broken-off-'));
const copies = 20_000;
let kapu: Installation;

const eachCopy = `for nth = 1, tonumber(ARGV[1]) do
  local copy = string.gsub(KEYS[1], 'account:', 'account:copy-' .. nth .. '-')
`;

beforeAll(async () => {
  kapu = await startInstallation();
  const { id } = await kapu.addCitizen();
  // So many that nobody reads them in a moment.
  await kapu.nodes[0].store.eval(
    `${eachCopy}redis.call('COPY', KEYS[1], copy) end`,
    1,
    accountKey(id),
    copies,
  );
});

afterAll(async () => {
  const [key = ''] = (await kapu.nodes[0].store.keys('{account:*}')).filter(
    (name) => !name.includes('copy-'),
  );
  await kapu.nodes[0].store.eval(`${eachCopy}redis.call('DEL', copy) end`, 1, key, copies);
  rmSync(directory, { recursive: true, force: true });
  await kapu.stop();
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('an export that %s ends leaves nothing', async (signal) => {
  const { folder, command, finished } = await exportUnderWay(signal);
  command.kill(signal);
  await finished;
  expect([command.signalCode, readdirSync(folder)]).toEqual([signal, []]);
});

it('an export whose Redis goes away midway says so, and leaves nothing', async () => {
  const { folder, finished } = await exportUnderWay('redis');
  await kapu.nodes[0].store.call('CLIENT', 'PAUSE', 5000, 'ALL');
  const { code, stderr } = await finished;
  expect(code).toBe(1);
  expect(stderr).toMatch(/\nkapu: Redis did not answer in time: .*\n$/);
  expect(readdirSync(folder)).toEqual([]);
  await kapu.nodes[0].store.call('CLIENT', 'UNPAUSE');
});

/** Which has begun to write, into a folder of its own. */
async function exportUnderWay(name: string) {
  const folder = join(directory, name);
  mkdirSync(folder);
  const args = ['accounts', 'export', '--out', join(folder, 'a')];
  const { process: command, finished } = startKapu(kapu.config, ...args);
  while (!existsSync(join(folder, 'a.part')) && command.exitCode === null) {
    await delay(5);
  }
  return { folder, command, finished };
}
