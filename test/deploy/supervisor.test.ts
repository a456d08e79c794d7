/** A process for each core behind one port (decision 70), on a real Redis: replaced, killed, ended. Needs scripts/build. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { bareEnvironment } from '../support/bare-environment.ts';
import { freePair, freePort } from '../support/free-port.ts';
import { plantRsaKeysAt } from '../support/rsa-keys.ts';
import {
  layOutWorkplace,
  type RealRedis,
  startRealRedis,
  type Workplace,
} from '../support/started-for-real.ts';

const built = resolve(import.meta.dirname, '../../dist');

interface Line {
  readonly msg: string;
  readonly process?: number;
  readonly pid?: number;
}

let redis: RealRedis;
let workplace: Workplace;
let port: number;
let supervisor: ChildProcess | undefined;
let lines: Line[];
let errors: string;

beforeEach(async () => {
  redis = await startRealRedis();
  workplace = layOutWorkplace();
  port = await freePort();
  await plantRsaKeysAt(redisUrl(), workplace.secrets);
});

const redisUrl = (): string => `redis://admin:admin@127.0.0.1:${redis.port}/0`;

afterEach(async () => {
  if (supervisor && supervisor.exitCode === null && supervisor.signalCode === null) {
    const exited = once(supervisor, 'exit');
    supervisor.kill('SIGTERM');
    await exited;
  }
  await redis.stop();
  workplace.remove();
});

/** @param directory where supervisor.js and main.js are. @param cwd in which it is started. @param output where what it says goes */
function start(
  more: Record<string, string> = {},
  directory = built,
  cwd = process.cwd(),
  output: 'pipe' | number = 'pipe',
): ChildProcess {
  lines = [];
  errors = '';
  const child: ChildProcess = spawn(process.execPath, [join(directory, 'supervisor.js')], {
    env: bareEnvironment({
      ...workplace.environment,
      KAPU_ISSUER: `http://localhost:${port}`,
      KAPU_PORT: String(port),
      KAPU_PROCESSES: '2',
      KAPU_REDIS_URL: redisUrl(),
      ...more,
    }),
    cwd,
    stdio: ['ignore', output, 'pipe'],
  });
  let rest = '';
  child.stdout?.on('data', (chunk) => {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.filter((part) => part.startsWith('{')).map((part) => JSON.parse(part) as Line));
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  supervisor = child;
  return child;
}

const said = (msg: string): Line[] => lines.filter((line) => line.msg === msg);

async function untilSaid(msg: string, times = 1): Promise<Line[]> {
  const atLast = Date.now() + 40_000;
  while (said(msg).length < times) {
    if (supervisor?.exitCode !== null || Date.now() > atLast) {
      throw new Error(`"${msg}" is not said ${times} times: ${errors}`);
    }
    await delay(20);
  }
  return said(msg);
}

type Place = { readonly port: number } | { readonly socketPath: string };

/** With a connection of its own. @returns the status, or why there is none */
function ask(
  path = '/health/live',
  at: Place = { port },
  headers: Record<string, string> = {},
): Promise<number | string> {
  return new Promise((done) => {
    get({ host: '127.0.0.1', ...at, path, headers, agent: false }, (answer) => {
      answer.resume().on('end', () => done(answer.statusCode ?? 0));
    }).on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}

/** Three ask without a pause. @returns what was answered, until it is ended */
function load(at?: Place): { end(): Promise<(number | string)[]> } {
  const answers: (number | string)[] = [];
  let isOver = false;
  const actors = Array.from({ length: 3 }, async () => {
    while (!isOver) {
      answers.push(await ask('/health/live', at));
    }
  });
  return {
    async end() {
      isOver = true;
      await Promise.all(actors);
      return answers;
    },
  };
}

const isAlive = (pid = 0): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Along a connection that was there before, as proxies do. @returns also the port that it comes from */
function askAlong(agent: Agent): Promise<[IncomingMessage, number | undefined]> {
  return new Promise((done, fail) => {
    get({ host: '127.0.0.1', port, path: '/health/live', agent }, (answer) => {
      const { localPort } = answer.socket;
      answer.resume().on('end', () => done([answer, localPort]));
    }).on('error', fail);
  });
}

it('a node that leaves takes leave of each connection: what was sent along one is answered', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  start({ KAPU_PROCESSES: '1' });
  const [{ pid } = {}] = await untilSaid('a process serves');
  const [before, from] = await askAlong(agent);
  // No proxy keeps one for longer: nginx's own time is a minute.
  expect(before.headers).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=75' });
  process.kill(pid as number, 'SIGTERM');
  await untilSaid('stopping');
  const [last, lastFrom] = await askAlong(agent);
  expect([last.statusCode, last.headers.connection, lastFrom]).toEqual([200, 'close', from]);
});

it('processes are replaced one by one, and nobody who asks meanwhile notices', async () => {
  const metrics = await freePair();
  start({ KAPU_METRICS_PORT: String(metrics) });
  const before = await untilSaid('a process serves', 2);
  expect([await ask('/metrics', { port: metrics }), await ask('/metrics', { port: metrics + 1 })]).toEqual([
    200, 200,
  ]);

  const asking = load();
  // The ports of metrics are told by the old ones until they are gone; a process without one does not start.
  supervisor?.kill('SIGHUP');
  await untilSaid('all processes were replaced');
  const answers = await asking.end();
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter((answer) => answer !== 200)).toEqual([]);
  expect(before.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect([await ask('/metrics', { port: metrics }), await ask('/metrics', { port: metrics + 1 })]).toEqual([
    200, 200,
  ]);
});

it('one that is killed is started anew, and the other one goes on', async () => {
  start();
  const [{ pid = 0 } = {}] = await untilSaid('a process serves', 2);
  process.kill(pid, 'SIGKILL');
  await untilSaid('a process died');
  expect(await ask()).toBe(200);
  const serving = await untilSaid('a process serves', 3);
  expect(serving.filter((one) => isAlive(one.pid))).toHaveLength(2);
  expect(said('a process is started after a pause')).toMatchObject([{ milliseconds: 500 }]);
});

it('a new release is what the path leads to; one that does not start leaves the old one at work', async () => {
  const broken = join(workplace.directory, 'broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'main.js'), 'process.exit(1);');
  start({}, pointTo(built));
  const before = await untilSaid('a process serves', 2);

  pointTo(broken);
  supervisor?.kill('SIGHUP');
  await untilSaid('a new process did not start; the old ones go on');
  expect(before.filter(({ pid }) => isAlive(pid))).toHaveLength(2);
  expect(await ask()).toBe(200);

  pointTo(built);
  supervisor?.kill('SIGHUP');
  await untilSaid('all processes were replaced');
  expect(before.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(await ask()).toBe(200);
});

/** A release that needs a while to start, and says that it does. */
function layOutSlow(): string {
  const slow = join(workplace.directory, 'slow');
  mkdirSync(slow);
  const main = JSON.stringify(join(built, 'main.js'));
  const line = 'JSON.stringify({ msg: "slow", pid: process.pid })';
  writeFileSync(join(slow, 'main.js'), `console.log(${line}); setTimeout(() => import(${main}), 2500);`);
  return slow;
}

function pointTo(release: string): string {
  const link = join(workplace.directory, 'release');
  rmSync(link, { force: true });
  symlinkSync(release, link);
  return link;
}

it('a place whose process dies while it is replaced has one process afterwards', async () => {
  const slow = layOutSlow();
  start({ KAPU_PROCESSES: '1' }, pointTo(built));
  const [{ pid = 0 } = {}] = await untilSaid('a process serves');
  pointTo(slow);
  supervisor?.kill('SIGHUP');
  process.kill(pid, 'SIGKILL');
  await untilSaid('a process is started after a pause');
  const begun = await untilSaid('a process serves', 3);

  supervisor?.kill('SIGHUP');
  const serving = await untilSaid('a process serves', 4);
  await untilSaid('all processes were replaced', 2);
  expect(begun.filter((one) => isAlive(one.pid))).toEqual([]);
  expect(serving.filter((one) => isAlive(one.pid))).toHaveLength(1);
  expect(await ask()).toBe(200);
});

it('a process that was being started when the release changed does not stay', async () => {
  const slow = layOutSlow();
  start({ KAPU_PROCESSES: '1' }, pointTo(built));
  const [{ pid = 0 } = {}] = await untilSaid('a process serves');
  pointTo(slow);
  process.kill(pid, 'SIGKILL');
  const [older] = await untilSaid('slow');
  pointTo(built);
  supervisor?.kill('SIGHUP');
  await untilSaid('all processes were replaced');
  await untilSaid('a process serves', 3);
  while (isAlive(older?.pid)) {
    await delay(20);
  }
  expect(await ask()).toBe(200);
});

it('a release that is gone, in which all was started, is missed by nobody', async () => {
  const [former, latter] = ['former', 'latter'].map((name) => {
    const directory = join(workplace.directory, name);
    mkdirSync(join(directory, 'dist'), { recursive: true });
    for (const program of ['supervisor.js', 'main.js']) {
      writeFileSync(join(directory, 'dist', program), `import(${JSON.stringify(join(built, program))});`);
    }
    return directory;
  }) as [string, string];
  const release = pointTo(former);
  // As deploy/systemd has it.
  start({}, join(release, 'dist'), release);
  await untilSaid('a process serves', 2);
  pointTo(latter);
  rmSync(former, { recursive: true });
  supervisor?.kill('SIGHUP');
  await untilSaid('all processes were replaced');
  expect(await ask()).toBe(200);
});

it('processes share a Unix socket, and hand it on when they are replaced', async () => {
  const directory = join(workplace.directory, 'socket');
  mkdirSync(directory, { mode: 0o750 });
  const socketPath = join(directory, 'node.sock');
  start({ KAPU_SOCKET: socketPath, KAPU_TRUST_PROXY: 'true' });
  const before = await untilSaid('a process serves', 2);
  expect(statSync(socketPath).mode & 0o777).toBe(0o660);

  const asking = load({ socketPath });
  supervisor?.kill('SIGHUP');
  await untilSaid('all processes were replaced');
  const answers = await asking.end();
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter((answer) => answer !== 200)).toEqual([]);
  expect(before.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(await ask('/fiok', { socketPath }, { host: `localhost:${port}` })).toBe(303);
});

it('a Unix socket that a killed supervisor left is made anew', async () => {
  const directory = join(workplace.directory, 'socket');
  mkdirSync(directory, { mode: 0o750 });
  const socketPath = join(directory, 'node.sock');
  const killed = start({ KAPU_SOCKET: socketPath, KAPU_TRUST_PROXY: 'true' });
  await untilSaid('a process serves', 2);
  // Its processes hold its output, until they end as well.
  const gone = once(killed, 'close');
  killed.kill('SIGKILL');
  await gone;
  expect(statSync(socketPath).isSocket()).toBe(true);

  start({ KAPU_SOCKET: socketPath, KAPU_TRUST_PROXY: 'true' });
  await untilSaid('a process serves', 2);
  expect([await ask('/health/live', { socketPath }), statSync(socketPath).mode & 0o777]).toEqual([
    200, 0o660,
  ]);
});

it('processes that know their proxy know each other: what one asks at the port that they share, any of them answers', async () => {
  const secret = 'only-the-proxy-says-this-and-nobody-else';
  const file = join(workplace.directory, 'proxy-secret');
  writeFileSync(file, secret, { mode: 0o600 });
  start({
    KAPU_ISSUER: 'https://kapu.example',
    KAPU_TRUST_PROXY: 'true',
    KAPU_PROXY_SECRET_FILE: file,
  });
  await untilSaid('a process serves', 2);
  const host = 'kapu.example';
  const asProxy = { host, 'x-kapu-proxy': secret, 'x-forwarded-proto': 'https' };
  const statuses: (number | string)[] = [];
  for (let times = 0; times < 30; times += 1) {
    // Our own pages ask the provider, at this very port, how one signs in.
    statuses.push(await ask('/fiok', { port }, asProxy));
  }
  expect(statuses).toEqual(Array(30).fill(303));
  expect(await ask('/fiok', { port }, { host, 'x-forwarded-proto': 'https' })).toBe(421);
});

it('SIGTERM drains all of them', async () => {
  const child = start();
  const serving = await untilSaid('a process serves', 2);
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  expect(await closed).toEqual([0, null]);
  expect(serving.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(said('stopping')).toHaveLength(2);
});

it('what cannot start is told once, and ends', async () => {
  const refused = async (more: Record<string, string>): Promise<[number, string]> => {
    const [code] = await once(start(more), 'close');
    return [code, errors];
  };
  expect(await refused({ KAPU_ISSUER: 'ftp://kapu.example' })).toEqual([
    1,
    expect.stringMatching(/^kapu: KAPU_ISSUER[^\n]*\n$/),
  ]);
  expect(await refused({ KAPU_PROCESSES: '0' })).toEqual([
    1,
    'kapu: KAPU_PROCESSES: must be a whole number from 1 to 64\n',
  ]);
  expect(await refused({ KAPU_REDIS_URL: '' })).toEqual([
    1,
    expect.stringMatching(/^kapu: KAPU_REDIS_URL: /),
  ]);
});

it('its log on a full disk is no end of it, nor of its processes', async () => {
  const full = openSync('/dev/full', 'w');
  const child = start({}, built, process.cwd(), full);
  closeSync(full);
  while (child.exitCode === null && (await ask()) !== 200) {
    await delay(50);
  }
  // It has said so by then, to nobody.
  await delay(500);
  expect([child.exitCode, await ask()]).toEqual([null, 200]);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
