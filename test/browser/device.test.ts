/** What a citizen sees who lets a device in, or decides what a service asks from elsewhere. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Browser } from 'playwright-core';
import { cibaGrant, deviceGrant } from '../../src/configuration/grant-switches.ts';
import { codeAt } from '../support/authenticator.ts';
import { casesApi } from '../support/cases-api.ts';
import { inspect, newPerson, startChromium } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { RelyingParty } from '../support/relying-party.ts';

const api = casesApi.identifier;

let kapu: Installation;
let chromium: Browser;
let television: RelyingParty;
let desk: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({
    clients: [
      {
        client_id: 'television',
        client_name: 'Minta Televízió',
        'client_name#en': 'Sample Television',
        grant_types: ['authorization_code', 'refresh_token', deviceGrant],
        subject_type: 'public',
        resources: [api],
      },
      {
        client_id: 'desk',
        client_name: 'Minta Ügyfélszolgálat',
        'client_name#en': 'Sample Help Desk',
        grant_types: ['authorization_code', cibaGrant],
        backchannel_token_delivery_mode: 'poll',
        subject_type: 'public',
      },
    ],
    config: {
      grants: { device_flow: true, ciba: true },
      resources: [casesApi],
    },
  });
  television = await RelyingParty.discover(kapu, 'television');
  desk = await RelyingParty.discover(kapu, 'desk');
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

const begin = (): Promise<client.DeviceAuthorizationResponse> =>
  client.initiateDeviceAuthorization(television.configuration, {
    scope: 'openid profile email cases:read',
    resource: api,
  });

const ask = (username: string, parameters: Record<string, string> = {}) =>
  client.initiateBackchannelAuthentication(desk.configuration, {
    scope: 'openid profile',
    login_hint: username,
    binding_message: 'Ügyszám 12-34',
    ...parameters,
  });

async function personIn(lang: Language): Promise<Person> {
  return new Person(await (await newPerson(chromium)).newPage(), lang);
}

async function type(person: Person, userCode: string): Promise<void> {
  await person.page.getByLabel(person.texts['device.code.label']).fill(userCode);
  await person.press(person.texts['action.continue']);
}

it.each<Language>(['hu', 'en'])('a citizen lets a television in, or does not (%s)', async (lang) => {
  const person = await personIn(lang);
  const { page, texts } = person;
  const [begun, unwanted] = [await begin(), await begin()];
  await page.goto(`${kapu.issuer}/device?lang=${lang}`);
  await inspect(page, `device-code-${lang}`);
  await type(person, 'BBBB BBBB');
  expect(await person.errors()).toEqual([texts['device.code.unknown']]);
  await inspect(page, `device-code-wrong-${lang}`);
  await type(person, unwanted.user_code.toLowerCase());
  await person.heading(texts['device.confirm.title']).waitFor();
  await inspect(page, `device-confirm-${lang}`);
  await person.press(texts['device.confirm.no']);
  await person.heading(texts['device.refused.title']).waitFor();
  await inspect(page, `device-refused-${lang}`);
  await page.goto(String(begun.verification_uri_complete));
  await inspect(page, `device-code-filled-${lang}`);
  await person.press(texts['action.continue']);
  await person.press(texts['device.confirm.yes']);
  await person.pick('ugyfelkapu');
  await person.givePassword(await kapu.addCitizen());
  await person.heading(texts['device.done.title']).waitFor();
  await inspect(page, `device-done-${lang}`);
  await page.goto(`${kapu.issuer}/device?user_code=${begun.user_code}`);
  await person.press(texts['action.continue']);
  expect(await person.errors()).toEqual([texts['device.code.used']]);
});

it.each<Language>(['hu', 'en'])('a citizen decides what a service asks from elsewhere (%s)', async (lang) => {
  const person = await personIn(lang);
  const { page, texts } = person;
  const anna = await enrolledCitizen(kapu);
  await page.goto(`${kapu.issuer}/fiok/keresek?lang=${lang}`);
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(anna);
  await person.giveCode(codeAt(anna.secretKey, new Date()));
  await person.heading(texts['approvals.title']).waitFor();
  await inspect(page, `approvals-none-${lang}`);
  await page.goto(`${kapu.issuer}/fiok`);
  await inspect(page, `overview-with-approvals-${lang}`);
  await ask(anna.username);
  await ask(anna.username, { scope: 'openid', binding_message: 'Ügyszám 56-78' });
  await person.link(texts['approvals.title']).click();
  await inspect(page, `approvals-${lang}`);
  const decide = (button: string) =>
    Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: button }).first().click()]);
  await decide(texts['approvals.approve']);
  await page.getByRole('heading', { name: texts['approvals.approved.heading'] }).waitFor();
  await inspect(page, `approvals-approved-${lang}`);
  await decide(texts['approvals.refuse']);
  await page.getByRole('heading', { name: texts['approvals.refused.heading'] }).waitFor();
  await inspect(page, `approvals-refused-${lang}`);
  await page.goto(`${kapu.issuer}/fiok/keresek?lejart`);
  await inspect(page, `approvals-gone-${lang}`);
});

it.each<Language>(['hu', 'en'])(
  'a citizen without Ügyfélkapu+ reads what a request needs (%s)',
  async (lang) => {
    const person = await personIn(lang);
    const citizen = await kapu.addCitizen();
    await ask(citizen.username, { acr_values: 'http://eidas.europa.eu/LoA/substantial' });
    await person.page.goto(`${kapu.issuer}/fiok/keresek?lang=${lang}`);
    await person.pick('ugyfelkapu');
    await person.givePassword(citizen);
    await person.page.getByText(person.texts['approvals.too-weak']).waitFor();
    await inspect(person.page, `approvals-too-weak-${lang}`);
  },
);
