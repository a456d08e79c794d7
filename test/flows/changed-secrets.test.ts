import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { createKapu } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { Secrets, Successors } from '../../src/configuration/secrets.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import { installationKey } from '../../src/storage/catalogue/operator-keys.ts';
import { openStore } from '../../src/storage/connection/open-store.ts';
import type { Store } from '../../src/storage/redis.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { quickArgon2 } from '../support/quick-argon2.ts';
import { connectPatiently } from '../support/redis.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
const stores: Store[] = [];
let now = new Date(Date.now() - 20 * 60_000);

beforeEach(async () => {
  kapu = await startInstallation({ now: () => now });
});

afterEach(async () => {
  for (const store of stores.splice(0)) {
    store.disconnect();
  }
  await kapu.stop();
});

/** The node comes back under its address, with other secrets. */
async function restartWith(secrets: Secrets): Promise<Config> {
  const config = { ...kapu.config, secrets };
  const [{ server, address }] = kapu.nodes;
  const logger = createLogger('silent');
  const store = await connectPatiently(kapu.redis.socket, logger);
  stores.push(store);
  const argon2 = await quickArgon2();
  const clocks = { now: () => now, storeClock: async () => now };
  const restarted = await createKapu({ config, store, logger, ...clocks, ownAddress: () => address, argon2 });
  server.removeAllListeners('request');
  server.on('request', restarted.callback());
  return config;
}

it('sealing and cookie keys change in three steps: nobody is signed out, and at the end the old one is not needed', async () => {
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
  const portal = await RelyingParty.discover(kapu);
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const codePage = await givePassword(browser, await browser.open(request.address), anna);
  const back = await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, now) });
  let tokens: client.TokenEndpointResponse = await portal.redeem(back, request);
  expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');

  async function nobodyNotices(): Promise<void> {
    expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
    const again = await portal.request();
    await portal.redeem(await browser.open(again.address), again);
    tokens = await client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token));
  }

  const { secrets } = kapu.config;
  const [oldSealing, freshSealing] = [...secrets.sealing_keys, { kid: 't2', key: randomBytes(32) }] as const;
  const [oldCookie = '', freshCookie] = [...secrets.cookie_keys, randomBytes(32).toString('base64url')];
  if (!oldSealing || !freshSealing || !freshCookie) {
    throw new Error('no keys');
  }
  await restartWith({
    ...secrets,
    sealing_keys: [oldSealing, freshSealing],
    cookie_keys: [oldCookie, freshCookie],
  });
  await nobodyNotices();
  const inFront = await restartWith({
    ...secrets,
    sealing_keys: [freshSealing, oldSealing],
    cookie_keys: [freshCookie, oldCookie],
  });
  await nobodyNotices();

  const { stdout } = await runKapu(inFront, 'keys', 'reseal');
  expect(stdout).toContain('values sealed anew with t2');
  expect(stdout).not.toContain('could not be sealed anew');
  await nobodyNotices();

  await restartWith({ ...secrets, sealing_keys: [freshSealing], cookie_keys: [freshCookie] });
  now = new Date(now.getTime() + 60_000);
  const later = new Browser(kapu.issuer);
  const page = await givePassword(later, await later.open('/fiok'), anna);
  await later.submit(page, '/code', { code: codeAt(anna.secretKey, now) });
  expect(titleOf(await later.open('/fiok'))).toBe('Fiókom');
});

async function signInAs(citizen: Citizenship, portal: RelyingParty): Promise<string | undefined> {
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const page = await browser.open(request.address);
  const back = await givePassword(browser, page, citizen, 'ugyfelkapu');
  return back.headers.location === undefined ? undefined : (await portal.redeem(back, request)).claims()?.sub;
}

const hashOf = async ({ id }: Citizenship): Promise<string> =>
  String(await kapu.nodes[0].store.hget(accountKey(id), 'password'));

it('the pepper changes at an instant: whoever signs in is hashed by the new one, and at the end the old one is not needed', async () => {
  const [bela, cecil] = [await kapu.addCitizen(), await kapu.addCitizen()];
  const portal = await RelyingParty.discover(kapu);
  const { secrets } = kapu.config;
  const fresh = { key: randomBytes(32), since: new Date(now.getTime() + 60_000) };
  const withBoth = await restartWith({ ...secrets, newer_peppers: [fresh] });
  const before = await hashOf(bela);
  expect(await signInAs(bela, portal)).toBeDefined();
  expect(await hashOf(bela)).toBe(before);

  now = new Date(now.getTime() + 120_000);
  expect(await signInAs(bela, portal)).toBeDefined();
  expect(await hashOf(bela)).toMatch(/^\$argon2id\$v=19\$[^$]*,keyid=[\w-]{12}\$/);
  expect(await signInAs(bela, portal)).toBeDefined();

  const counted = await runKapu(withBoth, 'keys', 'peppers');
  expect([counted.code, counted.stdout]).toEqual([2, expect.stringContaining('An older pepper is in use')]);
  const alone = { ...secrets, password_pepper: fresh.key };
  const early = await runKapu({ ...withBoth, secrets: alone }, 'keys', 'list');
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('password_pepper is another')]);
  expect((await runKapu(withBoth, 'keys', 'peppers', '--retire')).code).toBe(0);
  expect((await runKapu({ ...withBoth, secrets: alone }, 'keys', 'list')).code).toBe(0);
  await restartWith(alone);
  expect(await signInAs(bela, portal)).toBeDefined();
  expect(await signInAs(cecil, portal)).toBeUndefined();
});

it('a newer subject key names whoever comes later, and renames nobody', async () => {
  const portal = await RelyingParty.discover(kapu);
  const { secrets } = kapu.config;
  const bela = await kapu.addCitizen();
  const before = await signInAs(bela, portal);
  const fresh = { key: randomBytes(32), since: new Date(Date.now() + 1) };
  await delay(5);
  const cecil = await kapu.addCitizen();
  const byTheEldest = await signInAs(cecil, portal);
  await restartWith({ ...secrets, newer_subject_keys: [fresh] });
  expect(await signInAs(bela, portal)).toBe(before);
  expect(await signInAs(cecil, portal)).not.toBe(byTheEldest);
  await restartWith({ ...secrets, subject_key: fresh.key });
  expect(await signInAs(bela, portal)).not.toBe(before);
});

it('once a newer key counts, a secrets file without it is refused: what was made with it would be lost without a word', async () => {
  const { secrets } = kapu.config;
  const [past, future] = [new Date(Date.now() - 1000), new Date(Date.now() + 60 * 60_000)];
  const list = async (more: Partial<Secrets>) =>
    runKapu({ ...kapu.config, secrets: { ...secrets, ...more } }, 'keys', 'list');
  const refused = (name: string) => ({ code: 1, stderr: expect.stringContaining(`${name} lack one`) });

  // What was planned and given up before its instant binds nobody.
  expect((await list({ newer_index_keys: [{ key: randomBytes(32), since: future }] })).code).toBe(0);
  expect((await list({})).code).toBe(0);
  expect(Object.keys(await kapu.nodes[0].store.hgetall(installationKey()))).not.toContainEqual(
    expect.stringMatching(/^newer_/),
  );

  let own: Partial<Secrets> = {};
  for (const name of ['newer_index_keys', 'newer_peppers', 'newer_subject_keys'] as const) {
    const before = own;
    own = { ...own, [name]: [{ key: randomBytes(32), since: past }] };
    expect((await list(own)).code).toBe(0);
    const other = { ...own, [name]: [{ key: randomBytes(32), since: past }] };
    expect([await list(before), await list(other)]).toMatchObject([refused(name), refused(name)]);
    expect((await list(own)).code).toBe(0);
  }
});

it('a node that was forgotten when a newer key came is not ready from its instant on', async () => {
  const logger = createLogger('silent');
  const soon = { everyMilliseconds: 20, whenWrongMilliseconds: 20 };
  const settings = { ...kapu.config, redisUrl: kapu.redis.socket };
  const forgotten = await openStore(settings, logger, soon);
  const since = new Date(Date.now() + 1500);
  const newer_index_keys = [{ key: randomBytes(32), since }];
  await (
    await openStore({ ...settings, secrets: { ...settings.secrets, newer_index_keys } }, logger)
  ).close();
  let fault: unknown;
  while (fault === undefined && Date.now() < since.getTime() + 20_000) {
    fault = await forgotten.check().catch((error: unknown) => error);
    expect(fault === undefined || Date.now() >= since.getTime()).toBe(true);
    await delay(20);
  }
  expect(String(fault)).toContain('newer_index_keys lack one');
  await forgotten.close();
});

it('of three keys in a row the last alone is enough, once that was said', async () => {
  const { secrets } = kapu.config;
  const [second, third] = [2, 1].map((hours) => ({
    key: randomBytes(32),
    since: new Date(Date.now() - hours * 60 * 60_000),
  })) as [Successors[number], Successors[number]];
  const run = async (own: Partial<Secrets>, ...words: string[]) =>
    (await runKapu({ ...kapu.config, secrets: { ...secrets, ...own } }, 'keys', ...words)).code;
  const all = { newer_index_keys: [second, third] };
  expect(await run(all, 'index', '--retire')).toBe(0);
  expect(await run(all, 'list')).toBe(0);
  expect(await run({ index_key: second.key, newer_index_keys: [third] }, 'list')).toBe(0);
  expect(await run({ index_key: third.key }, 'list')).toBe(0);
  expect(await run({}, 'list')).toBe(1);
});
