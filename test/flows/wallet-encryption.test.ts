/** What wallets and we encrypt to one another: requests for credentials, their answers (OpenID4VCI 1.0 §8, §10), and requests for presentations (OpenID4VP 1.0 §5.10). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CompactEncrypt,
  compactDecrypt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { Browser } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Answer, type IssuingWallet, newKeys } from '../support/issuing-wallet.ts';
import { tokenAt as offeredCard } from '../support/offered-card.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { Wallet } from '../support/wallet.ts';
import { type Attester, makeAttester, walletIssuerSettings } from '../support/wallet-authorities.ts';
import { Authority, walletSettings } from '../support/wallet-authority.ts';

let attester: Attester;
let requests: Authority;
let usual: Installation;
let strict: Installation;

beforeAll(async () => {
  attester = await makeAttester();
  requests = await Authority.create('Kérések');
  const settings = await walletIssuerSettings(attester);
  const walletVerifier = await walletSettings(await requests.leaf('localhost'), settings.trustAnchor);
  const start = (encryption: 'offered' | 'required'): Promise<Installation> =>
    startInstallation({
      numberOfNodes: 2,
      config: { walletIssuer: { ...settings, policy: { ...settings.policy, encryption } }, walletVerifier },
    });
  [usual, strict] = await Promise.all([start('offered'), start('required')]);
});

afterAll(() => Promise.all([usual.stop(), strict.stop()]));

const tokenAt = (kapu: Installation) => offeredCard(kapu, attester);

async function newRecipient(more: JWK = { kid: 'tárcáé', alg: 'ECDH-ES' }) {
  const { privateKey, publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
  const open = async (jwe: string): Promise<string> =>
    Buffer.from((await compactDecrypt(jwe, privateKey)).plaintext).toString();
  return { jwk: { ...(await exportJWK(publicKey)), ...more }, open };
}

async function request(wallet: IssuingWallet, more: object = {}): Promise<Record<string, unknown>> {
  const proofs = { jwt: [await wallet.proof(await newKeys())] };
  return { credential_configuration_id: 'kapu-demo-pid', proofs, ...more };
}

interface Announced {
  credential_request_encryption: {
    jwks: { keys: [JWK] };
    enc_values_supported: string[];
    encryption_required: boolean;
  };
  credential_response_encryption: object;
}

const announcedBy = async (wallet: IssuingWallet): Promise<Announced> => (await wallet.metadata()) as never;

/** To the key of the metadata. */
async function encrypted(
  wallet: IssuingWallet,
  body: object,
  header: object = {},
  jwk?: JWK,
): Promise<string> {
  const [announced] = (await announcedBy(wallet)).credential_request_encryption.jwks.keys;
  return new CompactEncrypt(Buffer.from(JSON.stringify(body)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: announced.kid ?? '', ...header })
    .encrypt(await importJWK({ ...(jwk ?? announced) }, 'ECDH-ES'));
}

const asJwt = { 'content-type': 'application/jwt' };
const refusal = ({ status, headers, body }: Answer) => [status, headers.get('content-type'), body.error];
const refused = [400, expect.stringMatching(/^application\/json/), 'invalid_encryption_parameters'];

describe('the answer to a wallet that asks for an encrypted one', () => {
  it.each(['A128GCM', 'A256GCM'])('is encrypted with %s, to its key', async (enc) => {
    const { wallet, token } = await tokenAt(usual);
    const { jwk, open } = await newRecipient();
    const body = await request(wallet, { credential_response_encryption: { jwk, enc } });
    const answer = await wallet.credential(token, [], body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/jwt']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(decodeProtectedHeader(answer.text)).toMatchObject({ alg: 'ECDH-ES', enc, kid: 'tárcáé' });
    expect(JSON.parse(await open(answer.text))).toEqual({
      credentials: [{ credential: expect.any(String) }],
      notification_id: expect.any(String),
    });
  });

  it('is a refusal where we cannot encrypt so, and then nothing was issued', async () => {
    const { wallet, token } = await tokenAt(usual);
    const { jwk } = await newRecipient();
    const { publicKey } = await generateKeyPair('RSA-OAEP-256');
    const rsa = { ...(await exportJWK(publicKey)), alg: 'RSA-OAEP-256' };
    for (const asked of [
      { jwk, enc: 'A128CBC-HS256' },
      { jwk },
      { enc: 'A128GCM' },
      { jwk: rsa, enc: 'A128GCM' },
      { jwk: { ...jwk, alg: undefined }, enc: 'A128GCM' },
      { jwk: { ...jwk, use: 'sig' }, enc: 'A128GCM' },
      { jwk: { ...jwk, d: jwk.x }, enc: 'A128GCM' },
      { jwk: { ...jwk, x: jwk.y }, enc: 'A128GCM' },
      { jwk, enc: 'A128GCM', zip: 'DEF' },
      'A128GCM',
      null,
    ]) {
      const body = await request(wallet, { credential_response_encryption: asked });
      expect(refusal(await wallet.credential(token, [], body))).toEqual(refused);
    }
    expect((await wallet.obtain(token)).status).toBe(200);
  });

  it('is a refusal that a wallet which is a page may read', async () => {
    const { wallet, token } = await tokenAt(usual);
    const body = await request(wallet, { credential_response_encryption: {} });
    const { headers } = await wallet.credential(token, [], body, { origin: 'http://localhost:4998' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('is in the clear where it is a refusal', async () => {
    const { wallet, token } = await tokenAt(usual);
    const { jwk } = await newRecipient();
    const body = { ...(await request(wallet)), proofs: { jwt: ['x'] } };
    const answer = await wallet.credential(token, [], {
      ...body,
      credential_response_encryption: { jwk, enc: 'A128GCM' },
    });
    expect(refusal(answer)).toEqual([400, expect.stringMatching(/^application\/json/), 'invalid_proof']);
  });
});

describe('an encrypted request for a credential', () => {
  it('is read on every node, and answered as it asks', async () => {
    for (const more of [undefined, await newRecipient()]) {
      const { wallet, token } = await tokenAt(usual);
      const encryption = more && { credential_response_encryption: { jwk: more.jwk, enc: 'A256GCM' } };
      const jwe = await encrypted(wallet, await request(wallet, encryption));
      const answer = await wallet.credential(token, [], jwe, asJwt);
      const body = JSON.parse(more ? await more.open(answer.text) : answer.text);
      expect([answer.status, body.credentials]).toEqual([200, [{ credential: expect.any(String) }]]);
    }
    const [one, other] = await Promise.all(
      usual.nodes.map(
        async ({ address }) =>
          (await fetch(`${address}/.well-known/openid-credential-issuer`)).json() as Promise<Announced>,
      ),
    );
    expect(one?.credential_request_encryption).toEqual(other?.credential_request_encryption);
  });

  it('is refused when it is for another key, has another kid, is encrypted otherwise, or not at all', async () => {
    const { wallet, token } = await tokenAt(usual);
    const body = await request(wallet);
    for (const jwe of [
      await encrypted(wallet, body, {}, (await newRecipient()).jwk),
      await encrypted(wallet, body, { kid: 'other' }),
      await encrypted(wallet, body, { enc: 'A128CBC-HS256' }),
      'a.b.c.d.e',
      JSON.stringify(body),
    ]) {
      expect(refusal(await wallet.credential(token, [], jwe, asJwt))).toEqual(refused);
    }
    expect((await wallet.credential(token, [], await encrypted(wallet, body), asJwt)).status).toBe(200);
  });
});

it('an installation that demands encryption says so, and refuses what is in the clear, either way', async () => {
  const { wallet, token } = await tokenAt(strict);
  expect(await announcedBy(wallet)).toMatchObject({
    credential_request_encryption: {
      encryption_required: true,
      enc_values_supported: ['A128GCM', 'A256GCM'],
    },
    credential_response_encryption: { encryption_required: true, alg_values_supported: ['ECDH-ES'] },
  });
  const { jwk, open } = await newRecipient();
  const wanted = { credential_response_encryption: { jwk, enc: 'A128GCM' } };
  expect(refusal(await wallet.credential(token, [], await request(wallet, wanted)))).toEqual(refused);
  const clear = await encrypted(wallet, await request(wallet));
  expect(refusal(await wallet.credential(token, [], clear, asJwt))).toEqual(refused);
  const both = await encrypted(wallet, await request(wallet, wanted));
  const answer = await wallet.credential(token, [], both, asJwt);
  expect([answer.status, JSON.parse(await open(answer.text))]).toEqual([
    200,
    { credentials: [expect.anything()], notification_id: expect.any(String) },
  ]);
});

describe('a request for a presentation', () => {
  async function link(): Promise<string> {
    const browser = new Browser(usual.issuer);
    const { address } = await (await RelyingParty.discover(usual)).request();
    const methods = await browser.open(address);
    const [way = ''] = methods.text.match(/\/interaction\/[^"]+\?method=digitalis-allampolgar(?=")/) ?? [];
    const page = await browser.submit(await browser.open(way), '/wallet/start', { device: 'same-device' });
    return (/href="(openid4vp:[^"]+)"/.exec(page.text)?.[1] ?? '').replaceAll('&amp;', '&');
  }

  it.each([
    ['with what every wallet knows', {}, 'A128GCM'],
    ['as the wallet says', { request_object_encryption_enc_values_supported: ['x', 'A256GCM'] }, 'A256GCM'],
  ])('is encrypted to the key that the wallet offers, %s', async (_how, more, enc) => {
    const wallet = await Wallet.create([requests.root.pem]);
    const { jwk, open } = await newRecipient({ use: 'enc' });
    const headers: unknown[] = [];
    const request = await wallet.open(await link(), 'post', {
      metadata: { jwks: { keys: [{ ...jwk, use: 'sig' }, jwk] }, ...more },
      decrypt: (jwe) => {
        headers.push(decodeProtectedHeader(jwe));
        return open(jwe);
      },
    });
    expect(request.response_mode).toBe('direct_post.jwt');
    expect(headers).toMatchObject([{ alg: 'ECDH-ES', enc, cty: 'oauth-authz-req+jwt' }]);
  });

  it('is not given to a wallet that wants it encrypted to what we cannot encrypt to', async () => {
    const address = new URLSearchParams((await link()).split('?')[1]).get('request_uri') ?? '';
    const ask = (metadata: string) =>
      fetch(address, { method: 'POST', body: new URLSearchParams({ wallet_metadata: metadata }) });
    const { jwk } = await newRecipient();
    for (const metadata of [
      '{',
      '[]',
      JSON.stringify({ jwks: { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] } }),
      JSON.stringify({ jwks: { keys: [jwk] }, request_object_encryption_enc_values_supported: ['A192GCM'] }),
    ]) {
      const answer = await ask(metadata);
      expect([answer.status, await answer.json()]).toEqual([
        400,
        expect.objectContaining({ error: 'invalid_request' }),
      ]);
    }
    expect((await ask(JSON.stringify({ jwks: { keys: [{ ...jwk, use: 'sig' }] } }))).status).toBe(200);
  });
});
