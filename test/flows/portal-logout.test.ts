/** The sample portal is told when somebody signs out at the provider, and believes nobody else. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { createPortal } from '../../demo/portal/portal.ts';
import { createFirstSigningKeys } from '../../src/oidc/keys/first-signing-keys.ts';
import { createSigningKeyHome } from '../../src/oidc/keys/signing-key-home.ts';
import { createSigningKeyStore } from '../../src/oidc/keys/signing-key-store.ts';
import { Browser, givePassword } from '../support/citizen.ts';
import {
  type Citizenship,
  type Installation,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { mayTell, startTelling, type TellingLogouts } from '../support/telling-logouts.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const clientId = 'e-ugyintezes';

let kapu: Installation;
let portal: Server;
let portalUrl: string;
let telling: TellingLogouts;
let anna: Citizenship;
let at: { provider: Browser; portal: Browser };

beforeAll(async () => {
  portal = createServer();
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  const host = `localhost:${(portal.address() as AddressInfo).port}`;
  portalUrl = `http://${host}`;
  kapu = await startInstallation({
    config: mayTell(host),
    clients: [
      {
        client_id: clientId,
        redirect_uris: [`${portalUrl}/callback`],
        post_logout_redirect_uris: [`${portalUrl}/`],
        backchannel_logout_uri: `${portalUrl}/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
  });
  const { issuer } = kapu;
  const settings = { portalUrl, issuer, clientId, clientSecret: portalSecret, now: () => new Date() };
  portal.on('request', createPortal(settings).callback());
  telling = startTelling(kapu);
  anna = await kapu.addCitizen();
  at = await signIn();
});

afterAll(async () => {
  await telling.stop();
  portal.closeAllConnections();
  portal.close();
  await kapu.stop();
});

async function signIn(): Promise<{ provider: Browser; portal: Browser }> {
  const browsers = { provider: new Browser(kapu.issuer), portal: new Browser(portalUrl) };
  const away = await browsers.portal.get('/sign-in');
  const page = await browsers.provider.open(String(away.headers.location));
  const back = await givePassword(browsers.provider, page, anna, 'ugyfelkapu');
  await browsers.portal.open(String(back.headers.location));
  return browsers;
}

async function isSignedIn(browser: Browser): Promise<boolean> {
  return (await browser.get('/kijelentkezes')).status === 200;
}

async function untilSignedOut(browser: Browser): Promise<void> {
  const end = Date.now() + 60_000;
  while (await isSignedIn(browser)) {
    if (Date.now() > end) {
      throw new Error('still signed in at the portal');
    }
    await delay(50);
  }
}

describe('somebody who signs out', () => {
  it('of one device is signed out at the portal there, and stays signed in elsewhere', async () => {
    const [desk, phone] = [await signIn(), await signIn()];
    expect([await isSignedIn(desk.portal), await isSignedIn(phone.portal)]).toEqual([true, true]);
    const question = await phone.provider.open('/session/end');
    await phone.provider.submit(question, '/session/end/confirm', { logout: 'yes' });
    await untilSignedOut(phone.portal);
    expect(await isSignedIn(desk.portal)).toBe(true);

    await desk.provider.open('/fiok');
    await desk.provider.submit(await desk.provider.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
    await untilSignedOut(desk.portal);
    // Tokens of the second in which everything ended do not count.
    await delay(1100);
    at = await signIn();
    expect(await isSignedIn(at.portal)).toBe(true);
  });
});

describe('a logout token', () => {
  const all: JWTPayload = { events: { [event]: {} } };

  async function say(token: string): Promise<{ status: number; error: unknown }> {
    const answer = await fetch(`${portalUrl}/backchannel-logout`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = await answer.text();
    return { status: answer.status, error: text ? JSON.parse(text).error : undefined };
  }

  async function sign(
    claims: JWTPayload,
    { typ = 'logout+jwt', aud = clientId, age = 0, life = 120, key = undefined as Key | undefined } = {},
  ): Promise<string> {
    const { keys } = await createFirstSigningKeys(
      createSigningKeyStore(kapu.nodes[0].store, kapu.sealer),
      createSigningKeyHome(undefined),
    );
    const jwk = keys.find(({ alg }) => alg === 'ES256')?.privateKey;
    const iat = Math.floor(Date.now() / 1000) - age;
    return new SignJWT({ sub: 'nobody', jti: crypto.randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: String(jwk?.kid), typ })
      .setIssuer(claims.iss ?? kapu.issuer)
      .setAudience(aud)
      .setIssuedAt(iat)
      .setExpirationTime(iat + life)
      .sign(key ?? (await importJWK(jwk as object, 'ES256')));
  }

  type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

  it('of the provider about somebody who is not there is taken, once', async () => {
    const token = await sign(all);
    expect(await say(token)).toEqual({ status: 200, error: undefined });
    expect(await say(token)).toEqual({ status: 400, error: 'invalid_request' });
  });

  it.each([
    ['for another relying party', all, { aud: 'portal' }],
    ['of another issuer', { ...all, iss: 'https://evil.example' }, {}],
    ['that is an ID token', all, { typ: 'JWT' }],
    ['about nothing', {}, {}],
    ['about something else', { events: { 'https://example.com/event': {} } }, {}],
    ['with a nonce', { ...all, nonce: 'n' }, {}],
    ['without an id', { ...all, jti: undefined }, {}],
    ['about nobody', { ...all, sub: undefined }, {}],
    ['that is over', all, { age: 300, life: 100 }],
    ['that is old but long-lived', all, { age: 3600, life: 86_400 }],
    ['from the future', all, { age: -3600 }],
  ])('%s is refused', async (_, claims, how) => {
    expect(await say(await sign(claims, how))).toEqual({ status: 400, error: 'invalid_request' });
  });

  it('of somebody else, without a signature, or that is none, is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect((await say(await sign(all, { key: privateKey }))).status).toBe(400);
    const [, payload] = (await sign(all)).split('.');
    const none = Buffer.from('{"alg":"none","typ":"logout+jwt"}').toString('base64url');
    for (const token of [`${none}.${payload}.`, 'x', '', 'a.b.c', 'x'.repeat(5000)]) {
      expect((await say(token)).status).toBe(400);
    }
  });

  it('signs nobody out when it is refused', async () => {
    expect(await isSignedIn(at.portal)).toBe(true);
  });

  it.each([
    ['JSON', 'application/json', '{}'],
    ['too much', 'application/x-www-form-urlencoded', `logout_token=${'x'.repeat(20_000)}`],
  ])('in a body that is %s is refused, and no fault', async (_, type, body) => {
    const init = { method: 'POST', headers: { 'Content-Type': type }, body };
    const answer = await fetch(`${portalUrl}/backchannel-logout`, init);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
});
