/** Light on dark for whoever prefers it, with the same contrast; paper stays white. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { codeAt } from '../support/authenticator.ts';
import { inspect, readQrCode, startChromium } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';

let kapu: Installation;
let chromium: Browser;

beforeAll(async () => {
  kapu = await startInstallation({ config: { serviceName: 'Mintakapu' } });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

const languages: { lang: Language }[] = [{ lang: 'hu' }, { lang: 'en' }];

function arrive(lang: Language, colorScheme: 'dark' | 'light' = 'dark'): Promise<Person> {
  return Person.arrive(chromium, kapu.issuer, lang, { colorScheme });
}

/** The lightness of a colour that the browser computed, from 0 to 255. */
function lightnessOf(person: Person, selector: string): Promise<number> {
  return person.page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const [red = 0, green = 0, blue = 0] = (
        globalThis as unknown as { getComputedStyle(one: unknown): { backgroundColor: string } }
      )
        .getComputedStyle(element)
        .backgroundColor.match(/\d+/g)
        ?.map(Number) ?? [255, 255, 255];
      return (red + green + blue) / 3;
    });
}

describe.each(languages)('for whoever prefers dark ($lang)', ({ lang }) => {
  const look = (person: Person, name: string) => inspect(person.page, `dark-${name}-${lang}`);

  it('the pages of a sign-in are dark, mistakes and locks as well', async () => {
    const person = await arrive(lang);
    const { page, texts } = person;
    await look(person, 'cancel');
    expect(await lightnessOf(person, '.kapu-sheet')).toBeLessThan(60);
    await person.press(texts['cancel.button']);
    await look(person, 'cancel-empty');
    await page.goto(`${kapu.issuer}/fiok`);
    await person.heading(texts['method.title']).waitFor();
    await look(person, 'method');
    const citizen = await enrolledCitizen(kapu);
    await person.pick('ugyfelkapu-plus');
    await look(person, 'password');
    await person.givePassword(citizen);
    await look(person, 'code');
    await person.giveCode('000000');
    await look(person, 'code-wrong');
    await person.giveCode(codeAt(citizen.secretKey, new Date()));
    await person.heading(texts['account.title']).waitFor();
    await look(person, 'account');
    for (const path of ['eszkozok', 'tevekenyseg', 'jelszo', 'megszuntetes']) {
      await page.goto(`${kapu.issuer}/fiok/${path}`);
      await look(person, path);
    }
    expect(await page.title()).toMatch(/ – Mintakapu$/);
  });

  it('so are help, errors, and an application with its QR code, which stays black on white', async () => {
    const person = await arrive(lang);
    const { page } = person;
    for (const path of ['segitseg', 'nincs-ilyen', 'elfelejtett-jelszo', 'aktivalas']) {
      await page.goto(`${kapu.issuer}/${path}`);
      await look(person, path);
    }
    const citizen = await kapu.addCitizen();
    await page.goto(`${kapu.issuer}/fiok`);
    await person.pick('ugyfelkapu');
    await person.givePassword(citizen);
    await page.goto(`${kapu.issuer}/fiok/igenyles`);
    await look(person, 'enrol-start');
    await person.beginApplication(kapu);
    const secret = new URL(await readQrCode(page)).searchParams.get('secret') ?? '';
    await look(person, 'enrol-key');
    await person.proveKey(citizen.password, codeAt(secret, new Date()));
    await person.readCancellationCode();
    await look(person, 'enrol-cancellation-code');
    await page.emulateMedia({ media: 'print' });
    expect(await lightnessOf(person, '.kapu-sheet')).toBeGreaterThan(240);
  });
});

it('whoever does not prefer it reads dark on white', async () => {
  const person = await arrive('hu', 'light');
  expect(await lightnessOf(person, '.kapu-sheet')).toBe(255);
});
