import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { codeAt } from '../support/authenticator.ts';
import { inspect, newPerson, readQrCode, startChromium } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { Wallet } from '../support/wallet.ts';
import {
  Authority,
  issue,
  personClaims,
  type Signer,
  StatusServer,
  walletSettings,
} from '../support/wallet-authority.ts';

const anonymousType = 'urn:eudi:pid:1';

let kapu: Installation;
let chromium: Browser;
let requests: Authority;
let issuer: Signer;
let lists: StatusServer;
let uri: string;

beforeAll(async () => {
  const state = await Authority.create('Állam');
  requests = await Authority.create('Kérések');
  issuer = await state.leaf('kibocsato.minta.example');
  lists = await StatusServer.start(issuer);
  uri = lists.freshList();
  const settings = await walletSettings(await requests.leaf('localhost'), state.root.pem);
  const [source] = settings.sources;
  if (!source) {
    throw new Error('no source');
  }
  kapu = await startInstallation({
    config: {
      outgoing: { private_hosts: [lists.host], give_up_logouts_after_hours: 24 },
      walletVerifier: {
        ...settings,
        sources: [
          source,
          { ...source, vct: anonymousType, identifierClaim: undefined, status: 'if-present' },
        ],
      },
    },
  });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await lists.stop();
  await kapu.stop();
});

const looks: { look: string; lang: Language; options: BrowserContextOptions }[] = [
  { look: 'hu', lang: 'hu', options: {} },
  { look: 'en', lang: 'en', options: {} },
  { look: 'hu-noscript', lang: 'hu', options: { javaScriptEnabled: false } },
];

let numbers = 0;

async function newWallet(
  changes: Record<string, unknown> = {},
  open: Record<string, unknown> = {},
): Promise<Wallet> {
  numbers += 1;
  const wallet = await Wallet.create([requests.root.pem]);
  wallet.credential = await issue(issuer, {
    claims: { ...personClaims, personal_administrative_number: `8-${numbers}`, ...changes },
    holderKey: wallet.publicKey,
    open: { status: { status_list: { idx: 1, uri } }, ...open },
  });
  return wallet;
}

async function see(page: Page, name: string, { look, lang }: (typeof looks)[number]): Promise<void> {
  if (look === lang) {
    await inspect(page, `${name}-${look}`);
  }
}

async function arrive({ lang, options }: (typeof looks)[number]): Promise<Person> {
  const page = await (await newPerson(chromium, options)).newPage();
  await page.goto(`${kapu.issuer}/megszuntetes?lang=${lang}`);
  await page.goto(`${kapu.issuer}/fiok`);
  return new Person(page, lang);
}

async function pickWallet(person: Person): Promise<void> {
  await person.heading(person.texts['method.title']).waitFor();
  await person.link(person.texts['method.digitalis-allampolgar.title']).click();
  await person.heading(person.texts['wallet.choice.title']).waitFor();
}

/** With scripts the page changes by itself; without, the citizen looks again. */
async function waitFor(person: Person, title: string, { options }: (typeof looks)[number]): Promise<void> {
  if (options.javaScriptEnabled === false) {
    await person.link(person.texts['wallet.look-again']).click();
  }
  await person.heading(title).waitFor();
}

async function openOnThisDevice(person: Person, wallet: Wallet): Promise<void> {
  await person.press(person.texts['wallet.choice.same-device.button']);
  const link = await person.link(person.texts['wallet.same-device.open']).getAttribute('href');
  const answer = await wallet.answer(await wallet.open(link ?? ''));
  await person.page.goto(answer.body.redirect_uri ?? '');
}

describe.each(looks)('a citizen with a wallet ($look)', (how) => {
  const { lang, options } = how;

  it('links it on one device, and then signs in with it from another', async () => {
    const citizen = await enrolledCitizen(kapu);
    const wallet = await newWallet();
    const person = await arrive(how);
    const { page, texts } = person;
    await see(page, 'wallet-method', how);
    await pickWallet(person);
    await see(page, 'wallet-choice', how);
    await person.press(texts['wallet.choice.same-device.button']);
    await see(page, 'wallet-same-device', how);
    await person.press(texts['method.other']);
    await pickWallet(person);
    await openOnThisDevice(person, wallet);
    await person.heading(texts['wallet.unknown.title']).waitFor();
    await see(page, 'wallet-unknown', how);
    await person.press(texts['wallet.unknown.link.button']);
    await person.givePassword(citizen);
    await person.giveCode(codeAt(citizen.secretKey, new Date()));
    await person.heading(texts['account.title']).waitFor();
    await page.goto(`${kapu.issuer}/fiok/naplo`);
    await page.getByText(texts['history.wallet.linked'].replace('{name}', 'Minta Hivatal')).waitFor();

    const desktop = await arrive(how);
    await pickWallet(desktop);
    await desktop.press(texts['wallet.choice.cross-device.button']);
    await desktop.heading(texts['wallet.cross-device.title']).waitFor();
    await see(desktop.page, 'wallet-cross-device', how);
    const answer = await wallet.answer(await wallet.open(await readQrCode(desktop.page)));
    const phone = await (
      await newPerson(chromium, { viewport: { width: 390, height: 800 }, ...options })
    ).newPage();
    await phone.goto(`${answer.body.redirect_uri}?lang=${lang}`);
    await see(phone, 'wallet-shown-code', how);
    const code = await phone.locator('.kapu-code-card__code').textContent();
    await waitFor(desktop, texts['wallet.code.title'], how);
    await see(desktop.page, 'wallet-code', how);
    await desktop.page.getByLabel(texts['wallet.code.label']).fill(code === '123 456' ? '654321' : '123456');
    await desktop.press(texts['action.sign-in']);
    expect(await desktop.errors()).toHaveLength(1);
    await see(desktop.page, 'wallet-code-wrong', how);
    await desktop.page.getByLabel(texts['wallet.code.label']).fill(code ?? '');
    await desktop.press(texts['action.sign-in']);
    await desktop.heading(texts['account.title']).waitFor();
  });

  it('is told why a wallet was not enough', async () => {
    const person = await arrive(how);
    const { page, texts } = person;
    await pickWallet(person);
    await person.press(texts['wallet.choice.cross-device.button']);
    const wallet = await newWallet({}, { exp: 1_700_000_000 });
    await wallet.answer(await wallet.open(await readQrCode(page)));
    await waitFor(person, texts['wallet.failed.expired.title'], how);
    await see(page, 'wallet-expired', how);
    await person.press(texts['wallet.again']);
    await person.press(texts['wallet.choice.cross-device.button']);
    await wallet.decline(await wallet.open(await readQrCode(page)));
    await waitFor(person, texts['wallet.failed.declined.title'], how);
    await see(page, 'wallet-declined', how);
    await page.goto(`${page.url().split('?')[0]}/wallet/complete?response_code=x`);
    await person.press(texts['method.other']);
    await person.heading(texts['method.title']).waitFor();
  });

  it('cannot link the wallet of another person', async () => {
    const citizen = await enrolledCitizen(kapu);
    const person = await arrive(how);
    const { page, texts } = person;
    await pickWallet(person);
    await openOnThisDevice(person, await newWallet({ given_name: 'Béla' }));
    await person.press(texts['wallet.unknown.link.button']);
    await person.givePassword(citizen);
    await person.heading(texts['wallet.different-person.title']).waitFor();
    await see(page, 'wallet-different-person', how);
  });

  it('sees the way by wallet where a code is asked for', async () => {
    const citizen = await enrolledCitizen(kapu);
    const person = await arrive(how);
    await person.pick('ugyfelkapu-plus');
    await person.givePassword(citizen);
    await see(person.page, 'wallet-instead-of-code', how);
    await person.link(person.texts['wallet.instead']).click();
    await person.heading(person.texts['wallet.choice.title']).waitFor();
  });
});

it('a credential that tells nobody apart only shows what it proves', async () => {
  for (const how of looks.slice(0, 2)) {
    const person = await arrive(how);
    await pickWallet(person);
    await person.press(person.texts['wallet.choice.same-device.button']);
    const link = await person.link(person.texts['wallet.same-device.open']).getAttribute('href');
    const wallet = await newWallet({}, { vct: anonymousType, status: undefined });
    const request = await wallet.open(link ?? '');
    const query = request.dcql_query.credentials.find(({ meta }) => meta.vct_values.includes(anonymousType));
    const answer = await wallet.answer({ ...request, dcql_query: { credentials: query ? [query] : [] } });
    await person.page.goto(answer.body.redirect_uri ?? '');
    await person.page.getByText(person.texts['wallet.unknown.no-identifier']).waitFor();
    await see(person.page, 'wallet-without-identifier', how);
  }
});
