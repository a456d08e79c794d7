/** `deploy/systemd/kapu`, which operators install: a command at the terminal gets what the service gets, with the user of Redis for commands. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';

const directory = mkdtempSync(join(tmpdir(), 'kapu-command-'));
const script = join(directory, 'kapu');

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** With paths of this directory, and as whoever runs the test. */
function install(): void {
  const text = readFileSync('deploy/systemd/kapu', 'utf8')
    .replaceAll('/etc/kapu', directory)
    .replace('/opt/kapu/dist/cli', directory)
    .replace('/usr/bin/node', process.execPath)
    .replace('"$(id -u)" = 0', '"$(id -u)" = nobody');
  writeFileSync(script, text, { mode: 0o755 });
  writeFileSync(
    join(directory, 'kapu.js'),
    'console.log(JSON.stringify([process.argv.slice(2), Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("KAPU_")))]))',
  );
}

function run(...args: string[]): unknown {
  return JSON.parse(execFileSync(script, args, { encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } }));
}

it('gives a command the environment of the service, and what is other for commands', () => {
  mkdirSync(directory, { recursive: true });
  install();
  const url = 'redis+sentinel://kapu-node:a%40b@a:1,b:2/kapu?sentinel-username=x&sentinel-password=$y';
  writeFileSync(
    join(directory, 'environment'),
    `KAPU_ISSUER=https://kapu.example\nKAPU_REDIS_URL='${url}'\nKAPU_DATA_DIR=/srv/kapu\n`,
  );
  const expected = {
    KAPU_ISSUER: 'https://kapu.example',
    KAPU_REDIS_URL: url,
    KAPU_DATA_DIR: '/srv/kapu',
    KAPU_CONFIG_DIR: `${directory}/config`,
    KAPU_SECRETS_FILE: `${directory}/secrets.json`,
  };
  expect(run('accounts', 'show', 'a b')).toEqual([['accounts', 'show', 'a b'], expected]);

  writeFileSync(join(directory, 'command'), "KAPU_REDIS_URL='redis://kapu-command:x@a:1'\n");
  expect(run('keys', 'list')).toEqual([
    ['keys', 'list'],
    { ...expected, KAPU_REDIS_URL: 'redis://kapu-command:x@a:1' },
  ]);
});

it('the units begin with the same places as the command', () => {
  const places = /^KAPU_DATA_DIR=.*$/m.exec(readFileSync('deploy/systemd/kapu', 'utf8'))?.[0];
  for (const unit of ['kapu.service', 'kapu-backup.service']) {
    expect(readFileSync(`deploy/systemd/${unit}`, 'utf8')).toContain(`\nEnvironment=${places}\n`);
  }
});
