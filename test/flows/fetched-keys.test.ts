/** Relying parties that register addresses of theirs (`jwks_uri`, `sector_identifier_uri`): what the provider fetches, and what not. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ClientRegistration } from '../../src/configuration/clients/client-registration.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

let kapu: Installation;
let inHouse: Server;
let asked: string[];
let signer: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

const hidden = {
  'loopback over http': 'http://127.0.0.1:9/jwks',
  loopback: 'https://127.0.0.1/jwks',
  'IPv6 loopback': 'https://[::1]/jwks',
  'a mapped address': 'https://[::ffff:127.0.0.1]/jwks',
  hex: 'https://0x7f.0.0.1/jwks',
  'the metadata service': 'https://169.254.169.254/jwks',
  'a private network': 'https://10.0.0.1/jwks',
  'a name of this machine': 'https://localhost/jwks',
  'a name that nobody has': 'https://nobody.invalid/jwks',
};

beforeAll(async () => {
  asked = [];
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  signer = privateKey;
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] });
  inHouse = createServer((request, response) => {
    asked.push(String(request.url));
    switch (request.url) {
      case '/jwks':
        return response.end(jwks);
      case '/moved':
        return response.writeHead(302, { Location: '/jwks' }).end();
      case '/huge':
        return response.end(`${jwks}${' '.repeat(70_000)}`);
      default:
        return response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => inHouse.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(inHouse.address() as AddressInfo).port}`;
  kapu = await startInstallation({
    config: { outgoing: { private_hosts: [address], give_up_logouts_after_hours: 24 } },
    clients: [
      ...Object.values(hidden).map((jwks_uri, index) => clientWith(`hidden-${index}`, { jwks_uri })),
      clientWith('listed', { jwks_uri: `http://${address}/jwks` }),
      clientWith('moved', { jwks_uri: `http://${address}/moved` }),
      clientWith('huge', { jwks_uri: `http://${address}/huge` }),
      clientWith('sector', {
        sector_identifier_uri: 'https://127.0.0.1/sector',
        jwks_uri: `http://${address}/jwks`,
      }),
    ],
  });
});

afterAll(async () => {
  inHouse.closeAllConnections();
  inHouse.close();
  await kapu.stop();
});

function clientWith(client_id: string, metadata: object): Partial<ClientRegistration> {
  const byKey = { token_endpoint_auth_method: 'private_key_jwt', client_secret: undefined } as const;
  return { client_id, ...byKey, ...metadata };
}

/** At the token endpoint, with a code that does not exist: a client that is known gets as far as `invalid_grant`. */
async function authenticate(clientId: string): Promise<{ status: number; error: string; text: string }> {
  const assertion = await new SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(kapu.issuer)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(signer);
  const answer = await fetch(`${kapu.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: 'none',
      redirect_uri: 'http://localhost:4999/callback',
      code_verifier: 'x'.repeat(43),
      client_id: clientId,
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    }),
  });
  const text = await answer.text();
  return { status: answer.status, error: JSON.parse(text).error, text };
}

describe('keys at an address', () => {
  it.each(Object.keys(hidden).map((name, index) => [name, `hidden-${index}`]))(
    'on %s are not fetched: the client is told so by the standard error',
    async (_, clientId) => {
      const { status, error, text } = await authenticate(String(clientId));
      expect([status, error]).toEqual([401, 'invalid_client']);
      expect(text).not.toMatch(/refused|public|ECONN/);
    },
  );

  it('on a listed host in the house are fetched', async () => {
    const { status, error } = await authenticate('listed');
    expect([status, error]).toEqual([400, 'invalid_grant']);
    expect(asked).toContain('/jwks');
  });

  it('are not looked for where the listed host sends us, nor in an endless answer', async () => {
    asked.length = 0;
    expect((await authenticate('moved')).error).toBe('invalid_client');
    expect((await authenticate('huge')).error).toBe('invalid_client');
    expect(asked).toEqual(['/moved', '/huge']);
  });
});

it('a sector identifier on loopback is not fetched', async () => {
  const { status, error } = await authenticate('sector');
  expect([status, error]).toEqual([400, 'invalid_client_metadata']);
});

it('no such client meets a fault of ours', () => {
  expect(kapu.log.filter((line) => line.includes('"fault"'))).toEqual([]);
});
