import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseRegistration, type Registration } from '../../src/clients/registration.ts';
import { type Config, loadClientDeclarations, loadConfig } from '../../src/config.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import { writeSecretsFile } from '../support/secrets.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-registrations-'));
const workshop = new CertificateWorkshop();
const clientFile = join(directory, 'clients/rp.json');
const secretsFile = join(directory, 'secrets.json');
const authoritiesFile = join(directory, 'authorities.pem');
const resourcesFile = join(directory, 'resources.json');
const publicKey = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };

const good = {
  client_id: 'minta-rp',
  client_name: 'Minta',
  client_uri: 'https://rp.minta.example',
  redirect_uris: ['https://rp.minta.example/callback'],
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [publicKey] },
  minimum_assurance: 'low',
  first_party: true,
};

const fapi = {
  fapi_profile: '2.0',
  require_pushed_authorization_requests: true,
  dpop_bound_access_tokens: true,
};

beforeAll(() => {
  mkdirSync(join(directory, 'clients'));
  for (const file of ['calendar.json', 'enrolment.json']) {
    copyFileSync(resolve('config', file), join(directory, file));
  }
  writeSecretsFile(directory);
  writeFileSync(authoritiesFile, workshop.authority('authority') + workshop.authority('other'));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
  workshop.close();
});

function load(client: object, environment: NodeJS.ProcessEnv = {}): Config & { clients: Registration[] } {
  writeFileSync(clientFile, JSON.stringify(client));
  const variables = {
    KAPU_ISSUER: 'https://kapu.example',
    KAPU_TRUST_PROXY: 'true',
    KAPU_SECRETS_FILE: secretsFile,
    KAPU_CONFIG_DIR: directory,
    ...environment,
  };
  const config = loadConfig(variables);
  return {
    ...config,
    clients: loadClientDeclarations(variables).map(({ metadata }) => registered(metadata)),
  };
}

function registered(metadata: unknown): Registration {
  const parsed = parseRegistration(metadata, supportedScopes);
  if (parsed.kind === 'refused') {
    throw new Error(parsed.faults.map(({ field, message }) => `${field}: ${message}`).join('\n'));
  }
  return parsed.registration;
}

const certificates = { KAPU_CLIENT_CERTIFICATE_HEADER: 'Client-Cert' };
const withAuthorities = { ...certificates, KAPU_CLIENT_CERTIFICATE_AUTHORITIES_FILE: authoritiesFile };

describe('a registration', () => {
  it.each([
    ['as the standard names things', {}, {}],
    ['for FAPI 2.0', fapi, {}],
    ['by a key at an address', { jwks: undefined, jwks_uri: 'https://rp.minta.example/jwks' }, {}],
    [
      'by a certificate',
      { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: 'rp.example' },
      withAuthorities,
    ],
    [
      'by a certificate of its own',
      { token_endpoint_auth_method: 'self_signed_tls_client_auth' },
      certificates,
    ],
  ])('%s is accepted', (_name, changes, environment) => {
    expect(load({ ...good, ...changes }, environment).clients).toHaveLength(1);
  });

  it.each([
    ['an unknown member', { redirect_url: 'https://rp.example' }, /redirect_url/],
    ['no address to return to', { redirect_uris: [] }, /redirect_uris/],
    ['an address that is none', { redirect_uris: ['no address'] }, /redirect_uris/],
    ['a fragment', { redirect_uris: ['https://rp.example/#x'] }, /fragment/],
    ['a wildcard', { redirect_uris: ['https://*.rp.example/'] }, /wildcard/],
    ['a script', { redirect_uris: ['javascript:alert(1)'] }, /redirect_uris/],
    ['an app scheme', { redirect_uris: ['app:/callback'] }, /redirect_uris/],
    ['a user in an address', { redirect_uris: ['https://a:b@rp.example/'] }, /must name no user/],
    [
      'a script to return to after sign-out',
      { post_logout_redirect_uris: ['data:text/html,x'] },
      /post_logout/,
    ],
    ['an id with a path', { client_id: '../rp' }, /client_id/],
    ['another response type', { response_types: ['token'] }, /response_types/],
    ['the implicit grant', { grant_types: ['implicit'] }, /grant_types/],
    ['an algorithm of none', { id_token_signed_response_alg: 'none' }, /id_token_signed_response_alg/],
    ['a request object of none', { request_object_signing_alg: 'none' }, /request_object_signing_alg/],
    [
      'a shared secret as JWT',
      { token_endpoint_auth_method: 'client_secret_jwt' },
      /token_endpoint_auth_method/,
    ],
    ['a secret in the file', { client_secret: 'x'.repeat(40) }, /must be a reference/],
    ['no key', { jwks: undefined }, /is missing for private_key_jwt/],
    ['an empty key set', { jwks: { keys: [] } }, /jwks/],
    ['a private key', { jwks: { keys: [{ ...publicKey, d: 'd' }] } }, /public keys only/],
    ['a shared key', { jwks: { keys: [{ kty: 'oct', k: 'k' }] } }, /public keys only/],
    ['keys twice', { jwks_uri: 'https://rp.example/jwks' }, /together/],
    ['keys in a file', { jwks: undefined, jwks_uri: 'file:///etc/passwd' }, /jwks_uri/],
    ['signed requests without keys', { ...withSecret(), require_signed_request_object: true }, /jwks/],
    [
      'two bindings',
      { dpop_bound_access_tokens: true, tls_client_certificate_bound_access_tokens: true },
      /both/,
    ],
    ['a certificate without a name', { token_endpoint_auth_method: 'tls_client_auth' }, /exactly one/],
    [
      'a certificate with two names',
      {
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_san_dns: 'rp.example',
        tls_client_auth_san_uri: 'https://rp.example',
      },
      /exactly one/,
    ],
    ['FAPI with a secret', { ...fapi, ...withSecret() }, /fapi_profile needs private_key_jwt/],
    [
      'FAPI without PAR',
      { ...fapi, require_pushed_authorization_requests: false },
      /fapi_profile needs require/,
    ],
    ['FAPI without binding', { ...fapi, dpop_bound_access_tokens: false }, /fapi_profile needs dpop/],
    ['FAPI with RS256', { ...fapi, id_token_signed_response_alg: 'RS256' }, /RS256/],
    ['FAPI with requests by RS256', { ...fapi, request_object_signing_alg: 'RS256' }, /RS256/],
    ['FAPI with assertions by RS256', { ...fapi, token_endpoint_auth_signing_alg: 'RS256' }, /RS256/],
    ['FAPI with answers by RS256', { ...fapi, authorization_signed_response_alg: 'RS256' }, /RS256/],
    ['another FAPI', { ...fapi, fapi_profile: '1.0' }, /fapi_profile/],
    ['a sector over http', { sector_identifier_uri: 'http://rp.example/sector' }, /sector_identifier_uri/],
    ['a start over http', { initiate_login_uri: 'http://rp.example/start' }, /initiate_login_uri/],
    ['no assurance', { minimum_assurance: undefined }, /minimum_assurance/],
    ['an assurance that nobody reaches', { minimum_assurance: 'high' }, /minimum_assurance/],
  ])('with %s is refused by a sentence that names it', (_name, changes, sentence) => {
    const environment = { ...withAuthorities, RP_SECRET: 'x'.repeat(40) };
    expect(() => load({ ...good, ...changes }, environment)).toThrow(sentence);
  });
});

function withSecret(): object {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference as configuration files write it
  const reference = '${RP_SECRET}';
  return { jwks: undefined, token_endpoint_auth_method: 'client_secret_basic', client_secret: reference };
}

describe('certificates of relying parties', () => {
  const byCertificate = {
    ...good,
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_san_dns: 'rp.example',
  };

  it('are read, every authority of the file', () => {
    const { clientCertificates } = load(byCertificate, withAuthorities);
    expect(clientCertificates).toMatchObject({ header: 'Client-Cert' });
    expect(clientCertificates?.authorities).toHaveLength(2);
  });

  it.each([
    [
      'with a file of something else',
      { ...certificates, KAPU_CLIENT_CERTIFICATE_AUTHORITIES_FILE: clientFile },
      /PEM/,
    ],
    ['with a header of no name', { KAPU_CLIENT_CERTIFICATE_HEADER: 'a b' }, /HEADER/],
    [
      'without a proxy',
      { ...withAuthorities, KAPU_TRUST_PROXY: 'false', KAPU_ISSUER: 'http://localhost:3000' },
      /needs KAPU_TRUST_PROXY/,
    ],
  ])('stop the start %s', (_name, environment, sentence) => {
    expect(() => load(byCertificate, environment)).toThrow(sentence);
  });
});

describe('protected resources', () => {
  const resource = { identifier: 'https://api.example/', name: 'Minta', scopes: ['read'] };

  afterAll(() => rmSync(resourcesFile));

  it('are read, with short-lived opaque tokens unless they say otherwise', () => {
    writeFileSync(resourcesFile, JSON.stringify([resource]));
    expect(load(good).resources).toEqual([
      {
        ...resource,
        access_token_format: 'opaque',
        access_token_signing_alg: 'ES256',
        access_token_lifetime: 600,
        introspected_by: [],
      },
    ]);
  });

  it.each([
    ['a fragment', { identifier: 'https://api.example/#x' }],
    ['a relative address', { identifier: '/api' }],
    ['no scope', { scopes: [] }],
    ['a scope of two words', { scopes: ['a b'] }],
    ['tokens for a day', { access_token_lifetime: 86_400 }],
    ['an algorithm of none', { access_token_signing_alg: 'none' }],
  ])('with %s are refused', (_name, changes) => {
    writeFileSync(resourcesFile, JSON.stringify([{ ...resource, ...changes }]));
    expect(() => load(good)).toThrow(/resources\.json/);
  });
});
