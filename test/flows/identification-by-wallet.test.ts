/** Whoever was not identified is so by a wallet of a trusted issuer, once it is theirs. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser, enrolThroughStores, givePassword, type Plus, titleOf } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { makeWalletWorld, signInWithWallet, type WalletWorld } from '../support/known-wallet.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';
const page = 'Ehhez igazolnia kell a személyazonosságát';

let kapu: Installation;
let strict: RelyingParty;
let wallets: WalletWorld;
// Wallets know the machine's clock alone.
const clock = clockFrom(0);

beforeAll(async () => {
  wallets = await makeWalletWorld();
  kapu = await startInstallation({
    now: clock.now,
    clients: [{ client_id: 'strict', minimum_assurance: 'substantial' }],
    config: { walletVerifier: wallets.settings },
  });
  strict = await RelyingParty.discover(kapu, 'strict');
});

afterAll(() => kapu.stop());

async function unidentified(): Promise<Citizenship & Plus> {
  const citizen = await kapu.addCitizen({}, { by: 'nobody' });
  const threeMinutesAgo = new Date(clock.now().getTime() - 180_000);
  return { ...citizen, ...(await enrolThroughStores(kapu, citizen.id, threeMinutesAgo)) };
}

it('who links one is worth as much as its issuer knows of them, at once', async () => {
  const anna = await unidentified();
  const browser = new Browser(kapu.issuer);
  const atCode = await givePassword(browser, await browser.open((await strict.request()).address), anna);
  const refused = await browser.submit(atCode, '/code', { code: clock.freshCode(anna) });
  expect([titleOf(refused), refused.text.includes('Igazolom a digitális tárcámmal')]).toEqual([page, true]);

  const request = await strict.request();
  const unknown = await signInWithWallet(browser, request.address, await wallets.newWallet('new-1'));
  const atPassword = await browser.submit(unknown, '/wallet/link');
  const { username, password } = anna;
  const askedForCode = await browser.submit(atPassword, '/password', { username, password });
  const done = await browser.submit(askedForCode, '/code', { code: clock.freshCode(anna) });
  const tokens = await strict.redeem(done, request);
  expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pwd', 'otp', 'mfa'] });

  expect((await kapu.accounts.find(anna.id))?.identification).toMatchObject({
    by: 'wallet',
    level: 'substantial',
    source: { hu: 'Minta Hivatal' },
  });
  expect((await browser.open('/fiok')).text).toContain('Digitális tárcával, kibocsátó: Minta Hivatal');
  expect((await browser.open('/fiok/naplo')).text).toContain('Igazolta a személyazonosságát');
});

it('who had it before signs in with it, and is known no better: it may be a card of our own', async () => {
  const anna = await unidentified();
  const wallet = await wallets.walletOf(kapu, anna.id);
  const browser = new Browser(kapu.issuer);
  const end = await signInWithWallet(browser, (await strict.request()).address, wallet);
  expect(titleOf(end)).toBe(page);
  expect(answerOf(await browser.submit(end, '/give-up')).error).toBe('unmet_authentication_requirements');
  expect((await kapu.accounts.find(anna.id))?.identification).toEqual({ by: 'nobody' });
});
