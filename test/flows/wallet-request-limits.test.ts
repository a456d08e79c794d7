/** How often wallets may ask and answer: for a sign-in, and for none. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { requestsOfWallets, unknownPresentations } from '../../src/throttle/limits.ts';
import { Browser } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { makeWalletWorld, type WalletWorld } from '../support/known-wallet.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;
let wallets: WalletWorld;

beforeAll(async () => {
  wallets = await makeWalletWorld();
  kapu = await startInstallation({ config: { walletVerifier: wallets.settings, trustProxy: true } });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

interface Visit {
  readonly browser: Browser;
  readonly link: string;
  /** Where the wallet fetches what it is asked. */
  readonly path: string;
}

async function askWallet(): Promise<Visit> {
  const browser = new Browser(kapu.issuer);
  const methods = await browser.open((await portal.request()).address);
  const [way = ''] = methods.text.match(/\/interaction\/[^"]+\?method=digitalis-allampolgar(?=")/) ?? [];
  const asked = await browser.submit(await browser.open(way), '/wallet/start', { device: 'same-device' });
  const [, found = ''] = /href="(openid4vp:[^"]+)"/.exec(asked.text) ?? [];
  const link = found.replaceAll('&amp;', '&');
  const address = new URLSearchParams(link.slice(link.indexOf('?') + 1)).get('request_uri') ?? '';
  return { browser, link, path: new URL(address).pathname };
}

function fetchFrom(address: string, path: string): supertest.Test {
  return supertest(kapu.issuer).get(path).set('X-Forwarded-For', address);
}

function answerFrom(address: string, path: string, text = ''): supertest.Test {
  return supertest(kapu.issuer)
    .post(path)
    .set('X-Forwarded-For', address)
    .type('form')
    .send(`response=x${text}`);
}

it('for one sign-in twenty times, from wherever; then neither is anything signed nor read, and no other sign-in waits', async () => {
  const [watched, other] = [await askWallet(), await askWallet()];
  const answers = watched.path.replace('request', 'response');
  const statuses: number[] = [];
  for (let time = 0; time < requestsOfWallets.most; time += 1) {
    const from = `192.0.2.${time}`;
    const { status } = await (time % 2 ? answerFrom(from, answers) : fetchFrom(from, watched.path));
    statuses.push(status);
  }
  expect([...new Set(statuses)].sort()).toEqual([200, 400]);
  // More than it would take, were it read.
  const tooLong = 'x'.repeat(200_000);
  for (const refused of [
    await fetchFrom('192.0.2.200', watched.path),
    await answerFrom('192.0.2.201', answers, tooLong),
  ]) {
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({ error: 'invalid_request', error_description: 'too-many' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(requestsOfWallets.seconds);
  }
  expect((await fetchFrom('192.0.2.200', other.path)).status).toBe(200);
});

it('for no sign-in so often from one network; what comes on top is not read, not recorded, and holds up no wallet that is waited for', async () => {
  const anna = await kapu.addCitizen();
  const wallet = await wallets.walletOf(kapu, anna.id);
  const { browser, link } = await askWallet();
  const from = '2001:db8:7::1';
  const most = unknownPresentations.most[64];
  for (let time = 0; time < most; time += 1) {
    const { status } = await fetchFrom(from, `/vp/request/${time}`);
    expect(status).toBe(404);
  }
  const { store } = kapu.nodes[0];
  const recorded = (): Promise<number> => store.xlen('audit:arrivals');
  const before = { keys: await store.dbsize(), recorded: await recorded() };
  for (let time = 0; time < 30; time += 1) {
    const refused = await answerFrom(from, `/vp/response/${time}`, 'x'.repeat(time === 0 ? 200_000 : 1));
    expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([429, true]);
  }
  expect(await store.dbsize()).toBeLessThanOrEqual(before.keys + 1);
  expect(await recorded()).toBeLessThanOrEqual(before.recorded);

  // The wallet of somebody behind the same address.
  wallet.address = from;
  const request = await wallet.open(link);
  const { body } = await wallet.answer(request);
  expect(answerOf(await browser.open(body.redirect_uri ?? '')).code).toBeTruthy();
});
