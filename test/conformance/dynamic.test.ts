/**
 * What the OpenID Foundation's plan for the Dynamic OP profile checks, by the names of its modules, in the profile `conformance`;
 * and what RFC 7591 and RFC 7592 ask besides.
 */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import supertest from 'supertest';
import { CertificateWorkshop } from '../support/certificates.ts';
import { Browser, titleOf } from '../support/citizen.ts';
import {
  conformanceProfile,
  initialAccessToken,
  type Metadata,
  Suite,
  suiteRedirect,
} from '../support/conformance.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { registryOn, sampleRegistration } from '../support/registry.ts';

const workshop = new CertificateWorkshop();
let kapu: Installation;
let suite: Suite;
let discovery: Metadata;
let files: Server;
let filesAddress: string;
/** What the suite serves, by path. */
const served = new Map<string, unknown>();

beforeAll(async () => {
  const { certificate, key } = workshop.serverPair('127.0.0.1');
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  files = createServer({ cert: certificate, key }, (request, response) => {
    const found = served.get(String(request.url));
    response.writeHead(found === undefined ? 404 : 200).end(JSON.stringify(found));
  });
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(files.address() as AddressInfo).port}`;
  filesAddress = `https://${host}`;
  kapu = await startInstallation({
    numberOfNodes: 2,
    config: {
      profile: conformanceProfile,
      outgoing: { private_hosts: [host], give_up_logouts_after_hours: 24 },
    },
  });
  suite = await Suite.at(kapu);
  discovery = (await supertest(kapu.issuer).get('/.well-known/openid-configuration')).body;
});

afterAll(async () => {
  files.closeAllConnections();
  files.close();
  await kapu.stop();
  workshop.close();
});

afterEach(() => {
  jest.restoreAllMocks();
});

async function verified(jwt: unknown, issuer = kapu.issuer): Promise<JWTPayload & { alg: string }> {
  const { body } = await supertest(kapu.issuer).get('/jwks');
  const { payload, protectedHeader } = await jwtVerify(String(jwt), createLocalJWKSet(body), { issuer });
  return { ...payload, alg: protectedHeader.alg };
}

async function keyPair(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk: Metadata = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  const assertion = (client: Metadata, audience: unknown) =>
    new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(String(client.client_id))
      .setSubject(String(client.client_id))
      .setAudience(String(audience))
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey);
  return { jwk, privateKey, assertion };
}

async function tokenByKey(form: Record<string, string>, assertion: string) {
  const { status, body } = await supertest(kapu.issuer)
    .post('/token')
    .type('form')
    .send({
      ...form,
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
  return { status, body };
}

function codeForm(code: string | undefined): Record<string, string> {
  return { grant_type: 'authorization_code', code: String(code), redirect_uri: suiteRedirect };
}

describe('Dynamic OP', () => {
  it('oidcc-discovery-endpoint-verification', () => {
    expect(discovery).toMatchObject({
      issuer: kapu.issuer,
      registration_endpoint: `${kapu.issuer}/reg`,
      response_types_supported: expect.arrayContaining(['code', 'id_token', 'id_token token']),
      grant_types_supported: expect.arrayContaining(['authorization_code', 'implicit']),
      scopes_supported: expect.arrayContaining(['openid', 'profile', 'email', 'address', 'phone']),
      subject_types_supported: expect.arrayContaining(['pairwise', 'public']),
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
      userinfo_signing_alg_values_supported: expect.arrayContaining(['RS256']),
      claims_supported: expect.arrayContaining([
        'name',
        'nickname',
        'website',
        'zoneinfo',
        'address',
        'updated_at',
      ]),
      request_uri_parameter_supported: false,
    });
  });

  it('oidcc-server: a client that registered itself, without PKCE, gets an ID token and personal data', async () => {
    const client = await suite.register({ client_name: 'Próba' });
    expect(client).toMatchObject({
      client_id: expect.stringMatching(/^dyn-/),
      client_secret: expect.any(String),
      client_secret_expires_at: 0,
      registration_access_token: expect.any(String),
      registration_client_uri: `${kapu.issuer}/reg/${client.client_id}`,
      redirect_uris: [suiteRedirect],
    });
    const { code = '', iss } = await suite.authorize(client, { nonce: 'n-1', scope: 'openid email' });
    expect(iss).toBe(kapu.issuer);
    const { status, body } = await suite.redeem(client, code);
    expect(status).toBe(200);
    expect(await verified(body.id_token)).toMatchObject({
      nonce: 'n-1',
      aud: client.client_id,
      amr: ['pwd'],
    });
    expect((await suite.userinfo(body.access_token)).body).toMatchObject({ email: 'anna@minta.example' });
  });

  it('oidcc-idtoken-rs256', async () => {
    const byDefault = await suite.register();
    const { body } = await suite.redeem(byDefault, (await suite.authorize(byDefault)).code ?? '');
    expect(await verified(body.id_token)).toMatchObject({ alg: 'RS256' });
  });

  it('oidcc-idtoken-unsigned: is not offered, and refused at the registration', async () => {
    expect(discovery.id_token_signing_alg_values_supported).not.toContain('none');
    const { status, body } = await suite.tryToRegister({ id_token_signed_response_alg: 'none' });
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata']);
  });

  it('oidcc-userinfo-rs256', async () => {
    const client = await suite.register({ userinfo_signed_response_alg: 'RS256' });
    const tokens = await suite.redeem(client, (await suite.authorize(client)).code ?? '');
    const { text, type } = await supertest(kapu.issuer)
      .get('/me')
      .set('Authorization', `Bearer ${tokens.body.access_token}`);
    expect(type).toBe('application/jwt');
    expect(await verified(text)).toMatchObject({ alg: 'RS256', aud: client.client_id });
  });

  it('oidcc-ensure-redirect-uri-in-authorization-request: two are registered, none is named', async () => {
    const client = await suite.register({ redirect_uris: [suiteRedirect, 'https://example.org/redirect'] });
    expect(client.subject_type).toBe('public');
    const query = new URLSearchParams({
      client_id: String(client.client_id),
      response_type: 'code',
      scope: 'openid',
    });
    const page = await new Browser(kapu.issuer).open(`/auth?${query}`);
    expect([page.status, page.headers.location]).toEqual([400, undefined]);
  });

  it.each([
    ['oidcc-redirect-uri-query-OK', '?dummy1=lorem', '?dummy1=lorem', true],
    ['oidcc-redirect-uri-query-mismatch', '?dummy1=lorem', '?dummy1=ipsum', false],
    ['oidcc-redirect-uri-query-added', '', '?dummy1=lorem', false],
  ])('%s', async (_, registered, asked, isAccepted) => {
    const client = await suite.register({ redirect_uris: [suiteRedirect + registered] });
    const page = await suite.signIn(client, { redirect_uri: suiteRedirect + asked }).catch(() => undefined);
    const { location } = page?.headers ?? {};
    expect(location?.startsWith(`${suiteRedirect}?dummy1=lorem&`) ?? false).toBe(isAccepted);
  });

  it('oidcc-redirect-uri-regfrag', async () => {
    const { status, body } = await suite.tryToRegister({ redirect_uris: [`${suiteRedirect}#fragment`] });
    expect([status, body.error]).toEqual([400, 'invalid_redirect_uri']);
  });

  it('oidcc-refresh-token', async () => {
    const client = await suite.register({
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid offline_access',
    });
    const asked = { scope: 'openid offline_access', prompt: 'consent' };
    const first = await suite.redeem(client, (await suite.authorize(client, asked)).code ?? '');
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) };
    const second = await suite.token(client, refresh);
    expect(second.status).toBe(200);
    const [before, after] = [await verified(first.body.id_token), await verified(second.body.id_token)];
    expect(after).toMatchObject({ sub: before.sub, aud: before.aud, auth_time: before.auth_time });
  });

  it('oidcc-ensure-client-assertion-with-iss-aud-succeeds, with inline keys', async () => {
    const { jwk, assertion } = await keyPair('inline');
    const client = await suite.register({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [jwk] },
    });
    expect(client.client_secret).toBeUndefined();
    const { code } = await suite.authorize(client);
    const { status } = await tokenByKey(codeForm(code), await assertion(client, kapu.issuer));
    expect(status).toBe(200);
  });

  it('oidcc-ensure-request-object-with-redirect-uri: what is signed counts', async () => {
    const { jwk, privateKey } = await keyPair('signer');
    const client = await suite.register({ jwks: { keys: [jwk] } });
    const request = await new SignJWT({
      client_id: client.client_id,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: suiteRedirect,
      state: 'signed',
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'signer' })
      .setIssuer(String(client.client_id))
      .setAudience(kapu.issuer)
      .setExpirationTime('5m')
      .sign(privateKey);
    const back = await suite.authorize(client, { request, redirect_uri: `${suiteRedirect}/elsewhere` });
    expect(back).toMatchObject({ state: 'signed', code: expect.any(String) });
  });

  it.each(['oidcc-request-uri-unsigned', 'oidcc-request-uri-signed-rs256'])(
    '%s: is not offered, and refused as unsupported',
    async () => {
      const client = await suite.register({ request_uris: ['https://suite.minta.example/request.jwt#hash'] });
      const asked = { request_uri: 'https://suite.minta.example/request.jwt' };
      expect(await suite.authorize(client, asked)).toMatchObject({ error: 'request_uri_not_supported' });
    },
  );

  it('oidcc-registration-jwks-uri, and oidcc-refresh-token-rp-key-rotation', async () => {
    const [old, next] = [await keyPair('old'), await keyPair('next')];
    served.set('/jwks', { keys: [old.jwk] });
    const client = await suite.register({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: `${filesAddress}/jwks`,
      grant_types: ['authorization_code', 'refresh_token'],
    });
    const { code } = await suite.authorize(client);
    const first = await tokenByKey(codeForm(code), await old.assertion(client, kapu.issuer));
    expect(first.status).toBe(200);

    served.set('/jwks', { keys: [next.jwk] });
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + 6000);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) };
    const second = await tokenByKey(refresh, await next.assertion(client, kapu.issuer));
    expect([second.status, second.body.error]).toEqual([200, undefined]);
    const third = { ...refresh, refresh_token: String(second.body.refresh_token) };
    const byOld = await tokenByKey(third, await old.assertion(client, kapu.issuer));
    expect([byOld.status, byOld.body.error]).toEqual([401, 'invalid_client']);
  });

  it('oidcc-registration-sector-uri: one pairwise subject for two hosts of a sector, another elsewhere', async () => {
    const other = 'https://other.minta.example/callback';
    served.set('/sector', [suiteRedirect, other]);
    const sector = { subject_type: 'pairwise', sector_identifier_uri: `${filesAddress}/sector` };
    const clients = [
      await suite.register(sector),
      await suite.register({ ...sector, redirect_uris: [other] }),
      await suite.register({ subject_type: 'pairwise' }),
    ];
    const browser = new Browser(kapu.issuer);
    const subjects: unknown[] = [];
    for (const client of clients) {
      const [redirect_uri = ''] = client.redirect_uris as string[];
      const { code = '' } = await suite.authorize(client, { redirect_uri }, browser);
      const { body } = await suite.redeem(client, code, { redirect_uri });
      subjects.push((await verified(body.id_token)).sub);
    }
    expect(subjects[0]).toBe(subjects[1]);
    expect(subjects[2]).not.toBe(subjects[0]);
  });

  it.each([
    ['oidcc-registration-sector-bad', ['https://elsewhere.minta.example/callback']],
    ['a sector that is no list', { uris: [suiteRedirect] }],
    ['a sector that is not there', undefined],
  ])('%s', async (_, list) => {
    served.set('/sector-bad', list);
    const { status, body } = await suite.tryToRegister({
      subject_type: 'pairwise',
      sector_identifier_uri: `${filesAddress}/sector-bad`,
    });
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata']);
  });

  it.each([
    ['oidcc-registration-policy-uri', 'policy_uri'],
    ['oidcc-registration-tos-uri', 'tos_uri'],
  ])('%s: the citizen finds it where they are asked for consent', async (_, member) => {
    const address = `https://suite.minta.example/${member}`;
    const client = await suite.register({ [member]: address, client_name: 'Minta Bolt' });
    expect(client[member]).toBe(address);
    const page = await suite.consentPage(client);
    expect(titleOf(page)).toBe('Átadhatjuk az adatait?');
    expect(page.text).toContain('Minta Bolt');
    expect(page.text).toContain(`href="${address}"`);
  });

  it('oidcc-registration-logo-uri: is kept, and not loaded from elsewhere into a page of ours', async () => {
    const client = await suite.register({ logo_uri: 'https://suite.minta.example/logo.png' });
    expect(client.logo_uri).toBe('https://suite.minta.example/logo.png');
    expect((await suite.consentPage(client)).text).not.toContain('logo.png');
  });

  it('oidcc-server-rotate-keys', async () => {
    const before = await publishedKids();
    const { code } = await runKapu({ ...kapu.config }, 'keys', 'rotate', '--alg', 'RS256');
    expect(code).toBe(0);
    const deadline = Date.now() + 5000;
    let after = before;
    while (after.length === before.length && Date.now() < deadline) {
      after = await publishedKids();
    }
    expect(after.length).toBe(before.length + 1);
    expect(after).toEqual(expect.arrayContaining(before));
  });
});

async function publishedKids(): Promise<string[]> {
  const { body } = await supertest(kapu.issuer).get('/jwks');
  return (body.keys as { kid: string }[]).map(({ kid }) => kid);
}

describe('addresses that are not listed', () => {
  it('a sector identifier is not fetched from there, and the registration is refused', async () => {
    const { status, body } = await suite.tryToRegister({
      sector_identifier_uri: 'https://127.0.0.1:1/sector',
    });
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata']);
  });

  it('keys are not fetched from there', async () => {
    const { assertion } = await keyPair('hidden');
    const client = await suite.register({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://127.0.0.1:1/jwks',
    });
    const { status, body } = await tokenByKey(codeForm('none'), await assertion(client, kapu.issuer));
    expect([status, body.error]).toEqual([401, 'invalid_client']);
  });
});

describe('registration (RFC 7591)', () => {
  it('needs an initial access token that is valid', async () => {
    for (const token of ['', 'wrong', String((await suite.register()).registration_access_token)]) {
      const { status, body } = await suite.tryToRegister({}, token);
      expect([status >= 400 && status < 402, body.error]).toEqual([true, expect.stringMatching(/^invalid_/)]);
    }
  });

  it('spends a token as often as it was issued for, however many come at once, and loses no use by a mistake', async () => {
    const token = await initialAccessToken(kapu, 3);
    expect((await suite.tryToRegister({ redirect_uris: ['nonsense'] }, token)).status).toBe(400);
    const answers = await Promise.all(Array.from({ length: 8 }, () => suite.tryToRegister({}, token)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 201, 401, 401, 401, 401, 401]);
  });

  it('gives nobody more than a stranger may have, whatever is asked', async () => {
    const client = await suite.register({
      first_party: true,
      resources: ['https://api.minta.example/'],
      machine_scope: 'clients:write',
      counts_from: 0,
      noManage: false,
      client_id: 'portal',
      client_secret: 'a-secret-that-the-client-chose-itself-0000',
    });
    expect(client).toMatchObject({ first_party: false, minimum_assurance: 'low' });
    expect(client.client_id).not.toBe('portal');
    expect(client.client_secret).not.toBe('a-secret-that-the-client-chose-itself-0000');
    for (const hidden of ['machine_scope', 'counts_from', 'noManage', 'resources', 'previous_secret']) {
      expect([hidden, client[hidden]]).toEqual([hidden, undefined]);
    }
    expect(titleOf(await suite.consentPage(client))).toBe('Átadhatjuk az adatait?');
  });

  it.each([
    [{ grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
    [{ scope: 'openid natural_person' }, 'invalid_client_metadata'],
    [{ scope: 'clients:write' }, 'invalid_client_metadata'],
    [{ redirect_uris: ['http://suite.minta.example/callback'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['https://*.minta.example/callback'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: [] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['nonsense'] }, 'invalid_redirect_uri'],
    [{ jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }, 'invalid_client_metadata'],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
    [{ client_name: 'Bank\u202egnab' }, 'invalid_client_metadata'],
    [{ response_types: ['none'] }, 'invalid_client_metadata'],
    [{ response_types: [{ toString: 1 }] }, 'invalid_client_metadata'],
    [{ minimum_assurance: 'high' }, 'invalid_client_metadata'],
    [{ policy_uri: 'javascript:alert(1)' }, 'invalid_client_metadata'],
  ])('refuses %j', async (metadata, error) => {
    const { status, body } = await suite.tryToRegister(metadata);
    expect([status, body.error]).toEqual([400, error]);
  });

  it.each(['{', '[]', '"x"', '{"__proto__":{"first_party":true}}', `{"x":"${'y'.repeat(60_000)}"}`])(
    'refuses a body that is no metadata (%#)',
    async (body) => {
      const answer = await supertest(kapu.issuer)
        .post('/reg')
        .set('Authorization', `Bearer ${await initialAccessToken(kapu)}`)
        .type('application/json')
        .send(body);
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_client_metadata']);
    },
  );
});

describe('an operator', () => {
  it('issues initial access tokens, once unless it is said, and sees who registered', async () => {
    const { code, stdout } = await runKapu(kapu.config, 'clients', 'initial-access-token');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^[\w-]{43}\n$/)]);
    const token = stdout.trim();
    const first = await suite.tryToRegister({ client_name: 'Bolt' }, token);
    const second = await suite.tryToRegister({}, token);
    expect([first.status, second.status]).toEqual([201, 401]);

    const id = String(first.body.client_id);
    const show = await runKapu(kapu.config, 'clients', 'show', id, '--json');
    expect(JSON.parse(show.stdout)).toMatchObject({
      client_id: id,
      updated_by: 'registration',
      first_party: false,
    });
    expect(show.stdout).not.toContain(String(first.body.client_secret));
  });

  it('issues tokens that expire', async () => {
    const token = await initialAccessToken(kapu, 5, 30);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + 60_000);
    expect((await suite.tryToRegister({}, token)).status).toBe(401);
  });
});

describe('management (RFC 7592)', () => {
  const at = (client: Metadata, method: 'get' | 'put' | 'delete', token = client.registration_access_token) =>
    supertest(kapu.issuer)[method](`/reg/${client.client_id}`).set('Authorization', `Bearer ${token}`);

  it('reads without the secret, which is kept as a hash, changes with it, and removes', async () => {
    const client = await suite.register({ client_name: 'Előtte' });
    const { client_id, client_secret } = client;
    const read = await at(client, 'get');
    expect([read.status, read.body.client_name, read.body.client_secret]).toEqual([200, 'Előtte', undefined]);

    const changed = { client_id, client_name: 'Utána', redirect_uris: [suiteRedirect] };
    const wrong = await at(client, 'put').send({ ...changed, client_secret: 'another' });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'invalid_request']);
    const put = await at(client, 'put').send({ ...changed, client_secret });
    expect([put.status, put.body.client_name, put.body.client_secret]).toEqual([200, 'Utána', undefined]);
    expect((await at(client, 'get')).status).toBe(401);

    const { code = '' } = await suite.authorize(client);
    expect((await suite.redeem(client, code)).status).toBe(200);
    const token = put.body.registration_access_token;
    expect((await at(client, 'delete', token)).status).toBe(204);
    expect((await suite.redeem(client, 'none')).body.error).toBe('invalid_client');
    expect((await at(client, 'get', token)).status).toBe(401);
  });

  it('can give a client a secret that had none, and take it away', async () => {
    const { jwk } = await keyPair('m');
    const jwks = { keys: [jwk] };
    const client = await suite.register({ token_endpoint_auth_method: 'private_key_jwt', jwks });
    const { client_id } = client;
    const put = await at(client, 'put').send({ client_id, redirect_uris: [suiteRedirect] });
    expect(put.body.client_secret).toEqual(expect.any(String));
    const withSecret = { client_id, client_secret: put.body.client_secret };
    expect((await suite.redeem(withSecret, 'none')).body.error).toBe('invalid_grant');
    const back = await at(client, 'put', put.body.registration_access_token).send({
      client_id,
      redirect_uris: [suiteRedirect],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks,
    });
    expect([back.status, back.body.client_secret]).toEqual([200, undefined]);
    expect((await suite.redeem(withSecret, 'none')).body.error).toBe('invalid_client');
  });

  it('cannot make of a client what the registration would refuse', async () => {
    const client = await suite.register();
    const { client_id } = client;
    const put = await at(client, 'put').send({
      client_id,
      redirect_uris: ['http://elsewhere.minta.example/'],
    });
    expect([put.status, put.body.error]).toEqual([400, 'invalid_redirect_uri']);
    const more = { client_id, redirect_uris: [suiteRedirect], first_party: true };
    const own = await at(client, 'put').send(more);
    expect([own.status, own.body.first_party]).toEqual([200, false]);
  });

  it('opens no client that an operator registered, also one that took the place of another', async () => {
    const registry = registryOn(kapu.nodes[0].store, kapu.sealer);
    const occasion = { by: 'cli', now: new Date() };
    const client = await suite.register();
    const client_id = String(client.client_id);
    expect((await registry.remove(client_id, occasion)).kind).toBe('removed');
    expect((await registry.add({ ...sampleRegistration, client_id }, occasion)).kind).toBe('done');
    const statuses = [
      (await at(client, 'get')).status,
      (await at(client, 'put').send({ client_id, redirect_uris: [suiteRedirect] })).status,
      (await at(client, 'delete')).status,
    ];
    expect(statuses).toEqual([403, 403, 403]);
  });

  it('gives one successor of a token, however often it is used at the same moment', async () => {
    const client = await suite.register();
    const { client_id } = client;
    const puts = await Promise.all(
      Array.from({ length: 4 }, () => at(client, 'put').send({ client_id, redirect_uris: [suiteRedirect] })),
    );
    expect(puts.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const tokens = puts.flatMap(({ body }) => body.registration_access_token ?? []);
    expect(tokens).toHaveLength(1);
    expect((await at(client, 'get', tokens[0])).status).toBe(200);
  });

  it.each(['/REG', '/Reg'])('tells no hash of a secret at %s either', async (endpoint) => {
    const client = await suite.register();
    const authorization = ['Authorization', `Bearer ${client.registration_access_token}`] as const;
    const read = await supertest(kapu.issuer)
      .get(`${endpoint}/${client.client_id}`)
      .set(...authorization);
    expect([read.status, read.headers.location]).toEqual([303, `/reg/${client.client_id}`]);
    const put = await supertest(kapu.issuer)
      .put(`${endpoint}/${client.client_id}`)
      .set(...authorization)
      .send({ client_id: client.client_id, redirect_uris: [suiteRedirect] });
    expect(put.status).toBe(404);
  });

  it("opens nobody else's client", async () => {
    const [mine, other] = [await suite.register(), await suite.register()];
    const answer = await at(other, 'get', mine.registration_access_token);
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_token']);
  });

  it('ends at once, on every node, when an operator disables or removes the client', async () => {
    const registry = registryOn(kapu.nodes[0].store, kapu.sealer);
    const occasion = { by: 'cli', now: new Date() };
    for (const [end, outcome] of [
      ['disable', 'done'],
      ['remove', 'removed'],
    ] as const) {
      const client = await suite.register({ grant_types: ['authorization_code', 'refresh_token'] });
      const id = String(client.client_id);
      const { body } = await suite.redeem(client, (await suite.authorize(client)).code ?? '');
      expect((await registry[end](id, occasion)).kind).toBe(outcome);
      const deadline = Date.now() + 1000;
      for (const { address } of kapu.nodes) {
        const ask = () =>
          supertest(address)
            .get('/me')
            .set('Host', new URL(kapu.issuer).host)
            .set('Authorization', `Bearer ${body.access_token}`);
        let answer = await ask();
        while (answer.status === 200 && Date.now() < deadline) {
          answer = await ask();
        }
        expect([end, answer.status]).toEqual([end, 401]);
      }
      expect((await at(client, 'get')).status).toBe(401);
    }
  });
});

it('nothing of it met a fault of ours, and no token or secret is in the log', async () => {
  const client = await suite.register();
  const log = kapu.log.join('\n');
  expect(log).not.toContain('"fault"');
  expect(log).toContain('"event":"client.added"');
  expect(log).not.toContain(String(client.client_secret));
  expect(log).not.toContain(String(client.registration_access_token));
});
