import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { codeAt } from '../support/authenticator.ts';
import { applyForPlus, Browser, givePassword } from '../support/citizen.ts';
import { dumpOf } from '../support/dump.ts';
import { type Installation, portalSecret, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let now = new Date(Date.now() - 20 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
});

afterAll(() => kapu.stop());

it('neither Redis nor the log holds a password, key, code, törlőkód, client secret, cookie or token in the clear', async () => {
  const portal = await RelyingParty.discover(kapu);
  const citizen = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  const secrets: Record<string, string> = {
    password: citizen.password,
    wrongPassword: 'kanári jelszó 123456',
    clientSecret: portalSecret,
  };

  await givePassword(browser, await browser.open((await portal.request()).address), {
    username: citizen.username,
    password: String(secrets.wrongPassword),
  });
  const request = await portal.pushedRequest({ acr_values: 'http://eidas.europa.eu/LoA/substantial' });
  const start = await givePassword(browser, await browser.open(request.address), citizen);
  const plus = await applyForPlus(kapu, browser, start, citizen.password, now);
  Object.assign(secrets, {
    totpKey: plus.secretKey,
    cancellationCode: plus.cancellationCode,
    cancellationCodeWithoutHyphens: plus.cancellationCode.replaceAll('-', ''),
    enrolmentCode: `"${codeAt(plus.secretKey, now)}"`,
    authorizationCode: answerOf(plus.page).code,
    codeVerifier: request.codeVerifier,
  });
  const tokens = await portal.redeem(plus.page, request);
  const refreshed = await client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token));
  await client.fetchUserInfo(portal.configuration, refreshed.access_token, String(tokens.claims()?.sub));

  now = new Date(now.getTime() + 60_000);
  const again = await portal.request({ prompt: 'login' });
  const codePage = await givePassword(browser, await browser.open(again.address), citizen);
  const code = codeAt(plus.secretKey, now);
  await browser.submit(codePage, '/code', { code });
  Object.assign(secrets, {
    code: `"${code}"`,
    accessToken: refreshed.access_token,
    refreshToken: refreshed.refresh_token,
    firstRefreshToken: tokens.refresh_token,
    idToken: refreshed.id_token,
    idTokenSignature: String(refreshed.id_token).split('.')[2],
  });
  for (const [name, value] of browser.cookies) {
    // The language is no secret.
    if (!name.includes('language') && value.length > 2) {
      secrets[`cookie ${name}`] = value;
    }
  }
  expect(Object.keys(secrets).filter((name) => name.startsWith('cookie')).length).toBeGreaterThan(1);
  expect(Object.values(secrets).every((value) => value.length >= 8)).toBe(true);

  const { store } = kapu.nodes[0];
  const places = {
    dump: await dumpOf(store),
    appendOnlyFile: readAppendOnlyFile(),
    log: kapu.log.join('\n'),
  };
  expect(places.dump.length).toBeGreaterThan(1000);
  expect(kapu.log.length).toBeGreaterThan(10);
  for (const [place, text] of Object.entries(places)) {
    const found = Object.entries(secrets).filter(([, value]) => text.includes(value));
    expect({ place, found: found.map(([name]) => name) }).toEqual({ place, found: [] });
  }

  // Nor does the dump say who has an account.
  for (const known of [citizen.username, 'anna@minta.example', 'Példa Mária', '+36301234567']) {
    expect(places.dump).not.toContain(known);
    expect(places.log).not.toContain(known);
  }
});

function readAppendOnlyFile(): string {
  const directory = `${kapu.redisDirectory}/appendonlydir`;
  const manifest = readFileSync(`${directory}/appendonly.aof.manifest`, 'utf8');
  const files = [...manifest.matchAll(/^file (\S+)/gm)].map(([, name]) => name);
  return files.map((name) => readFileSync(`${directory}/${name}`, 'latin1')).join('');
}
