/** Credentials as national issuers make them: a chain, a type of their own, and no personal number. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { signInWithWallet } from '../support/known-wallet.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';
import { Wallet } from '../support/wallet.ts';
import { Authority, issue, personClaims, type Signer, walletSettings } from '../support/wallet-authority.ts';

const unknownPage = 'Ezt a tárcát még egyik fiókhoz sem kapcsolták';
const type = 'urn:eudi:pid:hu:1';

let requests: Authority;
let state: Authority;
let office: Authority;
let issuer: Signer;
let kapu: Installation;

beforeAll(async () => {
  requests = await Authority.create('Kérések');
  state = await Authority.create('Állam', { pathLength: 1 });
  office = await state.authority('Hivatal');
  issuer = await office.leaf('kibocsato.minta.example');
  const settings = await walletSettings(await requests.leaf('localhost'), state.root.pem);
  kapu = await startInstallation({
    config: {
      walletVerifier: {
        ...settings,
        sources: settings.sources.map((source) => ({
          ...source,
          vct: 'urn:eudi:pid:1',
          family: ['urn:eudi:pid:*:1'],
          otherIdentifierClaims: ['document_number'],
          status: 'if-present',
        })),
      },
    },
  });
});

afterAll(() => kapu.stop());

async function walletWith(numbers: Record<string, string>, vct = type): Promise<Wallet> {
  const wallet = await Wallet.create([requests.root.pem]);
  wallet.credential = await issue(issuer, {
    claims: { ...personClaims, ...numbers },
    holderKey: wallet.publicKey,
    open: { vct },
    header: { x5c: [issuer.x5c, office.root.x5c] },
  });
  return wallet;
}

async function present(wallet: Wallet, browser = new Browser(kapu.issuer)) {
  const { address } = await (await RelyingParty.discover(kapu)).request();
  return { browser, page: await signInWithWallet(browser, address, wallet) };
}

describe('a wallet whose credential has a document number, and no personal one', () => {
  it('is linked, and signs in by itself from then on', async () => {
    const citizen = await enrolledCitizen(kapu);
    const wallet = await walletWith({ document_number: '123456AB' });
    const { browser, page } = await present(wallet);
    expect(titleOf(page)).toBe(unknownPage);
    const atPassword = await browser.submit(page, '/wallet/link');
    const atCode = await givePassword(browser, atPassword, citizen);
    const done = await browser.submit(atCode, '/code', { code: codeAt(citizen.secretKey, new Date()) });
    expect(answerOf(done)).toHaveProperty('code');
    expect(answerOf((await present(wallet)).page)).toHaveProperty('code');
    // The same letters as a personal number are another person's.
    const alike = await walletWith({ personal_administrative_number: '123456AB' });
    expect(titleOf((await present(alike)).page)).toBe(unknownPage);
    const written = await walletWith({ personal_administrative_number: 'document_number\n123456AB' });
    expect((await present(written)).page.headers.location).toBeUndefined();
    expect(titleOf((await present(written)).page)).not.toBe(unknownPage);
  });
});

it('a type of the family is believed, and no other', async () => {
  const numbers = { personal_administrative_number: '9' };
  expect(titleOf((await present(await walletWith(numbers))).page)).toBe(unknownPage);
  expect(titleOf((await present(await walletWith(numbers, 'urn:eudi:pid:1'))).page)).toBe(unknownPage);
  expect(titleOf((await present(await walletWith(numbers, 'urn:eudi:mdl:1'))).page)).not.toBe(unknownPage);
});

it('the request names our key beside its certificate', async () => {
  const browser = new Browser(kapu.issuer);
  const { address } = await (await RelyingParty.discover(kapu)).request();
  const methods = await browser.open(address);
  const [way = ''] = methods.text.match(/\/interaction\/[^"]+\?method=digitalis-allampolgar(?=")/) ?? [];
  const page = await browser.submit(await browser.open(way), '/wallet/start', { device: 'same-device' });
  const link = (/href="(openid4vp:[^"]+)"/.exec(page.text)?.[1] ?? '').replaceAll('&amp;', '&');
  const uri = new URLSearchParams(link.split('?')[1]).get('request_uri') ?? '';
  const header = decodeProtectedHeader(await (await fetch(uri)).text());
  expect(header).toMatchObject({ kid: expect.stringMatching(/^[\w-]{43}$/), x5c: [expect.any(String)] });
});
