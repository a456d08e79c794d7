/** Somebody whom the installation trusts vouches for a wallet's keys (OpenID4VCI 1.0 Appendix D, F.1 and F.3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, exportJWK } from 'jose';
import { Browser } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Answer, type IssuingWallet, type Keys, newKeys } from '../support/issuing-wallet.ts';
import { signInWithWallet } from '../support/known-wallet.ts';
import { type OfferedCard, tokenAt } from '../support/offered-card.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';
import { Wallet } from '../support/wallet.ts';
import { type Attester, makeAttester, walletIssuerSettings } from '../support/wallet-authorities.ts';
import {
  Authority,
  newKeys as newKeyPair,
  type Signer,
  StatusServer,
  walletSettings,
} from '../support/wallet-authority.ts';

let walletProvider: Attester;
let attester: Attester;
let attesterLists: StatusServer;
/** Of whoever vouches for keys. */
let signer: Signer;
let requests: Authority;
/** Attestations may be sent. */
let usual: Installation;
/** They must be, and say that keys are kept well; a key that nobody vouches for is worth little. */
let strict: Installation;

beforeAll(async () => {
  walletProvider = await makeAttester();
  const authority = await Authority.create('Key attesters');
  signer = await authority.leaf('kulcsok.minta.example');
  attester = { authority: authority.root.pem, certificate: signer.x5c, privateKey: signer.keys.privateKey };
  attesterLists = await StatusServer.start(signer);
  requests = await Authority.create('Kérések');
  const settings = await walletIssuerSettings(walletProvider);
  const walletVerifier = await walletSettings(await requests.leaf('localhost'), settings.trustAnchor);
  const start = (keyAttestations: object): Promise<Installation> =>
    startInstallation({
      numberOfNodes: 2,
      config: {
        walletIssuer: {
          ...settings,
          keyAttesters: [attester.authority],
          policy: {
            ...settings.policy,
            key_attestations: { ...settings.policy.key_attestations, ...keyAttestations },
          },
        },
        walletVerifier,
        outgoing: { private_hosts: ['localhost', '127.0.0.1'], give_up_logouts_after_hours: 24 },
      },
    });
  [usual, strict] = await Promise.all([
    start({ unattested: 'low' }),
    start({ required: true, least: 'substantial', unattested: 'low' }),
  ]);
});

afterAll(() => Promise.all([usual.stop(), strict.stop(), attesterLists.stop()]));

const keysOf = (howMany: number): Promise<Keys[]> => Promise.all(Array.from({ length: howMany }, newKeys));

function boundTo({ body }: Answer): unknown[] {
  const credentials = (body.credentials ?? []).map(({ credential }) => credential);
  return credentials.map(
    (credential) => (decodeJwt(credential.split('~')[0] ?? '').cnf as { jwk: unknown }).jwk,
  );
}

const publicParts = (keys: readonly Keys[]) =>
  keys.map(({ jwk: { kty, crv, x, y } }) => ({ kty, crv, x, y }));

function attestationProof({ wallet, token }: OfferedCard, attestation: string): Promise<Answer> {
  const configuration = { credential_configuration_id: 'kapu-demo-pid' };
  return wallet.credential(token, [], { ...configuration, proofs: { attestation: [attestation] } });
}

const refusal = ({ status, body }: Answer) => [status, body.error, body.error_description];

describe('a proof with the attestation of its key', () => {
  it.each([
    ['jwk', async () => ({})],
    ['kid, a place', async () => ({ jwk: undefined, kid: '0' })],
    ['kid, the id of a key', async () => ({ jwk: undefined, kid: 'elso' })],
    ['x5c', async (x5c: string) => ({ jwk: undefined, x5c: [x5c] })],
  ])('by %s brings a credential for each attested key', async (_by, headerOf) => {
    const offered = await tokenAt(usual, walletProvider);
    const certified = await (await Authority.create('Tárcák')).leaf('kulcs.minta.example');
    const first: Keys = {
      privateKey: certified.keys.privateKey,
      jwk: { ...(await exportJWK(certified.keys.publicKey)), kid: 'elso' },
    };
    const keys = [first, ...(await keysOf(2))];
    const attestation = await offered.wallet.keyAttestation(attester, keys);
    const header = { key_attestation: attestation, ...(await headerOf(certified.x5c)) };
    const answer = await offered.wallet.credential(offered.token, [
      await offered.wallet.proof(first, {}, header),
    ]);
    expect([answer.status, boundTo(answer)]).toEqual([200, publicParts(keys)]);
  });

  it('proves its own key alone where nobody knows who attests: no more, and no less', async () => {
    const { wallet, token } = await tokenAt(usual, walletProvider);
    const keys = await keysOf(3);
    const attestation = await wallet.keyAttestation(await makeAttester(), keys);
    const [key] = keys as [Keys];
    const proof = await wallet.proof(key, {}, { jwk: undefined, kid: '0', key_attestation: attestation });
    const answer = await wallet.credential(token, [proof]);
    expect([answer.status, boundTo(answer)]).toEqual([200, publicParts([key])]);
  });

  it('is refused with a sentence for what is wrong', async () => {
    const { wallet, token } = await tokenAt(usual, walletProvider);
    const [key, other] = (await keysOf(2)) as [Keys, Keys];
    const attest = (...changes: object[]) => wallet.keyAttestation(attester, [key], ...(changes as []));
    const seconds = Math.floor(Date.now() / 1000);
    const forged = { ...attester, privateKey: other.privateKey as Attester['privateKey'] };
    const wrong: [attestation: string, code: string, sentence: RegExp][] = [
      ['a.b.c', 'invalid_proof', /key_attestation .* must be a compact JWS/],
      [await attest({}, { typ: 'jwt' }), 'invalid_proof', /typ .* must be key-attestation\+jwt/],
      [await attest({ exp: seconds - 1 }), 'invalid_proof', /has expired/],
      [await attest({ exp: undefined }), 'invalid_proof', /exp .* must be a number/],
      [await attest({ iat: undefined }), 'invalid_proof', /iat .* must be a number/],
      [await attest({ iat: seconds + 900 }), 'invalid_proof', /not valid yet/],
      [await attest({ nonce: undefined }), 'invalid_proof', /nonce .* must be a c_nonce/],
      [await attest({ nonce: 'made-up' }), 'invalid_nonce', /not fresh/],
      [await attest({ attested_keys: [] }), 'invalid_proof', /attested_keys .* non-empty/],
      [await attest({ attested_keys: [key.jwk, key.jwk] }), 'invalid_proof', /each be another key/],
      [await attest({ attested_keys: [{ ...key.jwk, d: key.jwk.x }] }), 'invalid_proof', /public key/],
      [await attest({ attested_keys: [{ kty: 'oct', k: 'AA' }] }), 'invalid_proof', /public key/],
      [await attest({ key_storage: 'iso_18045_high' }), 'invalid_proof', /key_storage .* array of strings/],
      [await attest({ attested_keys: [other.jwk] }), 'invalid_proof', /signed by one of attested_keys/],
      [await wallet.keyAttestation(forged, [key]), 'invalid_proof', /not signed by the key/],
      [
        await wallet.keyAttestation(attester, [key, ...(await keysOf(10))]),
        'invalid_proof',
        /no more than 10 keys/,
      ],
    ];
    for (const [attestation, code, sentence] of wrong) {
      const answer = await wallet.credential(token, [
        await wallet.proof(key, {}, { key_attestation: attestation }),
      ]);
      expect(refusal(answer)).toEqual([400, code, expect.stringMatching(sentence)]);
    }
    const kid = { jwk: undefined, kid: '7' };
    const elsewhere = await wallet.proof(key, {}, { ...kid, key_attestation: await attest() });
    expect(refusal(await wallet.credential(token, [elsewhere]))).toEqual([
      400,
      'invalid_proof',
      expect.stringMatching(/names none of attested_keys/),
    ]);
    expect(refusal(await wallet.credential(token, [await wallet.proof(key, {}, kid)]))).toEqual([
      400,
      'invalid_proof',
      expect.stringMatching(/needs a key_attestation/),
    ]);
    expect(
      (await wallet.credential(token, [await wallet.proof(key, {}, { key_attestation: await attest() })]))
        .status,
    ).toBe(200);
  });
});

describe('an attestation that stands alone', () => {
  it('brings a credential for each key, none of which signs, and is taken once', async () => {
    const [offered, next] = [await tokenAt(usual, walletProvider), await tokenAt(usual, walletProvider)];
    const keys = await keysOf(10);
    const attestation = await offered.wallet.keyAttestation(attester, keys, { exp: undefined });
    const answer = await attestationProof(offered, attestation);
    expect([answer.status, boundTo(answer)]).toEqual([200, publicParts(keys)]);
    expect((await attestationProof(next, attestation)).body.error).toBe('invalid_nonce');
  });

  it('is refused of somebody whom we do not know, with no fresh nonce, and with a second beside it', async () => {
    const offered = await tokenAt(usual, walletProvider);
    const { wallet, token } = offered;
    const keys = await keysOf(1);
    expect(
      refusal(await attestationProof(offered, await wallet.keyAttestation(await makeAttester(), keys))),
    ).toEqual([400, 'invalid_proof', expect.stringMatching(/somebody whom we trust/)]);
    const stale = await wallet.keyAttestation(attester, keys, { nonce: 'x' });
    expect((await attestationProof(offered, stale)).body.error).toBe('invalid_nonce');
    const good = await wallet.keyAttestation(attester, keys);
    const two = { credential_configuration_id: 'kapu-demo-pid', proofs: { attestation: [good, good] } };
    expect((await wallet.credential(token, [], two)).body.error).toBe('invalid_proof');
    const both = { ...two, proofs: { attestation: [good], jwt: [await wallet.proof(keys[0] as Keys)] } };
    expect((await wallet.credential(token, [], both)).body.error).toBe('invalid_proof');
    expect((await attestationProof(offered, good)).status).toBe(200);
  });

  it('is refused once it was called back, or where nobody can tell', async () => {
    const offered = await tokenAt(usual, walletProvider);
    const keys = await keysOf(1);
    const uri = attesterLists.freshList();
    const status = { status_list: { idx: 5, uri } };
    const attest = (changes: object) => offered.wallet.keyAttestation(attester, keys, { status, ...changes });
    attesterLists.revoked.add(5);
    expect(refusal(await attestationProof(offered, await attest({})))).toEqual([
      400,
      'invalid_proof',
      'the key attestation was called back by its status list',
    ]);
    attesterLists.raw = { status: 404, body: '' };
    const unknown = { status: { status_list: { idx: 5, uri: `${uri}x` } } };
    expect((await attestationProof(offered, await attest(unknown))).body.error_description).toMatch(
      /cannot be learnt/,
    );
    const valid = { status: { status_list: { idx: 6, uri: attesterLists.freshList() } } };
    expect((await attestationProof(offered, await attest(valid))).status).toBe(200);
  });
});

async function proofTypesOf(wallet: IssuingWallet): Promise<unknown> {
  const { credential_configurations_supported: all } = (await wallet.metadata()) as never as {
    credential_configurations_supported: Record<string, { proof_types_supported: unknown }>;
  };
  return all['kapu-demo-pid']?.proof_types_supported;
}

describe('an installation that demands attested keys', () => {
  it('says so, and takes none that reaches less than it demands', async () => {
    const offered = await tokenAt(strict, walletProvider);
    const { wallet, token } = offered;
    const type = {
      proof_signing_alg_values_supported: ['ES256'],
      key_attestations_required: {
        key_storage: ['iso_18045_high', 'iso_18045_moderate'],
        user_authentication: ['iso_18045_high', 'iso_18045_moderate'],
      },
    };
    expect(await proofTypesOf(wallet)).toEqual({ jwt: type, attestation: type });
    const [key] = (await keysOf(1)) as [Keys];
    expect(refusal(await wallet.credential(token, [await wallet.proof(key)]))).toEqual([
      400,
      'invalid_proof',
      expect.stringMatching(/must have a key_attestation/),
    ]);
    const stranger = await wallet.keyAttestation(await makeAttester(), [key]);
    const proof = await wallet.proof(key, {}, { key_attestation: stranger });
    expect(refusal(await wallet.credential(token, [proof]))).toEqual([
      400,
      'invalid_proof',
      expect.stringMatching(/somebody whom we trust/),
    ]);
    for (const less of [
      { key_storage: ['iso_18045_enhanced-basic'] },
      { user_authentication: ['iso_18045_basic'] },
      { user_authentication: undefined },
      { key_storage: ['constructor'] },
    ]) {
      expect(
        refusal(await attestationProof(offered, await wallet.keyAttestation(attester, [key], less))),
      ).toEqual([400, 'invalid_proof', expect.stringMatching(/not what key_attestations_required asks for/)]);
    }
    expect((await attestationProof(offered, await wallet.keyAttestation(attester, [key]))).status).toBe(200);
  });

  it('and one that does not, does not', async () => {
    const { wallet } = await tokenAt(usual, walletProvider);
    const type = { proof_signing_alg_values_supported: ['ES256'] };
    expect(await proofTypesOf(wallet)).toEqual({ jwt: type, attestation: type });
  });
});

describe('a card is worth as much at a sign-in as its key is kept well', () => {
  async function signInWith(offered: OfferedCard, proofOf: (keys: Keys) => Promise<object>) {
    const pair = await newKeyPair();
    const keys = { privateKey: pair.privateKey, jwk: await exportJWK(pair.publicKey) };
    const answer = await offered.wallet.credential(offered.token, [], {
      credential_configuration_id: 'kapu-demo-pid',
      proofs: await proofOf(keys),
    });
    const [jwt = '', ...rest] = (answer.body.credentials?.[0]?.credential ?? '').split('~');
    const disclosures = rest
      .filter((text) => text !== '')
      .map((text): [string, string] => {
        const [, name] = JSON.parse(Buffer.from(text, 'base64url').toString());
        return [name, text];
      });
    const wallet = await Wallet.create([requests.root.pem], pair);
    wallet.credential = { jwt, disclosures: Object.fromEntries(disclosures) };
    const { address } = await (await RelyingParty.discover(usual)).request();
    return signInWithWallet(new Browser(usual.issuer), address, wallet);
  }

  it('which somebody said of it when it was issued', async () => {
    const offered = await tokenAt(usual, walletProvider);
    const done = await signInWith(offered, async (keys) => ({
      attestation: [await offered.wallet.keyAttestation(attester, [keys])],
    }));
    expect(answerOf(done)).toHaveProperty('code');
  });

  it('or nobody did: then it is not enough for who has an Ügyfélkapu+', async () => {
    const offered = await tokenAt(usual, walletProvider);
    const done = await signInWith(offered, async (keys) => ({ jwt: [await offered.wallet.proof(keys)] }));
    expect([done.status, done.headers.location]).toEqual([403, undefined]);
  });
});
