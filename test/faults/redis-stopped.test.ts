import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { type LocalRedis, startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, portalSecret, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let revived: LocalRedis | undefined;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(async () => {
  await kapu.stop();
  await revived?.stop();
});

async function readiness(): Promise<{ status: number; body: { reasons?: string[] } }> {
  return supertest(kapu.nodes[0].address).get('/health/ready');
}

/** Once it was tried again: at first it is only gone. */
async function reasonWith(text: string): Promise<string | undefined> {
  for (let tries = 0; tries < 50; tries += 1) {
    const reason = (await readiness()).body.reasons?.find((one) => one.includes(text));
    if (reason !== undefined) {
      return reason;
    }
    await delay(100);
  }
  return undefined;
}

it('Redis stopped in the middle of a sign-in: a kind 503, and the same browser goes on when it is back', async () => {
  const portal = await RelyingParty.discover(kapu);
  const anna = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const codePage = await givePassword(browser, await browser.open(request.address), anna);
  expect((await readiness()).status).toBe(200);

  await kapu.redis.stop();

  const answers = [
    await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) }),
    await browser.open((await portal.request()).address),
    await browser.open('/fiok'),
  ];
  for (const answer of answers) {
    expect([answer.status, titleOf(answer)]).toEqual([503, 'Most nem tudjuk kiszolgálni']);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.headers.location).toBeUndefined();
    expect(answer.text).not.toMatch(/redis|ECONN|at \S+\.[jt]s/i);
  }
  const token = await supertest(kapu.nodes[0].address)
    .post('/token')
    .set('Host', new URL(kapu.issuer).host)
    .auth('portal', portalSecret)
    .type('form')
    .send({ grant_type: 'refresh_token', refresh_token: 'x'.repeat(43) });
  expect([token.status, token.body.error]).toEqual([503, 'temporarily_unavailable']);
  const notReady = await readiness();
  expect(notReady.status).toBe(503);
  // In words that an operator knows, with no address and no path: anybody may ask.
  expect(notReady.body.reasons?.[0]).toBe('redis: Redis is away: kapu config check says why');
  expect(await reasonWith('ENOENT')).toBe('connections: kapu is away (ENOENT), kapu-news is away (ENOENT)');
  const alive = await supertest(kapu.nodes[0].address).get('/health/live');
  expect(alive.status).toBe(200);

  revived = await startLocalRedis(kapu.redisDirectory);
  for (let second = 0; second < 10 && (await readiness()).status !== 200; second += 1) {
    await delay(500);
  }

  const back = await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) });
  const tokens = await portal.redeem(back, request);
  expect(tokens.claims()?.amr).toContain('otp');
});
