/** Forms that forgive: everything wrong at once, whose account it is, and words and numbers that people can read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { inGroups } from '../../src/web/page/grouped-number.ts';
import { agree, Browser, enrolledCitizen, errorsOf, givePassword, titleOf } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;
const clock = clockFrom(30);
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

beforeAll(async () => {
  const name = { hu: 'Minta város', en: 'Sample Town' };
  const networks = [
    { network: '192.0.2.0/24', name: { hu: 'Másutt', en: 'Elsewhere' } },
    { network: '127.0.0.0/8', name },
    { network: '::/32', name },
  ];
  kapu = await startInstallation({ now: clock.now, config: { pages: { authenticator_apps: [], networks } } });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

async function signedIn(): Promise<{ browser: Browser; username: string; password: string }> {
  const { username, password } = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer, kapu.issuer, firefox);
  await givePassword(browser, await browser.open('/fiok'), { username, password }, 'ugyfelkapu');
  return { browser, username, password };
}

function valueBeside({ text }: Response, key: string): string | undefined {
  const row = new RegExp(`<dt[^>]*>${key}</dt>\\s*<dd[^>]*>([^<]*)</dd>`).exec(text);
  return row?.[1];
}

it('the page of the code says whose account it is; whoever it is not begins again, and nothing is known of anybody', async () => {
  const [anna, bela] = [await enrolledCitizen(kapu, clock.now()), await enrolledCitizen(kapu, clock.now())];
  clock.pass(60);
  const browser = new Browser(kapu.issuer);
  const code = await givePassword(browser, await browser.open((await portal.request()).address), anna);
  expect(code.text).toContain(`<strong>${anna.username}</strong>`);
  const again = await browser.submit(code, '/not-me');
  expect(titleOf(again)).toBe('Hogyan szeretne bejelentkezni?');
  expect(again.text).not.toContain(anna.username);
  // The form of before leads nowhere: nobody gave a password.
  const late = await browser.submit(code, '/code', { code: clock.freshCode(anna) });
  expect(titleOf(late)).toBe('Hogyan szeretne bejelentkezni?');
  const other = await givePassword(browser, late, bela);
  expect(other.text).toContain(`<strong>${bela.username}</strong>`);
  const back = await agree(browser, await browser.submit(other, '/code', { code: clock.freshCode(bela) }));
  expect(back.headers.location).toContain('code=');
});

it('a wrong password and a new one that is too short are both said at once', async () => {
  const { browser } = await signedIn();
  const page = await browser.open('/fiok/jelszo');
  const refused = await browser.submit(page, '/jelszo', {
    current_password: 'nem ez az',
    new_password: 'rövid',
  });
  expect([refused.status, errorsOf(refused)]).toEqual([
    422,
    ['A jelenlegi jelszó nem megfelelő.', expect.stringMatching(/legalább 15 karakter/)],
  ]);
  const empty = await browser.submit(page, '/jelszo', { current_password: 'nem ez az' });
  expect(errorsOf(empty)).toHaveLength(2);
});

it('every form with a password tells a password manager whose it is', () => {
  const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(?!partials).*\.ejs$/.test(name),
  );
  const forms = views.flatMap((name) =>
    (readFileSync(join('views', name), 'utf8').match(/<form[\s\S]*?<\/form>/g) ?? []).map((form) => ({
      name,
      form,
    })),
  );
  const withPassword = forms.filter(({ form }) => /partials\/(new-)?password'/.test(form));
  expect(withPassword.length).toBeGreaterThan(7);
  expect(
    withPassword.filter(({ form }) => !/username-known|autocomplete: [^,]*'username/.test(form)),
  ).toEqual([]);
});

it('the password form holds the user name where people do not meet it', async () => {
  const { browser, username } = await signedIn();
  const { text } = await browser.open('/fiok/jelszo');
  const [field = ''] = /<input [^>]*name="username"[^>]*>/.exec(text) ?? [];
  for (const said of [
    `value="${username}"`,
    'autocomplete="username"',
    'tabindex="-1"',
    'aria-hidden="true"',
    'readonly',
  ]) {
    expect(field).toContain(said);
  }
});

it('two alike sessions are told apart by time, place and service', async () => {
  const { username, password, browser } = await signedIn();
  clock.pass(60);
  const second = new Browser(kapu.issuer, kapu.issuer, firefox);
  const page = await givePassword(
    second,
    await second.open((await portal.request()).address),
    { username, password },
    'ugyfelkapu',
  );
  await agree(second, page);
  const list = await browser.open('/fiok/belepesek');
  const sections = list.text.split('<section').slice(1);
  expect(sections).toHaveLength(2);
  expect(sections.map((section) => valueBeside({ text: section } as Response, 'Honnan'))).toEqual([
    'Minta város',
    'Minta város',
  ]);
  const services = sections.map((section) => valueBeside({ text: section } as Response, 'Szolgáltatások'));
  expect(services.filter(Boolean)).toHaveLength(1);
  const english = await browser.open('/fiok/belepesek?lang=en');
  expect(valueBeside(english, 'From where')).toBe('Sample Town');
});

it('everything that is kept can be read on a page, which counts as the file does', async () => {
  const { browser, username } = await signedIn();
  const page = await browser.open('/fiok/adataim');
  const read = await browser.submit(page, '/olvashato');
  expect([read.status, titleOf(read)]).toEqual([200, 'Minden adatom']);
  expect(valueBeside(read, 'Felhasználónév')).toBe(username);
  expect(valueBeside(read, 'Anyja születési neve')).not.toBe('');
  expect(valueBeside(read, 'Firefox, Linux')).toMatch(/Bejelentkezés: .*\n.*Honnan: Minta város/s);
  expect(read.text).toContain('Bejelentkezés: Kapu – Fiókom');
  expect(read.text).not.toMatch(/undefined|\[object|claim\./);
  const english = await browser.submit(read, '/olvashato?lang=en');
  expect(titleOf(english)).toBe('All my data');
  await browser.submit(page, '/kapu-adataim.json');
  await browser.submit(page, '/olvashato');
  await browser.submit(page, '/olvashato');
  const tooOften = await browser.submit(page, '/olvashato');
  expect([tooOften.status, titleOf(tooOften)]).toEqual([429, 'Download my data']);
});

it('who typed too many activation codes reads of those, not of signing in', async () => {
  const browser = new Browser(kapu.issuer);
  let page = await browser.open('/aktivalas');
  for (let time = 0; page.status !== 429 && time < 12; time += 1) {
    const typed = { username: 'minta.senki', activation_code: 'AAAA-BBBB-CCCC' };
    page = await browser.submit(page, '/aktivalas', typed);
  }
  expect(errorsOf(page)).toEqual([expect.stringMatching(/-ig nem fogadunk aktiváló kódot\./)]);
});

it.each([
  ['+3612345678', '+36 1 234 5678'],
  ['+36301234567', '+36 30 123 4567'],
  ['+3652123456', '+36 52 123 456'],
  ['+4915112345678', '+4915112345678'],
])('a telephone number is read in groups: %s', (number, read) => {
  expect(inGroups(number).replaceAll('\u00a0', ' ')).toBe(read);
});
