import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { readAccountLine } from '../../src/accounts/import/account-line.ts';
import { createImportStore } from '../../src/accounts/import/import-store.ts';
import { createImportMakers } from '../../src/cli/import/import-makers.ts';
import { codeAt, codeOfApp } from '../support/authenticator.ts';
import { calendarIn } from '../support/calendar.ts';
import { inspect, newPerson, startChromium } from '../support/chromium.ts';
import { enrolThroughStores } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { makeWalletWorld } from '../support/known-wallet.ts';
import { type Language, Person } from '../support/person.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { takeIn } from '../support/take-in.ts';

let kapu: Installation;
let chromium: Browser;

beforeAll(async () => {
  kapu = await startInstallation({ config: { calendar: calendarIn('closed') } });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

it.each<Language>(['hu', 'en'])(
  'after the last phase a password alone opens nothing, and the page says where help is (%s)',
  async (lang) => {
    const person = await Person.arrive(chromium, kapu.issuer, lang);
    const { page } = person;
    await page.goto(`${kapu.issuer}/fiok`);
    await person.givePassword(await kapu.addCitizen());
    await person.heading(person.texts['closed.title']).waitFor();
    await inspect(page, `closed-${lang}`);
  },
);

it.each<Language>(['hu', 'en'])(
  'a sign-out where nobody is signed in waits for a button when its script does not come (%s)',
  async (lang) => {
    const page = await (await newPerson(chromium)).newPage();
    const person = new Person(page, lang);
    await page.route('**/kapu.js*', (route) => route.abort());
    await page.goto(`${kapu.issuer}/megszuntetes?lang=${lang}`);
    await page.goto(`${kapu.issuer}/session/end`);
    await person.heading(person.texts['signed-out.title']).waitFor();
    await inspect(page, `sign-out-continue-${lang}`);
    await person.press(person.texts['action.continue']);
    await page.getByText(person.texts['signed-out.text']).waitFor();
    expect(new URL(page.url()).pathname).toBe('/session/end/success');
  },
);

describe('somebody who came with their app from a former system, which did not know all of them', () => {
  const app = { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', algorithm: 'SHA256', digits: 8, period: 60 };
  const hash = '$2b$10$abcdefghijklmnopqrstuuJLFPQIpG3ijedQTNr6ujwI3Qq2ePut.';
  let open: Installation;

  beforeAll(async () => {
    open = await startInstallation();
    const { nodes, sealer, config } = open;
    const makers = await createImportMakers(sealer, config.secrets);
    const imports = createImportStore(nodes[0].store, sealer, config.secrets, makers);
    const accounts = ['hu', 'en'].map((lang) => {
      const line = JSON.stringify({
        username: `regi.${lang}`,
        locale: lang,
        password_hash: hash,
        totp: [app],
      });
      const read = readAccountLine(Buffer.from(line), config.secrets, new Date());
      if (read.kind === 'unusable') {
        throw new Error(read.reason);
      }
      return read.account;
    });
    await takeIn(imports, accounts);
  });

  afterAll(() => open.stop());

  it.each<Language>(['hu', 'en'])(
    'says the rest, and is told that there is no törlőkód yet (%s)',
    async (lang) => {
      const person = await Person.arrive(chromium, open.issuer, lang);
      const { page, texts } = person;
      await page.goto(`${open.issuer}/fiok`);
      await person.link(texts['method.ugyfelkapu-plus.title']).click();
      await person.givePassword({ username: `regi.${lang}`, password: 'árvíztűrő tükörfúrógép' });
      await person.giveCode(codeOfApp(app, new Date()));
      await person.heading(texts['personal-data.title']).waitFor();
      await inspect(page, `personal-data-${lang}`);
      await person.press(texts['personal-data.button']);
      await page.getByText('Születési idő').or(page.getByText('Date of birth')).first().waitFor();
      await inspect(page, `personal-data-empty-${lang}`);
      for (const field of ['family_name', 'given_name', 'birth_family_name', 'birth_given_name']) {
        await page.locator(`#${field}`).fill('Minta');
      }
      await page.locator('#mothers_birth_name').fill('Példa Mária');
      await page.locator('#place_of_birth').fill('Budapest');
      await page.locator('#birthdate').fill('1956. 03. 14.');
      await person.press(texts['personal-data.button']);
      await person.heading(texts['account.title']).waitFor();
      await page.goto(`${open.issuer}/fiok/eszkozok`);
      await page.getByText(texts['devices.no-cancellation-code']).waitFor();
      const name =
        lang === 'hu' ? 'Átvett hitelesítő alkalmazás' : 'Authenticator app from the former system';
      await page.getByRole('heading', { name, exact: true }).waitFor();
      await inspect(page, `devices-no-cancellation-code-${lang}`);
    },
  );
});

describe('somebody whom nobody identified', () => {
  let open: Installation;

  beforeAll(async () => {
    const wallets = await makeWalletWorld();
    open = await startInstallation({
      clients: [{ client_id: 'strict', minimum_assurance: 'substantial' }],
      config: { walletVerifier: wallets.settings },
    });
  });

  afterAll(() => open.stop());

  it.each<Language>(['hu', 'en'])(
    'reads why that is not enough here, and where it is done (%s)',
    async (lang) => {
      const person = await Person.arrive(chromium, open.issuer, lang);
      const { page, texts } = person;
      const citizen = await open.addCitizen({}, { by: 'nobody' });
      const plus = await enrolThroughStores(open, citizen.id, new Date(Date.now() - 90_000));
      const strict = await RelyingParty.discover(open, 'strict');
      await page.goto((await strict.request()).address);
      await person.link(texts['method.ugyfelkapu-plus.title']).click();
      await person.givePassword(citizen);
      await person.giveCode(codeAt(plus.secretKey, new Date()));
      await person.heading(texts['not-identified.title']).waitFor();
      await inspect(page, `not-identified-${lang}`);
      await page.goto(`${open.issuer}/fiok`);
      await page.getByText(texts['identification.nobody'], { exact: true }).waitFor();
      await inspect(page, `account-not-identified-${lang}`);
    },
  );
});
