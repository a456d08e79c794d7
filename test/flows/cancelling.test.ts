/** The törlőkód, as somebody under stress types it: from the page of the code, from paper that tells which one it is. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { instantInWords } from '../../src/web/page/dates-and-times.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  Browser,
  cancellationCodeOf,
  errorsOf,
  formOf,
  givePassword,
  proveContact,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;
const clock = clockFrom(30);
const minute = 60;

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

interface Owner extends Citizenship {
  readonly browser: Browser;
  readonly cancellationCode: string;
  readonly paper: string;
  readonly file: string;
}

async function owner(profile: { family_name: string; given_name: string }, device: string): Promise<Owner> {
  const citizen = await kapu.addCitizen(profile);
  const browser = new Browser(kapu.issuer);
  const account = await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
  const key = await proveContact(kapu, browser, await browser.submit(account, '/igenyles/start'));
  const code = codeAt(secretKeyOf(key), clock.now());
  const shown = await browser.submit(key, '/prove', { code, device_name: device });
  const { action, fields } = formOf(shown, '/download');
  const file = await browser.post(action, fields);
  const cancellationCode = cancellationCodeOf(shown);
  await browser.submit(shown, '/finish', { last_four: cancellationCode.slice(-4) });
  return { ...citizen, browser, cancellationCode, paper: shown.text, file: file.text };
}

const anyone = { family_name: 'Minta', given_name: 'Anna' };

/** At the page of the code, in a browser of its own. */
async function atTheCode(citizen: Citizenship): Promise<{ browser: Browser; page: Response }> {
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open((await portal.request()).address), citizen);
  expect(titleOf(page)).toBe('Írja be a hitelesítő kódot');
  return { browser, page };
}

function linkToCancel({ text }: Response): string {
  return /href="([^"]+\/cancel)"/.exec(text)?.[1] ?? '';
}

function fieldsAskedFor({ text }: Response): string[] {
  const fields = text.matchAll(/<(?:input|textarea) class="govuk-(?:input|textarea)[^>]* name="([^"]+)"/g);
  return [...fields].map(([, name = '']) => name);
}

function held({ text }: Response, name: string): string {
  const [, ofInput, ofTextarea] =
    new RegExp(`name="${name}"(?:[^>]* value="([^"]*)"|[^>]*>([^<]*)</textarea>)`).exec(text) ?? [];
  return ofInput ?? ofTextarea ?? '';
}

describe('on paper and in the file', () => {
  it('stands whose it is, from when and with which device, and which one is the latest', async () => {
    const { paper, file } = await owner(
      { family_name: 'Szabó-Nagy', given_name: 'Gyula Ádám' },
      'Régi <telefon>',
    );
    for (const text of [paper.replaceAll('&lt;', '<').replaceAll('&gt;', '>'), file]) {
      expect(text).toContain('Kié: Sz. N. Gy. Á.');
      expect(text).toContain(`Mikor készült: ${instantInWords(clock.now(), 'hu')}`);
      expect(text).toContain('Ezzel az eszközzel: Régi <telefon>');
      expect(text).toContain('Mindig a legutóbbi törlőkód érvényes');
      expect(text).not.toContain('Gyula');
    }
  });
});

it('whoever reads in another language what was wrong reads the date on the paper in that language', async () => {
  const { browser } = await owner(anyone, 'Telefon');
  const form = await browser.open('/fiok/torlokod-proba');
  const cancellation_code = 'ABCD-EFGH-ABCD-EFGH-ABCD-EFGH-ABCD';
  const refused = await browser.submit(form, '/torlokod-proba', { cancellation_code });
  const date = (language: 'hu' | 'en'): string => instantInWords(clock.now(), language);
  expect(errorsOf(refused)[0]).toContain(`ez a dátum áll: ${date('hu')}.`);
  const english = await browser.open('/fiok/torlokod-proba?lang=en');
  expect(errorsOf(english)[0]).toContain(date('en'));
});

describe('from the page of the code', () => {
  it('nothing is asked for but the törlőkód; and a mistyped one stays', async () => {
    const anna = await owner(anyone, 'Telefon');
    clock.pass(minute);
    const { browser, page } = await atTheCode(anna);
    const cancel = await browser.open(linkToCancel(page));
    expect([titleOf(cancel), fieldsAskedFor(cancel)]).toEqual([
      'Ügyfélkapu+ megszüntetése',
      ['cancellation_code'],
    ]);
    expect(cancel.text).toContain(anna.username);
    const mistyped = anna.cancellationCode.replace(/^./, (first) => (first === '7' ? '8' : '7'));
    const refused = await browser.submit(cancel, '/cancel', { cancellation_code: mistyped });
    expect([refused.status, errorsOf(refused)]).toEqual([
      422,
      ['A törlőkód nem megfelelő. Ellenőrizze, hogy a legutóbb kapott kódot írja-e be.'],
    ]);
    expect(held(refused, 'cancellation_code')).toBe(mistyped);
    // Enter in the middle of it, where no script runs.
    const overTwoLines = anna.cancellationCode.replace(/-(?=.{9}$)/, '-\r\n');
    const done = await browser.submit(refused, '/cancel', { cancellation_code: overTwoLines });
    expect([titleOf(done), overTwoLines.includes('\n')]).toEqual(['Az Ügyfélkapu+ megszűnt', true]);
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(false);
    const again = await browser.open(/href="([^"]+\?again)"/.exec(done.text)?.[1] ?? '');
    expect(titleOf(again)).toBe('Hogyan szeretne bejelentkezni?');
  });

  it('a password that was given long ago is asked for again, the user name never; both errors are said at once', async () => {
    const anna = await owner(anyone, 'Telefon');
    const { browser, page } = await atTheCode(anna);
    clock.pass(16 * minute);
    const cancel = await browser.open(linkToCancel(page));
    expect(fieldsAskedFor(cancel)).toEqual(['password', 'cancellation_code']);
    const empty = await browser.submit(cancel, '/cancel', { password: 'nem ez az' });
    expect(errorsOf(empty)).toEqual(['A jelszó nem megfelelő.', 'Írja be a törlőkódot.']);
    const { cancellationCode: cancellation_code, password } = anna;
    const wrong = await browser.submit(empty, '/cancel', { password: 'nem ez az', cancellation_code });
    expect(errorsOf(wrong)).toEqual(['A jelszó nem megfelelő.']);
    expect(held(wrong, 'cancellation_code')).toBe(cancellation_code);
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);
    const done = await browser.submit(wrong, '/cancel', { password, cancellation_code });
    expect(titleOf(done)).toBe('Az Ügyfélkapu+ megszűnt');
  });

  it('the address is worth nothing in another browser, and nothing once everything was ended', async () => {
    const anna = await owner(anyone, 'Telefon');
    const { browser, page } = await atTheCode(anna);
    const stranger = new Browser(kapu.issuer);
    await stranger.open('/megszuntetes');
    expect((await stranger.open(linkToCancel(page))).status).toBe(410);
    const cancel = await browser.open(linkToCancel(page));
    clock.pass(minute);
    const overview = await anna.browser.open('/fiok/belepesek');
    await anna.browser.submit(overview, '/kijelentkezes-mindenhol');
    const { cancellationCode: cancellation_code } = anna;
    const over = await browser.submit(cancel, '/cancel', { cancellation_code });
    expect(titleOf(over)).toBe('Hogyan szeretne bejelentkezni?');
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);
  });
});

describe('from the public page', () => {
  it('a mistyped törlőkód and the user name stay, and the password says why it is empty', async () => {
    const anna = await owner(anyone, 'Telefon');
    const browser = new Browser(kapu.issuer);
    const { username, password } = anna;
    const page = await browser.open('/megszuntetes');
    const why = 'A jelszót biztonsági okból nem tartjuk meg az oldalon: írja be újra.';
    expect(page.text).not.toContain(why);
    const cancellation_code = 'ABCD-EFGH-ABCD-EFGH-ABCD-EFGH-ABCD';
    const refused = await browser.submit(page, '/megszuntetes', { username, password, cancellation_code });
    expect(errorsOf(refused)[0]).toBe(
      'A törlőkód nem megfelelő. Ellenőrizze, hogy a legutóbb kapott kódot írja-e be.',
    );
    expect([held(refused, 'username'), held(refused, 'cancellation_code')]).toEqual([
      username,
      cancellation_code,
    ]);
    expect(refused.text).toContain(why);
    expect(refused.text).not.toContain(password);
  });
});

it('its owner, who did not cancel it, says so in the history: others are signed out, and a new password comes next', async () => {
  const anna = await owner(anyone, 'Telefon');
  clock.pass(minute);
  const { browser: thief, page } = await atTheCode(anna);
  const cancel = await thief.open(linkToCancel(page));
  await thief.submit(cancel, '/cancel', { cancellation_code: anna.cancellationCode });
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const history = await browser.open('/fiok/naplo');
  const entry = history.text
    .split('<li class="kapu-history__entry">')
    .find((one) => one.includes('Megszűnt az Ügyfélkapu+'));
  const [link = ''] = /\/fiok\/naplo\/[\d-]+\/nem-en-voltam/.exec(entry ?? '') ?? [];
  const question = await browser.open(link);
  expect(question.text).toContain('utána újra igényelheti az Ügyfélkapu+ szolgáltatást');
  const next = await browser.submit(question, '/nem-en-voltam');
  expect(titleOf(next)).toBe('Jelszó megváltoztatása');
  expect(next.text).toContain('Minden más eszközről kijelentkeztettük');
});
