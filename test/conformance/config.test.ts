/** oidcc-config-certification-test-plan: one module, which looks at the discovery document alone. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { type Installation, startInstallation } from '../support/installation.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(() => kapu.stop());

it('oidcc-discovery-endpoint-verification: the document is there, is complete, and names keys that can be read', async () => {
  const answer = await supertest(kapu.issuer).get('/.well-known/openid-configuration');
  expect([answer.status, answer.type]).toEqual([200, 'application/json']);
  const { body } = answer;
  expect(body).toMatchObject({
    issuer: kapu.issuer,
    authorization_endpoint: `${kapu.issuer}/auth`,
    token_endpoint: `${kapu.issuer}/token`,
    userinfo_endpoint: `${kapu.issuer}/me`,
    jwks_uri: `${kapu.issuer}/jwks`,
    scopes_supported: expect.arrayContaining(['openid']),
    response_types_supported: ['code'],
    response_modes_supported: expect.arrayContaining(['query', 'form_post']),
    grant_types_supported: expect.arrayContaining(['authorization_code']),
    subject_types_supported: ['pairwise', 'public'],
    id_token_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256']),
    token_endpoint_auth_methods_supported: expect.arrayContaining(['client_secret_basic', 'private_key_jwt']),
    claims_supported: expect.arrayContaining(['sub', 'acr', 'auth_time', 'name', 'email']),
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
  });

  const { body: keys } = await supertest(kapu.issuer).get('/jwks');
  const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
  for (const key of keys.keys) {
    expect(key).toMatchObject({ kid: expect.any(String), kty: expect.any(String), use: 'sig' });
    expect(Object.keys(key).filter((member) => privateMembers.includes(member))).toEqual([]);
  }
  expect(new Set(keys.keys.map(({ kid }: { kid: string }) => kid)).size).toBe(keys.keys.length);
});
