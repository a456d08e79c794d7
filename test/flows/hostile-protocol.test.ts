/**
 * Attacks on the protocol itself (RFC 9700, RFC 8725), as tables: each is refused with the standard's error, none is a fault of
 * the server, and nothing secret is logged. A client library would not send these, so they are made by hand.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import supertest, { type Response } from 'supertest';
import { agree, Browser, givePassword, titleOf } from '../support/citizen.ts';
import { hostileVariants, jwt, ownKeys, type Parts } from '../support/hostile-jwts.ts';
import {
  type Citizenship,
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';

const megabyte = 'x'.repeat(1024 * 1024);
const publicJwk = ownKeys.publicKey.export({ format: 'jwk' });
const jwks = { keys: [{ ...publicJwk, alg: 'ES256', kid: 'own', use: 'sig' }] };

let kapu: Installation;
let portal: RelyingParty;
let citizen: Citizenship;
/** Whatever was sent that must not be found in the log. */
const secrets = new Set<string>([portalSecret]);

beforeAll(async () => {
  kapu = await startInstallation({
    numberOfNodes: 2,
    clients: [
      { client_id: 'key', client_secret: undefined, token_endpoint_auth_method: 'private_key_jwt', jwks },
      { client_id: 'signer', jwks },
      { client_id: 'neighbour', redirect_uris: ['http://localhost:4998/callback'] },
      { client_id: 'dpop', dpop_bound_access_tokens: true },
      { client_id: 'public', client_secret: undefined, token_endpoint_auth_method: 'none' },
    ],
  });
  portal = await RelyingParty.discover(kapu);
  citizen = await kapu.addCitizen();
});

afterAll(() => kapu.stop());

afterEach(() => {
  const log = kapu.log.join('\n');
  const leaked = [...secrets].filter((secret) => secret.length > 20 && log.includes(secret));
  expect(leaked).toEqual([]);
  expect(kapu.log.filter((line) => line.includes('"fault"'))).toEqual([]);
});

const inASecond = (): number => Math.floor(Date.now() / 1000);

function tokenRequest(fields: Record<string, string>, node = 0): supertest.Test {
  for (const [name, value] of Object.entries(fields)) {
    // The log says which address was refused.
    if (name !== 'redirect_uri') {
      secrets.add(value);
    }
  }
  return supertest(kapu.nodes[node]?.address ?? '')
    .post('/token')
    .set('Host', new URL(kapu.issuer).host)
    .type('form')
    .send(fields)
    .ok(() => true);
}

async function signIn(request: AuthorizationRequest): Promise<Response> {
  const browser = new Browser(kapu.issuer);
  return agree(
    browser,
    await givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu'),
  );
}

/** A code that was issued, and what redeems it. */
async function issuedCode(
  parameters: Record<string, string> = {},
): Promise<{ code: string; code_verifier: string; redirect_uri: string; grant_type: string }> {
  const request = await portal.request(parameters);
  const { code = '' } = answerOf(await signIn(request));
  return {
    grant_type: 'authorization_code',
    code,
    code_verifier: request.codeVerifier,
    redirect_uri: parameters.redirect_uri ?? portalRedirect,
  };
}

describe('a client assertion', () => {
  const goodAssertion = (): Parts => ({
    header: { alg: 'ES256', kid: 'own', typ: 'JWT' },
    payload: {
      iss: 'key',
      sub: 'key',
      aud: kapu.issuer,
      jti: randomUUID(),
      iat: inASecond(),
      exp: inASecond() + 60,
    },
  });

  const send = (client_assertion: string, node = 0): supertest.Test =>
    tokenRequest(
      {
        grant_type: 'refresh_token',
        refresh_token: 'a token that does not exist',
        client_assertion,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      },
      node,
    );

  it('that is right passes, once, on whatever node', async () => {
    const assertion = jwt(goodAssertion());
    expect((await send(assertion)).body.error).toBe('invalid_grant');
    for (const node of [0, 1]) {
      const again = await send(assertion, node);
      expect([again.status, again.body.error]).toEqual([401, 'invalid_client']);
    }
  });

  it('that is wrong in any way is refused', async () => {
    for (const [name, assertion] of hostileVariants(goodAssertion())) {
      const { status, body } = await send(assertion);
      expect([name, status, body.error]).toEqual([
        name,
        expect.any(Number),
        expect.stringMatching(/^invalid_(client|request)$/),
      ]);
      expect([400, 401]).toContain(status);
    }
  });

  it.each(['sub', 'jti', 'exp', 'aud', 'iss'])('without %s is refused', async (claim) => {
    const good = goodAssertion();
    const { status, body } = await send(jwt({ ...good, payload: { ...good.payload, [claim]: undefined } }));
    expect([status, body.error]).toEqual([401, 'invalid_client']);
  });

  it('of a megabyte is not read', async () => {
    const { status, body } = await send(megabyte);
    expect([status, body.error]).toEqual([expect.any(Number), 'invalid_request']);
    expect([400, 413]).toContain(status);
  });
});

describe('a request object', () => {
  const goodRequest = (): Parts => ({
    header: { alg: 'ES256', kid: 'own', typ: 'oauth-authz-req+jwt' },
    payload: {
      iss: 'signer',
      aud: kapu.issuer,
      client_id: 'signer',
      iat: inASecond(),
      exp: inASecond() + 60,
      response_type: 'code',
      redirect_uri: portalRedirect,
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      state: 'of the object',
    },
  });

  const push = (request: string): supertest.Test => {
    secrets.add(request);
    return supertest(kapu.issuer)
      .post('/request')
      .auth('signer', portalSecret)
      .type('form')
      .send({ request, client_id: 'signer' })
      .ok(() => true);
  };

  it('that is right passes', async () => {
    expect((await push(jwt(goodRequest()))).status).toBe(201);
    const address = `/auth?client_id=signer&request=${jwt(goodRequest())}`;
    expect(titleOf(await new Browser(kapu.issuer).open(address))).toBe('Hogyan szeretne bejelentkezni?');
  });

  it('that is wrong in any way is refused, pushed or by value, and sends nobody anywhere unchecked', async () => {
    for (const [name, request] of hostileVariants(goodRequest())) {
      const { status, body } = await push(request);
      expect([name, status, body.error]).toEqual([
        name,
        400,
        expect.stringMatching(/^invalid_request(_object)?$/),
      ]);
      const address = `/auth?${new URLSearchParams({ client_id: 'signer', scope: 'openid', response_type: 'code', request })}`;
      const page = await new Browser(kapu.issuer).open(address);
      expect([name, [303, 400].includes(page.status)]).toEqual([name, true]);
      expect(answerOrPage(page)).toMatch(/invalid_request/);
    }
  });

  it.each([
    ['another client', { client_id: 'portal' }],
    ['a request inside', { request: 'x' }],
    ['a request_uri inside', { request_uri: 'https://rp.example/r' }],
    ['a redirect to elsewhere', { redirect_uri: 'https://evil.example/' }],
    ['PKCE by the plain method', { code_challenge_method: 'plain' }],
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
  ])('that names %s is refused', async (_name, changes) => {
    const good = goodRequest();
    const { status, body } = await push(jwt({ ...good, payload: { ...good.payload, ...changes } }));
    expect([status, body.error]).toEqual([
      400,
      expect.stringMatching(/^invalid_(request|request_object|redirect_uri)$/),
    ]);
  });

  it('of a megabyte is not read', async () => {
    const { status, body } = await push(megabyte);
    expect([[400, 413].includes(status), body.error]).toEqual([true, 'invalid_request']);
  });
});

function answerOrPage(page: Response): string {
  return String(page.headers.location ?? page.text);
}

describe('JSON of a client', () => {
  const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
  const asked = { response_type: 'code', redirect_uri: portalRedirect, scope: 'openid', ...challenge };
  const nested = JSON.parse(`${'{"a":'.repeat(300)}1${'}'.repeat(300)}`);
  const harmful: [name: string, member: object][] = [
    ['of no text', { toString: 1 }],
    ['of lists of no text', [[{ toString: null, valueOf: null }]]],
    ['that nests without end', nested],
  ];
  const ways: [name: string, send: (claim: string, member: object) => Promise<Response>][] = [
    [
      'an assertion',
      (claim, member) => {
        const payload = {
          iss: 'key',
          sub: 'key',
          aud: kapu.issuer,
          jti: randomUUID(),
          exp: inASecond() + 60,
        };
        const client_assertion = jwt({
          header: { alg: 'ES256', kid: 'own' },
          payload: { ...payload, [claim]: member },
        });
        const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
        return tokenRequest({ grant_type: 'refresh_token', client_assertion, client_assertion_type });
      },
    ],
    ['a request object, pushed', (claim, member) => push({ request: requestSaying({ [claim]: member }) })],
    [
      'a request object by value',
      (claim, member) => {
        const query = new URLSearchParams({
          client_id: 'signer',
          request: requestSaying({ [claim]: member }),
        });
        return new Browser(kapu.issuer).open(`/auth?${query}`);
      },
    ],
    [
      'claims',
      (claim, member) => push({ ...asked, claims: JSON.stringify({ id_token: { [claim]: member } }) }),
    ],
  ];

  function requestSaying(more: object): string {
    const who = { iss: 'signer', aud: kapu.issuer, client_id: 'signer', exp: inASecond() + 60 };
    return jwt({ header: { alg: 'ES256', kid: 'own' }, payload: { ...who, ...asked, ...more } });
  }

  function push(fields: Record<string, string>): supertest.Test {
    return supertest(kapu.issuer)
      .post('/request')
      .auth('signer', portalSecret)
      .type('form')
      .send({ client_id: 'signer', ...fields })
      .ok(() => true);
  }

  it.each(ways)('%s that is no such JSON as clients write is refused, and no fault', async (way, send) => {
    for (const [name, member] of harmful) {
      for (const claim of ['sub', 'state', 'resource', 'toString']) {
        const { status, text } = await send(claim, member);
        const expected = way === 'an assertion' ? [401, 'invalid_client'] : [400, 'invalid_request'];
        expect([name, claim, status, /invalid_(client|request)/.exec(text)?.[0]]).toEqual([
          name,
          claim,
          ...expected,
        ]);
      }
    }
  });

  it('that names a client otherwise than by its id names nobody', async () => {
    const payload = { iss: 'key', sub: ['key'], aud: kapu.issuer, jti: randomUUID(), exp: inASecond() + 60 };
    const { status, body } = await tokenRequest({
      grant_type: 'refresh_token',
      client_assertion: jwt({ header: { alg: 'ES256', kid: 'own' }, payload }),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect([status, body.error]).toEqual([401, 'invalid_client']);
  });
});

describe('a DPoP proof', () => {
  const goodProof = (): Parts => ({
    header: { alg: 'ES256', typ: 'dpop+jwt', jwk: publicJwk },
    payload: { jti: randomUUID(), htm: 'POST', htu: `${kapu.issuer}/token`, iat: inASecond() },
  });

  const send = (proof: string, fields: Record<string, string>, node = 0): supertest.Test =>
    tokenRequest(fields, node).auth('portal', portalSecret).set('DPoP', proof);

  const anyGrant = { grant_type: 'refresh_token', refresh_token: 'a token that does not exist' };

  it('that is right passes once, on whatever node, and binds the token', async () => {
    const proof = jwt(goodProof());
    const first = await send(proof, await issuedCode());
    expect([first.status, first.body.token_type]).toEqual([200, 'DPoP']);
    for (const node of [0, 1]) {
      const replayed = await send(proof, await issuedCode(), node);
      expect([replayed.status, replayed.body.error]).toEqual([
        400,
        expect.stringMatching(/^invalid_(dpop_proof|grant)$/),
      ]);
    }
  });

  it('that is wrong in any way is refused', async () => {
    const irrelevant = /kid|aud|issuer|expir|begins|issued in/;
    const variants = hostileVariants(goodProof()).filter(
      ([name]) => !irrelevant.test(name) && !/NUL/.test(name),
    );
    expect(variants.length).toBeGreaterThan(15);
    for (const [name, proof] of variants) {
      const { status, body } = await send(proof, anyGrant);
      expect([name, status, body.error]).toEqual([name, 400, 'invalid_dpop_proof']);
    }
  });

  it.each([
    ['for another address', { htu: 'https://other.example/token' }],
    ['for another method', { htm: 'GET' }],
    ['without jti', { jti: undefined }],
    ['without iat', { iat: undefined }],
  ])('%s is refused', async (_name, changes) => {
    const good = goodProof();
    const { status, body } = await send(jwt({ ...good, payload: { ...good.payload, ...changes } }), anyGrant);
    expect([status, body.error]).toEqual([400, 'invalid_dpop_proof']);
  });

  it.each([
    ['private key', ownKeys.privateKey.export({ format: 'jwk' })],
    ['shared secret', { kty: 'oct', k: 'c2VjcmV0' }],
    ['nothing', undefined],
  ])('with %s as its key is refused', async (_name, jwk) => {
    const good = goodProof();
    const { status, body } = await send(jwt({ ...good, header: { ...good.header, jwk } }), anyGrant);
    expect([status, body.error]).toEqual([400, 'invalid_dpop_proof']);
  });

  it.each([
    ['old', -3600],
    ['of the far future', 365 * 24 * 3600],
  ])('%s is answered with a nonce, which then works on the other node', async (_name, shift) => {
    const good = goodProof();
    const payload = { ...good.payload, iat: inASecond() + shift };
    const grant = await issuedCode();
    const asked = await send(jwt({ ...good, payload }), grant);
    expect([asked.status, asked.body.error]).toEqual([400, 'use_dpop_nonce']);
    const nonce = String(asked.headers['dpop-nonce']);
    const made = await send(jwt({ ...good, payload: { ...payload, nonce: 'made up' } }), anyGrant, 1);
    expect([made.status, made.body.error]).toEqual([400, 'use_dpop_nonce']);
    const answered = await send(jwt({ ...good, payload: { ...payload, nonce } }), grant, 1);
    expect([answered.status, answered.body.token_type]).toEqual([200, 'DPoP']);
  });

  it('of a megabyte is not read', async () => {
    const outcome = await send(megabyte, anyGrant).then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    // The connection may be closed before the answer was read.
    expect(String(outcome)).toMatch(/^431$|ECONNRESET|EPIPE/);
  });
});

describe('a code', () => {
  it.each([
    ['with the verifier of another request', { code_verifier: client.randomPKCECodeVerifier() }],
    ['without a verifier', { code_verifier: undefined }],
    ['with the challenge as its verifier', { code_verifier: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' }],
    ['at another redirect address', { redirect_uri: 'http://localhost:4999/other' }],
  ])('%s is refused', async (_name, changes) => {
    const fields = Object.entries({ ...(await issuedCode()), ...changes }).filter(([, value]) => value);
    const { status, body } = await tokenRequest(Object.fromEntries(fields) as Record<string, string>).auth(
      'portal',
      portalSecret,
    );
    expect([status, body.error]).toEqual([400, expect.stringMatching(/^invalid_(grant|request)$/)]);
  });

  it('of another relying party is refused, and is then of no use to its own', async () => {
    const stolen = await issuedCode();
    const thief = await tokenRequest(stolen).auth('neighbour', portalSecret);
    expect([thief.status, thief.body.error]).toEqual([400, 'invalid_grant']);
    const open = await tokenRequest({ ...stolen, client_id: 'public' });
    expect([open.status, open.body.error]).toEqual([400, 'invalid_grant']);
  });

  it.each([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['by the plain method', { code_challenge_method: 'plain' }],
    ['by no method, which means plain', { code_challenge_method: '' }],
    ['with a challenge that is too short', { code_challenge: 'short' }],
  ])('is not issued %s', async (_name, parameters) => {
    const request = await portal.request(parameters as unknown as Record<string, string>);
    expect(answerOf(await new Browser(kapu.issuer).open(request.address))).toMatchObject({
      error: 'invalid_request',
      iss: kapu.issuer,
    });
  });

  it('that comes back in the name of another provider is not redeemed by a client that checks (RFC 9207)', async () => {
    const request = await portal.request();
    const back = new URL(String((await signIn(request)).headers.location));
    expect(back.searchParams.get('iss')).toBe(kapu.issuer);
    for (const iss of ['https://other.example', '']) {
      const mixedUp = new URL(back);
      mixedUp.searchParams.set('iss', iss);
      await expect(portal.redeemAt(mixedUp, request)).rejects.toMatchObject({
        code: expect.stringContaining('OAUTH_INVALID_RESPONSE'),
      });
    }
    const nameless = new URL(back);
    nameless.searchParams.delete('iss');
    await expect(portal.redeemAt(nameless, request)).rejects.toThrow();
    expect((await portal.redeemAt(back, request)).access_token).toBeTruthy();
  });
});

const elsewhere = [
  'https://evil.example/callback',
  '//evil.example/callback',
  'javascript:alert(1)',
  'data:text/html,x',
  `${portalRedirect}/`,
  `${portalRedirect}/../evil`,
  `${portalRedirect}%2f..%2fevil`,
  `${portalRedirect}?next=https://evil.example`,
  `${portalRedirect}#fragment`,
  `${portalRedirect}%00`,
  `${portalRedirect} `,
  ` ${portalRedirect}`,
  `${portalRedirect}\t`,
  portalRedirect.toUpperCase(),
  portalRedirect.replace('callback', 'Callback'),
  portalRedirect.replace('4999', '4998'),
  portalRedirect.replace('http:', 'https:'),
  portalRedirect.replace('localhost', '127.0.0.1'),
  portalRedirect.replace('localhost', 'localhost.'),
  portalRedirect.replace('localhost', 'localhost.evil.example'),
  portalRedirect.replace('localhost', 'evil.example#localhost'),
  portalRedirect.replace('localhost', 'user:password@localhost'),
  portalRedirect.replace('localhost:4999', 'localhost:4999@evil.example'),
  portalRedirect.replace('//', '/'),
  portalRedirect.replace('//', '\\\\'),
  portalRedirect.replace('localhost', 'lоcalhost'),
];

describe('an address elsewhere', () => {
  it.each(elsewhere)('is no address to return to: %j', async (address) => {
    const page = await new Browser(kapu.issuer).open(
      (await portal.request({ redirect_uri: address })).address,
    );
    expect([page.status, page.headers.location, titleOf(page)]).toEqual([
      400,
      undefined,
      'A szolgáltatás kérése hibás',
    ]);
    const silent = await portal.request({
      redirect_uri: address,
      prompt: 'none',
      response_mode: 'form_post',
    });
    expect((await new Browser(kapu.issuer).open(silent.address)).text).not.toContain('name="error"');
    const parameters = new URLSearchParams({ client_id: 'portal', post_logout_redirect_uri: address });
    const signOut = await new Browser(kapu.issuer).open(`/session/end?${parameters}`);
    expect([signOut.status, signOut.headers.location]).toEqual([400, undefined]);
  });

  it.each([
    ['twice', ['redirect_uri', 'redirect_uri']],
    ['as an array', ['redirect_uri[]']],
  ])('cannot be given %s', async (_name, names) => {
    const { address } = await portal.request();
    const extra = names.map((name) => `${name}=${encodeURIComponent('https://evil.example/')}`).join('&');
    const page = await new Browser(kapu.issuer).open(`${address}&${extra}`);
    expect(String(page.headers.location ?? '')).not.toContain('evil.example');
    expect(page.status).toBeLessThan(500);
  });
});
