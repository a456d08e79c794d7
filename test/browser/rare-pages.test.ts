import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { calendarIn } from '../support/calendar.ts';
import { inspect, newPerson, startChromium } from '../support/chromium.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';

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
