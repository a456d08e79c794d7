import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import type { Response } from 'supertest';
import type { WalletIssuerSettings } from '../../src/configuration/wallet-issuer-settings.ts';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import { codeAt } from '../support/authenticator.ts';
import { chainEverything } from '../support/chain.ts';
import { Browser, enrolledCitizen, givePassword, type Plus, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { IssuingWallet, newKeys, type Offer, readCredential, readOffer } from '../support/issuing-wallet.ts';
import { makeWalletWorld, signInWithWallet, type WalletWorld } from '../support/known-wallet.ts';
import { runKapu } from '../support/operator.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';
import {
  type Attester,
  attestedWallet,
  makeAttester,
  plainWallet,
  walletIssuerSettings,
} from '../support/wallet-authorities.ts';

let kapu: Installation;
let settings: WalletIssuerSettings;
let attester: Attester;
/** Of another issuer, whose wallets are a way in here. */
let others: WalletWorld;

beforeAll(async () => {
  attester = await makeAttester();
  settings = await walletIssuerSettings(attester);
  others = await makeWalletWorld();
  kapu = await startInstallation({
    numberOfNodes: 2,
    config: { walletIssuer: settings, walletVerifier: others.settings },
    clients: [{ client_id: 'told', backchannel_logout_uri: 'http://localhost:4996/logout' }],
  });
});

afterAll(() => kapu.stop());

type Citizen = Citizenship & Plus;

const substantial = 'http://eidas.europa.eu/LoA/substantial';

/** At their own pages, signed in a moment ago. */
async function signedIn(): Promise<{ anna: Citizen; browser: Browser }> {
  const anna = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
  return { anna, browser };
}

interface ShownOffer {
  readonly page: Response;
  readonly offer: Offer;
  readonly address: string;
  readonly txCode: string;
}

async function askForOffer(browser: Browser, walletId = attestedWallet.client_id): Promise<ShownOffer> {
  const choice = await browser.open('/fiok/tarcaim/uj');
  const page = await browser.submit(choice, '/tarcaim/uj', { wallet: walletId });
  const [, address = ''] = /href="(openid-credential-offer:[^"]+)"/.exec(page.text) ?? [];
  const [, groups = ''] = /id="transaction-code">([\s\S]*?)<\/p>/.exec(page.text) ?? [];
  return {
    page,
    offer: await readOffer(address),
    address,
    txCode: groups.replace(/<[^>]+>|\s/g, ''),
  };
}

const attested = (): Promise<IssuingWallet> =>
  IssuingWallet.make(kapu.issuer, attestedWallet.client_id, attester);

/** Of a citizen, in a wallet of theirs. */
async function issued(howMany = 1) {
  const { anna, browser } = await signedIn();
  const wallet = await attested();
  const { offer, txCode } = await askForOffer(browser);
  const token = await wallet.redeem(offer, txCode);
  const answer = await wallet.obtain(String(token.body.access_token), howMany);
  const credentials = (answer.body.credentials ?? []).map(({ credential }) => credential);
  return { anna, browser, wallet, token, answer, credentials };
}

async function statusOf(credential: string): Promise<number> {
  const { payload } = await readCredential(credential, settings.trustAnchor, new Date());
  const { idx, uri } = payload.status.status_list;
  const token = await (await fetch(uri)).text();
  const { status_list: list } = decodeJwt(token) as { status_list: { lst: string } };
  const bits = inflateSync(Buffer.from(list.lst, 'base64url'));
  return ((bits[idx >> 3] ?? 0) >> (idx & 7)) & 1;
}

const kindsOf = async (): Promise<string[]> => (await kapu.messages()).map(({ kind }) => kind);

describe('a wallet that tells what became of a credential', () => {
  const notify = async (wallet: IssuingWallet, token: string, body: object) => {
    const address = (await wallet.metadata()).notification_endpoint ?? '';
    return wallet.post('notification_endpoint', JSON.stringify(body), {
      authorization: `DPoP ${token}`,
      dpop: await wallet.dpopProof(address.split('?')[0] ?? '', token),
    });
  };

  async function recorded(account: string): Promise<unknown[]> {
    await chainEverything(kapu.nodes[0].store, kapu.sealer);
    const { stdout } = await runKapu(kapu.config, 'audit', 'export');
    return stdout
      .split('\n')
      .filter((line) => line.includes('wallet.notified') && line.includes(account))
      .map((line) => JSON.parse(line));
  }

  it('is heard with its token and the id that it got, and each event stands in the log once', async () => {
    const { anna, wallet, token, answer } = await issued();
    const { notification_id: id } = answer.body;
    expect(id).toEqual(expect.any(String));
    const accessToken = String(token.body.access_token);
    const accepted = { notification_id: id, event: 'credential_accepted' };
    for (const body of [accepted, accepted, { ...accepted, event: 'credential_deleted' }]) {
      const heard = await notify(wallet, accessToken, body);
      expect([heard.status, heard.text]).toEqual([204, '']);
    }
    expect(await recorded(anna.id)).toHaveLength(2);
    for (const [body, error] of [
      [{ ...accepted, notification_id: 'another' }, 'invalid_notification_id'],
      [{ ...accepted, event: 'credential_stolen' }, 'invalid_notification_request'],
      [{ ...accepted, event_description: 'two\nlines' }, 'invalid_notification_request'],
      [{}, 'invalid_notification_request'],
    ] as const) {
      const refused = await notify(wallet, accessToken, body);
      expect([refused.status, refused.body.error]).toEqual([400, error]);
    }
    const stranger = await issued();
    const foreign = await notify(stranger.wallet, String(stranger.token.body.access_token), accepted);
    expect([foreign.status, foreign.body.error]).toEqual([400, 'invalid_notification_id']);
    expect((await notify(stranger.wallet, accessToken, accepted)).status).toBe(401);
    expect((await notify(wallet, 'none', accepted)).status).toBe(401);
  });
});

describe('a wallet with an offer and its code', () => {
  it('is issued a credential that leads to the trust anchor and says what the account says', async () => {
    const { anna, browser, answer, credentials } = await issued();
    expect(answer.status).toBe(200);
    const { header, payload, claims, salts } = await readCredential(
      credentials[0] ?? '',
      settings.trustAnchor,
      new Date(),
    );
    expect(header).toMatchObject({ alg: 'ES256', typ: 'dc+sd-jwt' });
    expect(claims).toMatchObject({
      vct: 'urn:kapu:demo:pid:1',
      iss: kapu.issuer,
      given_name: 'Anna',
      family_name: 'Minta',
      birth_given_name: 'Anna Mária',
      birth_family_name: 'Próba',
      birthdate: '1956-03-14',
      place_of_birth: { locality: expect.stringMatching(/^Budapest /), country: 'HU' },
      nationalities: ['HU'],
      mother_birth_family_name: 'Példa',
      mother_birth_given_name: 'Mária',
      age_equal_or_over: { '18': true },
    });
    expect(String(claims.personal_administrative_number)).toMatch(/^\d{20}$/);
    expect(JSON.stringify(claims)).not.toContain(anna.id);
    expect([payload.iat % 86_400, payload.exp % 86_400]).toEqual([0, 0]);
    expect(payload).not.toHaveProperty('given_name');
    expect(new Set(salts.filter((salt) => Buffer.from(salt, 'base64url').length === 16)).size).toBe(11);
    expect(await statusOf(credentials[0] ?? '')).toBe(0);
    expect((await browser.open('/fiok/tarcaim/ajanlat')).text).toContain('Megtörtént a letöltés');
    expect((await browser.open('/fiok/tarcaim')).text).toContain('Mintatárca');
    expect((await browser.open('/fiok/naplo')).text).toContain('ebbe a tárcába: Mintatárca');
    expect(await kindsOf()).toContain('wallet-issued');
    const download = await browser.submit(await browser.open('/fiok/adataim'), '/kapu-adataim.json');
    expect(JSON.parse(download.text).wallets).toMatchObject([
      { wallet: attestedWallet.client_id, attested: true, credentials: 1 },
    ]);
  });

  it('is issued nothing of somebody whom nobody identified, who reads where that is done', async () => {
    const { anna, browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    await kapu.nodes[0].store.hset(accountKey(anna.id), 'identified', 'nobody');
    const token = await wallet.redeem(offer, txCode);
    const answer = await wallet.obtain(String(token.body.access_token));
    expect([answer.status, answer.body.credentials]).toEqual([expect.any(Number), undefined]);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const page = await browser.open('/fiok/tarcaim/uj');
    expect(page.text).toContain('akinek a személyazonosságát már ellenőriztük');
    expect(page.text).not.toContain('name="wallet"');
  });

  it('is issued a batch, each for a key and a random place of its own, and no more than ten', async () => {
    const { credentials, wallet } = await issued(10);
    const read = await Promise.all(
      credentials.map((credential) => readCredential(credential, settings.trustAnchor, new Date())),
    );
    expect(new Set(read.map(({ payload }) => payload.cnf.jwk.x)).size).toBe(10);
    expect(new Set(read.flatMap(({ salts }) => salts)).size).toBe(110);
    const places = read.map(({ payload }) => payload.status.status_list.idx);
    expect(new Set(places).size).toBe(10);
    expect(places).not.toEqual([...places].sort((one, other) => one - other));

    const other = await signedIn();
    const { offer, txCode } = await askForOffer(other.browser);
    const token = await wallet.redeem(offer, txCode);
    expect((await wallet.obtain(String(token.body.access_token), 11)).body).toMatchObject({
      error: 'invalid_proof',
    });
  });

  it('is believed two wrong codes; the third ends the offer, also for the right one', async () => {
    const { browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    const wrong = txCode === '000000' ? '111111' : '000000';
    expect((await wallet.redeem(offer, wrong)).body.error).toBe('invalid_grant');
    expect((await wallet.redeem(offer, wrong)).status).toBe(400);
    expect(titleOf(await browser.open('/fiok/tarcaim/ajanlat'))).toBe('Olvassa be a tárcájával');
    expect((await wallet.redeem(offer, wrong)).status).toBe(400);
    expect((await wallet.redeem(offer, txCode)).body.error).toBe('invalid_grant');
    expect(titleOf(await browser.open('/fiok/tarcaim/ajanlat'))).toBe('Túl sok hibás kód');
  });

  it('that brings no DPoP proof is told so, and not of a wrong code, and keeps its offer', async () => {
    const { browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    const { status, body } = await wallet.redeemUnbound(offer, txCode);
    expect([status, body.error]).toEqual([400, 'invalid_dpop_proof']);
    expect((await wallet.redeem(offer, txCode)).status).toBe(200);
  });

  it('may mistype the code twice', async () => {
    const { browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    const wrong = txCode === '000000' ? '111111' : '000000';
    await wallet.redeem(offer, wrong);
    await wallet.redeem(offer, wrong);
    const token = await wallet.redeem(offer, txCode, { resource: kapu.issuer });
    expect(token.status).toBe(200);
    expect(titleOf(await browser.open('/fiok/tarcaim/ajanlat'))).toBe('Folyamatban van a letöltés');
    await wallet.obtain(String(token.body.access_token));
    expect(titleOf(await browser.open('/fiok/tarcaim/ajanlat'))).toBe('Megtörtént a letöltés');
  });

  it('guesses at once, over two nodes: three guesses count, whatever comes after them', async () => {
    const { browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    const guesses = Array.from({ length: 12 }, (_, guess) => String(guess).padStart(6, '0'));
    await Promise.all(
      guesses.filter((guess) => guess !== txCode).map((guess) => wallet.redeem(offer, guess)),
    );
    expect((await wallet.redeem(offer, txCode)).status).toBe(400);
  });

  it('redeems an offer once, also when it asks twenty times at once', async () => {
    const { browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    const answers = await Promise.all(Array.from({ length: 20 }, () => wallet.redeem(offer, txCode)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status >= 500)).toHaveLength(0);
  });

  it('cannot redeem an offer in whose place there is another, or that was made for another wallet', async () => {
    const { browser } = await signedIn();
    const wallet = await attested();
    const first = await askForOffer(browser);
    const second = await askForOffer(browser, plainWallet.client_id);
    expect((await wallet.redeem(first.offer, first.txCode)).status).toBe(400);
    expect((await wallet.redeem(second.offer, second.txCode)).status).toBe(400);
    const plain = await IssuingWallet.make(kapu.issuer, plainWallet.client_id);
    const token = await plain.redeem(second.offer, second.txCode);
    expect(token.status).toBe(200);
    expect((await plain.obtain(String(token.body.access_token))).status).toBe(200);
    expect((await browser.open('/fiok/tarcaim')).text).toContain('A tárca eredetét nem igazolta senki.');
  });

  it('cannot redeem an offer that is over', async () => {
    const { anna, browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode, address } = await askForOffer(browser);
    await kapu.nodes[0].store.del(`{account:${anna.id}}:wallet-offer`);
    await expect(readOffer(address)).rejects.toThrow('404');
    expect((await wallet.redeem(offer, txCode)).body.error).toBe('invalid_grant');
    expect(titleOf(await browser.open('/fiok/tarcaim/ajanlat'))).toBe('Letöltés egy tárcába');
  });

  it('cannot redeem an offer from before the citizen signed out everywhere', async () => {
    const { browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    await browser.submit(await browser.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
    expect((await wallet.redeem(offer, txCode)).body.error).toBe('invalid_grant');
  });
});

describe('a card that a thief took into their wallet', () => {
  const oneCard = /a tárcájába kiadott 1 digitális igazolvány, \d{4}\. \S+\u00a0\d{1,2}\. óta/;
  const oneCardInEnglish = /1 digital ID card in your wallet, since \d{1,2}\u00a0\w+ \d{4}/;
  const ends = (lead: string) =>
    new RegExp(`${lead}</p>\\s*<ul[^>]*>\\s*<li>${oneCard.source}</li>\\s*</ul>`);
  const lastMail = async () => (await kapu.messages()).at(-1);

  it('ends with “sign out everywhere”: its owner reads so before, after, and in the mail', async () => {
    const { browser, credentials } = await issued();
    const page = await browser.open('/fiok/belepesek');
    expect(page.text).toMatch(ends('Ezzel véget ér még:'));
    const done = await browser.submit(page, '/kijelentkezes-mindenhol');
    expect(done.text).toMatch(ends('Ezzel véget ért még:'));
    expect(await statusOf(credentials[0] ?? '')).toBe(1);
    expect(await lastMail()).toMatchObject({
      kind: 'signed-out-everywhere',
      more: { also: expect.stringMatching(new RegExp(`^Ezzel véget ért még: ${oneCard.source}\\.$`)) },
    });
  });

  it('ends with a new password: its owner reads so before, in the mail, and in the history', async () => {
    const { anna, browser, credentials } = await issued();
    const page = await browser.open('/fiok/jelszo');
    expect(page.text).toMatch(ends('Ezzel véget ér még:'));
    expect((await browser.open('/fiok/jelszo?lang=en')).text).toMatch(oneCardInEnglish);
    const passwords = { current_password: anna.password, new_password: 'egy egészen másik mondat 42' };
    await browser.submit(await browser.open('/fiok/jelszo?lang=hu'), '/jelszo', passwords);
    expect(await statusOf(credentials[0] ?? '')).toBe(1);
    expect(await lastMail()).toMatchObject({
      kind: 'password-changed',
      more: { also: expect.stringMatching(oneCard) },
    });
    const history = (await browser.open('/fiok/naplo')).text;
    const [changed = ''] = history.split('Megváltozott a jelszó')[1]?.split('</li>') ?? [];
    expect(changed).toMatch(new RegExp(`Ezzel véget ért még: ${oneCard.source}`));
    expect((await browser.open('/fiok/naplo?lang=en')).text).toMatch(
      new RegExp(`This also ended: ${oneCardInEnglish.source}`),
    );
    // Nothing is there any more, and nothing is said.
    expect((await browser.open('/fiok/belepesek?lang=hu')).text).not.toContain('véget ér');
  });

  it('is told of where the account is closed and the Ügyfélkapu+ cancelled, with a second one since the first', async () => {
    const { browser } = await issued();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    const token = await wallet.redeem(offer, txCode);
    await wallet.obtain(String(token.body.access_token), 1);
    const two = /a tárcájába kiadott 2 digitális igazolvány, a legrégebbi \d{4}\. \S+\u00a0\d{1,2}\. óta/;
    for (const address of ['/fiok/fiok-megszuntetese', '/fiok/megszuntetes']) {
      expect((await browser.open(address)).text).toMatch(two);
    }
    // One of several devices may be removed without it.
    expect((await browser.open('/fiok/eszkozok')).text).not.toContain('véget ér');
    expect((await new Browser(kapu.issuer).open('/megszuntetes')).text).not.toContain('véget ér');
  });
});

describe('a wallet that nobody vouches for', () => {
  it('is refused as the attested one', async () => {
    const { browser } = await signedIn();
    const { offer, txCode } = await askForOffer(browser);
    const nobody = await IssuingWallet.make(kapu.issuer, attestedWallet.client_id);
    const stranger = await IssuingWallet.make(kapu.issuer, attestedWallet.client_id, await makeAttester());
    const [one, two] = [await nobody.redeem(offer, txCode), await stranger.redeem(offer, txCode)];
    expect([one.status, two.status]).toEqual([401, 401]);
    expect((await (await attested()).redeem(offer, txCode)).status).toBe(200);
  });

  it('is refused with the certificate of an attester whose key it does not have', async () => {
    const { browser } = await signedIn();
    const { offer, txCode } = await askForOffer(browser);
    const forged = { ...attester, privateKey: (await newKeys()).privateKey as Attester['privateKey'] };
    const wallet = await IssuingWallet.make(kapu.issuer, attestedWallet.client_id, forged);
    expect((await wallet.redeem(offer, txCode)).status).toBe(401);
  });
});

describe('proofs of keys', () => {
  async function tokenOfWallet() {
    const { browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    const { body } = await wallet.redeem(offer, txCode);
    return { wallet, token: String(body.access_token) };
  }

  it('are refused with another audience, nonce or type, another key, two at once, or when taken before', async () => {
    const { wallet, token } = await tokenOfWallet();
    const [key, other] = [await newKeys(), await newKeys()];
    const refused = [
      await wallet.proof(key, { aud: 'https://elsewhere.example' }),
      await wallet.proof(key, { aud: [kapu.issuer] }),
      await wallet.proof(key, { nonce: 'made-up' }),
      await wallet.proof(key, { nonce: undefined }),
      await wallet.proof(key, {}, { typ: 'jwt' }),
      await wallet.proof(key, {}, { jwk: other.jwk }),
      await wallet.proof(key, {}, { kid: 'also' }),
      await wallet.proof(key, {}, { key_attestation: 'a.b.c' }),
      await wallet.proof(key, {}, { jwk: { ...key.jwk, d: key.jwk.x } }),
      await wallet.proof(key, {}, { jwk: { ...key.jwk, crv: ['P-256'] } }),
      'x',
    ];
    for (const proof of refused) {
      const { status, body } = await wallet.credential(token, [proof]);
      expect([status, body.error]).toEqual([400, expect.stringMatching(/^invalid_(proof|nonce)$/)]);
    }
    const proof = await wallet.proof(key);
    expect((await wallet.credential(token, [proof, await wallet.proof(key)])).body.error).toBe(
      'invalid_proof',
    );
    expect((await wallet.credential(token, [])).status).toBe(400);
    const twice = await wallet.proof({ ...key, jwk: writtenOtherwise(key.jwk) });
    expect((await wallet.credential(token, [await wallet.proof(key), twice])).body.error).toBe(
      'invalid_proof',
    );

    const good = await wallet.credential(token, [proof]);
    expect(good.status).toBe(200);
    const again = await wallet.credential(token, [await wallet.proof(other)]);
    expect([again.status, again.body.error]).toEqual([401, 'invalid_token']);
    const next = await tokenOfWallet();
    const replayed = await next.wallet.credential(next.token, [proof]);
    expect([replayed.status, replayed.body.error]).toEqual([400, 'invalid_nonce']);
  });

  /** The same point: 43 letters hold two bits more than a coordinate has. */
  function writtenOtherwise({ x = '', ...jwk }: JWK): JWK {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return { ...jwk, x: `${x.slice(0, -1)}${letters[letters.indexOf(x.at(-1) ?? '') + 1]}` };
  }

  it('need the token of the wallet, bound to its own key', async () => {
    const { wallet, token } = await tokenOfWallet();
    const thief = await attested();
    expect((await thief.obtain(token)).status).toBe(401);
    const { credential_endpoint: address = '' } = await wallet.metadata();
    const bearer = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect([400, 401]).toContain(bearer.status);
    const portal = await RelyingParty.discover(kapu);
    const anna = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const page = await givePassword(browser, await browser.open(request.address), anna);
    const answer = await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
    const tokens = await portal.redeem(answer, request);
    const plain = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ credential_configuration_id: 'kapu-demo-pid' }),
    });
    expect(plain.status).toBe(401);
  });
});

describe('the authorization code', () => {
  const [redirect = ''] = attestedWallet.redirect_uris;
  const verifier = 'v'.repeat(43);
  const challenge = createHash('sha256').update(verifier).digest('base64url');

  async function push(wallet: IssuingWallet, changes: Record<string, string> = {}) {
    return wallet.form('pushed_authorization_request_endpoint', {
      response_type: 'code',
      redirect_uri: redirect,
      scope: 'kapu_demo_pid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      state: 'of the wallet',
      ...changes,
    });
  }

  async function open(browser: Browser, wallet: IssuingWallet, changes: Record<string, string> = {}) {
    const { body } = await push(wallet, changes);
    const query = new URLSearchParams({
      client_id: wallet.clientId,
      request_uri: String(body.request_uri),
    });
    return browser.open(`/auth?${query}`);
  }

  it.each([
    ['names the issuer as the resource', () => ({ resource: kapu.issuer })],
    ['names no resource', () => ({})],
  ])(
    'of a wallet that %s, with PAR, PKCE, DPoP and attestation, ends in credentials',
    async (_which, resource) => {
      const anna = await enrolledCitizen(kapu);
      const [browser, wallet] = [new Browser(kapu.issuer), await attested()];
      const page = await givePassword(browser, await open(browser, wallet, resource()), anna);
      const answer = answerOf(
        await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) }),
      );
      expect(answer).toMatchObject({ state: 'of the wallet', iss: kapu.issuer });
      const redemption = {
        grant_type: 'authorization_code',
        code: String(answer.code),
        redirect_uri: redirect,
        code_verifier: verifier,
        ...resource(),
      };
      const token = await wallet.form('token_endpoint', redemption);
      expect([token.status, token.body.token_type]).toEqual([200, 'DPoP']);
      expect(token.body).not.toHaveProperty('refresh_token');
      const credential = await wallet.obtain(String(token.body.access_token), 2);
      expect(credential.body.credentials).toHaveLength(2);
      expect((await wallet.form('token_endpoint', redemption)).status).toBe(400);
    },
  );

  it('is begun by a request that names its redirect URI, though the wallet has only one', async () => {
    const { status, body } = await push(await attested(), { redirect_uri: '' });
    expect([status, body.error]).toEqual([400, 'invalid_request']);
  });

  it('asks a citizen who signed in a while ago for password and code again', async () => {
    const { anna, browser } = await signedIn();
    const wallet = await attested();
    expect(answerOf(await open(browser, wallet))).toHaveProperty('code');
    const sessions = await kapu.nodes[0].store.keys('oidc:{Session:*');
    for (const key of sessions) {
      const record = JSON.parse(
        kapu.sealer.open((await kapu.nodes[0].store.hget(key, 'payload')) ?? '', key),
      );
      if (record.accountId === anna.id) {
        const older = JSON.stringify({ ...record, loginTs: record.loginTs - 301 });
        await kapu.nodes[0].store.hset(key, 'payload', kapu.sealer.seal(older, key));
      }
    }
    expect(titleOf(await open(browser, wallet))).toBe('Bejelentkezés Ügyfélkapu+ használatával');
  });

  /** At a relying party, at the assurance that a credential needs, with no password and no code. */
  async function signedInByWallet(): Promise<{ anna: Citizen; browser: Browser }> {
    const anna = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    const { address } = await (await RelyingParty.discover(kapu)).request({ acr_values: substantial });
    const done = await signInWithWallet(browser, address, await others.walletOf(kapu, anna.id));
    expect(answerOf(done)).toHaveProperty('code');
    return { anna, browser };
  }

  it('gives a wallet no credential on the strength of another wallet: password and code are asked for', async () => {
    const { anna, browser } = await signedInByWallet();
    const wallet = await attested();
    const asked = await open(browser, wallet);
    expect(titleOf(asked)).toBe('Bejelentkezés Ügyfélkapu+ használatával');
    expect(asked.text).not.toContain('digitalis-allampolgar');
    const atCode = await givePassword(browser, asked, anna);
    const done = await browser.submit(atCode, '/code', { code: codeAt(anna.secretKey, new Date()) });
    expect(answerOf(done)).toHaveProperty('code');
  });

  it('is refused without a pushed request, PKCE, attestation, or for a scope that is no wallet’s', async () => {
    const wallet = await attested();
    const query = new URLSearchParams({
      client_id: wallet.clientId,
      response_type: 'code',
      redirect_uri: redirect,
      scope: 'kapu_demo_pid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const direct = await new Browser(kapu.issuer).open(`/auth?${query}`);
    expect(answerOf(direct)).toMatchObject({ error: 'invalid_request' });
    expect((await push(wallet, { code_challenge: '' })).status).toBe(400);
    expect((await push(wallet, { redirect_uri: 'https://elsewhere.example/' })).status).toBe(400);
    const nobody = await IssuingWallet.make(kapu.issuer, attestedWallet.client_id);
    expect((await push(nobody)).status).toBe(401);
    expect((await push(wallet, { resource: 'https://api.example' })).status).toBe(400);
  });
});

describe('a citizen who revokes a wallet', () => {
  it('has its credentials revoked in the list, and every other session ended but this one', async () => {
    const { browser, credentials } = await issued(3);
    const told = await RelyingParty.discover(kapu, 'told');
    const request = await told.request({ prompt: 'none' });
    expect(answerOf(await browser.open(request.address))).toHaveProperty('code');
    const elsewhere = new Browser(kapu.issuer);
    elsewhere.stealCookiesOf(browser);
    expect(titleOf(await elsewhere.open('/fiok'))).toBe('Fiókom');
    expect(await statusOf(credentials[0] ?? '')).toBe(0);

    const list = await browser.open('/fiok/tarcaim');
    const [link = ''] = /\/fiok\/tarcaim\/[\w-]+\/visszavonas/.exec(list.text) ?? [];
    const after = await browser.submit(await browser.open(link), '/visszavonas');
    expect(after.text).toContain('Visszavontuk a digitális igazolványát');
    expect(await Promise.all(credentials.map(statusOf))).toEqual([1, 1, 1]);
    expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
    expect(titleOf(await elsewhere.open('/fiok'))).not.toBe('Fiókom');
    expect(answerOf(await elsewhere.open(request.address))).toMatchObject({ error: 'login_required' });
    expect(await kapu.nodes[0].store.xlen('logouts:{queue}:to:told')).toBe(1);
    expect((await browser.open(link)).status).toBe(404);
    expect((await browser.open('/fiok/naplo')).text).toContain('ebben a tárcában: Mintatárca');
    expect(await kindsOf()).toContain('wallet-revoked');
  });

  it('has them revoked by an operator who disables the account', async () => {
    const { anna, credentials } = await issued();
    const { stdout } = await runKapu(kapu.config, 'accounts', 'disable', anna.username);
    expect(stdout).toContain('its sessions, tokens and credentials have ended');
    expect(await statusOf(credentials[0] ?? '')).toBe(1);
  });

  it('says „Nem én voltam” in the history, to the same effect', async () => {
    const { browser, credentials } = await issued();
    const history = await browser.open('/fiok/naplo');
    const entry = history.text.slice(history.text.indexOf('ebbe a tárcába'));
    const [link = ''] = /\/fiok\/naplo\/[\d-]+\/nem-en-voltam/.exec(entry) ?? [];
    const asked = await browser.open(link);
    expect(asked.text).toContain('visszavonjuk a digitális igazolványát');
    await browser.submit(asked, '/nem-en-voltam');
    expect(await statusOf(credentials[0] ?? '')).toBe(1);
  });

  it('who cancels the Ügyfélkapu+, or asks for the account to be closed, has everything revoked', async () => {
    const one = await issued();
    const cancelled = await one.browser.submit(
      await one.browser.open('/fiok/megszuntetes'),
      '/megszuntetes',
      { cancellation_code: one.anna.cancellationCode },
    );
    expect(cancelled.text).toContain('Ezzel véget ért még:');
    expect(await statusOf(one.credentials[0] ?? '')).toBe(1);

    const two = await issued();
    const page = await two.browser.open('/fiok/fiok-megszuntetese');
    await two.browser.submit(page, '/fiok-megszuntetese', { password: two.anna.password });
    expect(await statusOf(two.credentials[0] ?? '')).toBe(1);
  });
});

describe('status lists', () => {
  it('are signed, compressed and cached for as long as they may be believed; others are not there', async () => {
    const response = await fetch(`${kapu.issuer}/status-lists/0`);
    const token = await response.text();
    expect(response.headers.get('content-type')).toBe('application/statuslist+jwt');
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'statuslist+jwt' });
    expect(decodeJwt(token)).toMatchObject({
      sub: `${kapu.issuer}/status-lists/0`,
      ttl: 300,
      status_list: { bits: 1 },
    });
    for (const list of ['1', '999999', '00', '-1', '0x0', '1e3', '9'.repeat(400), '%00']) {
      expect((await fetch(`${kapu.issuer}/status-lists/${list}`)).status).toBe(404);
    }
  });
});

describe('what hostile wallets send', () => {
  it('is refused, never a fault', async () => {
    const { browser } = await signedIn();
    const wallet = await attested();
    const { offer, txCode } = await askForOffer(browser);
    const token = String((await wallet.redeem(offer, txCode)).body.access_token);
    const id = 'kapu-demo-pid';
    const bodies = [
      null,
      [],
      'x',
      {},
      { credential_configuration_id: '__proto__' },
      { credential_configuration_id: id },
      { credential_configuration_id: id, proofs: null },
      { credential_configuration_id: id, proofs: { jwt: 'x' } },
      { credential_configuration_id: id, proofs: { jwt: [{}] } },
      { credential_configuration_id: id, proofs: { jwt: [null] } },
      { credential_configuration_id: id, proofs: { attestation: ['a.b.c'] } },
      { credential_configuration_id: id, proofs: { di_vp: [{}] } },
      { credential_configuration_id: id, credential_identifier: id },
      { credential_identifier: id },
      { credential_configuration_id: id, proofs: { jwt: ['x'.repeat(200_000)] } },
    ];
    for (const body of bodies) {
      const { status } = await wallet.credential(token, [], body);
      expect([400, 401, 413]).toContain(status);
    }
    const headers = [
      '',
      'x',
      'a.b.c',
      'x'.repeat(7000),
      `${Buffer.from('{"x5c":"x"}').toString('base64url')}.e30.e30`,
    ];
    for (const header of headers) {
      const { status } = await wallet.post(
        'token_endpoint',
        new URLSearchParams({ client_id: wallet.clientId, grant_type: 'authorization_code', code: 'x' }),
        { 'oauth-client-attestation': header, 'oauth-client-attestation-pop': header },
      );
      expect([400, 401]).toContain(status);
    }
    for (const address of [
      '/fiok/tarcaim/x/visszavonas',
      '/fiok/tarcaim/..%2f/visszavonas',
      '/credential-offers/x',
      `/credential-offers/${'x'.repeat(22)}`,
    ]) {
      expect((await browser.open(address)).status).toBe(404);
    }
    // A wallet that is a page may read that there is nothing, and so tell it from a broken line.
    for (const address of ['/credential-offers/x', '/status-lists/999']) {
      const { status, headers } = await fetch(kapu.issuer + address);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([404, '*']);
    }
    const forged = await browser.submit(await browser.open('/fiok/tarcaim/uj'), '/tarcaim/uj', {
      wallet: '__proto__',
    });
    expect(titleOf(forged)).toBe('Letöltés egy tárcába');
    expect(kapu.log.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });

  it('no secret of an offer or a credential stands in the log', async () => {
    const { browser } = await signedIn();
    const wallet = await attested();
    const { offer, address, txCode } = await askForOffer(browser);
    const token = await wallet.redeem(offer, txCode);
    const place = new URL(address).searchParams.get('credential_offer_uri')?.split('/').at(-1);
    const [code] = Object.values(offer.grants).map((grant) => grant['pre-authorized_code']);
    const text = kapu.log.join('\n');
    for (const secret of [String(place), String(code), String(token.body.access_token), `"${txCode}"`]) {
      expect(text).not.toContain(secret);
    }
  });
});
