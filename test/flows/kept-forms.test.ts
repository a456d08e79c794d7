/**
 * No form loses what was typed when it was wrong, when its page is asked for in another language before or after it was sent, or is loaded
 * again. Passwords and codes are excepted. The forms are found in the views: whoever adds one opens it here, or this fails.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import {
  Browser,
  cancellationCodeOf,
  enrolledCitizen,
  errorsOf,
  formOf,
  givePassword,
  proveContact,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import {
  addStaff,
  atTheDesk,
  caseAddressOf,
  comeToWork,
  deskOfTests,
  lookUp,
  newcomer,
  openCase,
} from '../support/desk.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { askedOf, PasskeyDevice } from '../support/passkey-device.ts';
import { RelyingParty } from '../support/relying-party.ts';

const isSecret = (name: string): boolean => /password|code|last_four/.test(name);
const clock = clockFrom(60);

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({
    now: clock.now,
    config: { desk: deskOfTests, operator: { enabled: true } },
    clients: [{ client_id: 'stranger', client_name: 'Minta Webáruház', first_party: false }],
  });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

interface Opened {
  readonly browser: Browser;
  readonly page: Response;
}

const unescaped = (text: string): string =>
  text.replaceAll('&#34;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The same page in another language by the switch on it, with what stands in its form: a button of the form, or a link. */
async function inAnother(
  { browser, page }: Opened,
  typed: Record<string, string> = {},
  lang = 'en',
): Promise<Response> {
  const [button = ''] = page.text.match(new RegExp(`<button [^>]*lang="${lang}"[^>]*>`)) ?? [];
  if (!button.includes(' form="typed"')) {
    const [, href = ''] = new RegExp(`<a href="([^"]+)" lang="${lang}"`).exec(page.text) ?? [];
    return browser.open(unescaped(href));
  }
  const [, address = ''] = / formaction="([^"]+)"/.exec(button) ?? [];
  const sent = { ...typedFormOf(page), ...typed, _view: viewOf(page) };
  return browser.follow(await browser.post(unescaped(address), sent));
}

/** As a browser does it: what was the answer to a form is the answer to the same form. */
function loadedAgain(browser: Browser, { request }: Response): Promise<Response> {
  const { method, url, _data } = request as unknown as { method: string; url: string; _data: object };
  return method === 'POST' ? browser.post(url, _data as Record<string, string>) : browser.open(url);
}

const viewOf = ({ text }: Response): string => / name="_view" value="([^"]+)"/.exec(text)?.[1] ?? '';

function typedFormOf({ text }: Response): Record<string, string> {
  const [, body = ''] = /<form id="typed"[^>]*>([\s\S]*?)<\/form>/.exec(text) ?? [];
  const hidden = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

/** What stands in a field: typed, ticked or picked. */
function heldIn({ text }: { text: string }, name: string): string {
  const [, body = ''] = /<form id="typed"[^>]*>([\s\S]*?)<\/form>/.exec(text) ?? [];
  const [, lines] = new RegExp(`<textarea [^>]*name="${name}"[^>]*>([\\s\\S]*?)</textarea>`).exec(body) ?? [];
  if (lines !== undefined) {
    return unescaped(lines);
  }
  const [, options = ''] =
    new RegExp(`<select [^>]*name="${name}"[^>]*>([\\s\\S]*?)</select>`).exec(body) ?? [];
  const inputs = body.match(new RegExp(`<input [^>]*name="${name}"[^>]*>`, 'g')) ?? [];
  const isPick = inputs.some((input) => /type="(radio|checkbox)"/.test(input));
  const holder = isPick ? inputs.find((input) => / checked/.test(input)) : inputs[0];
  const option = /<option value="([^"]*)" selected/.exec(options)?.[1];
  return unescaped(option ?? / value="([^"]*)"/.exec(holder ?? '')?.[1] ?? '');
}

async function signInPage(): Promise<Opened> {
  const browser = new Browser(kapu.issuer);
  const page = await browser.open((await portal.request()).address);
  const [address = ''] = page.text.match(/\/interaction\/[\w-]+/) ?? [];
  return { browser, page: await browser.open(`${address}?method=ugyfelkapu`) };
}

const publicPage = (path: string) => async (): Promise<Opened> => {
  const browser = new Browser(kapu.issuer);
  return { browser, page: await browser.open(path) };
};

async function keyPage(): Promise<Opened & { password: string }> {
  const citizen = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  const first = await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
  expect(titleOf(first)).toBe('Fiókom');
  const start = await browser.open('/fiok/igenyles');
  const page = await proveContact(kapu, browser, await browser.submit(start, '/start'));
  return { browser, page, password: citizen.password };
}

/** Of whoever signed in with a code a moment ago. */
const ownPage = (path: string) => async (): Promise<Opened> => {
  const citizen = await enrolledCitizen(kapu, clock.now());
  const browser = new Browser(kapu.issuer);
  const codePage = await givePassword(browser, await browser.open(path), citizen);
  return { browser, page: await browser.submit(codePage, '/code', { code: clock.freshCode(citizen) }) };
};

async function resetPasswordPage(): Promise<Opened> {
  const citizen = await enrolledCitizen(kapu, clock.now());
  const browser = new Browser(kapu.issuer);
  const form = await browser.open('/elfelejtett-jelszo');
  const asked = await browser.submit(form, '/elfelejtett-jelszo', { username: citizen.username });
  const message = (await kapu.messages()).findLast(({ kind }) => kind === 'password-reset-code');
  const page = await browser.submit(asked, '/kod', { reset_code: message?.more.code ?? '' });
  return { browser, page };
}

const deskPage = (role: 'clerk' | 'auditor', path: string) => async (): Promise<Opened> => {
  const { browser } = await comeToWork(kapu, clock, role);
  return { browser, page: await browser.open(path) };
};

/** A task with a person whose papers were seen; none: before they were. */
const casePage = (task: string) => async (): Promise<Opened> => {
  const { browser } = await comeToWork(kapu, clock, 'clerk');
  const { username } = await enrolledCitizen(kapu, clock.now());
  if (task === '') {
    return { browser, page: await lookUp(browser, await browser.open('/desk'), username) };
  }
  const open = await openCase(browser, username);
  return { browser, page: await browser.open(`${caseAddressOf(open)}${task}`) };
};

async function renamePage(): Promise<Opened> {
  const { browser, page: list } = await ownPage('/fiok/azonositokulcsok')();
  const credential = new PasskeyDevice({ origin: kapu.issuer }).make(askedOf(list));
  const done = await browser.submit(list, '/uj', { credential });
  const [, link = ''] = /href="([^"]+\/atnevezes)"/.exec(done.text) ?? [];
  return { browser, page: await browser.open(link) };
}

const {
  email: _,
  family_name: __,
  given_name: ___,
  document: ____,
  document_number: _____,
  ...birth
} = newcomer;
const month = { from: '2026. 11. 01.', to: 'tegnap' };

/** Of whoever may leave out what a relying party asks for. */
async function consentPage(): Promise<Opened> {
  const citizen = await enrolledCitizen(kapu, clock.now());
  const stranger = await RelyingParty.discover(kapu, 'stranger');
  const browser = new Browser(kapu.issuer);
  const first = await browser.open((await stranger.request({ scope: 'openid profile email' })).address);
  const codePage = await givePassword(browser, first, citizen);
  return { browser, page: await browser.submit(codePage, '/code', { code: clock.freshCode(citizen) }) };
}

async function passkeyInsteadPage(): Promise<Opened> {
  const { browser, page } = await keyPage();
  const [, link = ''] = /href="([^"]+\?azonositokulcs)"/.exec(page.text) ?? [];
  return { browser, page: await browser.open(link) };
}

async function passkeyOfferPage(): Promise<Opened> {
  const citizen = await enrolledCitizen(kapu, clock.now());
  const browser = new Browser(kapu.issuer);
  const codePage = await givePassword(browser, await browser.open((await portal.request()).address), citizen);
  const typed = { code: clock.freshCode(citizen), keeps_passkeys: 'yes' };
  return { browser, page: await browser.submit(codePage, '/code', typed) };
}

let operator: Browser | undefined;

const operatorPage = (path: string) => async (): Promise<Opened> => {
  if (!operator) {
    const staff = await addStaff(kapu, clock, 'operator', '');
    operator = (await atTheDesk(kapu, clock, staff, undefined, '/operator')).browser;
  }
  // Each form as somebody sees it who reads Hungarian.
  await operator.open('/operator?lang=hu');
  return { browser: operator, page: await operator.open(`/operator${path}`) };
};

const metadata = `{\n  "client_id": "új",\n  "client_name": "<b>\u00e1rvíz & "Társa""`;

const forms: {
  form: string;
  open: () => Promise<Opened>;
  /** With a mistake, if one can be made at all. */
  typed: Record<string, string>;
  cannotBeWrong?: true;
}[] = [
  { form: '/password', open: signInPage, typed: { username: 'minta.anna', password: 'nem ez az' } },
  {
    form: '/megszuntetes',
    open: publicPage('/megszuntetes'),
    typed: {
      username: 'minta.anna',
      password: 'nem ez',
      cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA',
    },
  },
  {
    form: '/elfelejtett-felhasznalonev',
    open: publicPage('/elfelejtett-felhasznalonev'),
    typed: { email: 'minta.anna' },
  },
  {
    form: '/elfelejtett-jelszo',
    open: publicPage('/elfelejtett-jelszo'),
    typed: { username: 'a'.repeat(70) },
  },
  {
    form: '/aktivalas',
    open: publicPage('/aktivalas'),
    typed: { username: 'minta.anna', activation_code: 'AAAA-AAAA-AAAA' },
  },
  { form: '/prove', open: keyPage, typed: { device_name: 'Anna telefonja', password: 'nem ez', code: '12' } },
  { form: '/uj-jelszo', open: resetPasswordPage, typed: { new_password: 'rövid', sign_out: 'yes' } },
  { form: '/email', open: ownPage('/fiok/elerhetoseg/email'), typed: { contact: 'minta.anna' } },
  { form: '/atnevezes', open: renamePage, typed: { name: 'anna.kulcsa' } },
  { form: '/uj', open: ownPage('/fiok/azonositokulcsok'), typed: { name: 'Anna kulcsa' } },
  {
    form: '/desk',
    open: deskPage('clerk', '/desk'),
    typed: { username: '', purpose: 'other', note: 'árvíz' },
  },
  {
    form: '/forgotten-username',
    open: deskPage('clerk', '/desk/forgotten-username'),
    typed: { ...birth, birthdate: 'tavaly' },
  },
  {
    form: '/register',
    open: deskPage('clerk', '/desk/register'),
    typed: { ...newcomer, username: 'új ember', email: 'semmi' },
  },
  { form: '/look-ups', open: deskPage('auditor', '/desk/oversight/look-ups'), typed: month },
  {
    form: '/log',
    open: deskPage('auditor', '/desk/oversight/log'),
    typed: {
      ...month,
      kind: 'signed-in',
      office: 'north',
      clerk: '1234',
      person: 'minta.anna',
      reason: 'panasz',
    },
  },
  { form: '', open: casePage(''), typed: { document: 'passport', document_number: '?' } },
  { form: '/name', open: casePage('/name'), typed: { family_name: 'Férjezett', given_name: '' } },
  { form: '/suspend', open: casePage('/suspend'), typed: { reason: 'a'.repeat(600) } },
  { form: '/reset', open: casePage('/reset'), typed: { reason: 'a'.repeat(600) } },
  { form: '/consent', open: consentPage, typed: { without_email: 'yes' }, cannotBeWrong: true },
  { form: '/passkey', open: passkeyInsteadPage, typed: { name: 'https://a.example', password: 'nem ez' } },
  { form: '/later', open: passkeyOfferPage, typed: { shared: 'yes' }, cannotBeWrong: true },
  { form: '/relying-parties', open: operatorPage('/relying-parties'), typed: { reference: '12' } },
  { form: '/calendar', open: operatorPage('/calendar'), typed: { at: 'holnap' } },
  { form: '/new', open: operatorPage('/relying-parties/new'), typed: { metadata } },
  {
    form: '/new',
    open: operatorPage('/relying-parties/new'),
    typed: { metadata: metadata.padEnd(30_000, '\n "árvíz"') },
  },
];

const seen = new Set<string>();

describe.each(forms)('the form $form', ({ form, open, typed, cannotBeWrong }) => {
  const whereItCanBeWrong = (sentence: string, test: () => Promise<void>): void => {
    if (!cannotBeWrong) {
      it(sentence, test);
    }
  };
  let opened: Opened;
  let refused: Response;
  const isKept = (name: string): boolean => !isSecret(name);
  /** A page shows at most as much of a field as it may hold. */
  const start = (value: string): string => (value.includes('\n') ? value : value.slice(0, 64));
  /** The answer itself may show a törlőkód as it was mistyped; the browser keeps none. */
  const expectHeld = (page: Response, { answered = false } = {}): void => {
    for (const [name, value] of Object.entries(typed)) {
      const mayBeShown = isKept(name) || (answered && name === 'cancellation_code');
      expect([name, start(heldIn(page, name))]).toEqual([name, mayBeShown ? start(value) : '']);
    }
  };
  const shownIn = (page: Response): Record<string, string> =>
    Object.fromEntries(Object.keys(typed).map((name) => [name, heldIn(page, name)]));

  beforeAll(async () => {
    opened = await open();
    seen.add(viewOf(opened.page));
  });

  it('holds what was typed and not yet sent, in another language and loaded again, and blames nobody', async () => {
    expect(opened.page.text).toContain('<html lang="hu"');
    const english = await inAnother(opened, typed);
    expect([english.status, errorsOf(english)]).toEqual([200, []]);
    expect(english.text).toContain('<html lang="en"');
    expectHeld(english);
    const page = await inAnother({ ...opened, page: english }, typed, 'hu');
    expectHeld(page);
    expectHeld(await loadedAgain(opened.browser, page));
    opened = { ...opened, page };
  });

  whereItCanBeWrong('sent with a mistake, says what is wrong, and holds what was typed', async () => {
    refused = await opened.browser.submit(opened.page, form, typed);
    expect(errorsOf(refused)).not.toEqual([]);
    expectHeld(refused, { answered: true });
  });

  whereItCanBeWrong('says and holds the same in another language, and loaded again', async () => {
    const english = await inAnother({ ...opened, page: refused }, shownIn(refused));
    expect(english.text).toContain('<html lang="en"');
    expect(errorsOf(english)).toHaveLength(errorsOf(refused).length);
    expect(errorsOf(english)).not.toEqual(errorsOf(refused));
    expectHeld(english);
    expect(errorsOf(await loadedAgain(opened.browser, english))).toEqual(errorsOf(english));
  });

  it('keeps no secret in the browser', () => {
    const kept = opened.browser.cookies
      .filter(([name]) => name === 'kapu_typed')
      .map(([, value]) => Buffer.from(value.split('.')[0] ?? '', 'base64url').toString());
    expect(kept.length).toBeGreaterThan(0);
    for (const [, secret] of Object.entries(typed).filter(([name]) => isSecret(name))) {
      expect(kept.join()).not.toContain(`"${secret}"`);
    }
  });
});

it('no form of any page was left out', () => {
  expect([...seen].sort()).toEqual(viewsThatKeep());
});

const isOwnField = /<(input|select|textarea)\b(?![^>]*type="hidden")/;

/** Every view in which something can be typed that is neither password nor code. */
function viewsThatKeep(): string[] {
  const holdsTyped = (view: string): boolean => {
    const fields = view.matchAll(
      /include\('[./\w]*?(?:(passkey-form)'.*nameLabel|(document)'|(?:input|select|radios|checkbox)', \{ (?:type: '\w+', )?name: (?:'(\w+)'|(\w+)))/g,
    );
    return (
      isOwnField.test(view) ||
      [...fields].some(([, passkey, document, name, variable]) =>
        name === undefined ? Boolean(passkey ?? document ?? variable) : !isSecret(name),
      )
    );
  };
  return viewNames()
    .filter((name) => !/^(partials|layouts)\/|^desk\/document/.test(name))
    .filter((name) => holdsTyped(readFileSync(join('views', name), 'utf8')))
    .map((name) => name.replace(/\.ejs$/, ''))
    .sort();
}

function viewNames(): string[] {
  return readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ejs'));
}

it('a box that was cleared stays clear', async () => {
  const opened = await resetPasswordPage();
  expect(heldIn(opened.page, 'sign_out')).toBe('yes');
  expect(heldIn(await inAnother(opened, { new_password: '' }), 'sign_out')).toBe('');
});

it('where only secrets can be typed the switch sends nothing', async () => {
  const opened = await publicPage('/aktivalas')();
  expect(opened.page.text).toContain(' form="typed"');
  const citizen = await enrolledCitizen(kapu, clock.now());
  const signIn = await signInPage();
  const code = await givePassword(signIn.browser, signIn.page, citizen);
  expect(code.text).toContain('name="code"');
  expect(code.text).not.toContain(' form="typed"');
});

it('Enter in a field sends the form, and does not switch the language', async () => {
  const { page } = await signInPage();
  const [first = ''] = page.text.match(/<button [^>]*form="typed"[^>]*>/) ?? [];
  expect(first).not.toContain('formaction');
});

it('what another site sends as typed is not kept', async () => {
  const { browser, page } = await publicPage('/elfelejtett-felhasznalonev')();
  const fields = { ...typedFormOf(page), _view: viewOf(page), email: 'lopott@minta.example' };
  for (const _csrf of ['', 'x'.repeat(43)]) {
    const address = '/elfelejtett-felhasznalonev?lang=en&kapu_typed=unsent';
    const english = await browser.follow(await browser.post(address, { ...fields, _csrf }));
    expect([english.status, heldIn(english, 'email')]).toEqual([200, '']);
  }
  const elsewhere = await fetch(`${kapu.issuer}//minta.example/?lang=en&kapu_typed=unsent`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([303, '/minta.example/?lang=en']);
});

it('what was typed is gone from the browser once another form was sent', async () => {
  const { browser, page } = await publicPage('/elfelejtett-felhasznalonev')();
  const refused = await browser.submit(page, '/elfelejtett-felhasznalonev', { email: 'minta.anna' });
  await browser.submit(refused, '/elfelejtett-felhasznalonev', { email: 'minta.anna@minta.example' });
  const english = await browser.open('/elfelejtett-felhasznalonev?lang=en');
  expect([errorsOf(english), heldIn(english, 'email')]).toEqual([[], '']);
});

it('no other page says what was wrong with this one', async () => {
  const { browser, page } = await publicPage('/megszuntetes')();
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
  for (const value of [cookie, `${cookie}x`, 'e30.x', 'nonsense']) {
    const answer = await fetch(`${kapu.issuer}/megszuntetes?lang=en`, {
      headers: { accept: 'text/html', cookie: `kapu_form=another; kapu_typed=${value}` },
    });
    expect([answer.status, errorsOf({ text: await answer.text() } as Response)]).toEqual([200, []]);
  }
  expect(refused.text).toContain('/password?method=ugyfelkapu&amp;lang=en');
});

it('the törlőkód stays on its page in another language, and is not kept anywhere', async () => {
  const { browser, page, password } = await keyPage();
  const code = codeAt(secretKeyOf(page), clock.now());
  const shown = await browser.submit(page, '/prove', { password, code, device_name: '' });
  const cancellationCode = cancellationCodeOf(shown);
  expect(cancellationCode).toMatch(/-/);
  const { action, fields } = formOf(shown, '/reread?lang=en');
  const english = await browser.post(action, fields);
  expect(english.text).toContain('<html lang="en"');
  expect(cancellationCodeOf(english)).toBe(cancellationCode);
  const wrong = await browser.post(action, {
    ...fields,
    cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA',
  });
  expect([wrong.status, cancellationCodeOf(wrong)]).toEqual([303, '']);
  const done = await browser.submit(english, '/finish', { last_four: cancellationCode.slice(-4) });
  expect(titleOf(done)).toBe('My account');
});

it('every field of every page is made where what was typed comes back', () => {
  const own = viewNames().filter((name) => {
    const inputs = readFileSync(join('views', name), 'utf8').match(
      /<(input|select|textarea)\b(?![^>]*type="hidden")/g,
    );
    return inputs !== null;
  });
  expect(own.sort()).toEqual([
    // Both show what is in `typed` by themselves: a box for each claim, and a text of many lines.
    'login/consent.ejs',
    'operator/relying-parties/metadata.ejs',
    'partials/checkbox.ejs',
    'partials/input.ejs',
    'partials/radios.ejs',
    'partials/select.ejs',
    // Nobody types there: a name that the page knows, for password managers.
    'partials/username-known.ejs',
  ]);
});
