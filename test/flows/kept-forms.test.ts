/** No form loses what was typed when it was wrong, or when its page is asked for in another language. Passwords and codes are excepted. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
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
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const secrets = ['password', 'code', 'cancellation_code', 'activation_code'];
const isSecret = (name: string): boolean => secrets.includes(name);

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation();
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

/** The same page in English, by the switch on it. */
function inEnglish(browser: Browser, page: Response): Promise<Response> {
  const [, href = ''] = /<a href="([^"]+)" lang="en"/.exec(page.text) ?? [];
  return browser.open(href.replaceAll('&amp;', '&'));
}

function heldIn({ text }: { text: string }, name: string): string {
  const [, attributes = ''] = new RegExp(`<input [^>]*name="${name}"([^>]*)>`).exec(text) ?? [];
  return / value="([^"]*)"/.exec(attributes)?.[1] ?? '';
}

async function signInPage(): Promise<{ browser: Browser; page: Response }> {
  const browser = new Browser(kapu.issuer);
  const page = await browser.open((await portal.request()).address);
  const [address = ''] = page.text.match(/\/interaction\/[\w-]+/) ?? [];
  return { browser, page: await browser.open(`${address}?method=ugyfelkapu`) };
}

async function publicPage(path: string): Promise<{ browser: Browser; page: Response }> {
  const browser = new Browser(kapu.issuer);
  return { browser, page: await browser.open(path) };
}

async function keyPage(): Promise<{ browser: Browser; page: Response; password: string }> {
  const citizen = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  const first = await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
  expect(titleOf(first)).toBe('Fiókom');
  const start = await browser.open('/fiok/igenyles');
  const page = await proveContact(kapu, browser, await browser.submit(start, '/start'));
  return { browser, page, password: citizen.password };
}

const forms: {
  form: string;
  open: () => Promise<{ browser: Browser; page: Response }>;
  typed: Record<string, string>;
}[] = [
  { form: '/password', open: signInPage, typed: { username: 'minta.anna', password: 'nem ez az' } },
  {
    form: '/megszuntetes',
    open: () => publicPage('/megszuntetes'),
    typed: { username: 'minta.anna', password: 'nem ez', cancellation_code: '1234' },
  },
  {
    form: '/elfelejtett-felhasznalonev',
    open: () => publicPage('/elfelejtett-felhasznalonev'),
    typed: { email: 'minta.anna' },
  },
  {
    form: '/elfelejtett-jelszo',
    open: () => publicPage('/elfelejtett-jelszo'),
    typed: { username: 'a'.repeat(70) },
  },
  {
    form: '/aktivalas',
    open: () => publicPage('/aktivalas'),
    typed: { username: 'minta.anna', activation_code: '1234' },
  },
  { form: '/prove', open: keyPage, typed: { device_name: 'Anna telefonja', password: 'nem ez', code: '12' } },
];

describe.each(forms)('the form $form, sent with a mistake', ({ form, open, typed }) => {
  let browser: Browser;
  let refused: Response;

  beforeAll(async () => {
    const opened = await open();
    browser = opened.browser;
    refused = await browser.submit(opened.page, form, typed);
  });

  it('says what is wrong, and holds what was typed', () => {
    expect(errorsOf(refused)).not.toEqual([]);
    for (const [name, value] of Object.entries(typed).filter(([name]) => !isSecret(name))) {
      expect([name, heldIn(refused, name)]).toEqual([name, value.slice(0, 64)]);
    }
  });

  it('says and holds the same in another language', async () => {
    const english = await inEnglish(browser, refused);
    expect(english.text).toContain('<html lang="en"');
    expect(errorsOf(english)).toHaveLength(errorsOf(refused).length);
    expect(errorsOf(english)).not.toEqual(errorsOf(refused));
    for (const [name, value] of Object.entries(typed)) {
      expect([name, heldIn(english, name).slice(0, 64)]).toEqual([
        name,
        isSecret(name) ? '' : value.slice(0, 64),
      ]);
    }
    // And after a reload.
    expect(errorsOf(await inEnglish(browser, refused))).toEqual(errorsOf(english));
  });

  it('keeps no secret in the browser', () => {
    const kept = browser.cookies
      .filter(([name]) => name === 'kapu_typed')
      .map(([, value]) => Buffer.from(value.split('.')[0] ?? '', 'base64url').toString());
    expect(kept.length).toBeGreaterThan(0);
    for (const [, secret] of Object.entries(typed).filter(([name]) => isSecret(name))) {
      expect(kept.join()).not.toContain(`"${secret}"`);
    }
  });
});

it('what was typed is gone from the browser once another form was sent', async () => {
  const { browser, page } = await publicPage('/elfelejtett-felhasznalonev');
  const refused = await browser.submit(page, '/elfelejtett-felhasznalonev', { email: 'minta.anna' });
  await browser.submit(refused, '/elfelejtett-felhasznalonev', { email: 'minta.anna@minta.example' });
  const english = await inEnglish(browser, refused);
  expect([errorsOf(english), heldIn(english, 'email')]).toEqual([[], '']);
});

it('no other page says what was wrong with this one', async () => {
  const { browser, page } = await publicPage('/megszuntetes');
  await browser.submit(page, '/megszuntetes', { username: 'minta.anna' });
  for (const other of ['/elfelejtett-jelszo', '/aktivalas']) {
    const english = await browser.open(`${other}?lang=en`);
    expect([errorsOf(english), heldIn(english, 'username')]).toEqual([[], '']);
  }
});

it('what another browser kept, or somebody wrote, is not believed', async () => {
  const { browser, page } = await signInPage();
  const refused = await browser.submit(page, '/password', { username: 'minta.anna', password: '' });
  const [, cookie = ''] = browser.cookies.findLast(([name]) => name === 'kapu_typed') ?? [];
  const [, href = ''] = /<a href="([^"]+)" lang="en"/.exec(refused.text) ?? [];
  for (const value of [cookie, `${cookie}x`, 'e30.x', 'nonsense']) {
    const answer = await fetch(`${kapu.issuer}/megszuntetes?lang=en`, {
      headers: { accept: 'text/html', cookie: `kapu_form=another; kapu_typed=${value}` },
    });
    expect([answer.status, errorsOf({ text: await answer.text() } as Response)]).toEqual([200, []]);
  }
  expect(href).toContain('method=ugyfelkapu');
});

it('the törlőkód stays on its page in another language, and is not kept anywhere', async () => {
  const { browser, page, password } = await keyPage();
  const code = codeAt(secretKeyOf(page), new Date());
  const shown = await browser.submit(page, '/prove', { password, code, device_name: '' });
  const cancellationCode = cancellationCodeOf(shown);
  expect(cancellationCode).toMatch(/-/);
  const { action, fields } = formOf(shown, '/reread?lang=en');
  const english = await browser.post(action, fields);
  expect(english.text).toContain('<html lang="en"');
  expect(cancellationCodeOf(english)).toBe(cancellationCode);
  const wrong = await browser.post(action, { ...fields, cancellation_code: 'AAAA-AAAA' });
  expect([wrong.status, cancellationCodeOf(wrong)]).toEqual([303, '']);
  const done = await browser.submit(english, '/finish', { last_four: cancellationCode.slice(-4) });
  expect(titleOf(done)).toBe('My account');
});

it('every field of every page is made where what was typed comes back', () => {
  const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ejs'),
  );
  const own = views.filter((name) => {
    const inputs = readFileSync(join('views', name), 'utf8').match(
      /<(input|select|textarea)\b(?![^>]*type="hidden")/g,
    );
    return inputs !== null;
  });
  expect(own.sort()).toEqual([
    'partials/checkbox.ejs',
    'partials/input.ejs',
    'partials/radios.ejs',
    'partials/select.ejs',
    // Nobody types there: a name that the page knows, for password managers.
    'partials/username-known.ejs',
    // A name that stands on the page, in a list of them.
    'self-service/passkeys/passkeys.ejs',
  ]);
});
