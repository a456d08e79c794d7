/** What lapses says until when. With scripts the time left is counted, and said aloud twice: politely, and nothing else happens. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { inspect, newPerson, startChromium } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { Authority, walletSettings } from '../support/wallet-authority.ts';

let kapu: Installation;
let chromium: Browser;

beforeAll(async () => {
  const [state, requests] = await Promise.all([Authority.create('Állam'), Authority.create('Kérések')]);
  kapu = await startInstallation({
    config: { walletVerifier: await walletSettings(await requests.leaf('localhost'), state.root.pem) },
  });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

async function askForReset({ page, texts }: Person): Promise<void> {
  const { username } = await enrolledCitizen(kapu, new Date());
  await page.goto(`${kapu.issuer}/elfelejtett-jelszo`);
  await page.getByLabel(texts['username.label']).fill(username);
  await page.locator('form[action="/elfelejtett-jelszo"] .govuk-button').click();
  await page.locator('[name="reset_code"]').waitFor();
}

async function applyByMail(person: Person): Promise<void> {
  const citizen = await kapu.addCitizen();
  await person.page.goto(`${kapu.issuer}/fiok`);
  await person.pick('ugyfelkapu');
  await person.givePassword(citizen);
  await person.page.goto(`${kapu.issuer}/fiok/igenyles`);
  await person.press(person.texts['enrol.start.continue']);
  await person.heading(person.texts['contact-code.title']).waitFor();
}

async function showQrCode(person: Person): Promise<void> {
  await person.page.goto(`${kapu.issuer}/fiok`);
  await person.heading(person.texts['method.title']).waitFor();
  await person.link(person.texts['method.digitalis-allampolgar.title']).click();
  await person.press(person.texts['wallet.choice.cross-device.button']);
  await person.page.locator('[data-watch]').waitFor();
}

const pages: [string, (person: Person) => Promise<void>][] = [
  ['the code by mail of a forgotten password', askForReset],
  ['the code by mail of an application', applyByMail],
  ['the QR code of a wallet', showQrCode],
];

const timer = '[data-countdown-to]';

async function secondsLeft(page: Page): Promise<number> {
  const [minutes = 0, seconds = 0] = ((await page.locator(timer).textContent()) ?? '').split(':').map(Number);
  return minutes * 60 + seconds;
}

/** Everything that is said to whoever listens to the page. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`
    globalThis.said = [];
    const status = document.querySelector('body > [role="status"]');
    new MutationObserver(() => status.textContent && said.push(status.textContent))
      .observe(status, { childList: true, characterData: true, subtree: true });
  `);
  return () => page.evaluate<string[]>('said');
}

describe.each(pages)('%s', (name, open) => {
  it.each<Language>(['hu', 'en'])(
    'counts down by the page’s own clock, and is said twice (%s)',
    async (lang) => {
      const page = await (await newPerson(chromium)).newPage();
      const person = new Person(page, lang);
      await page.goto(`${kapu.issuer}/megszuntetes?lang=${lang}`);
      await page.clock.install();
      await open(person);
      const address = page.url();
      const said = await listen(page);
      // From here on no time passes but what is let pass.
      await page.clock.pauseAt(new Date(Date.now() + 5000));
      const left = await secondsLeft(page);
      expect(left).toBeGreaterThan(61);
      expect(await page.locator(timer).getAttribute('role')).toBe('timer');
      await page.clock.fastForward((left - 61) * 1000);
      await page.clock.runFor(200);
      expect([await secondsLeft(page), await said()]).toEqual([61, []]);
      await page.clock.runFor(1500);
      expect(await said()).toEqual([person.texts['lapse.minute-left']]);
      await inspect(page, `countdown-${name}-${lang}`);
      await page.clock.runFor(30_000);
      expect(await said()).toHaveLength(1);
      await page.clock.runFor(31_000);
      expect([await secondsLeft(page), await said()]).toEqual([
        0,
        [person.texts['lapse.minute-left'], person.texts['lapse.over']],
      ]);
      await page.clock.runFor(5 * 60_000);
      expect([await said(), page.url()]).toEqual([await said(), address]);
      expect(await said()).toHaveLength(2);
      await page.context().close();
    },
  );

  it('says until when as a time of day where no script runs, and counts nothing', async () => {
    const page = await (await newPerson(chromium, { javaScriptEnabled: false })).newPage();
    await open(new Person(page, 'hu'));
    expect(await page.locator('main').textContent()).toMatch(/érvényes[^.]*\d{1,2}:\d{2}/);
    expect(await page.locator(timer).isVisible()).toBe(false);
    await page.context().close();
  });
});
