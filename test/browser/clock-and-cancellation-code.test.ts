import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { codeAt } from '../support/authenticator.ts';
import { inspect, newPerson, picture, readQrCode, startChromium } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

let kapu: Installation;
let chromium: Browser;
/** In the past, since the engine dates its tokens by the machine's clock. */
let now = new Date(Date.now() - 60 * minute);

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

describe.each<{ lang: Language }>([{ lang: 'hu' }, { lang: 'en' }])('a citizen ($lang)', ({ lang }) => {
  async function arrive(): Promise<Person> {
    const page = await (await newPerson(chromium)).newPage();
    await page.goto(`${kapu.issuer}/megszuntetes?lang=${lang}`);
    await page.goto(`${kapu.issuer}/fiok`);
    return new Person(page, lang);
  }

  it('whose phone is slow applies with two codes', async () => {
    const person = await arrive();
    const { page, texts } = person;
    const anna = await kapu.addCitizen();
    await person.pick('ugyfelkapu');
    await person.givePassword(anna);
    await page.goto(`${kapu.issuer}/fiok/igenyles`);
    await person.beginApplication(kapu);
    await person.heading(texts['enrol.key.title']).waitFor();
    const secretKey = new URL(await readQrCode(page)).searchParams.get('secret') ?? '';
    const onSlowPhone = (): string => codeAt(secretKey, new Date(now.getTime() - 4 * minute));
    await person.proveKey(anna.password, onSlowPhone());
    await inspect(page, `key-slow-phone-${lang}`);
    expect(await person.errors()).toHaveLength(1);
    now = new Date(now.getTime() + minute / 2);
    await person.proveKey(anna.password, onSlowPhone());
    await person.heading(texts['enrol.cancellation-code.title']).waitFor();
  });

  it('whose törlőkód was not tried out for a year is asked to, and does', async () => {
    const person = await arrive();
    const { page, texts } = person;
    const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 366 * day));
    await person.pick('ugyfelkapu-plus');
    await person.givePassword(anna);
    await person.giveCode(codeAt(anna.secretKey, now));
    await page.getByRole('heading', { name: texts['drill.due.heading'] }).waitFor();
    await inspect(page, `account-drill-due-${lang}`);
    await page.getByRole('region', { name: texts['drill.due.heading'] }).getByRole('link').click();
    const field = page.getByLabel(texts['cancellation-code.label']);
    await page.setViewportSize({ width: 320, height: 640 });
    await field.fill(anna.cancellationCode);
    // All of it can be compared with the paper.
    const isWhole =
      await page.evaluate<boolean>(`(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
      scrollWidth <= clientWidth && scrollHeight <= clientHeight)(document.getElementById('cancellation_code'))`);
    expect(isWhole).toBe(true);
    await picture(page, `drill-filled-${lang}-320`);
    await Promise.all([page.waitForEvent('load'), field.press('Enter')]);
    await page.getByText(texts['drill.right.heading']).waitFor();
    await page.goto(`${kapu.issuer}/fiok`);
    await person.heading(texts['account.title']).waitFor();
    expect(await page.getByText(texts['drill.due.heading']).count()).toBe(0);
  });
});
