/** A process for each core behind one port (decision 70), on a real Redis: replaced, killed, ended. Needs scripts/build. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { bareEnvironment } from '../support/bare-environment.ts';
import { freePort } from '../support/free-port.ts';
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
});

afterEach(async () => {
  if (supervisor && supervisor.exitCode === null && supervisor.signalCode === null) {
    const exited = once(supervisor, 'exit');
    supervisor.kill('SIGTERM');
    await exited;
  }
  await redis.stop();
  workplace.remove();
});

/** @param directory where supervisor.js and main.js are */
function start(more: Record<string, string> = {}, directory = built): ChildProcess {
  lines = [];
  errors = '';
  const child = spawn(process.execPath, [join(directory, 'supervisor.js')], {
    env: bareEnvironment({
      ...workplace.environment,
      KAPU_ISSUER: `http://localhost:${port}`,
      KAPU_PORT: String(port),
      KAPU_PROCESSES: '2',
      KAPU_REDIS_URL: `redis://admin:admin@127.0.0.1:${redis.port}/0`,
      ...more,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let rest = '';
  child.stdout.on('data', (chunk) => {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.filter((part) => part.startsWith('{')).map((part) => JSON.parse(part) as Line));
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  supervisor = child;
  return child;
}

const said = (msg: string): Line[] => lines.filter((line) => line.msg === msg);

async function untilSaid(msg: string, times = 1): Promise<Line[]> {
  while (said(msg).length < times) {
    if (supervisor?.exitCode !== null) {
      throw new Error(`the supervisor ended: ${errors}`);
    }
    await delay(20);
  }
  return said(msg);
}

/** With a connection of its own. @returns the status, or why there is none */
function ask(path = '/health/live', at = port): Promise<number | string> {
  return new Promise((done) => {
    get({ host: '127.0.0.1', port: at, path, agent: false }, (answer) => {
      answer.resume().on('end', () => done(answer.statusCode ?? 0));
    }).on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}

/** Three ask without a pause. @returns what was answered, until it is ended */
function load(): { end(): Promise<(number | string)[]> } {
  const answers: (number | string)[] = [];
  let isOver = false;
  const actors = Array.from({ length: 3 }, async () => {
    while (!isOver) {
      answers.push(await ask());
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
  const metrics = await freePort();
  start({ KAPU_METRICS_PORT: String(metrics) });
  const before = await untilSaid('a process serves', 2);
  expect([await ask('/metrics', metrics), await ask('/metrics', metrics + 1)]).toEqual([200, 200]);

  const asking = load();
  // The ports of metrics are told by the old ones until they are gone; a process without one does not start.
  supervisor?.kill('SIGHUP');
  await untilSaid('all processes were replaced');
  const answers = await asking.end();
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter((answer) => answer !== 200)).toEqual([]);
  expect(before.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect([await ask('/metrics', metrics), await ask('/metrics', metrics + 1)]).toEqual([200, 200]);
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
  const release = join(workplace.directory, 'release');
  const broken = join(workplace.directory, 'broken');
  symlinkSync(built, release);
  mkdirSync(broken);
  writeFileSync(join(broken, 'main.js'), 'process.exit(1);');
  start({}, release);
  const before = await untilSaid('a process serves', 2);

  rmSync(release);
  symlinkSync(broken, release);
  supervisor?.kill('SIGHUP');
  await untilSaid('a new process did not start; the old ones go on');
  expect(before.filter(({ pid }) => isAlive(pid))).toHaveLength(2);
  expect(await ask()).toBe(200);

  rmSync(release);
  symlinkSync(built, release);
  supervisor?.kill('SIGHUP');
  await untilSaid('all processes were replaced');
  expect(before.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(await ask()).toBe(200);
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
