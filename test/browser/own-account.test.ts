import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Browser } from 'playwright-core';
import { codeAt } from '../support/authenticator.ts';
import { inspect, startChromium } from '../support/chromium.ts';
import { enrolledCitizen, type Plus } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { type AuthorizationRequest, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let chromium: Browser;
let portal: RelyingParty;
/** The relying party's own server, as far as it matters here: what the provider's answers arrive at. */
let office: Server;
let callback: string;
const arrivals: string[] = [];
/** In the past, since the engine dates its tokens by the machine's clock; moved on for every fresh code. */
let now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  office = createServer((request, response) => {
    arrivals.push(request.url ?? '');
    response.end('the office');
  });
  await new Promise<void>((resolve) => office.listen(0, '127.0.0.1', resolve));
  callback = `http://localhost:${(office.address() as AddressInfo).port}/callback`;
  const registration = { client_id: 'hivatal', client_name: 'Mintahivatal', redirect_uris: [callback] };
  kapu = await startInstallation({
    now: () => now,
    config: { smsGateway: { url: 'http://127.0.0.1:9/', token: 'x'.repeat(32), sender: undefined } },
    clients: [{ ...registration, 'client_name#en': 'Sample office' }],
  });
  chromium = await startChromium();
  portal = await RelyingParty.discover(kapu, 'hivatal');
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
  office.close();
});

function freshCode({ secretKey }: Plus): string {
  now = new Date(now.getTime() + 60_000);
  return codeAt(secretKey, now);
}

async function visitPortal(person: Person, anna: Citizenship & Plus): Promise<void> {
  const request = await portal.request({ redirect_uri: callback });
  await person.page.goto(request.address);
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(anna);
  await person.giveCode(freshCode(anna));
  await person.page.getByText('the office').waitFor();
  await tellPortal(request);
}

async function visitPortalUnseen(person: Person, anna: Citizenship & Plus): Promise<void> {
  const request = await portal.request({ redirect_uri: callback });
  const { text } = await person.signInUnseen(request.address, anna, freshCode(anna));
  expect(text).toBe('the office');
  await tellPortal(request);
}

async function tellPortal(request: AuthorizationRequest): Promise<void> {
  const answer = new URL(arrivals.findLast((url) => url.startsWith('/callback')) ?? '', callback);
  const tokens = await portal.redeem({ headers: { location: answer.href } }, request);
  await client.fetchUserInfo(portal.configuration, tokens.access_token, String(tokens.claims()?.sub));
}

describe.each<{ lang: Language }>([{ lang: 'hu' }, { lang: 'en' }])(
  'a citizen who looks after their account ($lang)',
  ({ lang }) => {
    const arrive = (javaScriptEnabled = true): Promise<Person> =>
      Person.arrive(chromium, kapu.issuer, lang, { javaScriptEnabled });

    const see = async (person: Person, heading: string, name: string): Promise<void> => {
      await person.heading(heading).waitFor();
      await inspect(person.page, `${name}-${lang}`);
    };

    it('sees devices and services, revokes one, reads the history, objects, and signs out everywhere', async () => {
      const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
      const [person, phone] = [await arrive(), await arrive(false)];
      const { page, texts } = person;
      await visitPortal(phone, anna);
      await visitPortalUnseen(person, anna);
      await page.goto(`${kapu.issuer}/fiok`);
      await see(person, texts['account.title'], 'account');

      await person.link(texts['sessions.title']).click();
      await see(person, texts['sessions.title'], 'sessions');
      expect(await page.getByText(texts['sessions.this'], { exact: true }).count()).toBe(1);
      const signOut = page.getByRole('button', { name: new RegExp(`^${texts['layout.sign-out']} \\(`) });
      await Promise.all([page.waitForEvent('load'), signOut.click()]);
      expect(await page.locator('.kapu-entry').count()).toBe(1);

      await page.goto(`${kapu.issuer}/fiok/szolgaltatasok`);
      await page.getByText(texts['services.given']).click();
      await see(person, texts['services.title'], 'services');
      await page.getByRole('button', { name: new RegExp(`^${texts['services.revoke']}`) }).click();
      await page.getByText(texts['services.revoked.heading']).waitFor();
      await inspect(page, `services-revoked-${lang}`);

      await page.goto(`${kapu.issuer}/fiok/naplo`);
      await see(person, texts['history.title'], 'history');
      await page
        .getByRole('link', { name: new RegExp(`^${texts['history.objection.link']}`) })
        .first()
        .click();
      await see(person, texts['history.objection.title'], 'history-objection');
      await person.press(texts['history.objection.link']);
      await person.heading(texts['new-password.title']).waitFor();
      await inspect(page, `new-password-after-objection-${lang}`);

      await page.goto(`${kapu.issuer}/fiok/belepesek`);
      await person.press(texts['sessions.everywhere.button']);
      await see(person, texts['sessions.ended.title'], 'sessions-ended');
    });

    it('changes the e-mail address, confirmed from both sides', async () => {
      const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
      const person = await arrive();
      const { page, texts } = person;
      await visitPortalUnseen(person, anna);
      await page.goto(`${kapu.issuer}/fiok`);
      await person.link(`${texts['account.data.change']} (${texts['account.data.email']})`).click();
      await see(person, texts['contact.email.title'], 'contact-email');
      await person.press(texts['contact.send-both']);
      expect(await person.errors()).toEqual([texts['contact.email.empty']]);
      await inspect(page, `contact-email-empty-${lang}`);
      await page.getByLabel(texts['contact.email.label']).fill('minta.anna.uj@levelek.example');
      await person.press(texts['contact.send-both']);
      await see(person, texts['contact.codes.title'], 'contact-codes');
      const messages = await kapu.messages();
      const codeOf = (wanted: string) =>
        messages.findLast(({ kind }) => kind === `contact-code-${wanted}`)?.more.code ?? '';
      await page.locator('#new_code').fill(codeOf('new'));
      await page.locator('#old_code').fill('1234 5678');
      await person.press(texts['contact.codes.confirm']);
      await see(person, texts['contact.codes.title'], 'contact-codes-wrong');
      await page.locator('#new_code').fill(codeOf('new'));
      await page.locator('#old_code').fill(codeOf('old'));
      await person.press(texts['contact.codes.confirm']);
      await page.getByText(texts['contact.done.heading']).waitFor();
      await inspect(page, `account-new-contact-${lang}`);
    });

    it('adds a telephone number', async () => {
      const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
      const person = await arrive();
      const { page, texts } = person;
      await visitPortalUnseen(person, anna);
      await page.goto(`${kapu.issuer}/fiok/elerhetoseg/telefon`);
      await see(person, texts['contact.sms.title'], 'contact-phone');
      await page.getByLabel(texts['contact.sms.label']).fill('06 20 765 4321');
      await person.press(texts['contact.send-both']);
      await see(person, texts['contact.codes.title'], 'contact-codes-phone');
    });

    it('takes their data along, asks for the account to be closed, and thinks again', async () => {
      const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
      const person = await arrive();
      const { page, texts } = person;
      await visitPortalUnseen(person, anna);
      await page.goto(`${kapu.issuer}/fiok/adataim`);
      await see(person, texts['data.title'], 'data');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: texts['data.button'] }).click(),
      ]);
      expect(JSON.parse(readFileSync(await download.path(), 'utf8')).profile.username).toBe(anna.username);

      await person.press(texts['data.read.button']);
      await see(person, texts['data.read.title'], 'readable-data');

      await page.goto(`${kapu.issuer}/fiok/fiok-megszuntetese`);
      await see(person, texts['closing.title'], 'closing');
      await person.press(texts['closing.button']);
      expect(await person.errors()).toEqual([texts['password.empty']]);
      await inspect(page, `closing-empty-${lang}`);
      await page.getByLabel(texts['password.label'], { exact: true }).fill(anna.password);
      await person.press(texts['closing.button']);
      await see(person, texts['account.title'], 'account-closing');
      await person.press(texts['closing.withdraw']);
      expect(await person.button(texts['closing.withdraw']).count()).toBe(0);
    });
  },
);
