/** Light on dark for whoever prefers it, and paper stays white. That the contrast is the same everywhere, `inspect` looks at. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { inspect, readQrCode, startChromium } from '../support/chromium.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { Person } from '../support/person.ts';

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

async function arrive(colorScheme: 'dark' | 'light'): Promise<Person> {
  const person = await Person.arrive(chromium, kapu.issuer, 'hu', { colorScheme });
  await person.page.goto(`${kapu.issuer}/megszuntetes`);
  return person;
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

it('whoever prefers dark reads light on dark, scans a code that stays black on white, and prints on white', async () => {
  const person = await arrive('dark');
  const { page } = person;
  expect(await lightnessOf(person, '.kapu-sheet')).toBeLessThan(60);
  expect(await page.title()).toMatch(/ – Mintakapu$/);
  const citizen = await kapu.addCitizen();
  await page.goto(`${kapu.issuer}/fiok`);
  await person.pick('ugyfelkapu');
  await person.givePassword(citizen);
  await page.goto(`${kapu.issuer}/fiok/igenyles`);
  await person.beginApplication(kapu);
  expect(await readQrCode(page)).toMatch(/^otpauth:/);
  await inspect(page, 'dark-enrol-key');
  await page.emulateMedia({ media: 'print' });
  expect(await lightnessOf(person, '.kapu-sheet')).toBeGreaterThan(240);
});

it('whoever does not prefer it reads dark on white', async () => {
  const person = await arrive('light');
  expect(await lightnessOf(person, '.kapu-sheet')).toBe(255);
});
