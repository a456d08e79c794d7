/** oidcc-backchannel-rp-initiated-logout-certification-test-plan. Everything else about it is in test/flows and test/faults. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Browser, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { LogoutReceivers, type ReceivedLogout } from '../support/logout-receiver.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { mayTell, startTelling, type TellingLogouts } from '../support/telling-logouts.ts';

let kapu: Installation;
let parties: LogoutReceivers;
let telling: TellingLogouts;
let party: RelyingParty;

beforeAll(async () => {
  parties = new LogoutReceivers();
  await parties.start();
  kapu = await startInstallation({
    config: mayTell(parties.host),
    clients: [
      {
        client_id: 'told',
        backchannel_logout_uri: parties.addressOf('told'),
        backchannel_logout_session_required: true,
      },
    ],
  });
  telling = startTelling(kapu);
  party = await RelyingParty.discover(kapu, 'told');
});

afterAll(async () => {
  await telling.stop();
  await parties.stop();
  await kapu.stop();
});

async function untilTold(): Promise<ReceivedLogout> {
  const end = Date.now() + 60_000;
  while (parties.told.length === 0 && Date.now() < end) {
    await delay(20);
  }
  return parties.told[0] as ReceivedLogout;
}

it('oidcc-backchannel-logout-discovery-endpoint-verification: discovery says that it is there, with sessions', () => {
  expect(party.configuration.serverMetadata()).toMatchObject({
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    end_session_endpoint: `${kapu.issuer}/session/end`,
  });
});

it('oidcc-backchannel-rp-initiated-logout: a sign-out posts a logout token that says whose session ended', async () => {
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  const request = await party.request();
  const back = await givePassword(browser, await browser.open(request.address), anna, 'ugyfelkapu');
  const tokens = await party.redeem(back, request);
  const parameters = new URLSearchParams({
    id_token_hint: String(tokens.id_token),
    post_logout_redirect_uri: 'http://localhost:4999/',
    state: 'of-the-party',
  });
  const question = await browser.open(`/session/end?${parameters}`);
  const end = await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
  expect(end.headers.location).toBe('http://localhost:4999/?state=of-the-party');

  const { token, contentType } = await untilTold();
  expect(contentType).toBe('application/x-www-form-urlencoded');
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${kapu.issuer}/jwks`)), {
    issuer: kapu.issuer,
    audience: 'told',
    requiredClaims: ['iat', 'exp', 'jti'],
  });
  expect(payload).toMatchObject({
    sub: tokens.claims()?.sub,
    sid: tokens.claims()?.sid,
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  });
  expect(payload).not.toHaveProperty('nonce');
});
