/** The examples for proxies, started as they are but for addresses and paths. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CertificateWorkshop } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { type Installation, portalRedirect, startInstallation } from '../support/installation.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-proxies-'));
const workshop = new CertificateWorkshop();
const pair = workshop.serverPair('localhost');

let port: number;
let kapu: Installation;

beforeAll(async () => {
  port = await freePort();
  kapu = await startInstallation({
    numberOfNodes: 2,
    config: {
      issuer: `https://localhost:${port}`,
      trustProxy: true,
      securityContacts: ['mailto:security@kapu.example', 'https://kapu.example/security'],
    },
  });
});

afterAll(async () => {
  await kapu.stop();
  workshop.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** @param headers what somebody outside says of themselves */
async function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const asked = request({ host: 'localhost', port, path, headers, rejectUnauthorized: false, agent: false });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, text: await text(answer) };
}

async function untilItAnswers(proxy: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && proxy.exitCode === null; tries += 1) {
    const status = await ask('/health/live').then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status === 200) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the proxy does not answer');
}

/** The example with the addresses of the test. */
function example(path: string, changes: readonly (readonly [string, string])[]): string {
  const [first, second] = kapu.nodes.map(({ address }) => new URL(address).port);
  const addresses = [
    ['127.0.0.1:3001', `127.0.0.1:${first}`],
    ['127.0.0.1:3002', `127.0.0.1:${second}`],
  ] as const;
  return [...addresses, ...changes].reduce(
    (written, [theirs, ours]) => {
      if (!written.includes(theirs)) {
        throw new Error(`${path} has no ${theirs}`);
      }
      return written.replace(theirs, ours);
    },
    readFileSync(path, 'utf8'),
  );
}

const starts = {
  nginx() {
    const server = example('deploy/nginx/kapu.conf', [
      ['listen 443 ssl http2', `listen 127.0.0.1:${port} ssl http2`],
      ['/etc/kapu/tls/certificate.pem', pair.certificateFile],
      ['/etc/kapu/tls/key.pem', pair.keyFile],
    ]);
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${join(directory, name)};`,
    );
    const path = join(directory, 'nginx.conf');
    writeFileSync(
      path,
      `daemon off; pid ${join(directory, 'nginx.pid')}; error_log stderr; events {}\nhttp { access_log off; ${places.join(' ')}\n${server} }\n`,
    );
    return spawn('nginx', ['-c', path, '-p', directory, '-e', 'stderr'], { stdio: 'ignore' });
  },

  haproxy() {
    const both = join(directory, 'haproxy.pem');
    writeFileSync(both, pair.certificate + pair.key, { mode: 0o600 });
    const path = join(directory, 'haproxy.cfg');
    writeFileSync(
      path,
      example('deploy/haproxy/haproxy.cfg', [
        ['bind :443', `bind 127.0.0.1:${port}`],
        ['/etc/kapu/tls/haproxy.pem', both],
      ]),
    );
    return spawn('haproxy', ['-db', '-f', path], { stdio: 'ignore' });
  },
} as const;

describe.each(['nginx', 'haproxy'] as const)('%s', (name) => {
  let proxy: ChildProcess | undefined;

  beforeAll(async () => {
    proxy = starts[name]();
    await untilItAnswers(proxy);
  });

  afterAll(async () => {
    if (proxy) {
      proxy.kill('SIGTERM');
      await once(proxy, 'exit');
    }
  });

  it('lets the service be what its issuer says', async () => {
    const { status, text: body } = await ask('/.well-known/openid-configuration');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      issuer: `https://localhost:${port}`,
      token_endpoint: `https://localhost:${port}/token`,
    });
  });

  it('brings back a state of 3,500 characters', async () => {
    const state = 'x'.repeat(3500);
    const query = new URLSearchParams({
      client_id: 'portal',
      redirect_uri: portalRedirect,
      response_type: 'code',
      scope: 'openid',
      prompt: 'none',
      state,
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    const { status, headers } = await ask(`/auth?${query}`);
    expect(status).toBe(303);
    expect(new URL(headers.location ?? '').searchParams.get('state')).toBe(state);
  });

  it('believes nobody outside who they are, and keeps administration inside', async () => {
    const lies = {
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'http',
      'X-Forwarded-For': '203.0.113.9',
    };
    const { status, text: body } = await ask('/.well-known/openid-configuration', lies);
    expect([status, JSON.parse(body).issuer]).toEqual([200, `https://localhost:${port}`]);
    expect((await ask('/admin/clients')).status).toBe(404);
  });
});

describe('security.txt (RFC 9116)', () => {
  it('names whom to tell, and is good for half a year', async () => {
    const [{ address }] = kapu.nodes;
    const answer = await fetch(`${address}/.well-known/security.txt`, {
      headers: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': `localhost:${port}` },
    });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const body = await answer.text();
    expect(body.split('\n').slice(0, 2)).toEqual([
      'Contact: mailto:security@kapu.example',
      'Contact: https://kapu.example/security',
    ]);
    const [, expires = ''] = /^Expires: (.+)$/m.exec(body) ?? [];
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(178);
    expect(days).toBeLessThan(181);
    expect(body).toContain(`Canonical: https://localhost:${port}/.well-known/security.txt\n`);
  });
});
