import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CryptoKey, compactDecrypt, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type Certificate, readPem } from '../../demo/wallet/protocol/certificate.ts';
import { openOffer } from '../../demo/wallet/protocol/issuance.ts';
import {
  openRequest,
  type PresentationRequest,
  sendPresentations,
  sendRefusal,
} from '../../demo/wallet/protocol/presentation-request.ts';
import { Authority, type Signer } from '../support/wallet-authority.ts';

/** A verifier, and what it sends; faults change it. */
let server: Server;
let address: string;
let authority: Authority;
let anchor: Certificate;
let signer: Signer;
let recipient: { jwk: JWK; privateKey: CryptoKey };
let claims: Record<string, unknown>;
let header: Record<string, unknown>;
let answer: { status: number; body: string };
let received: URLSearchParams;

beforeAll(async () => {
  authority = await Authority.create('Minta');
  anchor = await readPem(authority.root.pem);
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  recipient = { jwk: { ...(await exportJWK(publicKey)), kid: 'k' }, privateKey };
  server = createServer(async (request, response) => {
    received = new URLSearchParams(await bodyOf(request));
    if (request.url === '/answer') {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    } else if (request.url === '/elsewhere') {
      response.writeHead(302, { location: '/request' }).end();
    } else if (request.url === '/request') {
      response.end(await signed());
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(async () => {
  signer = await authority.leaf('localhost');
  answer = { status: 200, body: '{}' };
  header = {};
  claims = {
    client_id: 'x509_san_dns:localhost',
    aud: 'https://self-issued.me/v2',
    exp: Math.floor(Date.now() / 1000) + 60,
    response_type: 'vp_token',
    response_mode: 'direct_post.jwt',
    response_uri: `${address}/answer`,
    nonce: 'n',
    state: 's',
    dcql_query: {},
    client_metadata: {
      client_name: 'Portál',
      'client_name#en': 'Portal',
      jwks: { keys: [recipient.jwk] },
      encrypted_response_enc_values_supported: ['A128GCM'],
    },
  };
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }
  return body;
}

function signed(): Promise<string> {
  const withNonce = { wallet_nonce: received.get('wallet_nonce') ?? undefined, ...claims };
  return new SignJWT(withNonce)
    .setProtectedHeader({ alg: 'ES256', typ: 'oauth-authz-req+jwt', x5c: [signer.x5c], ...header })
    .sign(signer.keys.privateKey as never);
}

function open(changes: Record<string, string> = {}): Promise<PresentationRequest> {
  const link = {
    client_id: 'x509_san_dns:localhost',
    request_uri: `${address}/request`,
    request_uri_method: 'post',
    ...changes,
  };
  return openRequest(new URLSearchParams(link), anchor, new Date());
}

describe('a wallet that is asked', () => {
  it('sees who asks, and answers them alone', async () => {
    const request = await open();
    expect(request).toMatchObject({
      host: new URL(address).host,
      names: { hu: 'Portál', en: 'Portal' },
      nonce: 'n',
    });
    answer.body = JSON.stringify({ redirect_uri: `${address}/back` });
    expect(await sendPresentations(request, { pid: 'presented' })).toEqual({
      kind: 'taken',
      next: `${address}/back`,
    });
    const { plaintext } = await compactDecrypt(received.get('response') ?? '', recipient.privateKey);
    expect(JSON.parse(Buffer.from(plaintext).toString())).toEqual({
      vp_token: { pid: ['presented'] },
      state: 's',
    });
  });

  it('takes a request by GET too, where the link does not say POST', async () => {
    expect(await open({ request_uri_method: 'get' })).toMatchObject({ nonce: 'n' });
  });

  it('tells a verifier that the citizen declined', async () => {
    expect(await sendRefusal(await open())).toEqual({ kind: 'taken', next: undefined });
    expect(Object.fromEntries(received)).toEqual({ error: 'access_denied', state: 's' });
  });

  it.each([
    [
      'an address that is a script',
      200,
      '{"redirect_uri":"javascript:alert(1)"}',
      { kind: 'taken', next: undefined },
    ],
    ['no JSON', 200, '<html>', { kind: 'taken', next: undefined }],
    ['a refusal', 400, '{}', { kind: 'refused' }],
  ])('goes nowhere when the answer is %s', async (_name, status, body, reception) => {
    const request = await open();
    answer = { status, body };
    expect(await sendPresentations(request, { pid: 'presented' })).toEqual(reception);
  });

  it.each<[string, () => unknown]>([
    [
      'of another verifier than the link names',
      () => Object.assign(claims, { client_id: 'x509_san_dns:pelda.example' }),
    ],
    ['without the nonce of the wallet', () => Object.assign(claims, { wallet_nonce: undefined })],
    ['with another nonce', () => Object.assign(claims, { wallet_nonce: 'other' })],
    ['meant for somebody else', () => Object.assign(claims, { aud: 'https://pelda.example' })],
    ['of another type', () => Object.assign(header, { typ: 'JWT' })],
    ['with headers that must be understood', () => Object.assign(header, { crit: ['b64'], b64: true })],
    [
      'answered at a host that the certificate does not name',
      () => Object.assign(claims, { response_uri: 'https://pelda.example/' }),
    ],
    [
      'of another authority',
      async () => {
        signer = await (await Authority.create('Minta')).leaf('localhost');
      },
    ],
    [
      'signed with another key than the certificate’s',
      async () => {
        signer = { ...signer, x5c: (await authority.leaf('localhost')).x5c };
      },
    ],
    [
      'of a certificate whose time is over',
      async () => {
        signer = await authority.leaf('localhost', { days: -1 });
      },
    ],
  ])('does not believe a request %s', async (_name, err) => {
    await err();
    await expect(open()).rejects.toMatchObject({ problem: 'untrusted' });
  });

  it('by a hash, believes the certificate with that hash alone, and answers where it says', async () => {
    const hash = createHash('sha256').update(Buffer.from(signer.x5c, 'base64')).digest('base64url');
    await expect(open({ client_id: `x509_hash:${hash}` })).rejects.toMatchObject({ problem: 'untrusted' });
    claims.client_id = `x509_hash:${hash}`;
    expect(await open({ client_id: `x509_hash:${hash}` })).toMatchObject({ clientId: `x509_hash:${hash}` });
    claims.response_uri = 'https://pelda.example/';
    await expect(open({ client_id: `x509_hash:${hash}` })).rejects.toMatchObject({ problem: 'untrusted' });
    claims.response_uri = `${address}/answer`;
    claims.client_id = 'x509_hash:abc';
    await expect(open({ client_id: 'x509_hash:abc' })).rejects.toMatchObject({ problem: 'untrusted' });
    claims.client_id = 'redirect_uri:localhost';
    await expect(open({ client_id: 'redirect_uri:localhost' })).rejects.toMatchObject({
      problem: 'untrusted',
    });
  });

  it.each([
    ['over', { exp: 1_700_000_000 }],
    ['not-understood', { transaction_data: ['x'] }],
    ['not-understood', { response_mode: 'direct_post' }],
    ['not-understood', { client_metadata: {} }],
  ])('says that a request is %s', async (problem, changes) => {
    Object.assign(claims, changes);
    await expect(open()).rejects.toMatchObject({ problem });
  });

  it.each([
    ['over', '/none'],
    ['unreachable', '/elsewhere'],
  ])('says that a request is %s at %s', async (problem, path) => {
    await expect(open({ request_uri: `${address}${path}` })).rejects.toMatchObject({ problem });
  });

  it('takes offers of the issuer that it knows, and of no other', async () => {
    const offerAt = (uri: string) => openOffer(new URLSearchParams({ credential_offer_uri: uri }), address);
    await expect(offerAt('https://pelda.example/offer')).rejects.toMatchObject({ problem: 'unknown-issuer' });
    await expect(offerAt(`${address}.pelda.example/offer`)).rejects.toMatchObject({
      problem: 'unknown-issuer',
    });
    await expect(offerAt(`${address}/none`)).rejects.toMatchObject({ problem: 'over' });
  });
});
