import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';
import { Wallet } from '../support/wallet.ts';
import {
  Authority,
  issue,
  personClaims,
  type Signer,
  StatusServer,
  walletSettings,
} from '../support/wallet-authority.ts';

const unknownPage = 'Ezt a tárcát még egyik fiókhoz sem kapcsolták';
const walletsPage = 'Tárcáim – Digitális Állampolgár';

let kapu: Installation;
let portal: RelyingParty;
let requests: Authority;
let issuer: Signer;
let lists: StatusServer;
let uri: string;
let numbers = 0;
/** By how much our clock differs from that of wallets, who know the machine's alone: moved for every fresh code. */
let aheadInSeconds = 0;
const now = (): Date => new Date(Date.now() + aheadInSeconds * 1000);

beforeAll(async () => {
  const state = await Authority.create('Állam');
  requests = await Authority.create('Kérések');
  issuer = await state.leaf('kibocsato.minta.example');
  lists = await StatusServer.start(issuer);
  uri = lists.freshList();
  kapu = await startInstallation({
    now,
    config: {
      outgoing: { private_hosts: [lists.host], give_up_logouts_after_hours: 24 },
      walletVerifier: await walletSettings(await requests.leaf('localhost'), state.root.pem),
    },
  });
  portal = await RelyingParty.discover(kapu);
});

afterAll(async () => {
  await lists.stop();
  await kapu.stop();
});

async function newWallet(): Promise<Wallet> {
  numbers += 1;
  const wallet = await Wallet.create([requests.root.pem]);
  wallet.credential = await issue(issuer, {
    claims: { ...personClaims, personal_administrative_number: `7-${numbers}` },
    holderKey: wallet.publicKey,
    open: { status: { status_list: { idx: 5, uri } } },
  });
  return wallet;
}

/** Where a sign-in with the wallet, on the same device, ends. */
async function signInWith(wallet: Wallet, browser = new Browser(kapu.issuer)): Promise<Response> {
  const methods = await browser.open((await portal.request()).address);
  const [way = ''] = methods.text.match(/\/interaction\/[^"]+\?method=digitalis-allampolgar(?=")/) ?? [];
  const asked = await browser.submit(await browser.open(way), '/wallet/start', { device: 'same-device' });
  const link = /href="(openid4vp:[^"]+)"/.exec(asked.text)?.[1] ?? '';
  const answer = await wallet.answer(await wallet.open(link.replaceAll('&amp;', '&')));
  return browser.open(answer.body.redirect_uri ?? '');
}

/** A citizen who is signed in elsewhere too, after linking a wallet. */
async function linked() {
  const anna = await enrolledCitizen(kapu, new Date(Date.now() - 180_000));
  aheadInSeconds = -60;
  const elsewhere = new Browser(kapu.issuer);
  const asked = await givePassword(elsewhere, await elsewhere.open('/fiok'), anna);
  const home = await elsewhere.submit(asked, '/code', { code: codeAt(anna.secretKey, now()) });
  expect(titleOf(home)).toBe('Fiókom');
  aheadInSeconds = 0;
  const wallet = await newWallet();
  const browser = new Browser(kapu.issuer);
  const atPassword = await browser.submit(await signInWith(wallet, browser), '/wallet/link');
  const { username, password } = anna;
  const atCode = await browser.submit(atPassword, '/password', { username, password });
  const done = await browser.submit(atCode, '/code', { code: codeAt(anna.secretKey, now()) });
  expect(answerOf(done).code).toBeTruthy();
  expect(answerOf(await signInWith(wallet)).code).toBeTruthy();
  return { anna, wallet, browser, elsewhere };
}

async function expectUnknown(wallet: Wallet): Promise<void> {
  const page = await signInWith(wallet);
  expect([titleOf(page), page.text.includes('1956. március\u00a014.')]).toEqual([unknownPage, true]);
}

const kinds = async (): Promise<string[]> => (await kapu.messages()).map(({ kind }) => kind);

describe('a wallet that a citizen linked', () => {
  it('is shown where nothing is issued, and is unlinked after a fresh code with every other session', async () => {
    const stranger = await linked();
    const { anna, wallet, browser, elsewhere } = await linked();
    const home = await browser.open('/fiok');
    expect(home.text).toContain('href="/fiok/tarcaim"');
    const page = await browser.open('/fiok/tarcaim');
    expect([page.text.includes('Minta Hivatal'), page.text.includes('Letöltés egy tárcába')]).toEqual([
      true,
      false,
    ]);
    const [address = ''] = /\/fiok\/tarcaim\/[\w-]+\/levalasztas/.exec(page.text) ?? [];
    expect((await stranger.browser.open(address)).status).toBe(404);
    aheadInSeconds = 6 * 60;
    const proof = await browser.open(address);
    const asked = await browser.submit(proof, 'levalasztas', { code: codeAt(anna.secretKey, now()) });
    aheadInSeconds = 0;
    expect(titleOf(asked)).toBe('Leválasztja ezt a tárcát a fiókjáról?');
    const form = formOf(asked, '/levalasztas');
    const done = await browser.submit(asked, '/levalasztas');
    expect(titleOf(done)).toBe(walletsPage);
    expect(done.text).toContain('egyetlen tárca sincs összekapcsolva');
    await expectUnknown(wallet);
    expect((await kinds()).filter((kind) => kind === 'wallet-unlinked')).toHaveLength(1);
    expect((await browser.open('/fiok/naplo')).text).toContain('Leválasztott digitális tárca: Minta Hivatal');
    expect(titleOf(await elsewhere.open('/fiok'))).not.toBe('Fiókom');
    expect(titleOf(await browser.follow(await browser.post(form.action, form.fields)))).toBe(walletsPage);
    expect((await kinds()).filter((kind) => kind === 'wallet-unlinked')).toHaveLength(1);
  });

  it('is unlinked by „Nem én voltam” in the history, with every other session', async () => {
    const { wallet, browser, elsewhere } = await linked();
    const history = await browser.open('/fiok/naplo');
    const entry = history.text.slice(history.text.indexOf('Összekapcsolt digitális tárca'));
    const [address = ''] = /\/fiok\/naplo\/[\d-]+\/nem-en-voltam/.exec(entry) ?? [];
    const asked = await browser.open(address);
    expect(asked.text).toContain('leválasztjuk ezt a tárcát');
    await browser.submit(asked, '/nem-en-voltam');
    await expectUnknown(wallet);
    expect(titleOf(await elsewhere.open('/fiok'))).not.toBe('Fiókom');
    expect((await kinds()).at(-1)).toBe('wallet-unlinked');
  });

  it('opens the account no more once its Ügyfélkapu+ was cancelled', async () => {
    const { anna, wallet, browser } = await linked();
    await browser.submit(await browser.open('/fiok/megszuntetes'), '/megszuntetes', {
      cancellation_code: anna.cancellationCode,
    });
    await expectUnknown(wallet);
    expect(kapu.log.some((line) => line.includes('"wallets.unlinked"') && line.includes(anna.id))).toBe(true);
  });

  it('is unlinked by an operator who disables the account', async () => {
    const { anna, wallet } = await linked();
    const subjects = () => kapu.nodes[0].store.hlen(`{account:${anna.id}}:wallet-subjects`);
    expect(await subjects()).toBe(1);
    expect((await runKapu(kapu.config, 'accounts', 'disable', anna.username)).code).toBe(0);
    expect(await subjects()).toBe(0);
    await expectUnknown(wallet);
  });

  it.each(['suspended', 'disabled'])('does not open an account that is %s', async (status) => {
    const { anna, wallet } = await linked();
    await kapu.nodes[0].store.hset(`{account:${anna.id}}`, 'status', status);
    const page = await signInWith(wallet);
    expect([page.status, titleOf(page)]).toEqual([403, 'Ezzel a tárcával most nem lehet belépni']);
  });
});
