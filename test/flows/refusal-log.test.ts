/** Why was it refused? The log says it to the developer of a relying party, under the request id of the answer, and holds no secret. */
import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Provider } from 'oidc-provider';
import supertest, { type Response } from 'supertest';
import { cibaGrant, deviceGrant } from '../../src/configuration/grant-switches.ts';
import { logRefusals, refusalEvents, withScope } from '../../src/oidc/refusal-log.ts';
import { Browser, givePassword, referenceOf } from '../support/citizen.ts';
import { conformanceProfile } from '../support/conformance.ts';
import {
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({
    clients: [
      {
        client_id: 'television',
        subject_type: 'public',
        grant_types: ['authorization_code', deviceGrant, cibaGrant],
        backchannel_token_delivery_mode: 'poll',
      },
    ],
    config: { profile: conformanceProfile, grants: { device_flow: true, ciba: true } },
  });
});

afterAll(() => kapu.stop());

const canary = 'kanari-0123456789-kanari';

/** Every secret that a request can carry, and what none of these endpoints needs. */
const secrets = Object.fromEntries(
  [
    'state',
    'nonce',
    'code',
    'code_verifier',
    'refresh_token',
    'token',
    'client_assertion',
    'id_token_hint',
    'login_hint',
    'request',
    'user_code',
    'device_code',
    'auth_req_id',
  ].map((name) => [name, canary]),
);

interface Line {
  request_id?: string;
  msg: string;
  [name: string]: unknown;
}

/** What was logged of the refusal that was answered. */
function refusalIn(answer: Response): Line | undefined {
  const id = answer.headers['x-request-id'];
  const lines = kapu.log.map((line) => JSON.parse(line) as Line);
  return lines.find(({ request_id, msg }) => request_id === id && msg === 'request refused');
}

function post(path: string, fields: object, as = ['portal', portalSecret]): Promise<Response> {
  const request = supertest(kapu.nodes[0].address).post(path).set('Host', new URL(kapu.issuer).host);
  return request
    .auth(as[0] ?? '', as[1] ?? '')
    .type('form')
    .send(fields)
    .then((answer) => answer);
}

const pick = (...names: string[]) => Object.fromEntries(names.map((name) => [name, secrets[name]]));

it('/auth: a page with a request id, and the log knows which address was not registered', async () => {
  const redirect = 'http://localhost:4999/elsewhere';
  const query = new URLSearchParams({
    ...{
      client_id: 'portal',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${redirect}?k=${canary}`,
    },
    ...pick('state', 'nonce', 'login_hint'),
  });
  const answer = await new Browser(kapu.issuer).get(`/auth?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.headers['x-request-id']?.slice(0, 8)).toBe(referenceOf(answer));
  expect(refusalIn(answer)).toMatchObject({
    refused: 'authorization',
    client: 'portal',
    error: 'invalid_redirect_uri',
    error_description: "redirect_uri did not match any of the client's registered redirect_uris",
    redirect_uri: redirect,
  });
});

it('/auth: a client that nobody registered, and a refusal that goes back to the client', async () => {
  const browser = new Browser(kapu.issuer);
  const query = { response_type: 'code', scope: 'openid', redirect_uri: portalRedirect, ...pick('state') };
  const unknown = await browser.get(`/auth?${new URLSearchParams({ ...query, client_id: 'portall' })}`);
  expect(refusalIn(unknown)).toMatchObject({
    client: 'portall',
    error: 'invalid_client',
    error_detail: 'client not found',
  });
  const noPkce = await browser.get(`/auth?${new URLSearchParams({ ...query, client_id: 'portal' })}`);
  expect(noPkce.status).toBe(303);
  expect(refusalIn(noPkce)).toMatchObject({
    client: 'portal',
    error: 'invalid_request',
    error_description: expect.stringContaining('PKCE'),
  });
});

it('/token: what the answer keeps back', async () => {
  const secret = await post('/token', { grant_type: 'refresh_token', ...pick('refresh_token') }, [
    'portal',
    canary,
  ]);
  expect([secret.status, secret.body.error]).toEqual([401, 'invalid_client']);
  expect(refusalIn(secret)).toMatchObject({
    refused: 'grant',
    client: 'portal',
    error: 'invalid_client',
    error_detail: 'invalid secret provided',
  });
  const unknown = await post('/token', { grant_type: 'refresh_token', ...pick('refresh_token') }, [
    'portall',
    canary,
  ]);
  expect(refusalIn(unknown)).toMatchObject({ client: 'portall', error_detail: 'client not found' });
  const code = {
    grant_type: 'authorization_code',
    redirect_uri: portalRedirect,
    ...pick('code', 'code_verifier'),
  };
  expect(refusalIn(await post('/token', code))).toMatchObject({
    client: 'portal',
    error: 'invalid_grant',
    error_detail: 'authorization code not found',
  });
});

it('/token: a code with another verifier, and one that is used twice', async () => {
  const portal = await RelyingParty.discover(kapu);
  const request = await portal.request();
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(
    browser,
    await browser.open(request.address),
    await kapu.addCitizen(),
    'ugyfelkapu',
  );
  const { code = '' } = answerOf(page);
  const fields = { grant_type: 'authorization_code', redirect_uri: portalRedirect, code };
  const wrong = await post('/token', { ...fields, code_verifier: canary.repeat(2) });
  expect(refusalIn(wrong)).toMatchObject({
    client: 'portal',
    error_detail: 'code_verifier does not match code_challenge',
  });
  await portal.redeem(page, request);
  const again = await post('/token', { ...fields, code_verifier: request.codeVerifier });
  expect(refusalIn(again)).toMatchObject({ error_detail: expect.stringContaining('consumed') });
  expect(kapu.log.join('\n')).not.toContain(code);
});

it.each([
  [
    '/request',
    'pushed_authorization_request',
    { redirect_uri: 'http://localhost:1/x', response_type: 'code', ...pick('state', 'nonce') },
  ],
  ['/token/introspection', 'introspection', { ...pick('state') }],
  ['/token/revocation', 'revocation', { ...pick('state') }],
])('%s', async (path, refused, fields) => {
  const answer = await post(path, fields);
  expect(answer.status).toBe(400);
  expect(refusalIn(answer)).toMatchObject({
    refused,
    client: 'portal',
    error: expect.stringMatching(/^invalid_/),
  });
});

it.each([
  ['/device/auth', 'device_authorization', { scope: 'openid', ...pick('request') }],
  ['/backchannel', 'backchannel_authentication', { scope: 'openid', ...pick('id_token_hint') }],
])('%s', async (path, refused, fields) => {
  const answer = await post(path, fields, ['television', portalSecret]);
  expect(answer.status).toBe(400);
  expect(refusalIn(answer)).toMatchObject({
    refused,
    client: 'television',
    error: expect.any(String),
    error_description: expect.any(String),
  });
});

it('/me, with a token that nobody issued', async () => {
  const answer = await supertest(kapu.nodes[0].address)
    .get('/me')
    .set('Host', new URL(kapu.issuer).host)
    .set('Authorization', `Bearer ${canary}`);
  expect(answer.status).toBe(401);
  expect(refusalIn(answer)).toMatchObject({
    refused: 'userinfo',
    error: 'invalid_token',
    error_detail: 'access token not found',
  });
});

it('/session/end, with an address that is not registered', async () => {
  const query = new URLSearchParams({
    ...pick('state'),
    client_id: 'portal',
    post_logout_redirect_uri: 'http://elsewhere.example/',
  });
  const answer = await new Browser(kapu.issuer).get(`/session/end?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.headers['x-request-id']?.slice(0, 8)).toBe(referenceOf(answer));
  expect(refusalIn(answer)).toMatchObject({
    refused: 'end_session',
    client: 'portal',
    error: 'invalid_request',
    error_description: 'post_logout_redirect_uri not registered',
  });
});

it('/session/end, with a hint that is none, is no refusal, but can be found as well', async () => {
  const query = new URLSearchParams({ ...pick('id_token_hint', 'state'), client_id: 'portal' });
  const answer = await new Browser(kapu.issuer).get(`/session/end?${query}`);
  expect(answer.status).toBe(200);
  const lines = kapu.log.map((line) => JSON.parse(line));
  expect(lines.filter(({ request_id: id }) => id === answer.headers['x-request-id'])).toContainEqual(
    expect.objectContaining({ client: 'portal', msg: 'id_token_hint cannot be verified' }),
  );
});

it('a fault of ours, wherever it is met, with its cause, under the request id that the answer tells', async () => {
  const portal = await RelyingParty.discover(kapu);
  const browser = new Browser(kapu.issuer);
  const request = await portal.request({ scope: 'openid' });
  const page = await givePassword(
    browser,
    await browser.open(request.address),
    await kapu.addCitizen(),
    'ugyfelkapu',
  );
  const { access_token } = await portal.redeem(page, request);
  const { store } = kapu.nodes[0];
  const keys = await store.keys('oidc:{AccessToken:*');
  await Promise.all(keys.map(async (key) => (await store.del(key)) && store.rpush(key, 'of another type')));
  const { status, body } = await supertest(kapu.issuer).get('/me').auth(access_token, { type: 'bearer' });
  expect([status, body.error]).toEqual([500, 'server_error']);
  const faults = kapu.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'fault');
  expect(faults).toEqual([
    expect.objectContaining({
      level: 'error',
      request_id: body.request_id,
      err: expect.objectContaining({}),
    }),
  ]);
  expect(JSON.stringify(faults)).not.toContain(access_token);
  await store.del(keys);
});

it('a device that polls fills no log', async () => {
  const asked = await post('/device/auth', { scope: 'openid' }, ['television', portalSecret]);
  const fields = { grant_type: deviceGrant, device_code: asked.body.device_code };
  const answer = await post('/token', fields, ['television', portalSecret]);
  expect(answer.body.error).toBe('authorization_pending');
  expect(refusalIn(answer)).toMatchObject({ level: 'debug', client: 'television' });
});

it('a description that repeats what was sent, or a parser that does, says it without', () => {
  const engine = new EventEmitter();
  const lines: object[] = [];
  const audit = { record: async () => {}, recordFirst: async () => {} };
  logRefusals(engine as unknown as Provider, audit, { note: async () => {} });
  const ctx = {
    get: () => '',
    query: { state: canary },
    oidc: { body: { code: canary }, params: { client_id: 'portal', scope: 'openid profile' } },
    state: { log: { info: (about: object) => lines.push(about) } },
  };
  engine.emit('grant.error', ctx, {
    error: 'invalid_request',
    error_description: `${canary} is not among openid profile`,
    error_detail: `Unexpected token 'k', "${canary.slice(2)}" is not valid JSON`,
  });
  expect(lines).toEqual([
    {
      refused: 'grant',
      client: 'portal',
      error: 'invalid_request',
      error_description: '[redacted] is not among openid profile',
      error_detail: "Unexpected token 'k', what was sent is not valid JSON",
    },
  ]);
});

it.each([
  ['natural_person', 'not allowed: natural_person'],
  ['one two', 'not allowed: one two'],
  ['x'.repeat(101), 'not allowed'],
  ['line\nline', 'not allowed'],
  ['"><script>', 'not allowed'],
  [['one'], 'not allowed'],
  [undefined, 'not allowed'],
])('a scope that was refused is named where it is such as scopes are, and short: %j', (scope, said) => {
  expect(withScope({ error_description: 'not allowed', scope })).toBe(said);
});

it('none of it holds what the requests held', () => {
  const refusals = kapu.log.filter((line) => line.includes('"msg":"request refused"'));
  expect(refusals.length).toBeGreaterThan(12);
  expect(kapu.log.join('\n')).not.toContain(canary);
});

it('health checks stand in the log of who looks for them', async () => {
  const from = kapu.log.length;
  await supertest(kapu.nodes[0].address).get('/health/live');
  await supertest(kapu.nodes[0].address).get('/health/ready');
  const levels = kapu.log.slice(from).map((line) => JSON.parse(line).level);
  expect(levels).toEqual(['debug', 'debug']);
});

it('no endpoint of the engine refuses by an event that nobody listens to', () => {
  const lib = resolve('node_modules/oidc-provider/lib');
  const files = readdirSync(lib, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.js'));
  const source = files.map((name) => readFileSync(join(lib, name), 'utf8')).join('\n');
  const told = [...source.matchAll(/'(\w+\.error)'/g)].map(([, event]) => String(event));
  // Of our own work for relying parties, which is reported as a fault: no request is refused by it.
  const faults = ['backchannel.error'];
  expect([...new Set(told)].filter((event) => !faults.includes(event)).sort()).toEqual([...refusalEvents]);
});
