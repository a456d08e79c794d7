/**
 * What the OpenID Foundation's plans for the Implicit OP and the Hybrid OP check, by the names of their modules, in the profile
 * `conformance`. The plans run their modules once for each response type; so do these, where it makes a difference.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createLocalJWKSet,
  decodeJwt,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import supertest from 'supertest';
import { Browser, formOf } from '../support/citizen.ts';
import { answerIn, conformanceProfile, type Metadata, Suite, suiteRedirect } from '../support/conformance.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

const implicitTypes = ['id_token', 'id_token token'] as const;
const hybridTypes = ['code id_token', 'code token', 'code id_token token'] as const;
const everyType = [...implicitTypes, ...hybridTypes] as const;

type ResponseType = (typeof everyType)[number];

let kapu: Installation;
let suite: Suite;
let jwks: JSONWebKeySet;
/** One for each response type, with a browser in which the citizen is signed in. */
const clients = new Map<ResponseType, Metadata>();
let browser: Browser;

beforeAll(async () => {
  kapu = await startInstallation({ config: { profile: conformanceProfile } });
  suite = await Suite.at(kapu);
  jwks = (await supertest(kapu.issuer).get('/jwks')).body;
  browser = new Browser(kapu.issuer);
  for (const type of everyType) {
    clients.set(type, await suite.register({ response_types: [type], client_name: type }));
  }
});

afterAll(() => kapu.stop());

function clientOf(type: ResponseType): Metadata {
  return clients.get(type) ?? {};
}

function authorize(type: ResponseType, parameters: Record<string, string> = {}, at: Browser = browser) {
  return suite.authorize(clientOf(type), { response_type: type, nonce: 'n-0S6', ...parameters }, at);
}

async function verified(jwt: string | undefined, type: ResponseType) {
  const expected = { issuer: kapu.issuer, audience: String(clientOf(type).client_id) };
  return jwtVerify<JWTPayload & { at_hash?: string; c_hash?: string; nonce?: string }>(
    jwt ?? '',
    createLocalJWKSet(jwks),
    expected,
  );
}

/** OpenID Connect Core §3.3.2.11, for RS256. */
function halfHash(value: string | undefined): string {
  return createHash('sha256').update(String(value)).digest().subarray(0, 16).toString('base64url');
}

/** Two seconds later than that by the clock of the provider: `auth_time` and `max_age` are in whole ones. */
async function secondsAfter(authTime: unknown): Promise<void> {
  while (Date.now() / 1000 < Number(authTime) + 2) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const has = (type: ResponseType, part: string): boolean => type.split(' ').includes(part);

describe.each(everyType)('response_type=%s', (type) => {
  it('oidcc-server, oidcc-idtoken-signature: answers in the fragment with what was asked, and nothing else', async () => {
    const back = await suite.signIn(
      clientOf(type),
      { response_type: type, nonce: 'n-0S6', scope: 'openid profile' },
      new Browser(kapu.issuer),
    );
    expect(String(back.headers.location)).toMatch(new RegExp(`^${suiteRedirect}#`));
    const answer = answerIn(back);
    expect(answer.state).toBe('a-state');
    // An ID token says it itself.
    expect(answer.iss).toBe(has(type, 'id_token') ? undefined : kapu.issuer);
    expect(['code', 'id_token', 'access_token'].filter((member) => member in answer)).toEqual(
      ['code', 'id_token', 'token']
        .filter((part) => has(type, part))
        .map((part) => (part === 'token' ? 'access_token' : part)),
    );
    if (has(type, 'id_token')) {
      const { payload, protectedHeader } = await verified(answer.id_token, type);
      expect(protectedHeader.alg).toBe('RS256');
      expect(payload.nonce).toBe('n-0S6');
      expect(payload.at_hash).toBe(has(type, 'token') ? halfHash(answer.access_token) : undefined);
      expect(payload.c_hash).toBe(has(type, 'code') ? halfHash(answer.code) : undefined);
      expect('nickname' in payload).toBe(type === 'id_token');
    }
    if (has(type, 'token')) {
      expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: '600' });
    }
    if (has(type, 'code')) {
      const { status, body } = await suite.redeem(clientOf(type), answer.code ?? '');
      expect(status).toBe(200);
      const { payload } = await verified(String(body.id_token), type);
      expect(payload.nonce).toBe('n-0S6');
    }
  });

  it('oidcc-response-type-missing', async () => {
    const query = new URLSearchParams({
      client_id: String(clientOf(type).client_id),
      redirect_uri: suiteRedirect,
      scope: 'openid',
      state: 'a-state',
    });
    const answer = answerIn(await browser.open(`/auth?${query}`));
    expect([answer.error, answer.state]).toEqual(['invalid_request', 'a-state']);
  });

  it('a response type for which it is not registered is refused', async () => {
    const other = everyType.find((one) => one !== type) ?? type;
    const answer = await suite.authorize(clientOf(type), { response_type: other, nonce: 'n' }, browser);
    expect(answer.error).toBe('invalid_request');
  });

  it(
    has(type, 'id_token')
      ? 'oidcc-ensure-request-without-nonce-fails'
      : 'oidcc-ensure-request-without-nonce-succeeds-for-code-flow: where no ID token comes by the browser',
    async () => {
      const answer = await suite.authorize(clientOf(type), { response_type: type }, browser);
      expect([answer.error, answer.code !== undefined]).toEqual(
        has(type, 'id_token') ? ['invalid_request', false] : [undefined, true],
      );
    },
  );

  it('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported', async () => {
    const answer = await authorize(type, { request_uri: 'https://suite.minta.example/request.jwt' });
    expect([answer.error, answer.state]).toEqual(['request_uri_not_supported', 'a-state']);
  });

  it('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported', async () => {
    const { client_id } = clientOf(type);
    const request = new UnsecuredJWT({
      client_id,
      response_type: type,
      scope: 'openid',
      nonce: 'n',
    }).encode();
    const answer = await authorize(type, { request });
    expect([answer.error, answer.state]).toEqual(['invalid_request_object', 'a-state']);
  });

  it('oidcc-ensure-request-object-with-redirect-uri: what is signed counts', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'signer' }] };
    const client = await suite.register({ response_types: [type], jwks });
    const signed = {
      client_id: client.client_id,
      response_type: type,
      scope: 'openid',
      nonce: 'n',
      state: 'signed',
    };
    const request = await new SignJWT({ ...signed, redirect_uri: suiteRedirect })
      .setProtectedHeader({ alg: 'RS256', kid: 'signer' })
      .setIssuer(String(client.client_id))
      .setAudience(kapu.issuer)
      .setExpirationTime('5m')
      .sign(privateKey);
    const elsewhere = `${suiteRedirect}/elsewhere`;
    const back = await suite.authorize(
      client,
      { response_type: type, request, redirect_uri: elsewhere },
      browser,
    );
    expect([back.state, back.error]).toEqual(['signed', undefined]);
  });

  it('oidcc-prompt-none-logged-in, oidcc-prompt-none-not-logged-in', async () => {
    expect((await authorize(type)).error).toBeUndefined();
    expect((await authorize(type, { prompt: 'none' })).error).toBeUndefined();
    const stranger = await authorize(type, { prompt: 'none' }, new Browser(kapu.issuer));
    expect([stranger.error, stranger.state]).toEqual(['login_required', 'a-state']);
  });

  it('oidcc-ensure-registered-redirect-uri', async () => {
    const page = await suite
      .signIn(
        clientOf(type),
        { response_type: type, nonce: 'n', redirect_uri: `${suiteRedirect}/not-registered` },
        new Browser(kapu.issuer),
      )
      .catch(() => undefined);
    expect(page?.headers.location).toBeUndefined();
  });

  it('form_post: the answer is posted, by a page that needs no script (the form post plans)', async () => {
    const page = await suite.signIn(
      clientOf(type),
      { response_type: type, nonce: 'n', response_mode: 'form_post' },
      browser,
    );
    const { fields } = formOf(page, suiteRedirect);
    expect(Object.keys(fields)).toEqual(
      expect.arrayContaining(type.split(' ').map((part) => (part === 'token' ? 'access_token' : part))),
    );
  });

  it('answers are never in the query, where servers would log them', async () => {
    const answer = await suite.signIn(
      clientOf(type),
      { response_type: type, nonce: 'n', response_mode: 'query' },
      browser,
    );
    const { location = '' } = answer.headers;
    expect(location).toContain('error=invalid_request');
    expect(location).not.toMatch(/[?&#](code|id_token|access_token)=/);
  });
});

describe.each(['code id_token token', 'id_token token'] as const)('personal data with %s', (type) => {
  const standard = {
    profile: [
      'name',
      'family_name',
      'given_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'updated_at',
    ],
    email: ['email', 'email_verified'],
    address: ['address'],
    phone: ['phone_number', 'phone_number_verified'],
  };
  const everything = Object.values(standard).flat();

  it.each([
    ['oidcc-scope-profile', 'openid profile', standard.profile],
    ['oidcc-scope-email', 'openid email', standard.email],
    ['oidcc-scope-address', 'openid address', standard.address],
    ['oidcc-scope-phone', 'openid phone', standard.phone],
    ['oidcc-scope-all', 'openid profile email address phone', everything],
    ['the same in another order', 'phone address openid email profile', everything],
  ])('%s', async (_, scope, claims) => {
    const { access_token } = await authorize(type, { scope });
    const { status, body } = await suite.userinfo(access_token);
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['sub', ...claims].sort());
    expect(body).toMatchObject(scope.includes('profile') ? { updated_at: expect.any(Number) } : {});
    expect(body).toMatchObject(scope.includes('address') ? { address: { country: 'HU' } } : {});
  });

  it('oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body: the same person', async () => {
    const { access_token = '', id_token } = await authorize(type);
    const { sub } = (await verified(id_token, type)).payload;
    const bearer = `Bearer ${access_token}`;
    const answers = [
      await supertest(kapu.issuer).get('/me').set('Authorization', bearer),
      await supertest(kapu.issuer).post('/me').set('Authorization', bearer),
      await supertest(kapu.issuer).post('/me').type('form').send({ access_token }),
    ];
    expect(answers.map(({ status, body }) => [status, body.sub])).toEqual(Array(3).fill([200, sub]));
  });

  it('oidcc-claims-essential', async () => {
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
    const { access_token } = await authorize(type, { scope: 'openid', claims });
    expect(Object.keys((await suite.userinfo(access_token)).body).sort()).toEqual(['name', 'sub']);
  });

  it('oidcc-prompt-login, oidcc-max-age-1, oidcc-max-age-10000, oidcc-id-token-hint: auth_time tells', async () => {
    const own = new Browser(kapu.issuer);
    const signedIn = async (parameters: Record<string, string>) =>
      (await verified((await authorize(type, parameters, own)).id_token, type)).payload;
    const { id_token = '' } = await authorize(type, { max_age: '10000' }, own);
    const first = (await verified(id_token, type)).payload;
    const hinted = await signedIn({ prompt: 'none', id_token_hint: id_token, max_age: '10000' });
    expect([hinted.sub, hinted.auth_time]).toEqual([first.sub, first.auth_time]);
    await secondsAfter(first.auth_time);
    const old = await authorize(type, { prompt: 'none', max_age: '1' }, own);
    expect(old.error).toBe('login_required');
    const second = await signedIn({ max_age: '1' });
    expect([second.sub, Number(second.auth_time) > Number(first.auth_time)]).toEqual([first.sub, true]);
    await secondsAfter(second.auth_time);
    const third = await signedIn({ prompt: 'login' });
    expect([third.sub, Number(third.auth_time) > Number(second.auth_time)]).toEqual([first.sub, true]);
  });

  it.each([
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['oidcc-display-page', { display: 'page' }],
    ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-ui-locales', { ui_locales: 'en hu' }],
    ['oidcc-claims-locales', { claims_locales: 'se' }],
    ['oidcc-login-hint', { login_hint: 'nobody@minta.example' }],
    ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: 'http://eidas.europa.eu/LoA/low' }],
  ])('%s', async (_, parameters) => {
    const answer = await authorize(type, parameters);
    expect((await verified(answer.id_token, type)).payload.acr).toBe('http://eidas.europa.eu/LoA/low');
  });
});

describe('Hybrid OP', () => {
  it.each(hybridTypes)('oidcc-codereuse, with %s: the second use ends what the first gave', async (type) => {
    const { code = '' } = await authorize(type);
    const first = await suite.redeem(clientOf(type), code);
    const second = await suite.redeem(clientOf(type), code);
    expect([first.status, second.status, second.body.error]).toEqual([200, 400, 'invalid_grant']);
    expect((await suite.userinfo(first.body.access_token)).status).toBe(401);
  });

  it.each(hybridTypes)('oidcc-ensure-request-with-valid-pkce-succeeds, with %s', async (type) => {
    const code_verifier = 'v'.repeat(50);
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const asked = { code_challenge, code_challenge_method: 'S256' };
    const { code = '' } = await authorize(type, asked);
    expect((await suite.redeem(clientOf(type), code)).body.error).toBe('invalid_grant');
    const { code: next = '' } = await authorize(type, asked);
    expect((await suite.redeem(clientOf(type), next, { code_verifier })).status).toBe(200);
  });

  it.each(hybridTypes)('oidcc-refresh-token, with %s: fresh tokens for the same person', async (type) => {
    const grants = { grant_types: ['authorization_code', 'refresh_token'] };
    const client = await suite.register({ response_types: [type], ...grants });
    const { code = '' } = await suite.authorize(client, { response_type: type, nonce: 'n' });
    const first = await suite.redeem(client, code);
    const form = { grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) };
    const { status, body } = await suite.token(client, form);
    const subjects = [first, { body }].map(({ body: { id_token } }) => decodeJwt(String(id_token)).sub);
    expect([status, subjects[1]]).toEqual([200, subjects[0]]);
  });

  it('a client that asked for PKCE at its registration cannot do without', async () => {
    const client = await suite.register({ response_types: ['code id_token'], require_pkce: true });
    const answer = await suite.authorize(client, { response_type: 'code id_token', nonce: 'n' });
    expect(answer.error).toBe('invalid_request');
  });

  it('oidcc-server-client-secret-post', async () => {
    const type = 'code id_token';
    const metadata = { response_types: [type], token_endpoint_auth_method: 'client_secret_post' };
    const client = await suite.register(metadata);
    const { code = '' } = await suite.authorize(client, { response_type: type, nonce: 'n' });
    const form = { grant_type: 'authorization_code', code, redirect_uri: suiteRedirect };
    const { client_id, client_secret } = client as Record<string, string>;
    const { status } = await supertest(kapu.issuer)
      .post('/token')
      .type('form')
      .send({ ...form, client_id, client_secret });
    expect(status).toBe(200);
  });
});

it('the implicit types are registered for https alone, and never for this machine', async () => {
  for (const address of ['http://127.0.0.1:4999/callback', 'https://localhost/callback']) {
    const { status, body } = await suite.tryToRegister({
      response_types: ['id_token token'],
      redirect_uris: [address],
    });
    expect([address, status, body.error]).toEqual([address, 400, 'invalid_redirect_uri']);
  }
});

it('nothing of it met a fault of ours', () => {
  expect(kapu.log.filter((line) => line.includes('"fault"'))).toEqual([]);
});
