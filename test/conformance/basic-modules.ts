/**
 * The modules of the conformance suite's basic plan (oidcc-basic-certification-test-plan), which the form post plan repeats with
 * another response mode. Each title begins with the module's own name; docs/conformance.md is the table of them.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as client from 'openid-client';
import supertest, { type Response } from 'supertest';
import { Browser, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { inputOf, jwt, ownKeys } from '../support/hostile-jwts.ts';
import {
  type Citizenship,
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { registryOn, sampleRegistration } from '../support/registry.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';

export type ResponseMode = 'default' | 'form_post';

const low = 'http://eidas.europa.eu/LoA/low';
const substantial = 'http://eidas.europa.eu/LoA/substantial';
const publicJwk = { ...ownKeys.publicKey.export({ format: 'jwk' }), alg: 'ES256', kid: 'own', use: 'sig' };

export function basicModules(responseMode: ResponseMode): void {
  let kapu: Installation;
  let portal: RelyingParty;
  let anna: Citizenship;
  /** Signed in once, for whatever needs a session. */
  let signedIn: Browser;
  let first: Tokens;
  /** Moves on with each sign-in, so that `auth_time` tells them apart; in the past, as the engine dates by the machine's clock. */
  let now = new Date(Date.now() - 50 * 60_000);

  beforeAll(async () => {
    kapu = await startInstallation({
      now: () => now,
      clients: [
        { client_id: 'post', token_endpoint_auth_method: 'client_secret_post' },
        { client_id: 'signer', jwks: { keys: [publicJwk] } },
        { client_id: 'second' },
      ],
    });
    portal = await RelyingParty.discover(kapu);
    anna = await kapu.addCitizen({ phone_number_verified: true });
    signedIn = new Browser(kapu.issuer);
    first = await tokensFor(signedIn);
  });

  afterAll(() => kapu.stop());

  afterEach(() => {
    jest.restoreAllMocks();
  });

  type Tokens = Awaited<ReturnType<RelyingParty['redeem']>>;

  const ofMode = (parameters: Record<string, string>): Record<string, string> =>
    responseMode === 'default' ? parameters : { ...parameters, response_mode: responseMode };

  const request = (parameters: Record<string, string> = {}, party = portal): Promise<AuthorizationRequest> =>
    party.request(ofMode(parameters));

  /** What came to the relying party's address, in whatever way. */
  function arrivedIn(back: Response): { answer: Record<string, string>; arrived: URL | Request } {
    if (responseMode === 'default') {
      return { answer: answerOf(back), arrived: new URL(String(back.headers.location)) };
    }
    const { action, fields } = formOf(back, portalRedirect);
    return {
      answer: fields,
      arrived: new Request(action, { method: 'POST', body: new URLSearchParams(fields) }),
    };
  }

  const isBack = (page: Response): boolean =>
    page.headers.location !== undefined || page.text.includes(`action="${portalRedirect}"`);

  /** Opens the request, signs in where that is asked for, and comes back. */
  async function authorize(browser: Browser, { address }: { address: string }): Promise<Response> {
    const page = await browser.open(address);
    return isBack(page) ? page : signInOn(browser, page);
  }

  function signInOn(browser: Browser, page: Response): Promise<Response> {
    now = new Date(now.getTime() + 5000);
    return givePassword(browser, page, anna, 'ugyfelkapu');
  }

  async function tokensFor(
    browser: Browser,
    parameters: Record<string, string> = {},
    party = portal,
  ): Promise<Tokens> {
    const asked = await request(parameters, party);
    return party.redeemAt(arrivedIn(await authorize(browser, asked)).arrived, asked);
  }

  /** By whoever is signed in already, without a question. */
  const silently = (parameters: Record<string, string> = {}): Promise<Tokens> =>
    tokensFor(signedIn, { prompt: 'none', ...parameters });

  async function errorOf(
    parameters: Record<string, string>,
    browser = signedIn,
  ): Promise<string | undefined> {
    return arrivedIn(await browser.open((await request(parameters)).address)).answer.error;
  }

  const personOf = (tokens: Tokens): Promise<client.UserInfoResponse> =>
    client.fetchUserInfo(portal.configuration, tokens.access_token, String(tokens.claims()?.sub));

  const tokenRequest = (fields: Record<string, string>, clientId = 'portal'): supertest.Test =>
    supertest(kapu.issuer).post('/token').auth(clientId, portalSecret).type('form').send(fields);

  /** A code that was issued to the portal, and what redeems it. */
  async function issuedCode(): Promise<Record<string, string>> {
    const asked = await request({ prompt: 'none' });
    const { code = '' } = arrivedIn(await signedIn.open(asked.address)).answer;
    return {
      grant_type: 'authorization_code',
      code,
      code_verifier: asked.codeVerifier,
      redirect_uri: portalRedirect,
    };
  }

  /** The engine's clock; what Redis keeps for a time is still there. */
  function laterBy(seconds: number): void {
    const real = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => real() + seconds * 1000);
  }

  async function isAlive(accessToken: string): Promise<boolean> {
    const answer = await supertest(kapu.issuer).get('/me').auth(accessToken, { type: 'bearer' });
    return answer.status === 200;
  }

  describe('the answer and the tokens', () => {
    it('oidcc-server: a code comes with state and iss, and is redeemed for tokens and personal data', async () => {
      const asked = await request();
      const { answer, arrived } = arrivedIn(await authorize(new Browser(kapu.issuer), asked));
      expect(Object.keys(answer).sort()).toEqual(['code', 'iss', 'state']);
      expect(answer).toMatchObject({ state: asked.state, iss: kapu.issuer });
      const tokens = await portal.redeemAt(arrived, asked);
      expect(tokens.token_type).toBe('bearer');
      expect(tokens.claims()).toMatchObject({ iss: kapu.issuer, aud: 'portal', nonce: asked.nonce });
      expect((await personOf(tokens)).sub).toBe(tokens.claims()?.sub);
    });

    it('oidcc-response-type-missing: without response_type there is an error and no code', async () => {
      const address = new URL((await request()).address);
      address.searchParams.delete('response_type');
      const { answer } = arrivedIn(await signedIn.open(address.href));
      expect(answer).toMatchObject({ error: 'invalid_request', iss: kapu.issuer });
      expect(answer.code).toBeUndefined();
    });

    it('oidcc-idtoken-signature: the ID token names its key, and that key verifies it', async () => {
      const token = String(first.id_token);
      expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
      const { jwks_uri = '' } = portal.configuration.serverMetadata();
      await jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), {
        issuer: kapu.issuer,
        audience: 'portal',
      });
    });

    it('oidcc-idtoken-unsigned: unsigned ID tokens are neither offered nor registered', async () => {
      const { id_token_signing_alg_values_supported: offered } = portal.configuration.serverMetadata();
      expect(offered).not.toContain('none');
      const outcome = await registryOn(kapu.nodes[0].store, kapu.sealer).add(
        { ...sampleRegistration, id_token_signed_response_alg: 'none' },
        { by: 'the test', now: new Date() },
      );
      expect(outcome.kind).toBe('refused');
    });

    it('oidcc-ensure-request-without-nonce-succeeds-for-code-flow: and the ID token has none', async () => {
      const address = new URL((await request({ prompt: 'none' })).address);
      address.searchParams.delete('nonce');
      const asked = await request({ prompt: 'none' });
      address.searchParams.set(
        'code_challenge',
        String(new URL(asked.address).searchParams.get('code_challenge')),
      );
      const { code = '' } = arrivedIn(await signedIn.open(address.href)).answer;
      const { body } = await tokenRequest({
        grant_type: 'authorization_code',
        code,
        code_verifier: asked.codeVerifier,
        redirect_uri: portalRedirect,
      });
      expect(decodeJwt(body.id_token)).not.toHaveProperty('nonce');
    });

    it('oidcc-ensure-request-with-valid-pkce-succeeds: and with a wrong verifier it does not', async () => {
      expect((await tokenRequest(await issuedCode())).status).toBe(200);
      const wrong = { ...(await issuedCode()), code_verifier: client.randomPKCECodeVerifier() };
      expect((await tokenRequest(wrong)).body.error).toBe('invalid_grant');
    });

    it('oidcc-server-client-secret-post: the secret may be in the body where that is registered', async () => {
      const party = await RelyingParty.discover(kapu, 'post', {
        authentication: client.ClientSecretPost(portalSecret),
      });
      expect((await tokensFor(signedIn, { prompt: 'none' }, party)).claims()?.aud).toBe('post');
    });

    it('oidcc-refresh-token: it is good for fresh tokens of the same subject, and for its own client alone', async () => {
      const { refresh_token = '' } = await silently();
      const refresh = { grant_type: 'refresh_token', refresh_token };
      expect((await tokenRequest(refresh, 'second')).body.error).toBe('invalid_grant');
      const mine = await silently();
      const fresh = await client.refreshTokenGrant(portal.configuration, String(mine.refresh_token));
      expect(fresh.claims()).toMatchObject({
        sub: first.claims()?.sub,
        auth_time: mine.claims()?.auth_time,
        aud: 'portal',
      });
      expect(fresh.access_token).not.toBe(mine.access_token);
    });
  });

  describe('a code', () => {
    it('oidcc-codereuse: that was redeemed is refused', async () => {
      const code = await issuedCode();
      expect((await tokenRequest(code)).status).toBe(200);
      const again = await tokenRequest(code);
      expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
    });

    it('oidcc-codereuse-30seconds: half a minute later as well, and the tokens of its first use end', async () => {
      const code = await issuedCode();
      const { body } = await tokenRequest(code);
      expect(await isAlive(body.access_token)).toBe(true);
      laterBy(31);
      expect((await tokenRequest(code)).body.error).toBe('invalid_grant');
      expect(await isAlive(body.access_token)).toBe(false);
    });
  });

  describe('personal data', () => {
    const expected = { sub: expect.any(String), name: 'Minta Anna', email: 'anna@minta.example' };

    it('oidcc-userinfo-get: by GET with the token in the header', async () => {
      const { status, body } = await supertest(kapu.issuer)
        .get('/me')
        .auth((await silently()).access_token, { type: 'bearer' });
      expect([status, body]).toEqual([200, expect.objectContaining(expected)]);
    });

    it('oidcc-userinfo-post-header: by POST with the token in the header', async () => {
      const { status, body } = await supertest(kapu.issuer)
        .post('/me')
        .auth((await silently()).access_token, { type: 'bearer' });
      expect([status, body]).toEqual([200, expect.objectContaining(expected)]);
    });

    it('oidcc-userinfo-post-body: by POST with the token in the body', async () => {
      const form = supertest(kapu.issuer)
        .post('/me')
        .type('form')
        .send({ access_token: (await silently()).access_token });
      const { status, body } = await form;
      expect([status, body]).toEqual([200, expect.objectContaining(expected)]);
    });

    it.each([
      [
        'oidcc-scope-profile',
        'openid profile',
        ['family_name', 'given_name', 'locale', 'name', 'preferred_username'],
      ],
      ['oidcc-scope-email', 'openid email', ['email', 'email_verified']],
      ['oidcc-scope-phone', 'openid phone', ['phone_number', 'phone_number_verified']],
      ['oidcc-ensure-other-scope-order-succeeds', 'email openid', ['email', 'email_verified']],
    ])('%s: the scope %s opens just its claims', async (_module, scope, claims) => {
      const person = await personOf(await silently({ scope }));
      expect(Object.keys(person).sort()).toEqual([...claims, 'sub'].sort());
    });

    it('oidcc-scope-all: every scope that is offered may be asked for at once', async () => {
      const { scopes_supported = [] } = portal.configuration.serverMetadata();
      const scope = scopes_supported.filter((name) => name !== 'offline_access').join(' ');
      const person = await personOf(await silently({ scope }));
      expect(person).toMatchObject({
        name: 'Minta Anna',
        phone_number: '+36301234567',
        birthdate: '1956-03-14',
      });
    });

    it('oidcc-scope-address: is not offered, and not given', async () => {
      expect(portal.configuration.serverMetadata().scopes_supported).not.toContain('address');
      const person = await personOf(await silently({ scope: 'openid address' }));
      expect(person).toEqual({ sub: first.claims()?.sub });
    });

    it('oidcc-claims-essential: a claim that is asked for by name is given', async () => {
      const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
      const person = await personOf(await silently({ scope: 'openid', claims }));
      expect(person).toEqual({ sub: first.claims()?.sub, name: 'Minta Anna' });
    });
  });

  describe('a request', () => {
    it.each([
      ['oidcc-display-page', { display: 'page' }],
      ['oidcc-display-popup', { display: 'popup' }],
      ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
      ['oidcc-claims-locales', { claims_locales: 'se' }],
      ['oidcc-ui-locales', { ui_locales: 'se' }],
      ['oidcc-login-hint', { login_hint: 'buffy@minta.example' }],
      ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: `1 2 ${low}` }],
    ])('%s: %j does not stop a sign-in', async (_module, parameters) => {
      const browser = new Browser(kapu.issuer);
      const tokens = await tokensFor(browser, parameters as unknown as Record<string, string>);
      expect(tokens.claims()).toMatchObject({ sub: first.claims()?.sub, acr: low });
    });

    it('oidcc-alternate-happy-flow: may name its parameters and scopes in another order', async () => {
      const asked = await request({ scope: 'email openid', prompt: 'none' });
      const backwards = [...new URL(asked.address).searchParams].reverse();
      const page = await signedIn.open(`/auth?${new URLSearchParams(backwards)}`);
      const person = await personOf(await portal.redeemAt(arrivedIn(page).arrived, asked));
      expect(person.email).toBe('anna@minta.example');
    });

    it('oidcc-ensure-post-request-succeeds: may be posted', async () => {
      const asked = await request();
      const browser = new Browser(kapu.issuer);
      const parameters = Object.fromEntries(new URL(asked.address).searchParams);
      const page = await browser.follow(await browser.post('/auth', parameters));
      const { arrived } = arrivedIn(await signInOn(browser, page));
      expect((await portal.redeemAt(arrived, asked)).claims()?.acr).toBe(low);
    });

    it('oidcc-ensure-registered-redirect-uri: with an address that is not registered ends on a page of ours', async () => {
      const { address } = await request({ redirect_uri: 'http://localhost:4999/callback?unregistered' });
      const page = await signedIn.open(address);
      expect([page.status, page.headers.location]).toEqual([400, undefined]);
      expect(titleOf(page)).toBe('A szolgáltatás kérése hibás');
      expect(page.text).not.toContain('name="code"');
    });

    it('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported: is rejected as unsupported', async () => {
      expect(await errorOf({ request_uri: 'https://rp.example/request.jwt' })).toBe(
        'request_uri_not_supported',
      );
    });

    it('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported: is refused', async () => {
      const asked = await request();
      const payload = { ...Object.fromEntries(new URL(asked.address).searchParams), aud: kapu.issuer };
      const unsigned = `${inputOf({ header: { alg: 'none' }, payload })}.`;
      expect(await errorOf({ request: unsigned })).toBe('invalid_request_object');
    });

    it('oidcc-ensure-request-object-with-redirect-uri: the one inside counts, and is judged', async () => {
      const signer = await RelyingParty.discover(kapu, 'signer');
      const { address } = await request({ client_id: 'signer' }, signer);
      const inside = {
        ...Object.fromEntries(new URL(address).searchParams),
        iss: 'signer',
        aud: kapu.issuer,
        exp: Math.floor(Date.now() / 1000) + 60,
        redirect_uri: 'http://localhost:4999/bad',
      };
      const object = jwt({ header: { alg: 'ES256', kid: 'own' }, payload: inside });
      const page = await signedIn.open(`${address}&request=${object}`);
      expect([page.status, page.headers.location]).toEqual([400, undefined]);
      expect(page.text).not.toContain('name="code"');
    });
  });

  describe('a session', () => {
    it('oidcc-prompt-login: is not enough for prompt=login, and auth_time moves on', async () => {
      const browser = new Browser(kapu.issuer);
      const before = await tokensFor(browser);
      const asked = await request({ prompt: 'login' });
      const page = await browser.open(asked.address);
      expect(isBack(page)).toBe(false);
      const after = await portal.redeemAt(arrivedIn(await signInOn(browser, page)).arrived, asked);
      expect(Number(after.claims()?.auth_time)).toBeGreaterThan(Number(before.claims()?.auth_time));
      expect(after.claims()?.sub).toBe(before.claims()?.sub);
    });

    it('oidcc-prompt-none-not-logged-in: is needed for prompt=none', async () => {
      expect(await errorOf({ prompt: 'none' }, new Browser(kapu.issuer))).toBe('login_required');
    });

    it('oidcc-prompt-none-logged-in: answers prompt=none by itself, of the same sign-in', async () => {
      const again = await silently();
      const { sub, auth_time } = first.claims() ?? {};
      expect(again.claims()).toMatchObject({ sub, auth_time });
    });

    it('oidcc-max-age-1: that is older is not enough, and auth_time moves on', async () => {
      const browser = new Browser(kapu.issuer);
      const before = await tokensFor(browser);
      const asked = await request({ max_age: '1' });
      const page = await browser.open(asked.address);
      expect(isBack(page)).toBe(false);
      const after = await portal.redeemAt(arrivedIn(await signInOn(browser, page)).arrived, asked);
      expect(Number(after.claims()?.auth_time)).toBeGreaterThan(Number(before.claims()?.auth_time));
    });

    it('oidcc-max-age-10000: that is younger is enough, and auth_time says so', async () => {
      const asked = await request({ max_age: '10000' });
      const page = await signedIn.open(asked.address);
      const again = await portal.redeemAt(arrivedIn(page).arrived, asked);
      expect(again.claims()?.auth_time).toBe(first.claims()?.auth_time);
    });

    it('oidcc-id-token-hint: of the person that is hinted at answers prompt=none', async () => {
      const again = await silently({ id_token_hint: String(first.id_token) });
      expect(again.claims()?.sub).toBe(first.claims()?.sub);
      const stranger = await kapu.addCitizen();
      const other = new Browser(kapu.issuer);
      const asked = await request();
      await givePassword(other, await other.open(asked.address), stranger, 'ugyfelkapu');
      const hint = { prompt: 'none', id_token_hint: String(first.id_token) };
      expect(await errorOf(hint, other)).toBe('login_required');
    });

    it('oidcc-ensure-request-with-acr-values-succeeds: of a lower level is stepped up, not passed off', async () => {
      const page = await signedIn.open((await request({ acr_values: substantial })).address);
      expect(isBack(page)).toBe(false);
    });
  });
}
