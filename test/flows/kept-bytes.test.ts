/** What is kept for nobody is limited in bytes as well, however few errands it is: for a site of many networks, a browser, a service. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import {
  errandLimits,
  keptForAccount,
  keptForClient,
  keptForDevice,
  type Limit,
} from '../../src/throttle/limits.ts';
import { Browser, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const perMinute = 600;
const { kept } = errandLimits(perMinute);
let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({ config: { signInStartsPerMinute: perMinute, trustProxy: true } });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

async function beginFrom(address: string): Promise<number> {
  const { pathname, search } = new URL((await portal.request({ state: 's'.repeat(3400) })).address);
  const answer = await supertest(kapu.issuer)
    .get(`${pathname}${search}`)
    .set('X-Forwarded-For', address)
    .redirects(0);
  return answer.status;
}

it('a /48 with all its networks makes us keep a million bytes in five minutes, and others begin meanwhile', async () => {
  const { store } = kapu.nodes[0];
  const memory = async (): Promise<number> =>
    Number(/used_memory:(\d+)/.exec(await store.info('memory'))?.[1]);
  await beginFrom('203.0.113.1');
  const before = await memory();
  let begun = 0;
  // Each from another /56.
  while (begun < 2 * perMinute && (await beginFrom(`2001:db8:7:${begun.toString(16)}00::1`)) === 303) {
    begun += 1;
  }
  // Fewer than it might begin, by the number of them.
  expect(begun).toBeGreaterThan(50);
  expect(begun).toBeLessThan(kept.most[48] / 3400);
  expect((await memory()) - before).toBeLessThan(1.2 * kept.most[48]);
  expect(await beginFrom('2001:db8:8::1')).toBe(303);
});

async function pushed(): Promise<number> {
  return portal.pushedRequest().then(
    () => 201,
    (error: { status: number }) => error.status,
  );
}

/** The counter of whoever asked just now is as full as may be. */
async function fill(pattern: string, { most }: Limit): Promise<void> {
  const { store } = kapu.nodes[0];
  const [key = '', ...more] = await store.keys(pattern);
  expect([key !== '', more]).toEqual([true, []]);
  await store.set(key as never, String(most - 1), 'KEEPTTL');
}

it('a relying party that pushes its requests', async () => {
  expect(await pushed()).toBe(201);
  await fill('kept-of-client:*', keptForClient);
  expect(await pushed()).toBe(429);
});

it('a browser that somebody signed in with before', async () => {
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open((await portal.request()).address), anna, 'ugyfelkapu');
  const [, device = ''] = browser.cookies.findLast(([name]) => name === 'kapu_device') ?? [];
  const begin = async (): Promise<number> =>
    (
      await supertest(kapu.issuer)
        .get(pathOf((await portal.request()).address))
        .set('Cookie', `kapu_device=${device}`)
        .redirects(0)
    ).status;
  expect(await begin()).toBe(303);
  await fill('kept-of-device:*', keptForDevice);
  expect(await begin()).toBe(429);
});

it('a citizen who is signed in', async () => {
  const bela = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open((await portal.request()).address), bela, 'ugyfelkapu');
  const begin = async (): Promise<number> =>
    (await browser.open((await portal.request({ prompt: 'login' })).address)).status;
  expect(await begin()).toBe(200);
  await fill('kept-of-account:*', keptForAccount);
  expect(await begin()).toBe(429);
});

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}
