/** What a node answers that takes no more connections, or whose Redis does nothing but a long script: 503, and never a fault. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { Browser, givePassword } from '../support/citizen.ts';
import { type Installation, portalSecret, startInstallation } from '../support/installation.ts';
import { connectPatiently } from '../support/redis.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({ numberOfNodes: 2 });
});

afterAll(() => kapu.stop());

it('a sign-in to the own pages that comes back while the node drains', async () => {
  const [, node] = kapu.nodes;
  const server = node?.server;
  // What is under way goes on by connections that were there before.
  const standing = createServer(node?.provider.callback()).listen(0, '127.0.0.1');
  await once(standing, 'listening');
  const browser = new Browser(kapu.issuer, `http://127.0.0.1:${(standing.address() as AddressInfo).port}`);
  const start = await browser.open('/fiok');
  server?.close();
  expect(server?.address()).toBeNull();
  const anna = await kapu.addCitizen();
  const answer = await givePassword(browser, start, anna, 'ugyfelkapu');
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(kapu.log.filter((line) => line.includes('"msg":"fault"'))).toEqual([]);

  // It goes on at another node, where nobody types a password again.
  const elsewhere = new Browser(kapu.issuer);
  elsewhere.stealCookiesOf(browser);
  expect((await elsewhere.open('/fiok')).text).toContain(anna.username);
  standing.close();
});

it('a Redis that is busy with a script: 503 with Retry-After, for people and programs', async () => {
  const other = await connectPatiently(kapu.redis.socket);
  const helper = await connectPatiently(kapu.redis.socket);
  await helper.config('SET', 'busy-reply-threshold', '20');
  const long = other.eval("while true do redis.call('PING') end", 0).catch((error: Error) => error.message);
  await delay(200);
  const [page, token] = await Promise.all([
    supertest(kapu.nodes[0].address).get('/fiok').set('Accept', 'text/html').set('Host', hostOf(kapu)),
    supertest(kapu.nodes[0].address)
      .post('/token')
      .set('Host', hostOf(kapu))
      .auth('portal', portalSecret)
      .type('form')
      .send({ grant_type: 'refresh_token', refresh_token: 'x'.repeat(43) }),
  ]);
  await helper.script('KILL');
  expect(await long).toMatch(/killed by user/i);
  expect([page.status, page.headers['retry-after']]).toEqual([503, '5']);
  expect([token.status, token.headers['retry-after'], token.body.error]).toEqual([
    503,
    '5',
    'temporarily_unavailable',
  ]);
  await Promise.all([other.quit(), helper.quit()]);
});

function hostOf({ issuer }: Installation): string {
  return new URL(issuer).host;
}
