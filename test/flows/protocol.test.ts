import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, type Plus, titleOf } from '../support/citizen.ts';
import {
  type Citizenship,
  type Installation,
  portalRedirect,
  startInstallation,
} from '../support/installation.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';

const low = 'http://eidas.europa.eu/LoA/low';
const substantial = 'http://eidas.europa.eu/LoA/substantial';
const high = 'http://eidas.europa.eu/LoA/high';

let kapu: Installation;
let portal: RelyingParty;
/** Moves on by a step for every code, so that each is fresh; in the past, since the engine dates by the machine's clock. */
let now = new Date(Date.now() - 50 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({
    now: () => now,
    clients: [
      { client_id: 'strict', minimum_assurance: 'substantial' },
      { client_id: 'neighbour', redirect_uris: ['https://neighbour.example:4998/callback'] },
      { client_id: 'narrow', scope: 'openid email' },
      { client_id: 'never-recent', default_max_age: 0 },
    ],
  });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

function freshCode({ secretKey }: Plus): string {
  now = new Date(now.getTime() + 60_000);
  return codeAt(secretKey, now);
}

/** Signs in with name, password and code, up to the redirect back. */
async function signIn(
  browser: Browser,
  request: AuthorizationRequest,
  citizen: Citizenship & Plus,
): Promise<Response> {
  const codePage = await givePassword(browser, await browser.open(request.address), citizen);
  return browser.submit(codePage, '/code', { code: freshCode(citizen) });
}

async function citizenWithPlus(): Promise<Citizenship & Plus> {
  return enrolledCitizen(kapu, new Date(now.getTime() - 120_000));
}

describe('a relying party, by configuration alone', () => {
  it('finds what it needs in discovery', async () => {
    const metadata = portal.configuration.serverMetadata();
    expect(metadata.acr_values_supported).toEqual([low, substantial, 'phr']);
    expect(metadata.code_challenge_methods_supported).toEqual(['S256']);
    expect(metadata.response_types_supported).toEqual(['code']);
    expect(metadata.ui_locales_supported).toEqual(['hu', 'en']);
    expect(metadata.authorization_response_iss_parameter_supported).toBe(true);
  });

  it('pushes its request, and gets tokens, data, a refresh, a revocation and a sign-out', async () => {
    const anna = await citizenWithPlus();
    const browser = new Browser(kapu.issuer);
    const request = await portal.pushedRequest({ acr_values: substantial });
    const back = await signIn(browser, request, anna);
    expect(answerOf(back)).toMatchObject({ state: request.state, iss: kapu.issuer });

    const tokens = await portal.redeem(back, request);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ acr: substantial, amr: ['pwd', 'otp', 'mfa'], nonce: request.nonce });
    expect(claims?.auth_time).toBe(Math.floor(now.getTime() / 1000));

    const person = await client.fetchUserInfo(portal.configuration, tokens.access_token, String(claims?.sub));
    expect(person).toMatchObject({
      name: 'Minta Anna',
      birth_given_name: 'Anna Mária',
      place_of_birth: { locality: expect.stringMatching(/^Budapest /) },
      email: 'anna@minta.example',
      phone_number: '+36301234567',
    });

    const refreshed = await client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token));
    expect(refreshed.claims()).toMatchObject({
      sub: claims?.sub,
      acr: substantial,
      auth_time: claims?.auth_time,
    });
    const known = await client.tokenIntrospection(portal.configuration, refreshed.access_token);
    expect(known).toMatchObject({ active: true, sub: claims?.sub, client_id: 'portal' });

    await client.tokenRevocation(portal.configuration, String(refreshed.refresh_token));
    await expect(
      client.refreshTokenGrant(portal.configuration, String(refreshed.refresh_token)),
    ).rejects.toThrow();

    const signOutAddress = client.buildEndSessionUrl(portal.configuration, {
      id_token_hint: String(refreshed.id_token),
      post_logout_redirect_uri: 'http://localhost:4999/',
      state: 'signed-out',
    });
    const question = await browser.open(signOutAddress.href);
    expect(titleOf(question)).toBe('Kijelentkezik?');
    const signedOut = await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
    expect(signedOut.headers.location).toBe('http://localhost:4999/?state=signed-out');
    const silent = await browser.open((await portal.request({ prompt: 'none' })).address);
    expect(answerOf(silent)).toMatchObject({ error: 'login_required' });
  });

  it('loses its tokens when the citizen signs out', async () => {
    const anna = await citizenWithPlus();
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const tokens = await portal.redeem(await signIn(browser, request, anna), request);
    const question = await browser.open(`${kapu.issuer}/session/end?id_token_hint=${tokens.id_token}`);
    await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
    const known = await client.tokenIntrospection(portal.configuration, tokens.access_token);
    expect(known.active).toBe(false);
    await expect(
      client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token)),
    ).rejects.toThrow();
  });

  it('knows a citizen by another subject than its neighbour does', async () => {
    const anna = await citizenWithPlus();
    const neighbour = await RelyingParty.discover(kapu, 'neighbour');
    const browser = new Browser(kapu.issuer);
    const first = await portal.request();
    const here = await portal.redeem(await signIn(browser, first, anna), first);
    const second = await neighbour.request({ redirect_uri: 'https://neighbour.example:4998/callback' });
    const there = await neighbour.redeem(await browser.open(second.address), second);
    expect(there.claims()?.sub).not.toBe(here.claims()?.sub);
    expect([here, there].map((tokens) => tokens.claims()?.sub)).not.toContain(anna.id);
  });

  it('is told only what it is registered for', async () => {
    const anna = await citizenWithPlus();
    const narrow = await RelyingParty.discover(kapu, 'narrow');
    const browser = new Browser(kapu.issuer);
    const tooMuch = await browser.open((await narrow.request({ scope: 'openid natural_person' })).address);
    expect(answerOf(tooMuch)).toMatchObject({ error: 'invalid_scope', scope: 'natural_person' });
    expect(kapu.log.join('')).toContain('requested scope is not allowed: natural_person');
    const claims = JSON.stringify({ userinfo: { birthdate: { essential: true }, email: null } });
    const request = await narrow.request({ scope: 'openid email', claims });
    const tokens = await narrow.redeem(await signIn(browser, request, anna), request);
    const person = await client.fetchUserInfo(
      narrow.configuration,
      tokens.access_token,
      String(tokens.claims()?.sub),
    );
    expect(person).toEqual({ sub: tokens.claims()?.sub, email: 'anna@minta.example', email_verified: true });
  });
});

describe('assurance', () => {
  it('is raised by a code alone when a session has too little', async () => {
    const browser = new Browser(kapu.issuer);
    const cili = await kapu.addCitizen();
    const first = await portal.request();
    const page = await browser.open(first.address);
    const before = await portal.redeem(await givePassword(browser, page, cili, 'ugyfelkapu'), first);
    expect(before.claims()?.acr).toBe(low);
    const second = await portal.request({ acr_values: substantial });
    const application = await browser.open(second.address);
    expect(titleOf(application)).toBe('Ügyfélkapu+ igénylése');
  });

  it('follows the stricter of acr_values, the essential claim and the registered minimum', async () => {
    const anna = await citizenWithPlus();
    const strict = await RelyingParty.discover(kapu, 'strict');
    const essential = (value: string) => JSON.stringify({ id_token: { acr: { essential: true, value } } });
    const requests: [RelyingParty, Record<string, string>][] = [
      [portal, { acr_values: low, claims: essential(substantial) }],
      [portal, { acr_values: substantial, claims: essential(low) }],
      [portal, { acr_values: high }],
      [strict, { acr_values: low }],
      [strict, {}],
    ];
    for (const [party, parameters] of requests) {
      const browser = new Browser(kapu.issuer);
      const request = await party.request(parameters);
      const page = await browser.open(request.address);
      expect(titleOf(page)).toBe('Bejelentkezés Ügyfélkapu+ használatával');
      const codePage = await givePassword(browser, page, anna);
      const back = await browser.submit(codePage, '/code', { code: freshCode(anna) });
      const tokens = await party.redeem(back, request);
      expect(tokens.claims()?.acr).toBe(substantial);
    }
  });

  it('that is essential and out of reach is refused, that is unknown and voluntary is not', async () => {
    const browser = new Browser(kapu.issuer);
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: [high, 'urn:other'] } } });
    const refused = await browser.open((await portal.request({ claims })).address);
    expect(answerOf(refused)).toMatchObject({ error: 'unmet_authentication_requirements' });
    const asked = await browser.open((await portal.request({ acr_values: 'urn:other' })).address);
    expect(titleOf(asked)).toBe('Hogyan szeretne bejelentkezni?');
  });

  it('of a better session is reported as it is', async () => {
    const anna = await citizenWithPlus();
    const browser = new Browser(kapu.issuer);
    const first = await portal.request();
    await signIn(browser, first, anna);
    const second = await portal.request({ acr_values: low, prompt: 'none' });
    const tokens = await portal.redeem(await browser.open(second.address), second);
    expect(tokens.claims()?.acr).toBe(substantial);
  });

  it('cannot be raised in silence', async () => {
    const cili = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const first = await portal.request();
    await givePassword(browser, await browser.open(first.address), cili, 'ugyfelkapu');
    const silent = await browser.open(
      (await portal.request({ prompt: 'none', acr_values: substantial })).address,
    );
    expect(answerOf(silent)).toMatchObject({ error: 'interaction_required' });
  });
});

describe('a request of a relying party', () => {
  it('with prompt=login or a passed max_age asks for password and code again', async () => {
    const anna = await citizenWithPlus();
    const browser = new Browser(kapu.issuer);
    const first = await portal.request();
    const before = await portal.redeem(await signIn(browser, first, anna), first);
    const requests: Record<string, string>[] = [{ prompt: 'login' }, { max_age: '10' }];
    for (const parameters of requests) {
      const request = await portal.request(parameters);
      const tokens = await portal.redeem(await signIn(browser, request, anna), request);
      expect(Number(tokens.claims()?.auth_time)).toBeGreaterThan(Number(before.claims()?.auth_time));
    }
    const patient = await portal.request({ max_age: '36000', prompt: 'none' });
    await portal.redeem(await browser.open(patient.address), patient);
  });

  it('of one that registered a default_max_age of 0 always asks for password and code again', async () => {
    const anna = await citizenWithPlus();
    const browser = new Browser(kapu.issuer);
    await signIn(browser, await portal.request(), anna);
    const request = await (await RelyingParty.discover(kapu, 'never-recent')).request();
    expect(titleOf(await browser.open(request.address))).toBe('Hogyan szeretne bejelentkezni?');
  });

  it('with prompt=none and nobody signed in is answered login_required', async () => {
    const silent = await new Browser(kapu.issuer).open((await portal.request({ prompt: 'none' })).address);
    expect(answerOf(silent)).toMatchObject({ error: 'login_required', iss: kapu.issuer });
  });

  it('with prompt=consent is not stopped by a page that nobody needs', async () => {
    const anna = await citizenWithPlus();
    const request = await portal.request({ prompt: 'consent' });
    await portal.redeem(await signIn(new Browser(kapu.issuer), request, anna), request);
  });

  it('chooses the language by ui_locales, and the citizen may change it', async () => {
    const browser = new Browser(kapu.issuer);
    const page = await browser.open((await portal.request({ ui_locales: 'de en-GB hu' })).address);
    expect(titleOf(page)).toBe('How do you want to sign in?');
    expect(page.text).toContain('Sample portal');
    const [switched = ''] = page.text.match(/\/interaction\/[^"]+lang=hu/) ?? [];
    expect(titleOf(await browser.open(switched))).toBe('Hogyan szeretne bejelentkezni?');
  });

  it('fills in the name that login_hint suggests', async () => {
    const request = await portal.request({ login_hint: 'minta.anna', acr_values: substantial });
    const page = await new Browser(kapu.issuer).open(request.address);
    expect(page.text).toMatch(/<input[^>]*id="username"[^>]*value="minta\.anna"/);
  });

  it('goes back to a registered redirect URI only', async () => {
    const mutations = [
      `${portalRedirect}/`,
      `${portalRedirect}?x=1`,
      `${portalRedirect}#x`,
      portalRedirect.replace('localhost', 'localhost.evil.example'),
      portalRedirect.replace('http://', 'https://'),
      `http://localhost:4999@evil.example/callback`,
      'javascript:alert(1)',
      '//evil.example/callback',
    ];
    for (const redirect_uri of mutations) {
      const page = await new Browser(kapu.issuer).open((await portal.request({ redirect_uri })).address);
      expect([page.status, page.headers.location, titleOf(page)]).toEqual([
        400,
        undefined,
        'A szolgáltatás kérése hibás',
      ]);
    }
  });

  it('without PKCE, or with the plain method, is refused', async () => {
    const { address } = await portal.request();
    const without = new URL(address);
    without.searchParams.delete('code_challenge');
    without.searchParams.delete('code_challenge_method');
    const plain = new URL(address);
    plain.searchParams.set('code_challenge_method', 'plain');
    for (const changed of [without, plain]) {
      const back = await new Browser(kapu.issuer).open(changed.href);
      expect(answerOf(back)).toMatchObject({ error: 'invalid_request' });
    }
  });
});
