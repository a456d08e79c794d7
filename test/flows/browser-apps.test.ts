/** A page that signs citizens in by itself: a public client with PKCE, which calls from its own origin alone (decision 45). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { parseRegistration } from '../../src/clients/registration.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import { agree, Browser, givePassword } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';
import { makeAttester, walletIssuerSettings } from '../support/wallet-authorities.ts';

const origin = 'https://app.example';
const other = 'https://preview.example:8443';
const callback = `${origin}/callback`;
const publicClient = { client_secret: undefined, token_endpoint_auth_method: 'none' } as const;

let kapu: Installation;
let citizen: Citizenship;

beforeAll(async () => {
  kapu = await startInstallation({
    // Where credentials are issued, pages of wallets call as well; once that let in nobody else.
    config: { walletIssuer: await walletIssuerSettings(await makeAttester()) },
    clients: [
      { client_id: 'page', redirect_uris: [callback], ...publicClient, allowed_origins: [other] },
      {
        client_id: 'program',
        redirect_uris: ['http://127.0.0.1/back'],
        application_type: 'native',
        ...publicClient,
      },
      { client_id: 'server', redirect_uris: [callback] },
    ],
  });
  citizen = await kapu.addCitizen();
});

afterAll(() => kapu.stop());

async function codeFor(clientId: string, redirect_uri = callback) {
  const authentication = clientId === 'server' ? undefined : client.None();
  const party = await RelyingParty.discover(kapu, clientId, {
    ...(authentication ? { authentication } : {}),
  });
  const browser = new Browser(kapu.issuer);
  const request = await party.request({ scope: 'openid profile', redirect_uri });
  const back = await agree(
    browser,
    await givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu'),
  );
  return {
    grant_type: 'authorization_code',
    client_id: clientId,
    code: String(answerOf(back).code),
    redirect_uri,
    code_verifier: request.codeVerifier,
  };
}

async function post(path: string, from: string, fields: Record<string, string>, headers = {}) {
  const response = await fetch(`${kapu.issuer}${path}`, {
    method: 'POST',
    headers: { origin: from, ...headers },
    body: new URLSearchParams(fields),
  });
  const text = await response.text();
  return {
    status: response.status,
    /** Where a page may read the answer. */
    readableAt: response.headers.get('access-control-allow-origin'),
    body: text ? JSON.parse(text) : undefined,
  };
}

const bodyOf = (answer: { body: unknown }) => answer.body as Record<string, string>;

describe('a page', () => {
  it.each([
    ['of its redirect address', origin],
    ['that is registered besides', other],
  ])('redeems, reads, refreshes and revokes from the origin %s', async (_which, from) => {
    const tokens = await post('/token', from, await codeFor('page'));
    expect(tokens).toMatchObject({ status: 200, readableAt: from });
    const { access_token, refresh_token = '' } = bodyOf(tokens);
    const person = await fetch(`${kapu.issuer}/me`, {
      headers: { origin: from, authorization: `Bearer ${access_token}` },
    });
    expect([person.status, person.headers.get('access-control-allow-origin')]).toEqual([200, from]);
    const refresh = { grant_type: 'refresh_token', client_id: 'page', refresh_token };
    const refreshed = await post('/token', from, refresh);
    expect(refreshed).toMatchObject({ status: 200, readableAt: from });
    const next = bodyOf(refreshed).refresh_token ?? '';
    expect(next).not.toBe(refresh_token);
    const revoked = await post('/token/revocation', from, { client_id: 'page', token: next });
    expect(revoked).toMatchObject({ status: 200, readableAt: from });
  });

  it('may read what went wrong', async () => {
    const code = await codeFor('page');
    const wrong = await post('/token', origin, { ...code, code: 'wrong' });
    expect(wrong).toMatchObject({ status: 400, readableAt: origin, body: { error: 'invalid_grant' } });
    const unknown = await post('/token', origin, { ...code, client_id: 'nobody' });
    expect(unknown).toMatchObject({ status: 401, readableAt: origin, body: { error: 'invalid_client' } });
  });

  it.each([
    'https://evil.example',
    'http://app.example',
    `${origin}:444`,
    'https://app.example.evil.example',
    'null',
  ])('at %s is no page of it: nothing is given, and nothing is told', async (from) => {
    const code = await codeFor('page');
    const refused = await post('/token', from, code);
    expect(refused).toMatchObject({ status: 400, readableAt: null, body: { error: 'invalid_request' } });
    // Nor was the code spent.
    expect((await post('/token', origin, code)).status).toBe(200);
  });

  it('is none where the client keeps a secret, or is a native program', async () => {
    const basic = { authorization: `Basic ${btoa(`server:${'x'.repeat(43)}`)}` };
    const { client_id: _, ...ofServer } = await codeFor('server');
    expect((await post('/token', origin, ofServer, basic)).readableAt).toBeNull();
    const ofProgram = await codeFor('program', 'http://127.0.0.1/back');
    expect(await post('/token', 'http://127.0.0.1', ofProgram)).toMatchObject({
      status: 400,
      readableAt: null,
    });
  });

  it('of a service with a server may read with the token that it is handed, from its own origin alone', async () => {
    const server = await RelyingParty.discover(kapu, 'server');
    const { code, code_verifier, redirect_uri } = await codeFor('server');
    const { access_token } = await client.genericGrantRequest(server.configuration, 'authorization_code', {
      code,
      code_verifier,
      redirect_uri,
    });
    const from = async (where: string) => {
      const headers = { origin: where, authorization: `Bearer ${access_token}` };
      return (await fetch(`${kapu.issuer}/me`, { headers })).headers.get('access-control-allow-origin');
    };
    expect([await from(origin), await from(other)]).toEqual([origin, null]);
  });

  it('has a refresh token that dies of an hour without use, where no key binds it', async () => {
    const tokens = bodyOf(await post('/token', origin, await codeFor('page')));
    const ofServer = await RelyingParty.discover(kapu, 'server');
    const lifeOf = async (value: string) => {
      const token = (await kapu.nodes[0].provider.RefreshToken.find(value)) as
        | { exp: number; iat: number }
        | undefined;
      return (token?.exp ?? 0) - (token?.iat ?? 0);
    };
    expect(await lifeOf(tokens.refresh_token ?? '')).toBe(3600);

    const { code, code_verifier, redirect_uri } = await codeFor('server');
    const kept = await client.genericGrantRequest(ofServer.configuration, 'authorization_code', {
      code,
      code_verifier,
      redirect_uri,
    });
    expect(await lifeOf(String(kept.refresh_token))).toBe(12 * 3600);

    const page = await RelyingParty.discover(kapu, 'page', { authentication: client.None() });
    const DPoP = client.getDPoPHandle(page.configuration, await client.randomDPoPKeyPair('ES256'));
    const asked = await codeFor('page');
    const bound = await client.genericGrantRequest(
      page.configuration,
      'authorization_code',
      { code: asked.code, code_verifier: asked.code_verifier, redirect_uri: callback },
      { DPoP },
    );
    expect(await lifeOf(String(bound.refresh_token))).toBe(12 * 3600);
    const stolen = {
      grant_type: 'refresh_token',
      client_id: 'page',
      refresh_token: String(bound.refresh_token),
    };
    expect(await post('/token', origin, stolen)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });
});

describe('a registration', () => {
  const registration = {
    client_id: 'app',
    client_name: 'Mintaalkalmazás',
    client_uri: origin,
    redirect_uris: [callback],
    token_endpoint_auth_method: 'none',
    minimum_assurance: 'low',
    first_party: false,
  };
  const outcomeOf = (changes: object) =>
    parseRegistration({ ...registration, ...changes }, supportedScopes).kind;

  it.each([['https://app.example'], ['https://app.example:8443'], ['http://localhost:5173']])(
    'may name the origin %s',
    (one) => expect(outcomeOf({ allowed_origins: [one] })).toBe('valid'),
  );

  it.each([
    ['*'],
    ['null'],
    ['https://*.example'],
    ['https://app.example/'],
    ['http://app.example'],
    ['app.example'],
  ])('may not name %s', (one) => expect(outcomeOf({ allowed_origins: [one] })).toBe('refused'));

  it('names origins for a public client only', () => {
    const secret = { token_endpoint_auth_method: 'client_secret_basic', allowed_origins: [origin] };
    expect(outcomeOf(secret)).toBe('refused');
  });
});
