import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import supertest, { type Response } from 'supertest';
import type { ClientRegistry } from '../../src/clients/registry.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { type Installation, portalSecret, startInstallation } from '../support/installation.ts';
import { registryOn, sampleRegistration } from '../support/registry.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let registry: ClientRegistry;
let readerSecret = '';
let writerSecret = '';
let reader = '';
let writer = '';

const machine = (client_id: string, scope: string) => ({
  client_id,
  client_name: 'Nyilvántartó',
  grant_types: ['client_credentials'],
  scope,
});

beforeAll(async () => {
  kapu = await startInstallation({ numberOfNodes: 2 });
  registry = registryOn(kapu.nodes[0].store, kapu.sealer);
  readerSecret = await addMachine('olvaso', 'clients:read');
  writerSecret = await addMachine('iro', 'clients:read clients:write');
  reader = String((await tokenFor('olvaso', readerSecret)).body.access_token);
  writer = String((await tokenFor('iro', writerSecret)).body.access_token);
});

afterAll(() => kapu.stop());

async function addMachine(id: string, scope: string): Promise<string> {
  const added = await registry.add(machine(id, scope), { by: 'cli', now: new Date() });
  return String('secret' in added && added.secret);
}

function agent(node = 0) {
  return supertest(String(kapu.nodes[node]?.address));
}

const host = (): string => new URL(kapu.issuer).host;

function tokenFor(
  id: string,
  secret: string,
  fields: Record<string, string> = {},
  node = 0,
): Promise<Response> {
  return agent(node)
    .post('/token')
    .set('Host', host())
    .auth(id, secret)
    .type('form')
    .send({ grant_type: 'client_credentials', scope: 'clients:read clients:write', ...fields });
}

type Method = 'get' | 'post' | 'put' | 'delete' | 'patch';

function ask(
  method: Method,
  path: string,
  token: string,
  body?: object | string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const request = agent()
    [method](`/admin/clients${path}`)
    .set('Host', host())
    .set({ ...(token ? { Authorization: `Bearer ${token}` } : {}), ...headers });
  return (body === undefined ? request : request.type('json').send(body)).ok(() => true);
}

describe('a token for the administration', () => {
  it('is had by the client credentials grant and says what the registration allows', async () => {
    const { status, body } = await tokenFor('olvaso', readerSecret);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'clients:read', expires_in: 600 });
  });

  it('is had by a client library by configuration alone', async () => {
    const configuration = await client.discovery(
      new URL(kapu.issuer),
      'olvaso',
      {},
      client.ClientSecretBasic(readerSecret),
      { execute: [client.allowInsecureRequests] },
    );
    const { access_token } = await client.clientCredentialsGrant(configuration, {
      scope: 'clients:read',
      resource: `${kapu.issuer}/admin`,
    });
    expect((await ask('get', '', access_token)).status).toBe(200);
    expect(await client.tokenIntrospection(configuration, access_token)).toMatchObject({
      active: true,
      aud: `${kapu.issuer}/admin`,
      scope: 'clients:read',
    });
  });

  it('counts for nothing without its proof when it is bound to a key', async () => {
    const configuration = await client.discovery(
      new URL(kapu.issuer),
      'iro',
      {},
      client.ClientSecretBasic(writerSecret),
      { execute: [client.allowInsecureRequests] },
    );
    const DPoP = client.getDPoPHandle(configuration, await client.randomDPoPKeyPair());
    const { access_token, token_type } = await client.clientCredentialsGrant(
      configuration,
      { scope: 'clients:read' },
      { DPoP },
    );
    expect(token_type).toBe('dpop');
    expect((await ask('get', '', access_token)).status).toBe(401);
  });

  it('is not given to a relying party, nor for another resource', async () => {
    const portal = await tokenFor('portal', portalSecret, { resource: `${kapu.issuer}/admin` });
    expect([portal.status, portal.body.error]).toEqual([400, 'invalid_request']);
    const elsewhere = await tokenFor('iro', writerSecret, { resource: 'https://elsewhere.example/' });
    expect([elsewhere.status, elsewhere.body.error]).toEqual([400, 'invalid_target']);
  });

  it('cannot be had on behalf of a citizen', async () => {
    const rp = await RelyingParty.discover(kapu);
    const { address } = await rp.request({
      resource: `${kapu.issuer}/admin`,
      scope: 'openid clients:write',
    });
    const answer = await new Browser(kapu.issuer).get(address);
    expect(new URL(String(answer.headers.location)).searchParams.get('error')).toBe('invalid_target');
  });

  it('is none where a citizen signed in', async () => {
    const rp = await RelyingParty.discover(kapu);
    const citizen = await enrolledCitizen(kapu, new Date(Date.now() - 120_000));
    const browser = new Browser(kapu.issuer);
    const request = await rp.request();
    const page = await givePassword(browser, await browser.open(request.address), citizen);
    const back = await browser.submit(page, '/code', { code: codeAt(citizen.secretKey, new Date()) });
    const { access_token, refresh_token } = await rp.redeem(back, request);
    for (const token of [access_token, String(refresh_token)]) {
      expect((await ask('get', '', token)).status).toBe(401);
    }
    const cookie = browser.cookies.map(([name, value]) => `${name}=${value}`).join('; ');
    expect((await ask('post', '', '', sampleRegistration, { Cookie: cookie })).status).toBe(401);
  });

  it.each<[string, string | undefined, number, RegExp]>([
    ['none', undefined, 401, /^Bearer realm="[^"]+"$/],
    ['another scheme', 'Basic aXJvOng=', 401, /^Bearer realm="[^"]+"$/],
    ['an empty one', 'Bearer', 400, /error="invalid_request"/],
    ['a malformed one', 'Bearer a b', 400, /error="invalid_request"/],
    ['an unknown one', 'Bearer abcdefghijklmnopqrstuvwxyz', 401, /error="invalid_token"/],
    ['a long one', `Bearer ${'a'.repeat(5000)}`, 400, /error="invalid_request"/],
    ['a JWT of nobody', 'Bearer eyJhbGciOiJub25lIn0.e30.', 401, /error="invalid_token"/],
  ])('is asked for: with %s', async (_, authorization, status, challenge) => {
    const answer = await agent()
      .get('/admin/clients')
      .set('Host', host())
      .set(authorization === undefined ? {} : { Authorization: authorization });
    expect(answer.status).toBe(status);
    expect(answer.headers['www-authenticate']).toMatch(challenge);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('that may only read changes nothing', async () => {
    for (const [method, path] of [
      ['post', ''],
      ['put', '/portal'],
      ['delete', '/portal'],
      ['post', '/portal/disable'],
      ['post', '/portal/secret'],
    ] as const) {
      const answer = await ask(method, path, reader, method === 'delete' ? undefined : {});
      expect(answer.status).toBe(403);
      expect(answer.headers['www-authenticate']).toContain(
        'error="insufficient_scope", scope="clients:write"',
      );
    }
  });

  it('ends with its client, and loses what the registration loses', async () => {
    const secret = await addMachine('mulando', 'clients:read clients:write');
    const { access_token } = (await tokenFor('mulando', secret)).body;
    expect((await ask('get', '', access_token)).status).toBe(200);
    await ask('put', '/mulando', writer, machine('mulando', 'clients:read'), { 'If-Match': '*' });
    await delay(100);
    expect((await ask('post', '/portal/enable', access_token)).status).toBe(403);
    expect((await ask('post', '/mulando/disable', writer)).status).toBe(200);
    await delay(100);
    expect((await ask('get', '', access_token)).status).toBe(401);
    expect((await tokenFor('mulando', secret)).body.error).toBe('invalid_client');
  });
});

describe('the registry, for programs', () => {
  it('registers, shows, replaces, disables, enables and removes a client', async () => {
    const created = await ask('post', '', writer, sampleRegistration);
    expect(created.status).toBe(201);
    expect(created.headers.location).toBe('/admin/clients/hivatal');
    expect(created.body).toMatchObject({ status: 'active', declared: false, updated_by: 'iro' });
    const { client_secret: secret } = created.body;
    expect(secret).toMatch(/^[\w-]{43}$/);
    const introspect = () => agent(1).post('/token/introspection').set('Host', host()).type('form');
    expect((await introspect().auth('hivatal', secret).send({ token: 'x' })).status).toBe(200);
    expect((await ask('post', '', writer, sampleRegistration)).status).toBe(409);

    const shown = await ask('get', '/hivatal', reader);
    expect(shown.body.client_secret).toBeUndefined();
    expect(shown.body.metadata).toMatchObject({ ...sampleRegistration, scope: 'openid' });
    const changed = { ...shown.body.metadata, client_name: 'Másik hivatal' };
    expect((await ask('put', '/hivatal', writer, changed)).status).toBe(428);
    const etag = String(shown.headers.etag);
    const replaced = await ask('put', '/hivatal', writer, changed, { 'If-Match': etag });
    expect([replaced.status, replaced.body.metadata.client_name]).toEqual([200, 'Másik hivatal']);
    expect(replaced.body.client_secret).toBeUndefined();
    expect((await ask('put', '/hivatal', writer, changed, { 'If-Match': etag })).status).toBe(412);

    expect((await ask('post', '/hivatal/disable', writer)).body.status).toBe('disabled');
    await delay(100);
    expect((await introspect().auth('hivatal', secret).send({ token: 'x' })).status).toBe(401);
    expect((await ask('post', '/hivatal/enable', writer)).body.status).toBe('active');
    const rotated = await ask('post', '/hivatal/secret', writer, { overlap_seconds: 60 });
    await delay(100);
    for (const one of [secret, rotated.body.client_secret]) {
      expect((await introspect().auth('hivatal', one).send({ token: 'x' })).status).toBe(200);
    }
    expect(Date.parse(rotated.body.secret_before_valid_until) - Date.now()).toBeLessThan(61_000);
    const listed = (await ask('get', '', reader)).body.clients;
    expect(listed.map(({ metadata }: { metadata: { client_id: string } }) => metadata.client_id)).toEqual(
      expect.arrayContaining(['hivatal', 'iro', 'olvaso', 'portal']),
    );
    expect((await ask('delete', '/hivatal', writer)).status).toBe(204);
    expect((await ask('get', '/hivatal', reader)).status).toBe(404);
    expect((await ask('delete', '/hivatal', writer)).status).toBe(404);
  });

  it('loses no update: of twenty that read the same version one is made', async () => {
    await ask('post', '', writer, { ...sampleRegistration, client_id: 'verseny' });
    const etag = String((await ask('get', '/verseny', reader)).headers.etag);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        ask(
          'put',
          '/verseny',
          writer,
          { ...sampleRegistration, client_id: 'verseny', client_name: `Hivatal ${place}` },
          { 'If-Match': etag },
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)]);
  });

  it('leaves what files declare to the files, but disables it', async () => {
    const { body, headers } = await ask('get', '/portal', reader);
    expect(body.declared).toBe(true);
    const match = { 'If-Match': String(headers.etag) };
    expect((await ask('put', '/portal', writer, body.metadata, match)).status).toBe(409);
    expect((await ask('post', '/portal/secret', writer, {})).status).toBe(409);
    expect((await ask('delete', '/portal', writer)).status).toBe(409);
    expect((await ask('post', '/portal/disable', writer)).status).toBe(200);
    expect((await ask('post', '/portal/enable', writer)).status).toBe(200);
  });

  it('writes down who changed what, and no secret', async () => {
    kapu.log.length = 0;
    const created = await ask('post', '', writer, { ...sampleRegistration, client_id: 'naplo' });
    const lines = kapu.log.filter((line) => line.includes('"log":"audit"')).map((line) => JSON.parse(line));
    expect(lines).toEqual([expect.objectContaining({ event: 'client.added', client: 'naplo', by: 'iro' })]);
    expect(kapu.log.join()).not.toContain(created.body.client_secret);
    expect(kapu.log.join()).not.toContain(writer);
  });

  it('answers a client that asks too often with when to come again', async () => {
    const secret = await addMachine('mohó'.replace('ó', 'o'), 'clients:read');
    const { access_token } = (await tokenFor('moho', secret)).body;
    const answers = await Promise.all(Array.from({ length: 320 }, () => ask('get', '/portal', access_token)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBe(20);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('get', '/portal', reader)).status).toBe(200);
  });
});

describe('what is not accepted', () => {
  const changed = (changes: Record<string, unknown>): object => ({
    ...sampleRegistration,
    client_id: 'rossz',
    ...changes,
  });
  const key = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' };

  it.each<[string, object, string]>([
    ['a fragment', changed({ redirect_uris: ['https://a.example/#x'] }), '#/redirect_uris/0'],
    ['an empty fragment', changed({ redirect_uris: ['https://a.example/#'] }), '#/redirect_uris/0'],
    ['a wildcard host', changed({ redirect_uris: ['https://*.a.example/'] }), '#/redirect_uris/0'],
    ['a wildcard path', changed({ redirect_uris: ['https://a.example/*'] }), '#/redirect_uris/0'],
    ['http elsewhere', changed({ redirect_uris: ['http://a.example/'] }), '#/redirect_uris/0'],
    ['a false loopback', changed({ redirect_uris: ['http://localhost.a.example/'] }), '#/redirect_uris/0'],
    ['javascript:', changed({ redirect_uris: ['javascript:alert(1)'] }), '#/redirect_uris/0'],
    ['data:', changed({ redirect_uris: ['data:text/html,x'] }), '#/redirect_uris/0'],
    ['credentials', changed({ redirect_uris: ['https://u:p@a.example/'] }), '#/redirect_uris/0'],
    ['a backslash', changed({ redirect_uris: ['https://a.example\\@b.example/'] }), '#/redirect_uris/0'],
    ['a line break', changed({ redirect_uris: ['https://a.exam\nple/'] }), '#/redirect_uris/0'],
    ['no redirect URI', changed({ redirect_uris: [] }), '#/redirect_uris'],
    ['a number', changed({ redirect_uris: [1] }), '#/redirect_uris/0'],
    ['a script as address', changed({ client_uri: 'javascript:alert(1)' }), '#/client_uri'],
    [
      'a return elsewhere',
      changed({ post_logout_redirect_uris: ['http://a.example/'] }),
      '#/post_logout_redirect_uris/0',
    ],
    [
      'two hosts of a pairwise',
      changed({ redirect_uris: ['https://a.example/', 'https://b.example/'] }),
      '#/redirect_uris',
    ],
    ['an unknown field', changed({ is_admin: true }), '#/is_admin'],
    ['a secret', changed({ client_secret: 'x'.repeat(43) }), '#/client_secret'],
    ['our own id', changed({ client_id: 'kapu-fiok' }), '#/client_id'],
    ['the id of the desk', changed({ client_id: 'kapu-desk' }), '#/client_id'],
    ['the name of operators in records', machine('cli', 'clients:read clients:write'), '#/client_id'],
    ['an id of every object', changed({ client_id: 'constructor' }), '#/client_id'],
    ['the prototype as id', changed({ client_id: '__proto__' }), '#/client_id'],
    ['a path as id', changed({ client_id: '../x' }), '#/client_id'],
    ['a name that turns around', changed({ client_name: 'kapu\u202Egro.live' }), '#/client_name'],
    ['a name with a control', changed({ client_name: 'a\u0007b' }), '#/client_name'],
    ['a long name', changed({ client_name: 'x'.repeat(81) }), '#/client_name'],
    ['a foreign scope', changed({ scope: 'openid clients:write' }), '#/scope'],
    ['a foreign grant', changed({ grant_types: ['password'] }), '#/grant_types/0'],
    [
      'both kinds of grant',
      changed({ grant_types: ['authorization_code', 'client_credentials'] }),
      '#/redirect_uris',
    ],
    ['a machine that reads citizens', machine('rossz', 'openid profile'), '#/scope'],
    ['no key', changed({ token_endpoint_auth_method: 'private_key_jwt' }), '#/jwks'],
    ['a private key', changed({ jwks: { keys: [{ ...key, d: 'c' }] } }), '#/jwks/keys/0'],
    ['a symmetric key', changed({ jwks: { keys: [{ kty: 'oct', k: 'c' }] } }), '#/jwks/keys/0'],
    ['a list', [], '#'],
  ])('%s', async (_, metadata, pointer) => {
    const { status, body, headers } = await ask('post', '', writer, metadata);
    expect(status).toBe(422);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(await registry.find('rossz')).toBeUndefined();
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['a megabyte', JSON.stringify({ client_name: 'x'.repeat(1024 * 1024) }), {}, 413],
    ['no JSON', '{"client_id":', {}, 400],
    ['nothing', '', { 'Content-Length': '0' }, 400],
    ['a poisoned prototype', '{"__proto__":{"is_admin":true},"client_id":"rossz"}', {}, 400],
    ['a poisoned prototype below', '{"jwks":{"keys":[{"constructor":{}}]}}', {}, 400],
    ['a deep nesting', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, {}, 400],
    ['a form', 'client_id=rossz', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['text that is JSON', '{}', { 'Content-Type': 'text/plain' }, 415],
  ])('%s as a body', async (_, body, headers, status) => {
    const answer = await agent()
      .post('/admin/clients')
      .set('Host', host())
      .set({ Authorization: `Bearer ${writer}`, 'Content-Type': 'application/json', ...headers })
      .send(body)
      .ok(() => true);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it.each<[Method, string, number]>([
    ['patch', '/portal', 405],
    ['get', '/portal/secret', 405],
    ['get', '/%E0%A4%A', 404],
    ['get', `/${'x'.repeat(3000)}`, 404],
    ['get', '/..%2f..%2fetc', 404],
    ['get', '/__proto__', 404],
    ['post', '/nobody/disable', 404],
    ['post', '/nobody/secret', 404],
  ])('%s %.40s', async (method, path, status) => {
    const answer = await ask(method, path, writer);
    expect(answer.status).toBe(status);
  });

  it.each([{ overlap_seconds: -1 }, { overlap_seconds: 1e9 }, { overlap_seconds: 'x' }, { other: 1 }])(
    'an overlap such as %j',
    async (body) => {
      expect((await ask('post', '/iro/secret', writer, body)).status).toBe(422);
    },
  );

  it.each(['W/"1"', '"x"', '1', '""', '"99999999999999999999"'])('an entity tag such as %s', async (tag) => {
    const { body } = await ask('get', '/olvaso', reader);
    expect((await ask('put', '/olvaso', writer, body.metadata, { 'If-Match': tag })).status).toBe(412);
  });
});

it('accepts what a relying party on this machine needs', async () => {
  const local = {
    ...sampleRegistration,
    client_id: 'helyi',
    redirect_uris: ['http://localhost:4000/cb', 'http://localhost:4000/cb?x=1'],
    client_name: 'O’Neil & Társa <i>“Bt.”</i>',
  };
  expect((await ask('post', '', writer, local)).status).toBe(201);
});
