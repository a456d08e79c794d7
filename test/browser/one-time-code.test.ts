import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { calendarIn } from '../support/calendar.ts';
import { inspect, startChromium } from '../support/chromium.ts';
import { enrolThroughStores } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';

const calendar = calendarIn('application-only');

/** After the cut-over, with codes by e-mail and by text message; `strong` answers for the e-mail in writing. */
let kapu: Installation;
let strong: Installation;
let chromium: Browser;
const clock = clockFrom(60);

beforeAll(async () => {
  kapu = await startInstallation({
    now: clock.now,
    config: { calendar, oneTimeCodes: { email: 'low', sms: 'low' } },
  });
  strong = await startInstallation({ config: { calendar, oneTimeCodes: { email: 'substantial' } } });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await Promise.all([kapu.stop(), strong.stop()]);
});

const looks: { look: string; lang: Language; options: BrowserContextOptions }[] = [
  { look: 'hu', lang: 'hu', options: {} },
  { look: 'en', lang: 'en', options: {} },
  { look: 'hu-noscript', lang: 'hu', options: { javaScriptEnabled: false } },
];

async function open(
  installation: Installation,
  lang: Language,
  options: BrowserContextOptions,
): Promise<Person> {
  const person = await Person.arrive(chromium, installation.issuer, lang, options);
  await person.page.goto(`${installation.issuer}/fiok`);
  return person;
}

async function lastCode(installation: Installation): Promise<Record<string, string>> {
  return (await installation.messages()).findLast(({ kind }) => kind === 'sign-in-code')?.more ?? {};
}

async function typeCode(person: Person, code: string): Promise<void> {
  await person.page.getByLabel(person.texts['one-time-code.label']).fill(code);
  await person.press(person.texts['action.sign-in']);
}

/** The three digits are on the screen as in the message. */
async function compare(page: Page, installation: Installation): Promise<string> {
  const { code = '', sessionIdentifier = '' } = await lastCode(installation);
  await page.getByText(sessionIdentifier, { exact: true }).waitFor();
  return code;
}

/** axe runs in the page, so it needs scripts. */
async function see(page: Page, name: string, { look, lang }: (typeof looks)[number]): Promise<void> {
  if (look === lang) {
    await inspect(page, `${name}-${look}`);
  }
}

describe.each(looks)('a citizen without an Ügyfélkapu+ after the cut-over ($look)', (how) => {
  const { lang, options } = how;
  let citizen: Citizenship;

  beforeAll(async () => {
    citizen = await kapu.addCitizen({ phone_number_verified: true, locale: lang });
  });

  it('chooses where the code goes, and signs in with it', async () => {
    const person = await open(kapu, lang, options);
    const { page, texts } = person;
    await person.givePassword(citizen);
    await person.heading(texts['one-time-code.choose.title']).waitFor();
    await see(page, 'one-time-code-choose', how);
    await person.press(texts['one-time-code.by-email.button']);
    await person.heading(texts['one-time-code.by-email.sent-title']).waitFor();
    await see(page, 'one-time-code-email', how);
    await person.press(texts['contact-code.resend']);
    expect(await person.errors()).toEqual([texts['one-time-code.too-soon']]);
    await see(page, 'one-time-code-too-soon', how);
    const code = await compare(page, kapu);
    await typeCode(person, '1234');
    expect(await person.errors()).toEqual([texts['one-time-code.format']]);
    await see(page, 'one-time-code-error', how);
    await typeCode(person, code);
    await person.heading(texts['account.title']).waitFor();
  });

  it('is sent it to the telephone, and may go back to choose again', async () => {
    const person = await open(kapu, lang, options);
    const { page, texts } = person;
    await person.givePassword(citizen);
    await person.press(texts['one-time-code.by-sms.button']);
    await person.heading(texts['one-time-code.by-sms.sent-title']).waitFor();
    await see(page, 'one-time-code-sms', how);
    await person.link(texts['one-time-code.other']).click();
    await person.heading(texts['one-time-code.choose.title']).waitFor();
    await person.press(texts['one-time-code.instead.application.button']);
    await person.heading(texts['enrol.start.title']).waitFor();
    await see(page, 'application-or-one-time-code', how);
    await person.link(texts['one-time-code.other-than-plus']).click();
    await person.heading(texts['one-time-code.choose.title']).waitFor();
    await page.goBack();
    await person.heading(texts['enrol.start.title']).waitFor();
    await page.goForward();
    clock.pass(60);
    await person.press(texts['one-time-code.by-sms.button']);
    await typeCode(person, await compare(page, kapu));
    await person.heading(texts['account.title']).waitFor();
  });
});

it.each(looks)(
  'a citizen with an Ügyfélkapu+ finds another way on the page of the code, where the deployment accepts it ($look)',
  async (how) => {
    const { lang, options } = how;
    const citizen = await strong.addCitizen({ locale: lang });
    await enrolThroughStores(strong, citizen.id, new Date());
    const person = await open(strong, lang, options);
    const { page, texts } = person;
    await person.givePassword(citizen);
    await person.heading(texts['code.title']).waitFor();
    await see(page, 'code-with-other-way', how);
    await person.link(texts['one-time-code.other']).click();
    await person.heading(texts['one-time-code.choose.title']).waitFor();
    await see(page, 'one-time-code-choose-with-app', how);
    await person.press(texts['one-time-code.instead.app.button']);
    await person.link(texts['one-time-code.other']).click();
    await person.press(texts['one-time-code.by-email.button']);
    await typeCode(person, await compare(page, strong));
    await person.heading(texts['account.title']).waitFor();
  },
);
