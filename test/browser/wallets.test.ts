import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { historyKey, plusKey, walletsKey } from '../../src/storage/catalogue/account-keys.ts';
import { plusField } from '../../src/storage/catalogue/plus-fields.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { createOfferStore } from '../../src/wallet/issuing/offer-store.ts';
import { createWalletSubjectStore } from '../../src/wallet/subjects/wallet-subject-store.ts';
import { codeAt } from '../support/authenticator.ts';
import { inspect, newPerson, readQrCode, startChromium } from '../support/chromium.ts';
import { enrolledCitizen, type Plus } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { IssuingWallet, readOffer } from '../support/issuing-wallet.ts';
import { type Language, Person } from '../support/person.ts';
import { newSecrets } from '../support/secrets.ts';
import {
  type Attester,
  attestedWallet,
  makeAttester,
  walletIssuerSettings,
} from '../support/wallet-authorities.ts';

let kapu: Installation;
let chromium: Browser;
let attester: Attester;
/** In the past, since the engine dates its tokens by the machine's clock; moved on for every fresh code. */
let now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  attester = await makeAttester();
  const walletIssuer = await walletIssuerSettings(attester);
  kapu = await startInstallation({ now: () => now, config: { walletIssuer } });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

function freshCode({ secretKey }: Plus): string {
  now = new Date(now.getTime() + 60_000);
  return codeAt(secretKey, now);
}

async function signedIn(lang: Language, citizen: Citizenship): Promise<Person> {
  const page = await (await newPerson(chromium)).newPage();
  await page.goto(`${kapu.issuer}/megszuntetes?lang=${lang}`);
  const person = new Person(page, lang);
  await page.goto(`${kapu.issuer}/fiok`);
  await person.pick('ugyfelkapu');
  await person.givePassword(citizen);
  return person;
}

/** Of two other issuers. */
async function linkWallets(accountId: string): Promise<void> {
  const subjects = createWalletSubjectStore(kapu.nodes[0].store, kapu.sealer, kapu.config.secrets);
  for (const source of [
    { hu: 'Minta Hivatal', en: 'Sample Office' },
    { hu: 'Próba Tárca Szolgáltató', en: 'Trial Wallet Provider' },
  ]) {
    const id = randomUUID();
    const subject = { anchorFingerprint: 'a'.repeat(64), identifier: id };
    const event = securityEvents.walletLinked(accountId, source.hu, id);
    await subjects.link(subject, accountId, { origin: 'linked', id, source, event }, now);
  }
}

const lost = createSealer(newSecrets().sealing_keys);
/** Sealed with a key that no node has. */
const garbled = () => lost.seal('{}', 'anywhere');

const attestedWalletOf = (): Promise<IssuingWallet> =>
  IssuingWallet.make(kapu.issuer, attestedWallet.client_id, attester);

describe.each<{ lang: Language }>([{ lang: 'hu' }, { lang: 'en' }])(
  'a citizen and their wallets ($lang)',
  ({ lang }) => {
    const see = async (person: Person, heading: string, name: string): Promise<void> => {
      await person.heading(heading).waitFor();
      await inspect(person.page, `${name}-${lang}`);
    };

    it('gives a code, has a wallet scan the QR code, sees it taken, and revokes it', async () => {
      const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
      const person = await signedIn(lang, anna);
      const { page, texts } = person;
      await person.giveCode(freshCode(anna));
      await person.link(texts['wallets.title']).click();
      await see(person, texts['wallets.title'], 'wallets-none');
      now = new Date(now.getTime() + 6 * 60_000);
      await person.link(texts['wallets.add']).click();
      await person.heading(texts['proof.title']).waitFor();
      await page.getByLabel(texts['code.label']).fill(freshCode(anna));
      await person.press(texts['action.continue']);
      await see(person, texts['wallets.add.title'], 'wallet-add');
      const name = lang === 'en' ? 'Sample wallet' : 'Mintatárca';
      await person.press(texts['wallets.add.button'].replace('{service}', name));
      await see(person, texts['wallets.offer.open.title'], 'wallet-offer');

      const offer = await readOffer(await readQrCode(page));
      const link = await person.link(texts['wallets.offer.same-device']).getAttribute('href');
      expect(await readOffer(link ?? '')).toEqual(offer);
      const txCode = ((await page.locator('#transaction-code').textContent()) ?? '').replace(/\s/g, '');
      const wallet = await attestedWalletOf();
      const token = await wallet.redeem(offer, txCode);
      await person.link(texts['wallets.offer.refresh']).click();
      await see(person, texts['wallets.offer.taking.title'], 'wallet-offer-taking');
      expect((await wallet.obtain(String(token.body.access_token), 2)).status).toBe(200);
      await person.link(texts['wallets.offer.refresh']).click();
      await see(person, texts['wallets.offer.taken.title'], 'wallet-offer-taken');
      await person.link(texts['wallets.offer.to-list']).click();
      await see(person, texts['wallets.title'], 'wallets');

      await page.goto(`${kapu.issuer}/fiok/naplo`);
      await see(person, texts['history.title'], 'history-wallet');
      await page.getByRole('link', { name: texts['history.objection.link'] }).first().click();
      await see(person, texts['history.objection.title'], 'history-objection-wallet');
      await page.goto(`${kapu.issuer}/fiok/tarcaim`);
      await page.getByRole('link', { name: texts['wallets.revoke'] }).click();
      await see(person, texts['wallets.revoke.title'], 'wallet-revoke');
      await person.press(texts['wallets.revoke.button']);
      await page.getByText(texts['wallets.revoked.heading']).waitFor();
      await inspect(page, `wallets-revoked-${lang}`);
    });

    it('reads on each page how much of what they look at cannot be read', async () => {
      const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
      const { store } = kapu.nodes[0];
      await store.hset(plusKey(anna.id), plusField('passkey', 'damaged'), garbled());
      await store.hset(walletsKey(anna.id), 'damaged', garbled());
      await store.xadd(historyKey(anna.id), '*', 'entry', garbled());
      const missing = lang === 'hu' ? 'most nem olvasható' : 'cannot be read at the moment';
      const person = await signedIn(lang, anna);
      const { page, texts } = person;
      await person.giveCode(freshCode(anna));
      const pages = [
        ['/fiok/azonositokulcsok', texts['passkeys.title'], 'passkeys-unreadable'],
        ['/fiok/tarcaim', texts['wallets.title'], 'wallets-unreadable'],
        ['/fiok/naplo', texts['history.title'], 'history-unreadable'],
      ] as const;
      for (const [address, title, name] of pages) {
        await page.goto(kapu.issuer + address);
        await see(person, title, name);
        await page.getByText(missing).waitFor();
      }
      await page.goto(`${kapu.issuer}/fiok/adataim`);
      await person.press(texts['data.read.button']);
      await see(person, texts['data.read.title'], 'readable-data-unreadable');
      await page.getByText(missing).nth(2).waitFor();
    });

    it('sees the wallets that they linked, and unlinks one', async () => {
      const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
      await linkWallets(anna.id);
      const person = await signedIn(lang, anna);
      const { page, texts } = person;
      await person.giveCode(freshCode(anna));
      await page.goto(`${kapu.issuer}/fiok/naplo`);
      await page.getByRole('link', { name: texts['history.objection.link'] }).nth(1).click();
      await page.getByText(texts['history.objection.unlinks']).waitFor();
      await see(person, texts['history.objection.title'], 'history-objection-linked-wallet');
      await page.goto(`${kapu.issuer}/fiok/tarcaim`);
      await see(person, texts['wallets.title'], 'wallets-linked');
      await page.getByRole('link', { name: texts['wallets.unlink'] }).first().click();
      await see(person, texts['wallets.unlink.title'], 'wallet-unlink');
      await person.press(texts['wallets.unlink.button']);
      await page.getByText(texts['wallets.unlinked.heading']).waitFor();
      await inspect(page, `wallets-unlinked-${lang}`);
    });

    it('reads what else ends where they act, and what ended when they have signed out everywhere', async () => {
      const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
      await linkWallets(anna.id);
      const person = await signedIn(lang, anna);
      const { page, texts } = person;
      await person.giveCode(freshCode(anna));
      const pages = [
        ['/fiok/jelszo', texts['new-password.title'], 'password-ends'],
        ['/fiok/fiok-megszuntetese', texts['closing.title'], 'closing-ends'],
        ['/fiok/megszuntetes', texts['cancel.title'], 'cancel-ends'],
        ['/fiok/belepesek', texts['sessions.title'], 'sessions-ends'],
      ] as const;
      for (const [address, heading, name] of pages) {
        await page.goto(`${kapu.issuer}${address}`);
        await page.getByText(texts['ends-with-it.lead'], { exact: true }).waitFor();
        await see(person, heading, name);
      }
      await person.press(texts['sessions.everywhere.button']);
      await page.getByText(texts['ended-with-it.lead'], { exact: true }).waitFor();
      await see(person, texts['sessions.ended.title'], 'signed-out-everywhere-ends');
      await page.goto(`${kapu.issuer}/fiok`);
    });

    it('reads why an offer is over', async () => {
      const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
      const person = await signedIn(lang, anna);
      const { page, texts } = person;
      await person.giveCode(freshCode(anna));
      await page.goto(`${kapu.issuer}/fiok/tarcaim/uj`);
      await page.getByRole('button', { name: /Mintatárca|Sample wallet/ }).click();
      await person.heading(texts['wallets.offer.open.title']).waitFor();
      const offer = await readOffer(await readQrCode(page));
      const wallet = await attestedWalletOf();
      for (const guess of ['no', 'no', 'no']) {
        await wallet.redeem(offer, guess);
      }
      await page.reload();
      await see(person, texts['wallets.offer.dead.title'], 'wallet-offer-dead');

      const [{ store }] = kapu.nodes;
      const expiresAt = new Date(Date.now() - 1000).toISOString();
      const over = { id: 'x', walletId: attestedWallet.client_id, code: 'x', transactionCode: '123456' };
      await createOfferStore(store, kapu.sealer).put(anna.id, { ...over, expiresAt });
      await page.reload();
      await see(person, texts['wallets.offer.expired.title'], 'wallet-offer-expired');
    });

    it('without an Ügyfélkapu+ reads that one is needed', async () => {
      const person = await signedIn(lang, await kapu.addCitizen());
      await person.heading(person.texts['account.title']).waitFor();
      await person.page.goto(`${kapu.issuer}/fiok/tarcaim/uj`);
      await see(person, person.texts['wallets.add.title'], 'wallet-add-needs-plus');
    });
  },
);
