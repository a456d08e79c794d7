/** Whoever calls the issuer's host by another spelling meets the issuer, and whoever calls another meets nobody. */
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
