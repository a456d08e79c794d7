/**
 * Our cards in wallets of two stacks that nobody here wrote, unchanged: @openid4vc 0.4.6 speaks both protocols, @sd-jwt 0.19.0 reads and
 * presents the credentials. `issuing-wallet.ts` and `wallet.ts` hold us to our reading of the standards; these hold us to theirs.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Openid4vciRetrieveCredentialsError } from '@openid4vc/openid4vci';
import type { Openid4vpAuthorizationRequest } from '@openid4vc/openid4vp';
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { Browser } from '../support/citizen.ts';
import { foreignCredentials } from '../support/foreign-credentials.ts';
import { ForeignWallet, type TokenOfIssuer } from '../support/foreign-wallet.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { Keys } from '../support/issuing-wallet.ts';
import { offerTo } from '../support/offered-card.ts';
import { RelyingParty } from '../support/relying-party.ts';
import {
  type Attester,
  attestedWallet,
  makeAttester,
  plainWallet,
  walletIssuerSettings,
} from '../support/wallet-authorities.ts';
import { Authority, walletSettings } from '../support/wallet-authority.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';

let walletProvider: Attester;
let keyAttester: Attester;
let requests: Authority;
let trustAnchor: string;
let kapu: Installation;

beforeAll(async () => {
  [walletProvider, keyAttester] = [await makeAttester(), await makeAttester()];
  requests = await Authority.create('Kérések');
  const settings = await walletIssuerSettings(walletProvider);
  trustAnchor = settings.trustAnchor;
  const wallets = settings.policy.wallets.map((wallet) => ({ ...wallet, offers_authorization_code: true }));
  kapu = await startInstallation({
    numberOfNodes: 2,
    config: {
      walletIssuer: {
        ...settings,
        policy: { ...settings.policy, wallets, renewal_days: 30 },
        keyAttesters: [keyAttester.authority],
      },
      walletVerifier: await walletSettings(await requests.leaf('localhost'), trustAnchor),
      outgoing: { private_hosts: ['localhost'], give_up_logouts_after_hours: 24 },
    },
  });
});

afterAll(() => kapu.stop());

function newWallet(attested: boolean, fetchAs?: typeof fetch): ForeignWallet {
  const { client_id: clientId } = attested ? attestedWallet : plainWallet;
  const attester = attested ? { attester: walletProvider } : {};
  return new ForeignWallet({
    clientId,
    anchors: [requests.root.pem],
    ...attester,
    ...(fetchAs && { fetchAs }),
  });
}

function prepared(browser: Browser, wallet: ForeignWallet, { metadata, accessToken, dpop }: TokenOfIssuer) {
  const request = {
    issuerMetadata: metadata,
    accessToken,
    dpop,
    credentialConfigurationId: 'kapu-demo-pid',
  };
  return { browser, wallet, issuerMetadata: metadata, request };
}

/** With a token for one card, and the browser of its citizen. */
async function walletWithToken({ attested = true } = {}) {
  const { client_id: walletId } = attested ? attestedWallet : plainWallet;
  const { browser, address, txCode } = await offerTo(kapu, walletId);
  const wallet = newWallet(attested);
  return prepared(browser, wallet, await wallet.redeem(address, txCode));
}

type Prepared = ReturnType<typeof prepared>;

const keysOf = (wallet: ForeignWallet, howMany: number) =>
  Promise.all(Array.from({ length: howMany }, () => wallet.newKey()));

async function retrieve({ wallet, request }: Prepared, more: object): Promise<string[]> {
  const { ok, response, ...answer } = await wallet.issuing.retrieveCredentials({ ...request, ...more });
  expect([response.status, ok]).toEqual([200, true]);
  return credentialsOf(answer.credentialResponse);
}

function credentialsOf(answer: unknown): string[] {
  const { credentials } = answer as { credentials: { credential: string }[] };
  return credentials.map(({ credential }) => credential);
}

function thrownAnswer(error: unknown): { response: Response } {
  if (error instanceof Openid4vciRetrieveCredentialsError) {
    return error.response;
  }
  throw error;
}

interface HeldCard {
  readonly wallet: ForeignWallet;
  readonly browser: Browser;
  readonly keys: Keys;
  readonly card: string;
}

async function heldCard(): Promise<HeldCard> {
  const ready = await walletWithToken();
  const { wallet, issuerMetadata } = ready;
  const keys = await wallet.newKey();
  const [card = ''] = await retrieve(ready, {
    proofs: { jwt: [await wallet.proof(issuerMetadata, keys.signer)] },
  });
  return { wallet, browser: ready.browser, keys, card };
}

/** What @sd-jwt says of cards: their keys in order, where it believes all of them. */
async function believedKeys(cards: readonly string[]): Promise<unknown[]> {
  const reader = await foreignCredentials(trustAnchor);
  const read = await Promise.all(cards.map((card) => reader.verify(card)));
  return read.map(({ payload }) => (payload.cnf as { jwk: unknown }).jwk);
}

const publicParts = (keys: readonly Keys[]) =>
  keys.map(({ jwk: { kty, crv, x, y } }) => ({ kty, crv, x, y }));

describe('@openid4vc is issued, and @sd-jwt believes', () => {
  it.each([
    ['attested', true],
    ['not attested', false],
  ])('a card for each key that it proves, where the wallet is %s', async (_which, attested) => {
    const ready = await walletWithToken({ attested });
    const { wallet, issuerMetadata } = ready;
    const keys = await keysOf(wallet, 3);
    const proofs = await Promise.all(keys.map(({ signer }) => wallet.proof(issuerMetadata, signer)));
    const cards = await retrieve(ready, { proofs: { jwt: proofs } });
    expect(await believedKeys(cards)).toEqual(publicParts(keys));
  });

  it.each(['jwt', 'attestation'])('a card for each attested key, by a proof of type %s', async (type) => {
    const ready = await walletWithToken();
    const { wallet, issuerMetadata } = ready;
    const keys = await keysOf(wallet, 2);
    const attestation = await wallet.keyAttestation(issuerMetadata, keyAttester, keys);
    const [first] = keys;
    const proof =
      type === 'jwt' && first ? await wallet.proof(issuerMetadata, first.signer, attestation) : attestation;
    const cards = await retrieve(ready, { proofs: { [type]: [proof] } });
    expect(await believedKeys(cards)).toEqual(publicParts(keys));
  });

  it('a card after a sign-in, which it began with our offer: pushed, with PKCE', async () => {
    const { browser, address } = await offerTo(kapu, attestedWallet.client_id);
    const wallet = newWallet(true);
    const [redirectUri = ''] = attestedWallet.redirect_uris;
    const token = await wallet.authorize(address, { redirectUri, scope: 'kapu_demo_pid' }, async (link) =>
      String((await browser.open(link)).headers.location),
    );
    const ready = prepared(browser, wallet, token);
    const keys = await wallet.newKey();
    const proof = await wallet.proof(token.metadata, keys.signer);
    const cards = await retrieve(ready, { proofs: { jwt: [proof] } });
    expect(await believedKeys(cards)).toEqual(publicParts([keys]));
    expect((await browser.open('/fiok/tarcaim/ajanlat')).text).toContain('Megtörtént a letöltés');
  });

  it('a card anew by its refresh token, until its citizen ends everything', async () => {
    const { browser, address, txCode } = await offerTo(kapu, attestedWallet.client_id);
    const wallet = newWallet(true);
    const first = await wallet.redeem(address, txCode);
    const cards: string[] = [];
    const keys: Keys[] = [];
    for (const token of [first, await wallet.refresh(first)]) {
      const key = await wallet.newKey();
      const proof = await wallet.proof(token.metadata, key.signer);
      cards.push(...(await retrieve(prepared(browser, wallet, token), { proofs: { jwt: [proof] } })));
      keys.push(key);
    }
    expect(await believedKeys(cards)).toEqual(publicParts(keys));
    await browser.submit(await browser.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
    await expect(wallet.refresh(first)).rejects.toThrow();
  });

  it('a card in an encrypted answer', async () => {
    const { wallet, issuerMetadata, request } = await walletWithToken();
    const keys = await wallet.newKey();
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'of-the-wallet', alg: 'ECDH-ES', use: 'enc' };
    // The library wants alg beside the key too, as drafts had it; an answer that is no JSON it throws, for its caller to open.
    const encrypted = wallet.issuing.retrieveCredentials({
      ...request,
      proofs: { jwt: [await wallet.proof(issuerMetadata, keys.signer)] },
      additionalRequestPayload: {
        credential_response_encryption: { jwk, alg: 'ECDH-ES', enc: 'A256GCM' },
      },
    });
    const { response } = await encrypted.then(({ response }) => ({ response }), thrownAnswer);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/jwt']);
    const { plaintext } = await compactDecrypt(await response.text(), privateKey);
    const cards = credentialsOf(JSON.parse(Buffer.from(plaintext).toString()));
    expect(await believedKeys(cards)).toEqual(publicParts([keys]));
  });

  it('a card that it asked for encrypted, where nothing goes in the clear', async () => {
    const { browser, address, txCode } = await offerTo(kapu, attestedWallet.client_id);
    const sent: string[] = [];
    // The library writes the request, of which it has no encrypted form in this version: as its caller would, what it sends is sealed.
    const wallet = newWallet(true, async (target, init) => {
      if (!String(target).endsWith('/credential')) {
        return fetch(target, init);
      }
      const { jwk } = requestKeyOf(token.metadata.credentialIssuer);
      const body = await new CompactEncrypt(Buffer.from(String(init?.body)))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: String(jwk.kid) })
        .encrypt(await importJWK(jwk, 'ECDH-ES'));
      sent.push(body);
      const headers = {
        ...Object.fromEntries(new Headers(init?.headers)),
        'content-type': 'application/jwt',
      };
      return fetch(target, { ...init, headers, body });
    });
    const token = await wallet.redeem(address, txCode);
    const ready = prepared(browser, wallet, token);
    const keys = await wallet.newKey();
    const proof = await wallet.proof(token.metadata, keys.signer);
    expect(await believedKeys(await retrieve(ready, { proofs: { jwt: [proof] } }))).toEqual(
      publicParts([keys]),
    );
    expect(sent).toEqual([expect.stringMatching(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/)]);
  });
});

function requestKeyOf(issuer: object): { jwk: JWK } {
  const { credential_request_encryption: encryption } = issuer as {
    credential_request_encryption: { jwks: { keys: [JWK] } };
  };
  return { jwk: encryption.jwks.keys[0] };
}

describe('@sd-jwt reads in a card of ours', () => {
  it('everything that the account says, each of which it may show alone', async () => {
    const { card } = await heldCard();
    const reader = await foreignCredentials(trustAnchor);
    const { payload, header } = await reader.verify(card, {
      requiredClaimKeys: ['status', 'exp', 'birthdate'],
    });
    expect(header).toMatchObject({ typ: 'dc+sd-jwt', alg: 'ES256' });
    expect(payload).toMatchObject({
      iss: kapu.issuer,
      vct: 'urn:kapu:demo:pid:1',
      given_name: 'Anna',
      family_name: 'Minta',
      birth_given_name: 'Anna Mária',
      birth_family_name: 'Próba',
      birthdate: '1956-03-14',
      place_of_birth: { locality: expect.stringMatching(/^Budapest /), country: 'HU' },
      nationalities: ['HU'],
      mother_birth_family_name: 'Példa',
      mother_birth_given_name: 'Mária',
      personal_administrative_number: expect.stringMatching(/^\d{20}$/),
      age_equal_or_over: { '18': true },
    });
    expect((await reader.presentableKeys(card)).sort()).toEqual([
      'age_equal_or_over.18',
      'birth_family_name',
      'birth_given_name',
      'birthdate',
      'family_name',
      'given_name',
      'mother_birth_family_name',
      'mother_birth_given_name',
      'nationalities',
      'personal_administrative_number',
      'place_of_birth',
    ]);
  });

  it('that it was revoked, once its citizen ended everything', async () => {
    const { browser, card } = await heldCard();
    await browser.submit(await browser.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
    const reader = await foreignCredentials(trustAnchor);
    await expect(reader.verify(card)).rejects.toThrow('Status is not valid');
  });
});

/** The link on the page of a sign-in at the portal. */
async function askedForWallet() {
  const portal = await RelyingParty.discover(kapu);
  const authorization = await portal.request({ acr_values: substantial });
  const browser = new Browser(kapu.issuer);
  const methods = await browser.open(authorization.address);
  const [way = ''] = methods.text.match(/\/interaction\/[^"]+\?method=digitalis-allampolgar(?=")/) ?? [];
  const page = await browser.submit(await browser.open(way), '/wallet/start', { device: 'same-device' });
  const link = (/href="(openid4vp:[^"]+)"/.exec(page.text)?.[1] ?? '').replaceAll('&amp;', '&');
  return { portal, authorization, browser, link };
}

interface Query {
  readonly credentials: readonly [{ id: string; claims: { path: [string] }[] }];
}

type Presenting = ForeignWallet['presenting'];
type Link = Parameters<Presenting['resolveOpenId4vpAuthorizationRequest']>[0]['authorizationRequestPayload'];

/** What the link asks for, once the library believes who asks. */
async function understood(presenting: Presenting, authorizationRequest: string) {
  const { params } = presenting.parseOpenid4vpAuthorizationRequest({ authorizationRequest });
  const { authorizationRequestPayload, client, dcql } = await presenting.resolveOpenId4vpAuthorizationRequest(
    { authorizationRequestPayload: params as Link },
  );
  expect(client.prefix).toBe('x509_hash');
  const [query] = (dcql as { query: Query }).query.credentials;
  return { request: authorizationRequestPayload as Openid4vpAuthorizationRequest, query };
}

/** Asked by link, shows what was asked for, encrypted. @returns the provider's answer, and what was shown */
async function present({ presenting }: ForeignWallet, link: string, { keys, card }: HeldCard) {
  const { request, query } = await understood(presenting, link);
  const holder = await foreignCredentials(trustAnchor, keys);
  const asked = Object.fromEntries(query.claims.map(({ path: [name] }) => [name, true]));
  const { nonce, client_id: aud } = request;
  const payload = { nonce, aud, iat: Math.floor(Date.now() / 1000) };
  const shown = await holder.present(card, asked, { kb: { payload } });
  const { authorizationResponsePayload, jarm } = await presenting.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: { vp_token: { [query.id]: [shown] } },
    jarm: {
      encryption: { nonce: 'of-the-wallet' },
      serverMetadata: {
        authorization_signing_alg_values_supported: [],
        authorization_encryption_alg_values_supported: ['ECDH-ES'],
        authorization_encryption_enc_values_supported: ['A256GCM'],
      },
    },
  });
  const { response } = await presenting.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload,
    ...(jarm && { jarm }),
  });
  return { response, shown, nonce };
}

describe('asked at a sign-in, the wallet', () => {
  it('shows by both what was asked for and no more, and its citizen is signed in', async () => {
    const held = await heldCard();
    const { portal, authorization, browser, link } = await askedForWallet();
    const { response, shown, nonce } = await present(held.wallet, link, held);
    expect(response.status).toBe(200);
    const { redirect_uri: back } = (await response.json()) as { redirect_uri: string };
    const tokens = await portal.redeem(await browser.open(back), authorization);
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pop', 'swk'] });

    const reader = await foreignCredentials(trustAnchor);
    const { kb, payload } = await reader.verify(shown, { keyBindingNonce: nonce });
    expect(kb?.header).toMatchObject({ typ: 'kb+jwt', alg: 'ES256' });
    expect(payload).toMatchObject({ family_name: 'Minta', birthdate: '1956-03-14' });
    expect((await reader.presentableKeys(shown)).sort()).toEqual([
      'birthdate',
      'family_name',
      'given_name',
      'personal_administrative_number',
    ]);
  });

  it('signs nobody in with a card that was revoked', async () => {
    const held = await heldCard();
    const { browser } = held;
    await browser.submit(await browser.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
    const { link } = await askedForWallet();
    const { response } = await present(held.wallet, link, held);
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'not accepted: revoked' },
    ]);
  });
});
