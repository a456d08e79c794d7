import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseRegistration } from '../../src/clients/registration.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import { Browser } from '../support/citizen.ts';
import {
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { makeAttester, walletIssuerSettings } from '../support/wallet-authorities.ts';

let on: Installation;
let off: Installation;

const preAuthorized = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

beforeAll(async () => {
  const walletIssuer = await walletIssuerSettings(await makeAttester());
  [on, off] = await Promise.all([startInstallation({ config: { walletIssuer } }), startInstallation()]);
});

afterAll(() => Promise.all([on.stop(), off.stop()]));

const read = async (address: string): Promise<Record<string, unknown>> =>
  (await fetch(address)).json() as Promise<Record<string, unknown>>;

function token({ issuer }: Installation, fields: Record<string, string>): Promise<Response> {
  return fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`portal:${portalSecret}`).toString('base64')}` },
    body: new URLSearchParams(fields),
  });
}

it('the engine answers as its experiment of this version is known to', async () => {
  const metadata = await read(`${on.issuer}/.well-known/openid-credential-issuer`);
  expect(metadata).toMatchObject({
    credential_issuer: on.issuer,
    credential_endpoint: `${on.issuer}/credential`,
    nonce_endpoint: `${on.issuer}/nonce`,
    batch_credential_issuance: { batch_size: 10 },
    credential_configurations_supported: {
      'kapu-demo-pid': {
        format: 'dc+sd-jwt',
        vct: 'urn:kapu:demo:pid:1',
        scope: 'kapu_demo_pid',
        cryptographic_binding_methods_supported: ['jwk'],
        proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
      },
    },
  });
  const server = await read(`${on.issuer}/.well-known/openid-configuration`);
  expect(server.token_endpoint_auth_methods_supported).toContain('attest_jwt_client_auth');
  expect(server.grant_types_supported).toContain(preAuthorized);
  expect(server.client_attestation_signing_alg_values_supported).toContain('ES256');
  expect(server.challenge_endpoint).toBe(`${on.issuer}/challenge`);
  const nonce = await fetch(`${on.issuer}/nonce`, { method: 'POST' });
  expect(nonce.headers.get('cache-control')).toBe('no-store');
  expect(await nonce.json()).toEqual({ c_nonce: expect.any(String) });
  const challenge = await fetch(`${on.issuer}/challenge`, { method: 'POST' });
  expect(challenge.headers.get('cache-control')).toBe('no-store');
  expect(await challenge.json()).toEqual({ attestation_challenge: expect.any(String) });
});

it('switched off, nothing of it is there', async () => {
  for (const path of ['/.well-known/openid-credential-issuer', '/status-lists/0', '/fiok/tarcaim']) {
    expect((await fetch(`${off.issuer}${path}`)).status).toBe(404);
  }
  for (const path of ['/nonce', '/challenge', '/credential']) {
    expect((await fetch(`${off.issuer}${path}`, { method: 'POST' })).status).toBe(404);
  }
  const server = await read(`${off.issuer}/.well-known/openid-configuration`);
  expect(JSON.stringify(server)).not.toMatch(/attest|pre-authorized/);
  expect((await token(off, { grant_type: preAuthorized })).status).toBe(400);
});

it('a relying party cannot ask like a wallet', async () => {
  const unallowed = await token(on, { grant_type: preAuthorized, 'pre-authorized_code': 'x', tx_code: '1' });
  expect([unallowed.status, await unallowed.json()]).toEqual([
    400,
    expect.objectContaining({ error: 'invalid_request' }),
  ]);
  const query = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    redirect_uri: portalRedirect,
    scope: 'openid kapu_demo_pid',
    resource: on.issuer,
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });
  const answer = await new Browser(on.issuer).get(`/auth?${query}`);
  expect(new URL(answer.headers.location ?? '').searchParams.get('error')).toBe('invalid_target');
});

it('nobody can be registered as a wallet', () => {
  const relyingParty = {
    client_id: 'minta-rp',
    client_name: 'Minta',
    client_uri: 'https://rp.minta.example',
    redirect_uris: ['https://rp.minta.example/callback'],
    minimum_assurance: 'low',
    first_party: true,
  };
  const isTaken = (changes: object) =>
    parseRegistration({ ...relyingParty, ...changes }, supportedScopes).kind;
  const plain = isTaken({});
  for (const changes of [
    { grant_types: ['authorization_code', preAuthorized] },
    { token_endpoint_auth_method: 'attest_jwt_client_auth' },
    { scope: 'openid kapu_demo_pid' },
    { attested: true },
  ]) {
    expect(isTaken(changes)).not.toBe(plain);
  }
});

it('a page of another origin than the wallet’s is let in with no client of it', async () => {
  const preflight = await fetch(`${on.issuer}/nonce`, {
    method: 'POST',
    headers: { origin: 'https://anywhere.example' },
  });
  expect(preflight.status).toBe(200);
  const form = {
    client_id: 'egyszeru-tarca',
    grant_type: preAuthorized,
    'pre-authorized_code': 'x',
    tx_code: '1',
  };
  const from = (origin: string) =>
    fetch(`${on.issuer}/token`, { method: 'POST', headers: { origin }, body: new URLSearchParams(form) });
  expect((await from('https://anywhere.example')).headers.get('access-control-allow-origin')).toBeNull();
  expect((await from('http://localhost:4997')).headers.get('access-control-allow-origin')).toBe(
    'http://localhost:4997',
  );
});
