/** A node that nobody asks for anything leaves Redis in peace: decision 44. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { bareEnvironment } from '../../support/bare-environment.ts';
import { type FakeSentinel, startFakeSentinel } from '../../support/fake-sentinel.ts';
import { freePort } from '../../support/free-port.ts';
import { type Pair, startPair } from '../../support/sentinel-group.ts';

const root = resolve(import.meta.dirname, '../../..');
const mostCommandsInASecond = 2;
/** Longer than any of its pauses, twice. */
const watchedForSeconds = 30;

let directory: string;
let pair: Pair;
let sentinel: FakeSentinel;
let node: ChildProcess;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-idle-'));
  pair = await startPair();
  sentinel = await startFakeSentinel('kapu', pair.masterPort);
  const environment = await everythingOn();
  node = spawn(process.execPath, [join(root, 'src/main.ts')], { env: bareEnvironment(environment) });
  await untilReady(String(environment.KAPU_ISSUER));
});

afterAll(async () => {
  const exited = once(node, 'exit');
  node.kill('SIGTERM');
  await exited;
  sentinel.stop();
  await pair.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A group of servers, e-mail, pings, copies and retention of the audit log. */
async function everythingOn(): Promise<Record<string, string>> {
  const port = await freePort();
  const configDirectory = join(directory, 'config');
  const copies = join(directory, 'copies');
  cpSync(join(root, 'config'), configDirectory, { recursive: true });
  mkdirSync(copies);
  const secrets = execFileSync(process.execPath, [join(root, 'src/cli/kapu.ts'), 'config', 'new-secrets']);
  const files = {
    'config/audit.json': { ship_to: { kind: 'files', directory: copies }, keep_months: 12 },
    'config/grants.json': { device_flow: true, ciba: true },
    'secrets.json': JSON.parse(String(secrets)),
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), JSON.stringify(content), { mode: 0o600 });
  }
  return {
    KAPU_ISSUER: `http://localhost:${port}`,
    KAPU_PORT: String(port),
    KAPU_HOST: '127.0.0.1',
    KAPU_DATA_DIR: join(directory, 'data'),
    KAPU_CONFIG_DIR: configDirectory,
    KAPU_SECRETS_FILE: join(directory, 'secrets.json'),
    KAPU_REDIS_URL: `redis+sentinel://127.0.0.1:${sentinel.port}/kapu`,
    KAPU_SMTP_URL: `smtp://127.0.0.1:${await freePort()}`,
  };
}

async function untilReady(issuer: string): Promise<void> {
  let said = '';
  node.stderr?.on('data', (text) => (said += text));
  node.stdout?.on('data', () => {});
  while (
    !(await fetch(`${issuer}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (node.exitCode !== null) {
      throw new Error(said);
    }
    await delay(100);
  }
}

/** What comes from programs: not from scripts, not from the replica. */
async function commandsIn(seconds: number): Promise<string[]> {
  const redis = new Redis({ host: '127.0.0.1', port: pair.masterPort });
  const monitor = await redis.monitor();
  const commands: string[] = [];
  monitor.on('monitor', (_time: string, [name = '']: string[], source: string) => {
    if (source !== 'lua' && name.toLowerCase() !== 'replconf') {
      commands.push(name.toLowerCase());
    }
  });
  await delay(seconds * 1000);
  monitor.disconnect();
  redis.disconnect();
  return commands;
}

it(`sends at most ${mostCommandsInASecond} commands a second, with everything on`, async () => {
  // What it does once at its start.
  await delay(3000);
  const commands = await commandsIn(watchedForSeconds);
  const counts = Object.entries(Object.groupBy(commands, (name) => name)).map(
    ([name, those = []]) => `${name} ${those.length}`,
  );
  const isQuiet = commands.length <= mostCommandsInASecond * watchedForSeconds;
  expect(isQuiet ? [] : counts).toEqual([]);
  // A node that has fallen silent would be quiet, too.
  expect(commands).toContain('ping');
});
