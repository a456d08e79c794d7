/** Whoever calls the issuer's host by another spelling meets the issuer, and whoever calls another meets nobody. */
import { createConnection } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Koa from 'koa';
import supertest from 'supertest';
import { hostGuard } from '../../../src/web/request/host-guard.ts';
import { type Installation, startInstallation } from '../../support/installation.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({ config: { issuer: 'https://kapu.example', trustProxy: true } });
});

afterAll(() => kapu.stop());

const behindProxy = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.1' };
const discovery = '/.well-known/openid-configuration';

it.each([
  { Host: 'kapu.example' },
  { Host: 'kapu.example:443' },
  { Host: 'KAPU.Example' },
  { Host: 'Kapu.example:443' },
  { Host: '127.0.0.1:3000', 'X-Forwarded-Host': 'KAPU.example:443' },
])('%j is the issuer’s, and is announced as the issuer writes it', async (headers) => {
  const { status, body } = await supertest(kapu.nodes[0].address)
    .get(discovery)
    .set({ ...behindProxy, ...headers });
  expect(status).toBe(200);
  expect(body.token_endpoint).toBe('https://kapu.example/token');
  expect(JSON.stringify(body)).not.toMatch(/KAPU|Kapu\.|:443/);
});

it.each(['kapu.example:444', 'kapu.example.', 'kapu.example/x', 'evil.example', 'kapu.example#', ' '])(
  '%j is not',
  async (host) => {
    const answer = await supertest(kapu.nodes[0].address)
      .get(discovery)
      .set({ ...behindProxy, 'X-Forwarded-Host': host });
    expect(answer.status).toBe(421);
  },
);

it('and neither is the same host without TLS', async () => {
  const answer = await supertest(kapu.nodes[0].address)
    .get(discovery)
    .set({ ...behindProxy, Host: 'kapu.example:443', 'X-Forwarded-Proto': 'http' });
  expect(answer.status).toBe(421);
});

it('whoever reads the host behind the guard reads it as the issuer writes it', async () => {
  const app = new Koa({ proxy: true });
  app.use(hostGuard('https://kapu.example'));
  app.use((ctx) => {
    ctx.body = [ctx.host, ctx.href, ctx.get('host')];
  });
  const headers = { ...behindProxy, Host: 'KAPU.example:443', 'X-Forwarded-Host': 'Kapu.example' };
  const { body } = await supertest(app.callback()).get('/').set(headers);
  expect(body).toEqual(['kapu.example', 'https://kapu.example/', 'kapu.example']);
});

/** As one who writes the whole address in the request line (RFC 9112 §3.2.2). */
function askWhole(target: string, host: string): Promise<string> {
  const { port } = new URL(kapu.nodes[0].address);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = createConnection(Number(port), '127.0.0.1')
      .on('data', (more) => {
        answer += more;
      })
      .on('end', () => resolve(answer))
      .on('error', reject);
    const proxied = Object.entries(behindProxy).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${proxied.join('')}Connection: close\r\n\r\n`);
  });
}

it.each([
  ['https://kapu.example/.well-known/openid-configuration?x=1', 'kapu.example'],
  ['HTTPS://KAPU.example:443/.well-known/openid-configuration', 'kapu.example'],
])('%s with Host %s is the issuer’s', async (target, host) => {
  const answer = await askWhole(target, host);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('"token_endpoint":"https://kapu.example/token"');
  expect(answer).not.toMatch(/evil|KAPU/);
});

it('and not where Host names another: whatever stands before us may have looked at that one alone', async () => {
  expect(await askWhole('https://kapu.example/', 'evil.example')).toMatch(/^HTTP\/1\.1 421 /);
});

it.each([
  'https://evil.example/.well-known/openid-configuration',
  'http://kapu.example/.well-known/openid-configuration',
  'https://kapu.example:444/.well-known/openid-configuration',
  'https://evil.example@kapu.example/.well-known/openid-configuration',
  'https://kapu.example@evil.example/.well-known/openid-configuration',
  'https:kapu.example/.well-known/openid-configuration',
  'https:\\\\kapu.example/.well-known/openid-configuration',
  'ftp://kapu.example/',
  '*',
])('%s is not', async (target) => {
  expect(await askWhole(target, 'kapu.example')).toMatch(/^HTTP\/1\.1 (421|400) /);
});

it('of a whole address its path is what is asked for, a root without a slash too', async () => {
  expect(await askWhole('https://kapu.example', 'kapu.example')).toMatch(/\r\nLocation: \/fiok\r\n/i);
  const page = await askWhole('https://kapu.example//evil.example/x?lang=en', 'kapu.example');
  expect(page).not.toMatch(/href="(https:)?\/\/evil/);
  expect(page).toMatch(/^HTTP\/1\.1 404 /);
});
