/**
 * Whoever waits sees how long something still lasts, and hears it at most twice: with a minute left, and when it is over. Time passes on
 * their device alone; its clock and the server's have nothing to do with one another.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { newPerson, startChromium } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { Authority, walletSettings } from '../support/wallet-authority.ts';

const clock = clockFrom(300);

let kapu: Installation;
let chromium: Browser;

beforeAll(async () => {
  const requests = await Authority.create('Kérések');
  const { root } = await Authority.create('Állam');
  const walletVerifier = await walletSettings(await requests.leaf('localhost'), root.pem);
  kapu = await startInstallation({ now: clock.now, config: { walletVerifier } });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

/**
 * The device's clock stands still but for what a test lets pass (Playwright's own lies about when a page began), and whatever a screen
 * reader would say is written down. A script of Chromium's, before any of the page's.
 */
const deviceOfTests = `
  let passed = 0;
  const began = performance.timeOrigin;
  Date.now = () => began + passed;
  globalThis.pass = (seconds) => { passed += seconds * 1000; };
  globalThis.said = [];
  const live = '[aria-live], [role="status"], [role="alert"], [role="log"], [role="timer"]';
  const softly = (element) => element.getAttribute('role') === 'status' && !element.hasAttribute('aria-live');
  const isSilent = (element) => element.getAttribute('role') === 'timer' && !element.hasAttribute('aria-live');
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = (target.closest ? target : target.parentElement)?.closest(live);
      if (!element || isSilent(element) || element.textContent === '') continue;
      // What was wrong with a form is told when its page comes, and is no matter of time.
      if (element.closest('[data-error-summary]')) continue;
      globalThis.said.push((softly(element) ? 'politely: ' : 'at once: ') + element.textContent);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
`;

async function arrive(lang: Language): Promise<Person> {
  const page = await (await newPerson(chromium)).newPage();
  await page.addInitScript(deviceOfTests);
  await page.goto(`${kapu.issuer}/megszuntetes?lang=${lang}`);
  return new Person(page, lang);
}

/** Lets time pass until so much is left of `left`, a step at a time, and waits until the page says so. */
async function waitThrough(page: Page, left: number, steps: readonly number[]): Promise<void> {
  const timer = page.getByRole('timer');
  let before = left;
  for (const step of steps) {
    await page.evaluate(`pass(${before - step})`);
    await timer.and(page.getByText(inMinutes(step), { exact: true })).waitFor();
    before = step;
  }
}

const inMinutes = (seconds: number): string =>
  [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** After the moment that a page takes before it speaks, by the page's own timers. */
function saidOn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('new Promise((done) => setTimeout(() => done(said), 400))');
}

const steps = [90, 61, 60, 45, 30, 10, 5, 1, 0];

async function expectToLapse({ page, texts }: Person, left: number): Promise<void> {
  const address = page.url();
  expect(await page.getByRole('timer').textContent()).toBe(inMinutes(left));
  await page.getByText(texts['lapse.left']).waitFor();
  await waitThrough(page, left, steps);
  expect(await saidOn(page)).toEqual([
    `politely: ${texts['lapse.minute-left']}`,
    `politely: ${texts['lapse.over']}`,
  ]);
  expect(page.url()).toBe(address);
}

it('the QR code for a wallet lapses before the eyes of a citizen', async () => {
  const person = await arrive('hu');
  await person.page.goto(`${kapu.issuer}/fiok`);
  await person.link(person.texts['method.digitalis-allampolgar.title']).click();
  await person.press(person.texts['wallet.choice.cross-device.button']);
  await expectToLapse(person, 2 * 60);
});

async function awaitResetCode(person: Person): Promise<void> {
  const { username } = await kapu.addCitizen();
  await person.page.goto(`${kapu.issuer}/elfelejtett-jelszo`);
  await person.page.getByLabel(person.texts['username.label']).fill(username);
  await person.press(person.texts['reset.button']);
}

it('a code by mail lapses, and what was typed stays', async () => {
  const person = await arrive('en');
  await awaitResetCode(person);
  const field = person.page.getByLabel(person.texts['contact-code.label']);
  await field.fill('1234');
  await expectToLapse(person, 15 * 60);
  expect(await field.inputValue()).toBe('1234');
});

it('a page that was loaded with less than a minute left says only when it is over', async () => {
  const person = await arrive('hu');
  await awaitResetCode(person);
  clock.pass(15 * 60 - 40);
  await person.page.reload();
  await waitThrough(person.page, 40, [30, 10, 1, 0]);
  expect(await saidOn(person.page)).toEqual([`politely: ${person.texts['lapse.over']}`]);
});

it('whoever is locked out hears once that they may try again', async () => {
  const citizen = await enrolledCitizen(kapu, clock.now());
  const person = await arrive('hu');
  const { page, texts } = person;
  await page.goto(`${kapu.issuer}/fiok`);
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(citizen);
  for (let time = 0; time < 5; time += 1) {
    await person.giveCode('000000');
  }
  expect(await page.getByRole('timer').textContent()).toBe('05:00');
  await waitThrough(page, 5 * 60, steps);
  expect(await saidOn(page)).toEqual([`politely: ${texts['lapse.may-try']}`]);
});
