import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { words } from '../../src/composition/words.ts';
import { unbrokenTexts } from '../../src/translation/unbroken.ts';
import { codeAt } from '../support/authenticator.ts';
import { inspect, newPerson, readQrCode, startChromium } from '../support/chromium.ts';
import { clockFrom } from '../support/clock.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

let kapu: Installation;
let chromium: Browser;
const clock = clockFrom(30);

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

interface Person {
  readonly page: Page;
  readonly citizen: Citizenship;
  readonly texts: (typeof words)['hu'];
  /** Distinguishes the pictures. */
  readonly look: string;
}

/** As telephones and tablets say it of themselves, with scripts or without. */
const touched = { hasTouch: true, isMobile: true };

const looks: { look: string; lang: 'hu' | 'en'; options: BrowserContextOptions }[] = [
  { look: 'hu', lang: 'hu', options: {} },
  { look: 'en', lang: 'en', options: {} },
  { look: 'hu-noscript', lang: 'hu', options: { javaScriptEnabled: false } },
  { look: 'hu-phone', lang: 'hu', options: { viewport: { width: 320, height: 640 }, ...touched } },
];

describe.each(looks)('a citizen with an Ügyfélkapu+ ($look)', ({ look, lang, options }) => {
  let person: Person;
  let secretKey: string;
  let cancellationCode: string;

  beforeAll(async () => {
    const context = await newPerson(chromium, { ...options, acceptDownloads: true });
    const page = await context.newPage();
    const citizen = await kapu.addCitizen();
    person = { page, citizen, texts: unbrokenTexts(words[lang]), look };
    await page.goto(`${kapu.issuer}/megszuntetes?lang=${lang}`);
  });

  it('signs in to their own pages with a password, and applies', async () => {
    const { page, texts } = person;
    await page.goto(`${kapu.issuer}/fiok`);
    await see(person, texts['method.title'], 'method');
    await page.getByRole('link', { name: texts['method.ugyfelkapu.title'], exact: true }).click();
    await see(person, texts['method.ugyfelkapu.sign-in'], 'password');
    await givePassword(person);
    await see(person, texts['account.title'], 'account-without-plus');
    ({ secretKey, cancellationCode } = await apply(person));
    expect(secretKey).toMatch(/^[A-Z2-7]{32}$/);
    await see(person, texts['account.title'], 'account-with-plus');
  });

  it('signs out, and signs in again with the code', async () => {
    const { page, texts } = person;
    await signOut(person);
    await page.goto(`${kapu.issuer}/fiok`);
    await page.getByRole('link', { name: 'Ügyfélkapu+', exact: true }).click();
    await givePassword(person);
    await see(person, texts['code.title'], 'code');
    await page.getByLabel(texts['code.label']).fill('12345');
    await page.getByRole('button', { name: texts['action.sign-in'] }).click();
    await see(person, texts['code.title'], 'code-error');
    expect(await page.title()).toContain(texts['layout.error-prefix']);
    await page.getByText(texts['code.help']).click();
    await page.getByRole('link', { name: texts['code.help.cancel'] }).click();
    await see(person, texts['cancel.title'], 'cancel-in-sign-in');
    await page.getByLabel(texts['cancellation-code.label']).fill(`${cancellationCode.slice(0, -1)}?`);
    await page.getByRole('button', { name: texts['cancel.button'] }).click();
    await see(person, texts['cancel.title'], 'cancel-in-sign-in-error');
    await page.getByRole('link', { name: texts['cancel.keep'] }).click();
    await giveFreshCode(person, secretKey);
    await see(person, texts['account.title'], 'account-with-plus');
  });

  it('cancels it with the törlőkód from the public page, and applies again', async () => {
    const { page, citizen, texts } = person;
    await signOut(person);
    await page.goto(`${kapu.issuer}/megszuntetes`);
    await see(person, texts['cancel.title'], 'cancel');
    await page.getByLabel(texts['username.label']).fill(citizen.username);
    await page.getByLabel(texts['password.label'], { exact: true }).fill(citizen.password);
    await page.getByLabel(texts['cancellation-code.label']).fill(cancellationCode.toLowerCase());
    await page.getByRole('button', { name: texts['cancel.button'] }).click();
    await see(person, texts['cancelled.title'], 'cancelled');
    clock.pass(60);
    await page.goto(`${kapu.issuer}/fiok`);
    await page.getByRole('link', { name: texts['method.ugyfelkapu.title'], exact: true }).click();
    await givePassword(person);
    const again = await apply(person);
    expect(again.secretKey).not.toBe(secretKey);
    expect(again.cancellationCode).not.toBe(cancellationCode);
  });
});

async function see(person: Person, heading: string, name: string): Promise<void> {
  const { page, look } = person;
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  // axe runs in the page, so it needs scripts; without them the picture is all there is to look at.
  if (look === 'hu' || look === 'en') {
    await inspect(page, `${name}-${look}`);
  }
}

async function givePassword({ page, citizen, texts }: Person): Promise<void> {
  await page.getByLabel(texts['username.label']).fill(citizen.username);
  await page.getByLabel(texts['password.label'], { exact: true }).fill(citizen.password);
  await page.getByRole('button', { name: texts['action.continue'] }).click();
}

async function giveFreshCode({ page, texts }: Person, secretKey: string): Promise<void> {
  await page.getByLabel(texts['code.label']).fill(clock.freshCode({ secretKey }));
  await page.getByRole('button', { name: texts['action.sign-in'] }).click();
}

async function apply(person: Person): Promise<{ secretKey: string; cancellationCode: string }> {
  const { page, texts } = person;
  await page.getByRole('button', { name: texts['enrol.start.title'] }).click();
  await see(person, texts['contact-code.title'], 'contact-code');
  await giveContactCode(person);
  await see(person, texts['enrol.key.title'], 'enrol-key');
  // A telephone cannot scan its own screen: there the way into the app comes first, and the code on demand.
  const isTouched = person.look === 'hu-phone';
  const opens = page.getByRole('link', { name: texts['enrol.key.open-here.button'] });
  const picture = page.getByRole('img', { name: texts['enrol.key.qr'] });
  expect([await opens.count(), await picture.count()]).toEqual(isTouched ? [1, 0] : [0, 1]);
  if (isTouched) {
    expect(await opens.getAttribute('href')).toMatch(/^otpauth:/);
    await inspect(page, 'enrol-key-touched');
    await page.getByText(texts['enrol.key.elsewhere']).click();
  }
  const uri = new URL(await readQrCode(page));
  const secretKey = uri.searchParams.get('secret') ?? '';
  expect(uri.href).toMatch(/^otpauth:\/\/totp\/Kapu:/);
  await page.getByLabel(texts['code.label']).fill(codeAt(secretKey, clock.now()).replace(/(...)/, '$1 '));
  await page.getByLabel(texts['enrol.device.label']).fill('Anna „új” <telefonja> 📱');
  await page.getByRole('button', { name: texts['action.continue'] }).click();
  await see(person, texts['enrol.cancellation-code.title'], 'enrol-cancellation-code');
  const groups = await page.locator('#cancellation-code span').allInnerTexts();
  const cancellationCode = groups.join('-');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: texts['enrol.cancellation-code.download'] }).click(),
  ]);
  const kept = readFileSync(await file.path(), 'utf8');
  expect(kept).toContain(cancellationCode);
  expect(kept).toContain(`${kapu.issuer}/megszuntetes`);
  await page.getByLabel(texts['enrol.last-four.label']).fill(groups.at(-1) ?? '');
  await page.getByRole('button', { name: texts['action.finish'] }).click();
  return { secretKey, cancellationCode };
}

/** Reads the newest message and compares the session identifier, as the page asks. */
async function giveContactCode({ page, texts }: Person): Promise<void> {
  const message = (await kapu.messages()).findLast(({ kind }) => kind === 'enrolment-code');
  const { sessionIdentifier, code } = message?.more ?? {};
  await page.getByText(String(sessionIdentifier), { exact: true }).waitFor();
  await page.getByLabel(texts['contact-code.label']).fill(String(code));
  await page.getByRole('button', { name: texts['action.continue'] }).click();
}

async function signOut(person: Person): Promise<void> {
  const { page, texts } = person;
  await page.getByRole('link', { name: texts['layout.sign-out'] }).click();
  await see(person, texts['sign-out.title'], 'sign-out');
  await page.getByRole('button', { name: texts['sign-out.yes'] }).click();
  await see(person, texts['signed-out.title'], 'signed-out');
}
