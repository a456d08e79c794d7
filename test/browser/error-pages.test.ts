import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page, Response } from 'playwright-core';
import { pageTranslator } from '../../src/composition/words.ts';
import { pagesSchema } from '../../src/configuration/pages.ts';
import { deskRequestKey } from '../../src/storage/catalogue/account-keys.ts';
import { type LocalRedis, startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { codeAt } from '../support/authenticator.ts';
import { inspect, newPerson, picture, readQrCode, startChromium } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import {
  type Citizenship,
  type Installation,
  portalRedirect,
  startInstallation,
} from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';

let kapu: Installation;
let chromium: Browser;
let revived: LocalRedis | undefined;
/** The clock of the provider and of the phone. It starts in the past: the engine dates its tokens by the machine's clock. */
let now = new Date(Date.now() - 3 * 60 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({
    now: () => now,
    config: { pages: pagesSchema.parse(JSON.parse(readFileSync('config/pages.json', 'utf8'))) },
  });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  // Spoilt by the test.
  await kapu.stop([/:enrolment$/]);
  await revived?.stop();
});

const languages: { lang: Language }[] = [{ lang: 'hu' }, { lang: 'en' }];

describe.each(languages)('pages that nobody hopes to see ($lang)', ({ lang }) => {
  const t = pageTranslator()(lang);

  it('what is not there, has ended or came from elsewhere is refused kindly', async () => {
    const person = await arrive(lang);
    const { page, texts } = person;
    expect((await open(page, '/nincs-ilyen'))?.status()).toBe(404);
    await see(person, texts['refused.not-found.title'], 'refused-not-found');
    expect((await open(page, '/interaction/regi-bejelentkezes'))?.status()).toBe(410);
    await see(person, texts['refused.sign-in-ended.title'], 'refused-sign-in-ended');

    await open(page, '/segitseg');
    await see(person, texts['help.title'], 'help');
    await open(page, '/megszuntetes');
    await page.evaluate(`document.forms[0].elements._csrf.value = 'masiktol'`);
    await person.press(texts['cancel.button']);
    await see(person, texts['refused.foreign-form.title'], 'refused-foreign-form');
    await open(page, '/megszuntetes');
    await page.getByLabel(texts['username.label']).fill('minta\u0007');
    await person.press(texts['cancel.button']);
    await person.heading(texts['refused.malformed-body.title']).waitFor();
    await open(page, '/megszuntetes');
    await page.getByLabel(texts['username.label']).fill('a'.repeat(17_000));
    await person.press(texts['cancel.button']);
    await person.heading(texts['refused.body-too-large.title']).waitFor();
  });

  it('the request of a service that is not right is explained, and described for its operator', async () => {
    const person = await arrive(lang);
    const { page, texts } = person;
    const wrong = new URLSearchParams({
      client_id: 'portal',
      redirect_uri: `${portalRedirect}/masik`,
      response_type: 'code',
    });
    expect((await open(page, `/auth?${wrong}`))?.status()).toBe(400);
    await page.locator('summary').click();
    await see(person, texts['error.engine.title'], 'engine');
    expect(await page.getByRole('main').textContent()).toContain('invalid_redirect_uri');
  });

  it('a password that is missing, wrong, or not accepted for a while', async () => {
    const person = await arrive(lang);
    const { page, texts } = person;
    const { username } = await kapu.addCitizen();
    await open(page, '/fiok');
    await person.pick('ugyfelkapu-plus');
    await person.givePassword({ username: '', password: '' });
    await see(person, texts['method.ugyfelkapu-plus.sign-in'], 'password-empty');
    expect(await person.errors()).toEqual([texts['username.empty'], texts['password.empty']]);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await person.givePassword({ username, password: 'nem ez' });
      expect(await person.errors()).toEqual([texts['password.wrong']]);
    }
    await see(person, texts['method.ugyfelkapu-plus.sign-in'], 'password-wrong');
    expect(await page.getByLabel(texts['username.label']).inputValue()).toBe(username);
    await person.givePassword({ username, password: 'nem ez' });
    expect(await person.errors()).toEqual([t('password.locked', { until: clockInAMinute() })]);
    await see(person, texts['method.ugyfelkapu-plus.sign-in'], 'password-locked');
  });

  it('a code that did not pass says why: late, wrong, a clock that is fast, and locked at last', async () => {
    const person = await arrive(lang);
    const { page, texts } = person;
    const citizen = await enrolledCitizen(kapu, now);
    const codeAfter = (seconds: number) =>
      codeAt(citizen.secretKey, new Date(now.getTime() + seconds * 1000));
    await open(page, '/fiok');
    await person.pick('ugyfelkapu-plus');
    await person.givePassword(citizen);
    const said = async (code: string): Promise<string[]> => {
      await person.heading(texts['code.title']).waitFor();
      await person.giveCode(code);
      return person.errors();
    };
    expect(await said('')).toEqual([texts['code.empty']]);
    expect(await said(codeAfter(-60))).toEqual([texts['code.just-expired']]);
    expect(await said('000 000')).toEqual([t('code.wrong', { left: 4 })]);
    expect(await said(codeAfter(8 * 60))).toEqual([t('code.wrong', { left: 3 })]);
    now = new Date(now.getTime() + 30_000);
    expect(await said(codeAfter(8 * 60))).toEqual([t('code.clock', { minutes: 8, direction: 'fast' })]);
    await inspect(page, `code-clock-${lang}`);
    expect(await said('000000')).toEqual([t('code.wrong', { left: 1 })]);
    const untilThen =
      lang === 'hu'
        ? /\d\d:\d\d-\u2060?ig nem lehet kóddal belépni/
        : /nobody can sign in with a code until \d\d:\d\d/;
    const [locks = ''] = await said('000000');
    expect(locks).toMatch(untilThen);
    expect(await page.getByRole('timer').textContent()).toMatch(/^0[45]:\d\d$/);
    expect(await page.getByLabel(texts['code.label']).count()).toBe(0);
    await inspect(page, `code-locks-${lang}`);
    await Promise.all([page.waitForEvent('load'), person.link(texts['code.again']).click()]);
    expect((await person.errors()).join()).toMatch(untilThen);
    expect(await page.getByLabel(texts['code.label']).count()).toBe(0);
    await inspect(page, `code-locked-${lang}`);
  });

  it('an application goes on after mistakes with the same key, expires visibly, and is finished', async () => {
    const person = await arrive(lang);
    const { page, texts } = person;
    const citizen = await kapu.addCitizen();
    await signInWithPassword(person, citizen);
    await open(page, '/fiok/igenyles');
    await person.beginApplication(kapu);
    const shown = await readQrCode(page);
    const codeAfter = (seconds: number, uri: string) =>
      codeAt(new URL(uri).searchParams.get('secret') ?? '', new Date(now.getTime() + seconds * 1000));

    await person.proveKey('nem ez', '12 34');
    expect(await person.errors()).toEqual([texts['code.format']]);
    await person.proveKey(citizen.password, codeAfter(-4 * 60, shown));
    expect(await person.errors()).toEqual([t('code.clock-next', { minutes: 4, direction: 'slow' })]);
    await see(person, texts['enrol.key.title'], 'enrol-key-clock');
    expect(await readQrCode(page)).toBe(shown);

    now = new Date(now.getTime() + 31 * 60_000);
    await person.proveKey(citizen.password, codeAfter(0, shown));
    await see(person, texts['enrol.expired.title'], 'enrol-expired');
    await person.press(texts['enrol.expired.again']);
    await person.giveContactCode(kapu);
    await person.heading(texts['enrol.key.title']).waitFor();
    const shownAgain = await readQrCode(page);
    expect(shownAgain).not.toBe(shown);
    await person.proveKey(citizen.password, codeAfter(0, shownAgain));
    const lost = await person.readCancellationCode();

    await open(page, '/fiok/igenyles');
    await see(person, texts['enrol.last-four.title'], 'enrol-last-four');
    expect(await page.getByRole('main').textContent()).not.toContain(lost[0]);
    await person.giveLastFour('');
    expect(await person.errors()).toEqual([texts['enrol.last-four.empty']]);
    await person.giveLastFour('ZZZZ');
    await see(person, texts['enrol.last-four.title'], 'enrol-last-four-wrong');
    expect(await person.errors()).toEqual([texts['enrol.last-four.wrong']]);
    await person.press(texts['enrol.last-four.new']);
    const kept = await person.readCancellationCode();
    expect(kept).not.toEqual(lost);
    await inspectOnPaper(person, kept);
    await person.giveLastFour((kept.at(-1) ?? '').toLowerCase());
    await see(person, texts['account.title'], 'account-new-plus');
  });

  it('cancelling with a törlőkód that is not right, and leaving a sign-in to one’s own pages', async () => {
    const person = await arrive(lang);
    const { page, texts } = person;
    await open(page, '/megszuntetes');
    await person.press(texts['cancel.button']);
    await see(person, texts['cancel.title'], 'cancel-empty');
    expect(await person.errors()).toHaveLength(3);

    await open(page, '/fiok');
    await person.press(texts['action.back-to-service']);
    await see(person, texts['account.not-signed-in.title'], 'not-signed-in');
    await person.link(texts['account.open']).click();
    const citizen = await enrolledCitizen(kapu, now);
    await signInWithCode(person, citizen);
    await person.link(texts['account.plus.cancel']).click();
    await page.getByLabel(texts['cancellation-code.label']).fill('AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA');
    await person.press(texts['cancel.button']);
    await see(person, texts['cancel.title'], 'cancel-signed-in-wrong');
    const [wrong = ''] = await person.errors();
    expect(wrong.split(/\d/)[0]).toBe(texts['cancellation-code.wrong-one'].split('{date}')[0]);
  });
});

it.each([
  ['a record that cannot be read', 'refused.unreadable.title', 'unreadable'],
  ['an unexpected error', 'error.broken.title', 'broken'],
] as const)('%s is told with a reference', async (_what, title, name) => {
  const person = await arrive('hu');
  const { page, texts } = person;
  const citizen = await kapu.addCitizen();
  await signInWithPassword(person, citizen);
  const { store } = kapu.nodes[0];
  const key = deskRequestKey(citizen.id);
  await (name === 'unreadable'
    ? store.hset(key, { version: 1, value: 'olvashatatlan' })
    : store.rpush(key, 'of another type'));
  expect((await open(page, '/fiok/hivatali-keres'))?.status()).toBe(500);
  await see(person, texts[title], name);
  expect(await person.link(texts['account.open']).count()).toBe(1);
  const inEnglish = new Person(page, 'en');
  await inEnglish.link('English').click();
  await see(inEnglish, inEnglish.texts[title], name);
  expect(await page.getByRole('main').textContent()).toMatch(/\d{4} \d{4}/);
  await store.del(key);
});

it('an application that is sent empty names everything that is missing', async () => {
  const person = await arrive('en');
  const { page, texts } = person;
  await signInWithPassword(person, await kapu.addCitizen());
  await open(page, '/fiok/igenyles');
  await person.beginApplication(kapu);
  await person.proveKey('', '');
  await person.heading(texts['enrol.key.title']).waitFor();
  expect(await person.errors()).toEqual([texts['code.empty']]);
});

it('who stays signed in is not told that they have left', async () => {
  const person = await arrive('hu');
  const { page, texts } = person;
  await signInWithPassword(person, await kapu.addCitizen());
  await person.link(texts['layout.sign-out']).click();
  await person.heading(texts['sign-out.title']).waitFor();
  await person.link(texts['sign-out.no']).click();
  await person.heading(texts['account.title']).waitFor();
  await page.reload();
  await person.heading(texts['account.title']).waitFor();
});

it('signs in with the keyboard alone, and always sees where the focus is', async () => {
  const person = await arrive('hu');
  const { page, texts } = person;
  const citizen = await enrolledCitizen(kapu, now);
  await open(page, '/fiok');
  await tabTo(page, person.link(texts['layout.skip']));
  expect((await person.link(texts['layout.skip']).boundingBox())?.y).toBeGreaterThanOrEqual(0);
  await page.keyboard.press('Enter');
  await hasFocus(page, page.getByRole('main'));
  await tabTo(page, person.link(texts['method.ugyfelkapu-plus.title']));
  await page.keyboard.press('Enter');
  await person.heading(texts['method.ugyfelkapu-plus.sign-in']).waitFor();
  await tabTo(page, page.getByLabel(texts['username.label']));
  await page.keyboard.type(citizen.username);
  await tabTo(page, page.getByLabel(texts['password.label'], { exact: true }));
  await page.keyboard.type(citizen.password);
  await page.keyboard.press('Enter');

  await person.heading(texts['code.title']).waitFor();
  await hasFocus(page, page.getByLabel(texts['code.label']));
  await page.keyboard.type('12345');
  await page.keyboard.press('Enter');
  await page.locator('.govuk-error-summary').waitFor();
  await hasFocus(page, page.locator('.govuk-error-summary'));
  await picture(page, 'keyboard-error-summary');
  await tabTo(page, person.link(texts['code.format']));
  await picture(page, 'keyboard-error-link');
  await page.keyboard.press('Enter');
  await hasFocus(page, page.getByLabel(texts['code.label']));
  await page.keyboard.type(freshCode(citizen.secretKey));
  await page.keyboard.press('Enter');
  await person.heading(texts['account.title']).waitFor();
});

it('while Redis is away, every page says that nothing is lost', async () => {
  const people = await Promise.all(languages.map(({ lang }) => arrive(lang)));
  await kapu.redis.stop();
  for (const person of people) {
    const { page, texts, lang } = person;
    await page.getByLabel(texts['username.label']).fill('minta.anna');
    await page.getByLabel(texts['password.label'], { exact: true }).fill('jelszó');
    await page.getByLabel(texts['cancellation-code.label']).fill('AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA');
    await person.press(texts['cancel.button']);
    await see(person, texts['error.unavailable.title'], 'unavailable-form');
    expect((await open(page, '/fiok'))?.status()).toBe(503);
    await see(person, texts['error.unavailable.title'], 'unavailable');
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
  }
  revived = await startLocalRedis(kapu.redisDirectory);
  await kapuIsReady();
  for (const person of people) {
    await person.link(person.texts['error.unavailable.again']).click();
    await person.heading(person.texts['method.title']).waitFor();
  }
});

async function kapuIsReady(): Promise<void> {
  while (!(await fetch(`${kapu.issuer}/health/ready`)).ok) {
    await delay(100);
  }
}

/** A citizen of this language on the public page. */
async function arrive(lang: Language): Promise<Person> {
  const page = await (await newPerson(chromium)).newPage();
  await open(page, `/megszuntetes?lang=${lang}`);
  return new Person(page, lang);
}

function open(page: Page, path: string): Promise<Response | null> {
  return page.goto(kapu.issuer + path);
}

async function see(person: Person, heading: string, name: string): Promise<void> {
  await person.heading(heading).waitFor();
  await inspect(person.page, `${name}-${person.lang}`);
}

async function signInWithPassword(person: Person, citizen: Citizenship): Promise<void> {
  await person.signInUnseen(`${kapu.issuer}/fiok`, citizen);
  await open(person.page, '/fiok');
  await person.heading(person.texts['account.title']).waitFor();
}

async function signInWithCode(person: Person, citizen: Citizenship & { secretKey: string }): Promise<void> {
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(citizen);
  await person.giveCode(freshCode(citizen.secretKey));
  await person.heading(person.texts['account.title']).waitFor();
}

function freshCode(secretKey: string): string {
  now = new Date(now.getTime() + 60_000);
  return codeAt(secretKey, now);
}

/** The first round of wrong passwords locks for a minute. */
function clockInAMinute(): string {
  const style = { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Budapest' } as const;
  return new Intl.DateTimeFormat('hu', style).format(new Date(now.getTime() + 60_000));
}

/** On paper the törlőkód fits on one sheet, with what it is for, and without what can only be pressed. */
async function inspectOnPaper({ page, texts, lang }: Person, groups: string[]): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await picture(page, `print-cancellation-code-${lang}`);
  expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
  const paper = await page.locator('body').allInnerTexts();
  expect(paper.join().replace(/\s+/g, ' ')).toContain(groups.join(' '));
  expect(paper.join()).toContain(texts['enrol.cancellation-code.note']);
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: 'screen' });
}

/** Presses Tab until `target` has the focus; wherever the focus stops on the way, it can be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    await focusIsVisible(page);
    if ((await page.locator(':focus').and(target).count()) === 1) {
      return;
    }
  }
  throw new Error(`Tab does not reach ${target}`);
}

async function hasFocus(page: Page, target: Locator): Promise<void> {
  await page.locator(':focus').and(target).waitFor({ state: 'attached' });
}

/** Compares what is on the screen with and without the focus. */
async function focusIsVisible(page: Page): Promise<void> {
  const element = await page.evaluateHandle<Focusable>('document.activeElement');
  const focused = await page.screenshot();
  await element.evaluate((focusable) => focusable.blur());
  const blurred = await page.screenshot();
  await element.evaluate((focusable) => focusable.focus({ preventScroll: true }));
  if (focused.equals(blurred)) {
    const html = await element.evaluate(({ outerHTML }) => outerHTML);
    throw new Error(`the focus cannot be seen on ${html.slice(0, 200)}`);
  }
}

/** What we need of an element: the tests are compiled without the browser's own types. */
interface Focusable {
  readonly outerHTML: string;
  blur(): void;
  focus(options: { preventScroll: boolean }): void;
}
