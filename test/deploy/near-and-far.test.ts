/** The examples for the way between a proxy and its nodes, by a socket and by TLS: real proxies in front of real nodes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CertificateWorkshop } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import {
  layOutWorkplace,
  type RealRedis,
  start,
  startRealRedis,
  type Workplace,
} from '../support/started-for-real.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-ways-'));
const workshop = new CertificateWorkshop();
const pair = workshop.serverPair('localhost');
const node = workshop.serverPair('node.kapu.internal');
const secret = randomBytes(32).toString('base64url');
const sockets = ['a', 'b'].map((name) => join(directory, 'run', `${name}.sock`));

let port: number;
let redis: RealRedis;
let place: Workplace;
let ports: number[];
const started: ChildProcess[] = [];

beforeAll(async () => {
  [port, redis] = [await freePort(), await startRealRedis()];
  ports = [await freePort(), await freePort()];
  place = layOutWorkplace();
  mkdirSync(join(directory, 'run'), { mode: 0o750 });
  writeFileSync(join(directory, 'secret'), `${secret}\n`, { mode: 0o600 });
  writeFileSync(join(directory, 'secret.conf'), `proxy_set_header X-Kapu-Proxy "${secret}";\n`, {
    mode: 0o600,
  });
});

afterAll(async () => {
  await Promise.all(started.map((child) => end(child)));
  await redis.stop();
  place.remove();
  workshop.close();
  rmSync(directory, { recursive: true, force: true });
});

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

function startNode(more: Record<string, string>): ReturnType<typeof start> {
  const begun = start('node', {
    ...place.environment,
    KAPU_ISSUER: `https://localhost:${port}`,
    KAPU_REDIS_URL: `redis://admin:admin@127.0.0.1:${redis.port}`,
    KAPU_TRUST_PROXY: 'true',
    ...more,
  });
  started.push(begun.process);
  return begun;
}

const bySocket = (at: number): Record<string, string> => ({ KAPU_SOCKET: sockets[at] ?? '' });
const byTls = (at: number): Record<string, string> => ({
  KAPU_PORT: String(ports[at]),
  KAPU_TLS_CERTIFICATE_FILE: node.certificateFile,
  KAPU_TLS_KEY_FILE: node.keyFile,
  KAPU_PROXY_SECRET_FILE: join(directory, 'secret'),
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

async function answerOf(asked: ReturnType<typeof request>): Promise<Answer> {
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, text: await text(answer) };
}

/** @param headers what somebody outside says of themselves */
const ask = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  answerOf(request({ host: 'localhost', port, path, headers, rejectUnauthorized: false, agent: false }));

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo().catch(() => false)); tries += 1) {
    if (tries === 2400) {
      throw new Error('it does not come about');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const answers = async (): Promise<boolean> => (await ask('/health/live')).status === 200;

/** The example with the paths and addresses of the test. */
function example(path: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce(
    (written, [theirs, ours]) => {
      if (!written.includes(theirs)) {
        throw new Error(`${path} has no ${theirs}`);
      }
      return written.replaceAll(theirs, ours);
    },
    readFileSync(path, 'utf8'),
  );
}

const addresses = {
  socket: (): [string, string][] => [
    ['/run/kapu/a.sock', sockets[0] ?? ''],
    ['/run/kapu/b.sock', sockets[1] ?? ''],
  ],
  tls: (): [string, string][] => [
    ['10.0.0.11:3000', `127.0.0.1:${ports[0]}`],
    ['10.0.0.12:3000', `127.0.0.1:${ports[1]}`],
    ['/etc/kapu/tls/nodes-ca.pem', node.certificateFile],
  ],
};

type Way = keyof typeof addresses;

const starts = {
  nginx(way: Way) {
    const server = example(`deploy/nginx/kapu-by-${way}.conf`, [
      ...addresses[way](),
      ['listen 443 ssl http2', `listen 127.0.0.1:${port} ssl http2`],
      ['/etc/kapu/tls/certificate.pem', pair.certificateFile],
      ['/etc/kapu/tls/key.pem', pair.keyFile],
      ...(way === 'tls' ? ([['/etc/kapu/proxy-secret.conf', join(directory, 'secret.conf')]] as const) : []),
    ]);
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${join(directory, name)};`,
    );
    const path = join(directory, 'nginx.conf');
    writeFileSync(
      path,
      `${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; pid ${join(directory, 'nginx.pid')}; error_log stderr; events {}\nhttp { access_log off; ${places.join(' ')}\n${server} }\n`,
    );
    return spawn('nginx', ['-c', path, '-p', directory, '-e', 'stderr'], { stdio: 'ignore' });
  },

  haproxy(way: Way) {
    const both = join(directory, 'haproxy.pem');
    writeFileSync(both, pair.certificate + pair.key, { mode: 0o600 });
    const path = join(directory, 'haproxy.cfg');
    writeFileSync(
      path,
      example(`deploy/haproxy/by-${way}.cfg`, [
        ...addresses[way](),
        ['bind :443', `bind 127.0.0.1:${port}`],
        ['/etc/kapu/tls/haproxy.pem', both],
      ]),
    );
    const env = { ...process.env, KAPU_PROXY_SECRET: secret };
    return spawn('haproxy', ['-db', '-f', path], { stdio: 'ignore', env });
  },
} as const;

async function expectService(name: keyof typeof starts, way: Way): Promise<void> {
  const proxy = starts[name](way);
  started.push(proxy);
  await until(answers);
  const lies = { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http', 'X-Kapu-Proxy': 'lies' };
  for (let at = 0; at < 4; at += 1) {
    const { status, text: body } = await ask('/.well-known/openid-configuration', lies);
    expect([status, JSON.parse(body).issuer]).toEqual([200, `https://localhost:${port}`]);
    // Our own pages ask the node itself, by the same way.
    const { headers } = await ask('/fiok');
    expect(headers.location).toMatch(`https://localhost:${port}/auth?`);
  }
  await end(proxy);
}

describe('by a socket', () => {
  let nodes: ReturnType<typeof start>[];

  beforeAll(async () => {
    nodes = [0, 1].map((at) => startNode(bySocket(at)));
    await until(async () => sockets.every((path) => statSync(path).isSocket()));
  });

  afterAll(() => Promise.all(nodes.map(({ process: child }) => end(child))));

  it('serves behind nginx', () => expectService('nginx', 'socket'));

  it('serves behind HAProxy', () => expectService('haproxy', 'socket'));

  it('is opened by its owner and group alone, and nothing listens on a port', () => {
    expect(sockets.map((path) => statSync(path).mode & 0o777)).toEqual([0o660, 0o660]);
  });

  it('believes whoever may open it', async () => {
    const headers = { host: 'x', 'x-forwarded-host': `localhost:${port}`, 'x-forwarded-proto': 'https' };
    const path = '/.well-known/openid-configuration';
    const answer = await answerOf(plainRequest({ socketPath: sockets[0], path, headers }));
    expect(JSON.parse(answer.text).issuer).toBe(`https://localhost:${port}`);
  });

  it('is made anew after a node was killed, and not taken from one that runs', async () => {
    expect((await startNode(bySocket(1)).ended).stderr).toContain('another node listens on');
    const [killed] = nodes;
    await end(killed?.process as ChildProcess, 'SIGKILL');
    expect(statSync(sockets[0] ?? '').isSocket()).toBe(true);
    nodes[0] = startNode(bySocket(0));
    await until(async () => {
      const asked = plainRequest({ socketPath: sockets[0], path: '/health/live' });
      return (await answerOf(asked)).status === 200;
    });
  });
});

describe('by TLS, to a node that knows its proxy by a secret', () => {
  let nodes: ReturnType<typeof start>[];

  beforeAll(() => {
    nodes = [0, 1].map((at) => startNode(byTls(at)));
  });

  afterAll(() => Promise.all(nodes.map(({ process: child }) => end(child))));

  it('serves behind nginx', () => expectService('nginx', 'tls'));

  it('serves behind HAProxy', () => expectService('haproxy', 'tls'));

  it('believes nobody else who reaches the port', async () => {
    const lies = { host: 'x', 'x-forwarded-host': `localhost:${port}`, 'x-forwarded-proto': 'https' };
    const path = '/fiok';
    const to = { host: '127.0.0.1', port: ports[0], path, rejectUnauthorized: false, agent: false };
    const answer = await answerOf(request({ ...to, headers: lies }));
    expect(answer.status).not.toBe(303);
  });
});
