/** What a deployment demands of every client, whatever each was registered with; and tokens for the administration that are bound. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import supertest from 'supertest';
import { createKapu } from '../../src/app.ts';
import { createClientStore } from '../../src/clients/client-store.ts';
import { parseRegistration } from '../../src/clients/registration.ts';
import { createClientRegistry } from '../../src/clients/registry.ts';
import { type DeploymentProfile, strictProfile } from '../../src/configuration/deployment-profile.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { scopesOf } from '../../src/oidc/policy/claims.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, portalRedirect, startInstallation } from '../support/installation.ts';
import { quickArgon2 } from '../support/quick-argon2.ts';
import { connectPatiently } from '../support/redis.ts';
import { sampleRegistration } from '../support/registry.ts';

const workshop = new CertificateWorkshop();
const certificateName = 'Client-Cert';
const clientCertificates = { header: certificateName, authorities: [] };
const demanding: DeploymentProfile = {
  ...strictProfile,
  require_pushed_requests: true,
  require_bound_tokens: true,
  require_key_authentication: true,
};

let kapu: Installation;
let demandingStore: LastingConnection;
const secrets = new Map<string, string>();

beforeAll(async () => {
  kapu = await startInstallation({ numberOfNodes: 2, config: { trustProxy: true, clientCertificates } });
  const registry = createClientRegistry({
    clients: createClientStore(kapu.nodes[0].store, kapu.sealer),
    scopes: scopesOf(strictProfile),
    profile: strictProfile,
  });
  for (const [id, more] of [
    ['plain', {}],
    ['by-key', { dpop_bound_access_tokens: true }],
    ['by-certificate', { tls_client_certificate_bound_access_tokens: true }],
  ] as const) {
    const machine = { client_id: id, client_name: 'Nyilvántartó', scope: 'clients:read', ...more };
    const added = await registry.add(
      { ...machine, grant_types: ['client_credentials'] },
      { by: 'cli', now: new Date() },
    );
    secrets.set(id, String('secret' in added && added.secret));
  }
  demandingStore = await connectPatiently(kapu.redis.socket, createLogger('silent'));
});

afterAll(async () => {
  demandingStore.disconnect();
  await kapu.stop();
  workshop.close();
});

const authorize = (issuer: string, more: Record<string, string> = {}) => {
  const query = { client_id: 'portal', response_type: 'code', redirect_uri: portalRedirect, scope: 'openid' };
  const pkce = {
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  return supertest(issuer).get(`/auth?${new URLSearchParams({ ...query, ...pkce, state: 's', ...more })}`);
};

describe('production', () => {
  it('answers in no other way than production needs', async () => {
    const { body } = await supertest(kapu.issuer).get('/.well-known/openid-configuration');
    expect([...body.response_modes_supported].sort()).toEqual(
      ['form_post', 'form_post.jwt', 'jwt', 'query', 'query.jwt'].sort(),
    );
    const fragment = (await authorize(kapu.issuer, { response_mode: 'fragment' })).headers.location;
    expect(fragment).toMatch(/^http:\/\/localhost:4999\/callback#error=invalid_request&/);
    const signed = (await authorize(kapu.issuer, { response_mode: 'fragment.jwt' })).headers.location;
    const [, response = ''] = /^http:\/\/localhost:4999\/callback#response=(.+)$/.exec(signed ?? '') ?? [];
    expect(decodeJwt(response)).toMatchObject({ error: 'invalid_request' });
    expect((await authorize(kapu.issuer, { response_mode: 'query' })).headers.location).toMatch(
      /\/interaction\//,
    );
  });
});

describe('a token for the administration', () => {
  const certificate = workshop.selfSigned('hivatal');
  const inHeader = `:${certificate.replace(/-----[^-]+-----|\s/g, '')}:`;

  async function configurationOf(id: string, headers: Record<string, string> = {}) {
    const send: client.CustomFetch = (url, options) =>
      fetch(url, { ...options, headers: { ...options.headers, ...headers } } as RequestInit);
    return client.discovery(new URL(kapu.issuer), id, {}, client.ClientSecretBasic(secrets.get(id)), {
      execute: [client.allowInsecureRequests],
      [client.customFetch]: send,
    });
  }

  const clientsAt = new URL('/admin/clients', 'http://localhost');
  const ask = (headers: Record<string, string>, path = '/admin/clients') =>
    supertest(kapu.issuer).get(path).set(headers);

  it('that is bound to a key is taken with its proof, once, and for what the proof says', async () => {
    const configuration = await configurationOf('by-key');
    const DPoP = client.getDPoPHandle(configuration, await client.randomDPoPKeyPair('ES256'));
    const { access_token: token } = await client.clientCredentialsGrant(
      configuration,
      { scope: 'clients:read' },
      { DPoP },
    );
    let proof = '';
    configuration[client.customFetch] = (url, options) => {
      proof = String(new Headers(options.headers).get('dpop'));
      return fetch(url, options as RequestInit);
    };
    const address = new URL(clientsAt.pathname, kapu.issuer);
    const shown = await client.fetchProtectedResource(configuration, token, address, 'GET', null, undefined, {
      DPoP,
    });
    expect(shown.status).toBe(200);
    expect((await ask({ Authorization: `DPoP ${token}`, DPoP: proof })).status).toBe(401);
    expect((await ask({ Authorization: `DPoP ${token}` })).status).toBe(401);
    expect((await ask({ Authorization: `Bearer ${token}` })).status).toBe(401);

    const freshProof = async (handle: client.DPoPHandle, path: string): Promise<string> => {
      configuration[client.customFetch] = async (_url, options) => {
        proof = String(new Headers(options.headers).get('dpop'));
        return new Response(null, { status: 204 });
      };
      const elsewhere = new URL(path, kapu.issuer);
      await client.fetchProtectedResource(configuration, token, elsewhere, 'GET', null, undefined, {
        DPoP: handle,
      });
      return proof;
    };
    const other = client.getDPoPHandle(configuration, await client.randomDPoPKeyPair('ES256'));
    const authorization = { Authorization: `DPoP ${token}` };
    expect((await ask({ ...authorization, DPoP: await freshProof(other, '/admin/clients') })).status).toBe(
      401,
    );
    const forAnother = await freshProof(DPoP, '/admin/clients/portal');
    expect((await ask({ ...authorization, DPoP: forAnother })).status).toBe(401);
    expect((await ask({ ...authorization, DPoP: forAnother }, '/admin/clients/portal')).status).toBe(200);
  });

  it('that is bound to a certificate is taken with it alone', async () => {
    const configuration = await configurationOf('by-certificate', { [certificateName]: inHeader });
    const { access_token: token } = await client.clientCredentialsGrant(configuration, {
      scope: 'clients:read',
    });
    const authorization = { Authorization: `Bearer ${token}` };
    expect((await ask({ ...authorization, [certificateName]: inHeader })).status).toBe(200);
    expect((await ask(authorization)).status).toBe(401);
    const strange = workshop.selfSigned('mas').replace(/-----[^-]+-----|\s/g, '');
    expect((await ask({ ...authorization, [certificateName]: `:${strange}:` })).status).toBe(401);
  });
});

describe('where everything is demanded', () => {
  let boundToNothing: Record<string, string>;

  beforeAll(async () => {
    const { body } = await supertest(kapu.issuer)
      .post('/token')
      .auth('plain', secrets.get('plain') ?? '')
      .type('form')
      .send({ grant_type: 'client_credentials', scope: 'clients:read' });
    boundToNothing = { Authorization: `Bearer ${body.access_token}` };
    expect((await supertest(kapu.issuer).get('/admin/clients').set(boundToNothing)).status).toBe(200);
    const [{ server, address }] = kapu.nodes;
    const demandingNode = await createKapu({
      config: { ...kapu.config, profile: demanding },
      store: demandingStore,
      logger: createLogger('silent'),
      now: () => new Date(),
      storeClock: async () => new Date(),
      ownAddress: () => address,
      argon2: await quickArgon2(),
    });
    server.removeAllListeners('request');
    server.on('request', demandingNode.callback());
  });

  it('the discovery document says so', async () => {
    const { body } = await supertest(kapu.issuer).get('/.well-known/openid-configuration');
    expect(body.require_pushed_authorization_requests).toBe(true);
    expect(body.token_endpoint_auth_methods_supported.sort()).toEqual([
      'private_key_jwt',
      'self_signed_tls_client_auth',
    ]);
  });

  it('whoever does not meet it is not registered, and each fault is said', () => {
    const outcome = parseRegistration(sampleRegistration, scopesOf(demanding), demanding);
    const faults = outcome.kind === 'refused' ? outcome.faults.map(({ field }) => field) : [];
    expect(faults).toEqual([
      'require_pushed_authorization_requests',
      'dpop_bound_access_tokens',
      'token_endpoint_auth_method',
    ]);
    const fitting = {
      ...sampleRegistration,
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://hivatal.example/jwks',
    };
    expect(parseRegistration(fitting, scopesOf(demanding), demanding).kind).toBe('valid');
  });

  it('whoever was registered before is no client', async () => {
    const answer = await authorize(kapu.issuer);
    expect([answer.status, titleOf(answer)]).toEqual([400, expect.anything()]);
    const token = await supertest(kapu.issuer)
      .post('/token')
      .auth('plain', secrets.get('plain') ?? '')
      .type('form')
      .send({ grant_type: 'client_credentials', jti: randomUUID() });
    expect([token.status, token.body.error]).toEqual([401, 'invalid_client']);
  });

  it('a token for the administration that is bound to nothing is not taken any more', async () => {
    expect((await supertest(kapu.issuer).get('/admin/clients').set(boundToNothing)).status).toBe(401);
  });

  it('citizens go on to sign in to their own pages', async () => {
    const browser = new Browser(kapu.issuer);
    const citizen = await kapu.addCitizen();
    await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
    expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
  });
});
