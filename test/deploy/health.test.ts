/** What watches a container asks the node where it listens: real nodes, and the program that an image starts. Needs scripts/build. */
import { type ChildProcess, execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { bareEnvironment } from '../support/bare-environment.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import {
  layOutWorkplace,
  type RealRedis,
  start,
  startRealRedis,
  type Workplace,
} from '../support/started-for-real.ts';

const root = resolve(import.meta.dirname, '../..');
const workshop = new CertificateWorkshop();

let redis: RealRedis;
let workplace: Workplace;
let port: number;
let node: ChildProcess | undefined;

beforeAll(async () => {
  [redis, port] = [await startRealRedis(), await freePort()];
  workplace = layOutWorkplace();
});

afterEach(async () => {
  if (node && node.exitCode === null && node.signalCode === null) {
    const exited = once(node, 'exit');
    node.kill('SIGCONT');
    node.kill('SIGTERM');
    await exited;
  }
});

afterAll(async () => {
  await redis.stop();
  workplace.remove();
  workshop.close();
});

/** As the image is built to ask. */
const [, command = ''] =
  /^ +CMD \["node", "(dist\/[\w-]+\.js)"\]/m.exec(readFileSync(join(root, 'deploy/Containerfile'), 'utf8')) ??
  [];

function health(environment: Record<string, string>): Promise<{ code: number; stderr: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(root, command)],
      { env: bareEnvironment(environment) },
      (error, _, stderr) => done({ code: error === null ? 0 : Number(error.code), stderr }),
    );
  });
}

function startNode(more: Record<string, string>): Record<string, string> {
  const environment = {
    ...workplace.environment,
    KAPU_ISSUER: `http://localhost:${port}`,
    KAPU_PORT: String(port),
    KAPU_REDIS_URL: `redis://admin:admin@127.0.0.1:${redis.port}/0`,
    ...more,
  };
  node = start('node', environment).process;
  return environment;
}

async function untilAlive(environment: Record<string, string>): Promise<void> {
  for (let tries = 0; (await health(environment)).code !== 0; tries += 1) {
    if (tries === 300 || node?.exitCode !== null) {
      throw new Error('the node is not said to be alive');
    }
    await delay(100);
  }
}

const ways: [string, () => Record<string, string>][] = [
  ['a port', () => ({})],
  ['a port of every address', () => ({ KAPU_HOST: '0.0.0.0' })],
  ['a port of one address', () => ({ KAPU_HOST: '127.0.0.2' })],
  [
    'a Unix socket',
    () => {
      const directory = join(workplace.directory, 'socket');
      mkdirSync(directory, { mode: 0o750 });
      return { KAPU_SOCKET: join(directory, 'node.sock'), KAPU_TRUST_PROXY: 'true' };
    },
  ],
  [
    'TLS, with a certificate of another name',
    () => {
      const pair = workshop.serverPair('node.kapu.internal');
      const secret = join(workplace.directory, 'proxy-secret');
      writeFileSync(secret, randomBytes(32).toString('base64url'), { mode: 0o600 });
      return {
        KAPU_ISSUER: 'https://kapu.example',
        KAPU_TRUST_PROXY: 'true',
        KAPU_PROXY_SECRET_FILE: secret,
        KAPU_TLS_CERTIFICATE_FILE: pair.certificateFile,
        KAPU_TLS_KEY_FILE: pair.keyFile,
      };
    },
  ],
];

it.each(ways)(
  'a node is asked that listens on %s; one that stands still, or is gone, is not alive',
  async (_, more) => {
    const environment = startNode(more());
    await untilAlive(environment);
    node?.kill('SIGSTOP');
    expect(await health(environment)).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^kapu: the node does not answer: .*\n$/),
    });
    node?.kill('SIGKILL');
    await once(node as ChildProcess, 'exit');
    expect((await health(environment)).code).toBe(1);
  },
);

it('what is set to nothing is not set', async () => {
  const environment = startNode({ KAPU_SOCKET: '', KAPU_HOST: '', KAPU_TLS_CERTIFICATE_FILE: '' });
  await untilAlive(environment);
});

it('a node on a single address finds itself there: its own pages begin a sign-in', async () => {
  const environment = startNode({ KAPU_HOST: '127.0.0.2' });
  await untilAlive(environment);
  const headers = { host: `localhost:${port}` };
  const [answer] = await once(
    get({ host: '127.0.0.2', port, path: '/fiok', headers, agent: false }),
    'response',
  );
  answer.resume();
  expect([answer.statusCode, answer.headers.location]).toEqual([303, expect.stringContaining('/auth?')]);
});

it('the program lies where the image looks for it', () => {
  expect(existsSync(join(root, command))).toBe(true);
});
