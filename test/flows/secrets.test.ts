import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import supertest from 'supertest';
import { startPingWorkers } from '../../src/composition/background.ts';
import { cibaGrant, deviceGrant } from '../../src/configuration/grant-switches.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { hashOfIdentifier } from '../../src/storage/keyed-hash.ts';
import { codeAt } from '../support/authenticator.ts';
import { applyForPlus, Browser, givePassword } from '../support/citizen.ts';
import { conformanceProfile, initialAccessToken, Suite, suiteRedirect } from '../support/conformance.ts';
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
  const places = await everywhere(kapu);
  expectNowhere(secrets, places);

  // Nor does the dump say who has an account.
  for (const known of [citizen.username, 'anna@minta.example', 'Példa Mária', '+36301234567']) {
    expect(places.dump).not.toContain(known);
    expect(places.log).not.toContain(known);
  }
});

describe('ways in from elsewhere', () => {
  let open: Installation;

  beforeAll(async () => {
    const elsewhere = { subject_type: 'public' as const };
    open = await startInstallation({
      clients: [
        { ...elsewhere, client_id: 'television', grant_types: ['authorization_code', deviceGrant] },
        {
          ...elsewhere,
          client_id: 'office',
          grant_types: ['authorization_code', cibaGrant],
          backchannel_token_delivery_mode: 'ping',
          backchannel_client_notification_endpoint: 'https://127.0.0.1:1/pings',
        },
      ],
      config: { profile: conformanceProfile, grants: { device_flow: true, ciba: true } },
    });
  });

  afterAll(() => open.stop());

  it('nor do they hold what a device shows or keeps, what names a request, or what registers and manages a client', async () => {
    const citizen = await open.addCitizen();
    const browser = new Browser(open.issuer);
    await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
    const [tv, office] = [
      await RelyingParty.discover(open, 'television'),
      await RelyingParty.discover(open, 'office'),
    ];
    const begin = () => client.initiateDeviceAuthorization(tv.configuration, { scope: 'openid' });
    const [waiting, decided] = [await begin(), await begin()];
    const { pathname, search } = new URL(String(decided.verification_uri_complete));
    const typed = await browser.submit(await browser.open(pathname + search), '/device', {
      user_code: decided.user_code,
    });
    await browser.submit(typed, '/device', { confirm: 'yes' });
    const device = await client.genericGrantRequest(tv.configuration, deviceGrant, {
      device_code: decided.device_code,
    });

    const notificationToken = 'kanari-ertesitesi-token-0123456789';
    const asked = await client.initiateBackchannelAuthentication(office.configuration, {
      scope: 'openid',
      login_hint: citizen.username,
      binding_message: 'Kanári 77-88',
      client_notification_token: notificationToken,
    });
    await browser.submit(await browser.open('/fiok/keresek'), '/jovahagyas');
    const logger = createLogger(
      'debug',
      new Writable({ write: (line, _, done) => done(void open.log.push(String(line))) }),
    );
    const { provider, store } = open.nodes[0];
    const pings = startPingWorkers(
      provider,
      { config: open.config, store, logger },
      { pauseInMilliseconds: 20 },
    );
    await untilLogged(open, 'not pinged yet');
    await pings.stop();
    const approved = await client.genericGrantRequest(office.configuration, cibaGrant, {
      auth_req_id: asked.auth_req_id,
    });

    const initialAccess = await initialAccessToken(open, 5);
    const suite = await Suite.at(open);
    const { status, body: registered } = await suite.tryToRegister({}, initialAccess);
    expect(status).toBe(201);
    const managed = await supertest(open.issuer)
      .put(`/reg/${registered.client_id}`)
      .set('Authorization', `Bearer ${registered.registration_access_token}`)
      .send({ client_id: registered.client_id, redirect_uris: [suiteRedirect] });
    await supertest(open.issuer).post('/reg').set('Authorization', 'Bearer kanari-rossz-token').send({});

    const letters = (code: string) => code.replace('-', '');
    expectNowhere(
      {
        deviceCode: waiting.device_code,
        usedDeviceCode: decided.device_code,
        userCode: waiting.user_code,
        userCodeLetters: letters(waiting.user_code),
        // Whoever tries all codes must not find it by its hash either.
        hashOfUserCode: hashOfIdentifier(letters(waiting.user_code)),
        usedUserCode: decided.user_code,
        usedUserCodeLetters: letters(decided.user_code),
        deviceToken: device.access_token,
        requestId: asked.auth_req_id,
        notificationToken,
        bindingMessage: 'Kanári 77-88',
        approvedToken: approved.access_token,
        initialAccess,
        wrongInitialAccess: 'kanari-rossz-token',
        clientSecret: String(registered.client_secret),
        management: String(registered.registration_access_token),
        nextManagement: managed.body.registration_access_token,
      },
      await everywhere(open),
    );
  });
});

async function untilLogged({ log }: Installation, words: string): Promise<void> {
  for (let tries = 0; tries < 200 && !log.some((line) => line.includes(`"msg":"${words}`)); tries += 1) {
    await delay(25);
  }
  expect(log.filter((line) => line.includes(`"msg":"${words}`))).not.toEqual([]);
}

/** Where secrets could be found, by what it is. */
async function everywhere(
  installation: Installation,
): Promise<Record<'dump' | 'appendOnlyFile' | 'log', string>> {
  return {
    dump: await dumpOf(installation.nodes[0].store),
    appendOnlyFile: readAppendOnlyFile(installation),
    log: installation.log.join('\n'),
  };
}

function expectNowhere(secrets: Readonly<Record<string, string>>, places: Record<string, string>): void {
  expect(Object.values(secrets).every((value) => value.length >= 8)).toBe(true);
  for (const [place, text] of Object.entries(places)) {
    expect(text.length).toBeGreaterThan(1000);
    const found = Object.entries(secrets).filter(([, value]) => text.includes(value));
    expect({ place, found: found.map(([name]) => name) }).toEqual({ place, found: [] });
  }
}

function readAppendOnlyFile({ redisDirectory }: Installation): string {
  const directory = `${redisDirectory}/appendonlydir`;
  const manifest = readFileSync(`${directory}/appendonly.aof.manifest`, 'utf8');
  const files = [...manifest.matchAll(/^file (\S+)/gm)].map(([, name]) => name);
  return files.map((name) => readFileSync(`${directory}/${name}`, 'latin1')).join('');
}
