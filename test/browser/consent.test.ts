import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { casesApi } from '../support/cases-api.ts';
import { inspect, newPerson, startChromium } from '../support/chromium.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { RelyingParty } from '../support/relying-party.ts';

const api = casesApi.identifier;

let kapu: Installation;
let chromium: Browser;
let stranger: RelyingParty;
let landing: Server;
let redirectUri: string;
/** What was posted to the relying party. */
let posted: URLSearchParams | undefined;

beforeAll(async () => {
  landing = createServer(async (request, response) => {
    if (request.method === 'POST') {
      posted = new URLSearchParams(await text(request));
    }
    response.setHeader('Content-Type', 'text/html').end('<title>rp</title><h1>back</h1>');
  });
  await new Promise<void>((resolve) => landing.listen(0, '127.0.0.1', resolve));
  redirectUri = `http://localhost:${(landing.address() as AddressInfo).port}/callback`;
  kapu = await startInstallation({
    clients: [
      {
        client_id: 'stranger',
        client_name: 'Minta Webáruház',
        'client_name#en': 'Sample Shop',
        redirect_uris: [redirectUri],
        first_party: false,
        policy_uri: 'https://shop.minta.example/privacy',
        tos_uri: 'https://shop.minta.example/terms',
        resources: [api],
      },
    ],
    config: { resources: [casesApi] },
  });
  stranger = await RelyingParty.discover(kapu, 'stranger');
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
  landing.close();
});

it.each<Language>(['hu', 'en'])(
  'a citizen reads what a service wants to know, and agrees (%s)',
  async (lang) => {
    const page = await (await newPerson(chromium)).newPage();
    const person = new Person(page, lang);
    if (lang === 'hu') {
      await page.route('**/kapu.js*', (route) => route.abort());
    }
    const request = await stranger.request({
      redirect_uri: redirectUri,
      scope: 'openid profile email natural_person cases:read',
      resource: api,
      ui_locales: lang,
      response_mode: 'form_post',
    });
    await page.goto(request.address);
    await person.pick('ugyfelkapu');
    await person.givePassword(await kapu.addCitizen());
    await person.heading(person.texts['consent.title']).waitFor();
    const policy = page.getByRole('link', { name: person.texts['consent.policy'] });
    expect(await policy.getAttribute('href')).toBe('https://shop.minta.example/privacy');
    await inspect(page, `consent-${lang}`);
    await person.press(person.texts['consent.give']);
    if (lang === 'hu') {
      await person.heading(person.texts['return.title']).waitFor();
      await inspect(page, `return-${lang}`);
      await person.press(person.texts['action.continue']);
    }
    await page.getByRole('heading', { name: 'back' }).waitFor();
    expect(posted?.get('code')).toBeTruthy();
    expect(posted?.get('state')).toBe(request.state);
  },
);
