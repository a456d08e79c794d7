import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { acrOf } from '../../src/assurance/levels.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { sealingUsesKey } from '../../src/storage/catalogue/operator-keys.ts';
import { countSeals } from '../../src/storage/seal-count.ts';
import { costOfRequest } from '../../src/throttle/turns/peoples-turns.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, type Plus } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { askedOf, PasskeyDevice } from '../support/passkey-device.ts';
import { countCommands, countWrites, quietBackground } from '../support/redis-costs.ts';
import { type AuthorizationRequest, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation(quietBackground);
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

interface Costs {
  readonly roundTrips: number;
  /** Of a citizen's request, on average. */
  readonly ofARequest: number;
  readonly commands: number;
}

/** Of a sign-in with password and code, its tokens, and a refresh. */
async function costsOfSignIn(parameters: Record<string, string> = {}): Promise<Costs> {
  const anna = await enrolledCitizen(kapu);
  const request = await portal.request(parameters);
  let trips = { roundTrips: 0, ofARequest: 0 };
  const commands = await countCommands(kapu.nodes[0].store, async () => {
    trips = await signIn(anna, request);
  });
  return { ...trips, commands };
}

async function signIn(
  anna: Citizenship & Plus,
  request: AuthorizationRequest,
): Promise<Omit<Costs, 'commands'>> {
  const browser = new Browser(kapu.issuer);
  const { store, server } = kapu.nodes[0];
  const writes = countWrites(store);
  let requests = 0;
  const count = (): unknown => (requests += 1);
  server.on('request', count);
  const back = await comeBack(browser, anna, request);
  server.off('request', count);
  const ofARequest = writes() / requests;
  await refresh(await portal.redeem(back, request));
  return { roundTrips: writes(), ofARequest };
}

async function comeBack(
  browser: Browser,
  anna: Citizenship & Plus,
  { address }: AuthorizationRequest,
): Promise<Response> {
  const page = await givePassword(browser, await browser.open(address), anna);
  return browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
}

/** With a passkey of a citizen who has signed in with it before. */
async function roundTripsByPasskey(): Promise<number> {
  const device = new PasskeyDevice({ origin: kapu.issuer });
  const anna = await enrolledCitizen(kapu);
  const own = new Browser(kapu.issuer);
  const codePage = await givePassword(own, await own.open('/fiok/azonositokulcsok'), anna);
  const list = await own.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) });
  await own.submit(list, '/fiok/azonositokulcsok/uj', { credential: device.make(askedOf(list)) });
  const signInByPasskey = async (): Promise<void> => {
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const page = await browser.open(request.address);
    await portal.redeem(
      await browser.submit(page, '/passkey', { credential: device.sign(askedOf(page)) }),
      request,
    );
  };
  await signInByPasskey();
  const writes = countWrites(kapu.nodes[0].store);
  await signInByPasskey();
  return writes();
}

let costs: Costs;

it('a sign-in with its method page, the token and a refresh take at most 15 round trips to Redis', async () => {
  // The first one loads the scripts into a fresh Redis.
  await costsOfSignIn();
  costs = await costsOfSignIn();
  expect(costs.roundTrips).toBeLessThanOrEqual(15);
  expect(costs.roundTrips).toBeGreaterThan(10);
});

it('and at most 17 commands', () => {
  expect(costs.commands).toBeLessThanOrEqual(17);
  expect(costs.commands).toBeGreaterThan(13);
});

it('a request of a person takes as many as their turns were computed with, within a tenth', () => {
  expect(costs.ofARequest).toBeLessThanOrEqual(1.1 * costOfRequest.roundTrips);
  expect(costs.ofARequest).toBeGreaterThanOrEqual(0.9 * costOfRequest.roundTrips);
});

it('where the relying party demands a code there is no method page, and 14 with 16 commands', async () => {
  const { roundTrips, commands } = await costsOfSignIn({ acr_values: acrOf('substantial') });
  expect(roundTrips).toBe(14);
  expect(commands).toBe(16);
});

it('userinfo takes at most 3: the token, what it names, and what was given to whom', async () => {
  const anna = await enrolledCitizen(kapu);
  const request = await portal.request();
  const back = await comeBack(new Browser(kapu.issuer), anna, request);
  const { access_token } = await portal.redeem(back, request);
  const ask = (): Promise<object> =>
    client.fetchUserInfo(portal.configuration, access_token, client.skipSubjectCheck);
  await ask();
  const writes = countWrites(kapu.nodes[0].store);
  expect(await ask()).toMatchObject({ name: 'Minta Anna' });
  expect(writes()).toBe(3);
});

it('a sign-in with a passkey and its token take at most 7', async () => {
  const ofOne = await roundTripsByPasskey();
  expect(ofOne).toBeLessThanOrEqual(7);
  expect(ofOne).toBeGreaterThan(5);
});

/** What docs/inventories.md says of how soon a sealing key is used up. */
const published =
  /: some (\d+) million sign-ins with password, code, token and a refresh \((\d+) seals, and (\d+) for each further refresh\)/;

it('a sign-in and a refresh seal as often as is published, and a key is enough for as many', async () => {
  const inventories = readFileSync(resolve(import.meta.dirname, '../../docs/inventories.md'), 'utf8');
  const [, millions, ofSignIn, ofRefresh] = (published.exec(inventories) ?? []).map(Number);
  const anna = await enrolledCitizen(kapu);
  const request = await portal.request();
  const before = await sealsCounted();
  const tokens = await portal.redeem(await comeBack(new Browser(kapu.issuer), anna, request), request);
  const fresh = await refresh(tokens);
  const after = await sealsCounted();
  await refresh(fresh);
  expect(after - before).toBe(ofSignIn);
  expect((await sealsCounted()) - after).toBe(ofRefresh);
  expect(millions).toBe(Math.floor(2 ** 32 / (after - before) / 1e7) * 10);
});

function refresh({ refresh_token }: client.TokenEndpointResponse): Promise<client.TokenEndpointResponse> {
  return client.refreshTokenGrant(portal.configuration, String(refresh_token));
}

/** By every key, as operators are told. */
async function sealsCounted(): Promise<number> {
  const { store } = kapu.nodes[0];
  await countSeals(store, createLogger('silent'));
  return (await store.hvals(sealingUsesKey())).map(Number).reduce((sum, times) => sum + times, 0);
}
