import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createPortal } from '../../demo/portal/portal.ts';
import { en as portalInEnglish } from '../../demo/portal/words/en.ts';
import { hu as portalInHungarian } from '../../demo/portal/words/hu.ts';
import { en as walletInEnglish } from '../../demo/wallet/words/en.ts';
import { type MessageKey, hu as walletInHungarian } from '../../demo/wallet/words/hu.ts';
import { codeAt } from '../support/authenticator.ts';
import { askFor, askWithChoice } from '../support/choosy-verifier.ts';
import { inspect, newPerson, readQrCode, startChromium } from '../support/chromium.ts';
import { enrolledCitizen, type Plus } from '../support/citizen.ts';
import { addressOf, type DemoWallet, listen, prepareDemoWallet } from '../support/demo-wallet.ts';
import { cameraSwitches } from '../support/fake-camera.ts';
import {
  type Citizenship,
  type Installation,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';

const clientId = 'e-ugyintezes';
const portalTexts = { hu: portalInHungarian, en: portalInEnglish };
const walletTexts: Record<Language, Record<MessageKey, string>> = {
  hu: walletInHungarian,
  en: walletInEnglish,
};

let kapu: Installation;
let chromium: Browser;
let portal: Server;
let portalUrl: string;
let demo: DemoWallet;

beforeAll(async () => {
  portal = await listen();
  portalUrl = addressOf(portal);
  demo = await prepareDemoWallet();
  const client = {
    client_id: clientId,
    client_name: 'e-Ügyintézés mintaportál',
    'client_name#en': 'e-Administration sample portal',
    client_uri: portalUrl,
    redirect_uris: [`${portalUrl}/callback`],
    post_logout_redirect_uris: [`${portalUrl}/`],
  };
  kapu = await startInstallation({ clients: [client], config: demo.config });
  const { issuer } = kapu;
  demo.open(issuer);
  const settings = { portalUrl, issuer, clientId, clientSecret: portalSecret, now: () => new Date() };
  portal.on('request', createPortal(settings).callback());
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  portal.closeAllConnections();
  await new Promise((resolve) => portal.close(resolve));
  await demo.stop();
  await kapu.stop();
});

/** A device with its own browser. */
class Device {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly lang: Language;
  /** At the provider. */
  readonly person: Person;
  readonly texts: Record<MessageKey, string>;

  constructor(page: Page, lang: Language) {
    this.page = page;
    this.context = page.context();
    this.lang = lang;
    this.person = new Person(page, lang);
    this.texts = walletTexts[lang];
  }

  static async of(lang: Language, kind: 'desktop' | 'phone', browser = chromium): Promise<Device> {
    const options = kind === 'phone' ? { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 } : {};
    const page = await (await newPerson(browser, options)).newPage();
    const device = new Device(page, lang);
    await page.goto(`${kapu.issuer}/megszuntetes?lang=${lang}`);
    return device;
  }

  async sees(title: string, name?: string): Promise<void> {
    await this.person.heading(title).waitFor();
    if (name) {
      await inspect(this.page, `${name}-${this.lang}`);
    }
  }

  async opens(address: string): Promise<void> {
    const url = new URL(address);
    url.searchParams.set('lang', this.lang);
    await this.page.goto(url.href);
  }

  async press(key: MessageKey): Promise<void> {
    await this.person.button(this.texts[key]).click();
  }

  async follow(key: MessageKey): Promise<void> {
    await this.person.link(this.texts[key]).click();
  }

  async text(): Promise<string> {
    return (await this.page.getByRole('main').textContent()) ?? '';
  }
}

/** At the page with the offer. */
async function offerFor(citizen: Citizenship & Plus, lang: Language): Promise<Device> {
  const desktop = await Device.of(lang, 'desktop');
  const { person, page } = desktop;
  await page.goto(`${kapu.issuer}/fiok/tarcaim/uj`);
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(citizen);
  await person.giveCode(codeAt(citizen.secretKey, new Date()));
  await page.getByRole('button', { name: /Mintatárca|Sample wallet/ }).click();
  await desktop.sees(person.texts['wallets.offer.open.title']);
  return desktop;
}

async function transactionCode({ page }: Device): Promise<string> {
  return ((await page.locator('#transaction-code').textContent()) ?? '').replace(/\s/g, '');
}

async function beginSignIn(device: Device, way: 'same-device' | 'cross-device'): Promise<void> {
  const { page, person, lang } = device;
  const { texts } = person;
  await page.goto(`${portalUrl}/?lang=${lang}`);
  await page.goto(`${portalUrl}/sign-in?return=/adataim`);
  await person.link(texts['method.digitalis-allampolgar.title']).click();
  await person.heading(texts['wallet.choice.title']).waitFor();
  await person.press(texts[`wallet.choice.${way}.button`]);
  await person.heading(texts[`wallet.${way}.title`]).waitFor();
}

/** Approves on the phone what the desktop shows. */
async function approveFromScreen(desktop: Device, phone: Device): Promise<void> {
  await phone.opens(await readQrCode(desktop.page));
  await phone.sees(phone.texts['request.title'], 'demo-wallet-request');
  await phone.press('request.approve');
}

async function showCard(phone: Device, showing: 'name' | 'over-18'): Promise<Buffer> {
  await phone.opens(`${demo.walletUrl}/card?show=${showing}`);
  await phone.sees(phone.texts['card.title'], `demo-wallet-card-${showing}`);
  return phone.page.locator('.wallet-qr').screenshot();
}

async function hold({ page }: Device, picture: Buffer): Promise<void> {
  await page.locator('#picture').setInputFiles({ name: 'card.png', mimeType: 'image/png', buffer: picture });
}

async function verdictOf(counter: Device, picture: Buffer): Promise<string> {
  await hold(counter, picture);
  const verdict = counter.page.locator('.wallet-verdict');
  await verdict.waitFor();
  return (await verdict.textContent()) ?? '';
}

describe.each<{ lang: Language }>([{ lang: 'hu' }, { lang: 'en' }])(
  'a citizen with two devices ($lang)',
  ({ lang }) => {
    const texts = walletTexts[lang];
    let citizen: Citizenship & Plus;
    let desktop: Device;
    let phone: Device;

    beforeAll(async () => {
      citizen = await enrolledCitizen(kapu);
      phone = await Device.of(lang, 'phone');
    });

    it('takes a credential into the wallet', async () => {
      desktop = await offerFor(citizen, lang);
      await phone.opens(demo.walletUrl);
      await phone.sees(texts['home.title'], 'demo-wallet-empty');
      await phone.follow('home.scan');
      await phone.sees(texts['scan.title'], 'demo-wallet-scan');
      await phone.page.getByLabel(texts['scan.link'], { exact: true }).fill('https://pelda.example/');
      await phone.press('scan.link.button');
      await phone.page.getByRole('alert').waitFor();
      await inspect(phone.page, `demo-wallet-scan-not-ours-${lang}`);
      // The wallet's own reader and zbarimg read the same from a picture of the desktop.
      const link = await readQrCode(desktop.page);
      await hold(phone, await desktop.page.screenshot({ fullPage: true }));
      await phone.sees(texts['offer.title'], 'demo-wallet-offer');
      expect(phone.page.url()).toBe(link);
      const code = await transactionCode(desktop);
      await phone.page.getByLabel(texts['offer.code']).fill(code === '123456' ? '654321' : '123456');
      await phone.press('offer.button');
      await phone.page.getByText(texts['offer.wrong-code']).waitFor();
      await inspect(phone.page, `demo-wallet-offer-wrong-code-${lang}`);
      await phone.page.getByLabel(texts['offer.code']).fill(code);
      await phone.press('offer.button');
      await phone.sees(texts['offer.done.title'], 'demo-wallet-received');
      await phone.follow('back.wallet');
      await phone.page.getByText(texts['document.name'], { exact: true }).waitFor();
      await inspect(phone.page, `demo-wallet-home-${lang}`);
    });

    // The words are looked at in both languages, the ways once.
    if (lang === 'hu') {
      it('signs in at a relying party on the desktop, by QR code and the code that the phone shows', async () => {
        const other = await Device.of(lang, 'desktop');
        await beginSignIn(other, 'cross-device');
        await approveFromScreen(other, phone);
        await phone.sees(phone.person.texts['wallet.shown.title']);
        const code = (await phone.page.locator('.kapu-code-card__code').textContent()) ?? '';
        await other.sees(other.person.texts['wallet.code.title']);
        await other.page.getByLabel(other.person.texts['wallet.code.label']).fill(code);
        await other.person.press(other.person.texts['action.sign-in']);
        await other.sees(portalTexts[lang]['my-data.title']);
        expect(await other.text()).toContain(portalTexts[lang]['assurance.substantial']);
      });

      it('signs in on one device by link', async () => {
        await beginSignIn(phone, 'same-device');
        await phone.person.link(phone.person.texts['wallet.same-device.open']).click();
        await phone.sees(texts['request.title']);
        await phone.press('request.approve');
        await phone.sees(portalTexts[lang]['my-data.title']);
      });
    }

    it('may say no', async () => {
      const other = await Device.of(lang, 'desktop');
      await beginSignIn(other, 'cross-device');
      await phone.opens(await readQrCode(other.page));
      await phone.press('request.decline');
      await phone.sees(texts['request.declined.title'], 'demo-wallet-declined');
      await other.sees(other.person.texts['wallet.failed.declined.title']);
      await phone.page.reload();
      await phone.sees(texts['request.failed.title'], 'demo-wallet-request-over');
    });

    it('decides claim by claim where the verifier leaves a choice', async () => {
      const { page } = phone;
      const sets = [
        ['family_name', 'given_name', 'birthdate'],
        ['family_name', 'given_name'],
        ['family_name', 'birthdate'],
      ];
      const verifier = await askWithChoice(page, kapu.issuer, demo.verifier, sets);
      await phone.opens(`${demo.walletUrl}/present?${verifier.query}`);
      await phone.sees(texts['request.title'], 'demo-wallet-request-choice');
      await phone.press('request.approve');
      await page.getByText(texts['request.not-enough']).waitFor();
      await page.getByLabel(texts['claim.given_name']).check();
      await phone.press('request.approve');
      await phone.sees(texts['request.done.title'], 'demo-wallet-request-done');
      expect(await verifier.told()).toEqual(['family_name', 'given_name']);
    });

    // As above: each way once.
    if (lang === 'hu') {
      it('gives nothing of a claim that the card does not have, and what stands within one that it has', async () => {
        const { page } = phone;
        const ask = async (...claims: object[]) => {
          await page.unrouteAll();
          const verifier = await askFor(page, kapu.issuer, demo.verifier, { claims });
          await phone.opens(`${demo.walletUrl}/present?${verifier.query}`);
          return verifier;
        };
        const street = await ask({ path: ['place_of_birth', 'street'] });
        await phone.sees(texts['request.failed.title']);
        await page.getByText(texts['request.failed.nothing']).waitFor();
        await expect(street.told()).rejects.toThrow();
        expect(street.wasAnswered()).toBe(true);

        const minor = await ask({ path: ['age_equal_or_over', '18'], values: [false] });
        await phone.sees(texts['request.failed.title']);
        expect(minor.wasAnswered()).toBe(false);

        const paths = [
          ['place_of_birth', 'locality'],
          ['nationalities', null],
          ['age_equal_or_over', '18'],
          ['vct'],
        ];
        const [locality, nationalities, age, kind] = paths.map((path) => ({ path }));
        const all = await ask(locality ?? {}, nationalities ?? {}, { ...age, values: [true] }, kind ?? {});
        await phone.sees(texts['request.title'], 'demo-wallet-request-paths');
        // The card has the place in one piece: it goes out whole, and is shown so.
        expect(await phone.text()).toMatch(/Budapest \d+\.?, Magyarország|Budapest.*Magyarország/);
        await phone.press('request.approve');
        await phone.sees(texts['request.done.title']);
        expect(await all.told()).toEqual(['18', 'nationalities', 'place_of_birth']);
      });
    }

    it('shows the ID card at a window whose network is cut', async () => {
      const counter = await Device.of(lang, 'desktop');
      await counter.opens(demo.windowCheckUrl);
      await counter.sees(texts['check.title'], 'window-check');
      await counter.context.setOffline(true);
      await phone.opens(`${demo.walletUrl}/card`);
      await phone.sees(texts['card.title'], 'demo-wallet-card');

      const withName = await showCard(phone, 'name');
      const said = await verdictOf(counter, withName);
      expect(said).toContain(texts['check.valid']);
      expect(said).toContain(texts['claim.family_name']);
      expect(said).not.toMatch(/1956|szül|birth/i);
      await inspect(counter.page, `window-check-name-${lang}`);
      await counter.press('check.again');
      expect(await verdictOf(counter, withName)).toContain(texts['check.already-shown']);
      await inspect(counter.page, `window-check-invalid-${lang}`);

      await counter.press('check.again');
      const ageAlone = await verdictOf(counter, await showCard(phone, 'over-18'));
      expect(ageAlone).toContain(texts['check.valid']);
      expect(ageAlone).toContain(texts['claim.age_equal_or_over.18']);
      expect(ageAlone).not.toContain(texts['claim.family_name']);
      expect(ageAlone).not.toContain(String((await kapu.accounts.find(citizen.id))?.profile.family_name));
      await inspect(counter.page, `window-check-over-18-${lang}`);

      await showCard(phone, 'name');
      const modules = Number(await phone.page.locator('.wallet-qr svg').getAttribute('data-modules'));
      expect(modules).toBeLessThan(125);
      await counter.press('check.again');
      await counter.page.clock.setFixedTime(new Date(Date.now() + 61_000));
      expect(await verdictOf(counter, await phone.page.locator('.wallet-qr').screenshot())).toContain(
        texts['check.stale'],
      );
    });

    it('keeps the list that it has while the issuer is busy, also for the next visit', async () => {
      const counter = await Device.of(lang, 'desktop');
      await counter.opens(demo.windowCheckUrl);
      await counter.sees(texts['check.title']);
      await counter.context.route('**/status-lists/*', (route) => route.fulfill({ status: 503 }));
      for (const visit of ['this', 'next']) {
        if (visit === 'next') await counter.page.reload();
        else await counter.press('check.list.refresh');
        await counter.page.getByText(texts['check.list.failed']).waitFor();
      }
    });

    it('revokes it, and is refused', async () => {
      const counter = await Device.of(lang, 'desktop');
      await phone.opens(`${demo.walletUrl}/card?show=name`);
      await phone.sees(texts['card.title']);
      const { person, page } = desktop;
      await page.goto(`${kapu.issuer}/fiok/tarcaim`);
      await page.getByRole('link', { name: person.texts['wallets.revoke'] }).click();
      await person.press(person.texts['wallets.revoke.button']);
      await page.getByText(person.texts['wallets.revoked.heading']).waitFor();

      await counter.opens(demo.windowCheckUrl);
      await counter.sees(texts['check.title']);
      expect(await verdictOf(counter, await phone.page.locator('.wallet-qr').screenshot())).toContain(
        texts['check.revoked'],
      );
      const other = await Device.of(lang, 'desktop');
      await beginSignIn(other, 'cross-device');
      await approveFromScreen(other, phone);
      await phone.sees(texts['request.failed.title'], 'demo-wallet-request-refused');
      await other.sees(other.person.texts['wallet.failed.revoked.title']);
      await phone.opens(demo.walletUrl);
      await phone.page.getByText(texts['home.revoked']).waitFor();
      await inspect(phone.page, `demo-wallet-revoked-${lang}`);
      await phone.opens(`${demo.walletUrl}/card`);
      await phone.page.getByText(texts['card.none']).waitFor();
      await phone.opens(`${demo.walletUrl}/delete`);
      await phone.sees(texts['delete.title'], 'demo-wallet-delete');
      await phone.press('delete.button');
      await phone.page.getByText(texts['home.empty']).waitFor();
    });
  },
);

it('reads a card with a camera', async () => {
  const citizen = await enrolledCitizen(kapu);
  const desktop = await offerFor(citizen, 'hu');
  const phone = await Device.of('hu', 'phone');
  const texts = walletTexts.hu;
  await phone.opens(await readQrCode(desktop.page));
  await phone.page.getByLabel(texts['offer.code']).fill(await transactionCode(desktop));
  await phone.press('offer.button');
  await phone.sees(texts['offer.done.title']);

  const screen = await showCard(phone, 'name');
  const withCamera = await startChromium(await cameraSwitches(desktop.page, screen));
  try {
    const counter = await Device.of('hu', 'desktop', withCamera);
    await counter.opens(demo.windowCheckUrl);
    await counter.press('scan.start');
    await counter.page.locator('.wallet-verdict').waitFor();
    expect(await counter.page.locator('.wallet-verdict').textContent()).toContain(texts['check.valid']);
  } finally {
    await withCamera.close();
  }
});
