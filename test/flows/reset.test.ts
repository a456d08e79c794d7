import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  applyForPlus,
  Browser,
  enrolledCitizen,
  errorsOf,
  type Form,
  formOf,
  givePassword,
  type Plus,
  titleOf,
} from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { leaks } from '../support/leaks.ts';
import { commandsOf, quietBackground } from '../support/redis-costs.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';
const chosen = 'tizenkét piros esernyő a kapuban';
const home = '/elfelejtett-jelszo';

let kapu: Installation;
let portal: RelyingParty;
/** In the past, since the engine dates by the machine's clock; moved on for every fresh code. */
let now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({ numberOfNodes: 2, now: () => now, ...quietBackground });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

afterEach(() => {
  expect(kapu.log.filter((line) => line.includes('"msg":"fault"'))).toEqual([]);
});

interface Sent {
  readonly code: string;
  readonly sessionIdentifier: string;
  readonly link: string;
}

async function lastSent(installation = kapu): Promise<Sent> {
  const message = (await installation.messages()).findLast(({ kind }) => kind === 'password-reset-code');
  return message?.more as unknown as Sent;
}

async function numberSent(): Promise<number> {
  return (await kapu.messages()).filter(({ kind }) => kind === 'password-reset-code').length;
}

async function ask(browser: Browser, username: string, start = home): Promise<Response> {
  return browser.submit(await browser.open(start), home, { username });
}

async function prove(browser: Browser, username: string, start = home): Promise<Response> {
  const page = await ask(browser, username, start);
  const { code, sessionIdentifier } = await lastSent();
  expect(page.text).toContain(`kapu-code-card__code">${sessionIdentifier}<`);
  return browser.submit(page, '/kod', { reset_code: code });
}

async function resetPassword(
  username: string,
  { browser = new Browser(kapu.issuer), password = chosen, keepSessions = false } = {},
): Promise<Response> {
  const form = await prove(browser, username);
  expect(titleOf(form)).toBe('Új jelszó beállítása');
  const fields = { new_password: password, ...(keepSessions ? {} : { sign_out: 'yes' }) };
  return browser.submit(form, '/uj-jelszo', fields);
}

function freshCode({ secretKey }: Plus): string {
  now = new Date(now.getTime() + 60_000);
  return codeAt(secretKey, now);
}

async function withPlus(): Promise<Citizenship & Plus> {
  now = new Date(now.getTime() + 60_000);
  return enrolledCitizen(kapu, new Date(now.getTime() - 120_000));
}

async function plusOf({ id }: Citizenship): Promise<string> {
  const fields = await kapu.nodes[0].store.hgetall(`{account:${id}}:plus`);
  return JSON.stringify(Object.entries(fields).sort());
}

describe('a forgotten password', () => {
  it('is set anew with the code, in the browser that asked, and signs nobody in', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const done = await resetPassword(anna.username, { browser });
    expect(titleOf(done)).toBe('Megvan az új jelszava');
    expect((await kapu.messages()).at(-1)).toMatchObject({
      kind: 'password-reset',
      to: 'anna@minta.example',
    });
    expect(kapu.log.join('\n')).toContain('"event":"password.reset"');
    const start = await browser.open('/fiok');
    expect(titleOf(start)).toBe('Hogyan szeretne bejelentkezni?');
    expect(errorsOf(await givePassword(browser, start, anna, 'ugyfelkapu'))).toHaveLength(1);
    expect(titleOf(await givePassword(browser, start, { ...anna, password: chosen }, 'ugyfelkapu'))).toBe(
      'Fiókom',
    );
  });

  it('is set anew with the link, which changes nothing before its button is pressed', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    await ask(browser, anna.username);
    const { link } = await lastSent();
    const keys = async (): Promise<string> =>
      JSON.stringify(
        await Promise.all(
          (await kapu.nodes[0].store.keys('password-reset:*'))
            .sort()
            .map((key) => kapu.nodes[0].store.hgetall(key)),
        ),
      );
    const before = await keys();
    const page = await browser.open(link);
    expect(titleOf(page)).toBe('Új jelszó beállítása');
    expect(page.text).not.toContain('new_password');
    expect(await keys()).toBe(before);
    const form = await browser.submit(page, new URL(link).pathname);
    expect(titleOf(await browser.submit(form, '/uj-jelszo', { new_password: chosen, sign_out: 'yes' }))).toBe(
      'Megvan az új jelszava',
    );
  });

  it('leads back to the sign-in that was under way', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const methods = await browser.open(request.address);
    const [method = ''] = methods.text.match(/\/interaction\/[^"]+\?method=ugyfelkapu(?=")/) ?? [];
    const passwordPage = await browser.open(method);
    const [, link = ''] = /href="(\/elfelejtett-jelszo\?folytatas=[^"]+)"/.exec(passwordPage.text) ?? [];
    const form = await prove(browser, anna.username, link);
    const done = await browser.submit(form, '/uj-jelszo', { new_password: chosen, sign_out: 'yes' });
    const [, back = ''] = /href="(\/interaction\/[\w-]+)"/.exec(done.text) ?? [];
    const again = await givePassword(
      browser,
      await browser.open(back),
      { ...anna, password: chosen },
      'ugyfelkapu',
    );
    expect((await portal.redeem(again, request)).claims()?.sub).toBeTruthy();
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/interaction/../fiok',
    '/interaction/abcdefghijkl/../../x',
    '/interaction/abcdefghijkl?x=1',
    '/interaction/abcdefghijkl#x',
    '/interaction/abcdefghijkl%0d%0aSet-Cookie:x',
    '/interaction/https://evil.example',
    'javascript:alert(1)',
    '/fiok',
    '',
    'x'.repeat(3000),
  ])('never leads to an address that is no sign-in of ours (%#)', async (address) => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const start = `${home}?folytatas=${encodeURIComponent(address)}`;
    const page = await browser.open(start);
    expect([page.status, page.text.includes('name="folytatas"')]).toEqual([200, false]);
    const form = formOf(page, home);
    const asked = await browser.post(home, { ...form.fields, username: anna.username, folytatas: address });
    expect(asked.headers.location).toBe(`${home}/kod`);
    const { code } = await lastSent();
    const next = await browser.submit(await browser.follow(asked), '/kod', { reset_code: code });
    const done = await browser.submit(next, '/uj-jelszo', { new_password: chosen });
    expect(done.text).toContain('href="/fiok"');
    expect(done.text).not.toContain('evil');
  });

  it('is not led astray by a repeated parameter', async () => {
    const page = await new Browser(kapu.issuer).open(
      `${home}?folytatas=/interaction/abcdefghijkl&folytatas=//evil.example`,
    );
    expect([page.status, page.text.includes('name="folytatas"')]).toEqual([200, false]);
  });

  it('knows the way back from the page for a lost phone too, and no other way', async () => {
    const browser = new Browser(kapu.issuer);
    const { address } = await portal.request({ acr_values: substantial });
    const begun = await browser.open(address);
    const [signIn = ''] = /\/interaction\/[\w-]+/.exec(begun.text) ?? [];
    const asked = await browser.open(`/megszuntetes?folytatas=${signIn}`);
    const refused = await browser.submit(asked, '/megszuntetes', { username: 'minta.anna' });
    for (const page of [asked, refused]) {
      expect(page.text.split(`href="${signIn}"`)).toHaveLength(3);
    }
    const lured = await browser.open('/megszuntetes?folytatas=//evil.example/');
    expect([
      lured.status,
      lured.text.includes('evil.example"'),
      lured.text.includes('name="folytatas"'),
    ]).toEqual([200, false, false]);
  });

  it('leads whoever lost the phone and cancelled on the way back to the password, not to a code that nothing shows', async () => {
    const anna = await enrolledCitizen(kapu, now);
    const browser = new Browser(kapu.issuer);
    const { address } = await portal.request({ acr_values: substantial });
    const codePage = await givePassword(browser, await browser.open(address), anna);
    const [, link = ''] = /href="([^"]+\/cancel)"/.exec(codePage.text) ?? [];
    const fields = { cancellation_code: anna.cancellationCode };
    const done = await browser.submit(await browser.open(link), '/cancel', fields);
    expect(titleOf(done)).toBe('Az Ügyfélkapu+ megszűnt');
    const [, back = ''] = /href="(\/interaction\/[^"]+)"/.exec(done.text) ?? [];
    const again = await givePassword(browser, await browser.open(back), anna);
    expect(formOf(again, '/enrol/start').action).toBeTruthy();
  });

  it('is judged like every new password, with advice, and the code is not asked again', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const form = await prove(browser, anna.username);
    for (const [password, reason] of [
      ['', 'Írja be az új jelszavát.'],
      ['rövid', 'Az új jelszó legalább 15 karakter legyen.'],
      ['jelszojelszojelszo', 'Az ismétlődő betűket, számokat és szavakat túl könnyű kitalálni.'],
      ['x'.repeat(300), 'A jelszó legfeljebb 256 karakter.'],
    ]) {
      const answer = await browser.submit(form, '/uj-jelszo', { new_password: String(password) });
      expect([answer.status, errorsOf(answer)]).toEqual([422, [reason]]);
      expect(answer.text).not.toMatch(/type="checkbox"[^>]* checked/);
    }
    expect(titleOf(await browser.submit(form, '/uj-jelszo', { new_password: chosen }))).toBe(
      'Megvan az új jelszava',
    );
  });

  it('forgets the wrong passwords of strangers', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const start = await browser.open('/fiok');
    for (let guess = 0; guess < 5; guess += 1) {
      await givePassword(browser, start, { ...anna, password: 'nem ez' }, 'ugyfelkapu');
    }
    expect((await givePassword(browser, start, anna, 'ugyfelkapu')).status).toBe(429);
    await resetPassword(anna.username, { browser });
    expect(titleOf(await givePassword(browser, start, { ...anna, password: chosen }, 'ugyfelkapu'))).toBe(
      'Fiókom',
    );
  });
});

describe('a stranger who asks', () => {
  async function answerFor(username: string): Promise<{ first: Response; page: Response }> {
    const browser = new Browser(kapu.issuer);
    const form = formOf(await browser.open(home), home);
    const first = await browser.post(home, { ...form.fields, username });
    return { first, page: await browser.follow(first) };
  }

  function withoutChance({ text }: Response): string {
    return text.replace(/name="_csrf" value="[^"]+"/g, '').replace(/code-card__code">\d{3}</, '');
  }

  it('learns nothing: the answer is the same whether or not anybody is written to', async () => {
    const known = await kapu.addCitizen();
    const disabled = await kapu.addCitizen();
    await kapu.accounts.disable(disabled.id, securityEvents.accountDisabled(disabled.id));
    const unverified = await kapu.addCitizen({ email_verified: false });
    const without = await kapu.addCitizen({ email: undefined });
    const before = await numberSent();
    const reference = await answerFor(known.username);
    expect(await numberSent()).toBe(before + 1);
    for (const username of [
      disabled.username,
      unverified.username,
      without.username,
      'nincs.ilyen',
      'Ő & <x>',
      '🙂',
    ]) {
      const answer = await answerFor(username);
      expect([username, answer.first.status, answer.first.headers.location]).toEqual([
        username,
        303,
        `${home}/kod`,
      ]);
      expect(Object.keys(answer.first.headers).sort()).toEqual(Object.keys(reference.first.headers).sort());
      expect([username, answer.page.status, withoutChance(answer.page)]).toEqual([
        username,
        200,
        withoutChance(reference.page),
      ]);
    }
    expect(await numberSent()).toBe(before + 1);
  });

  it('costs the store the same commands for a known and an unknown name', async () => {
    const costOf = async (username: string): Promise<string[]> => {
      const browser = new Browser(kapu.issuer);
      const { fields } = formOf(await browser.open(home), home);
      return commandsOf(kapu.nodes[0].store, () => browser.post(home, { ...fields, username }));
    };
    const { username: known } = await kapu.addCitizen();
    const forKnown = await costOf(known);
    expect(await costOf('nincs.ilyen')).toEqual(forKnown);
    // The message, to somebody or to nobody, and the record.
    expect(forKnown).toContain('xadd 2');
  });

  it('has nothing pile up for names that nobody has', async () => {
    for (let time = 0; time < 5; time += 1) {
      await answerFor(`nincs.${time}`);
    }
    expect(await kapu.nodes[0].store.xlen('messages:{queue}:nobody')).toBe(1);
  });

  it('cannot use up the messages of the day for the owner’s own device, and is answered the same afterwards', async () => {
    const anna = await kapu.addCitizen();
    const owner = new Browser(kapu.issuer);
    await givePassword(owner, await owner.open('/fiok'), anna, 'ugyfelkapu');
    const before = await numberSent();
    const pages: string[] = [];
    for (let time = 0; time < 12; time += 1) {
      pages.push(withoutChance((await answerFor(anna.username)).page));
    }
    expect(await numberSent()).toBe(before + 10);
    expect(new Set(pages).size).toBe(1);
    await ask(owner, anna.username);
    expect(await numberSent()).toBe(before + 11);
  });

  it('from one address is stopped after a hundred, whoever they ask for', async () => {
    const { store } = kapu.nodes[0];
    await Promise.all((await store.keys('wrong-from:*')).map((key) => store.del(key)));
    const browser = new Browser(kapu.issuer);
    const form = formOf(await browser.open(home), home);
    const statuses: number[] = [];
    for (let time = 0; time < 101; time += 1) {
      statuses.push((await browser.post(home, { ...form.fields, username: `nincs.${time}` })).status);
    }
    expect(statuses.filter((status) => status === 303)).toHaveLength(100);
    expect(statuses.at(-1)).toBe(429);
    await Promise.all((await store.keys('wrong-from:*')).map((key) => store.del(key)));
  });
});

describe('the code and the link', () => {
  it('set no password in another browser, which the link makes a known one', async () => {
    const anna = await kapu.addCitizen();
    const [asker, other] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    await ask(asker, anna.username);
    const { code, link } = await lastSent();
    const elsewhere = await other.open(link);
    expect(titleOf(elsewhere)).toBe('Térjen vissza oda, ahol az új jelszót kérte');
    expect(leaks(elsewhere.text, code)).toBe(false);
    const csrf = formOf(await other.open(home), home).fields;
    const letIn = await other.submit(elsewhere, new URL(link).pathname);
    expect(titleOf(letIn)).toBe('Ebben a böngészőben bejelentkezhet');
    for (const [address, fields] of [
      [`${home}/kod`, { reset_code: code }],
      [`${home}/uj-jelszo`, { new_password: chosen }],
      [`${home}/ujra`, {}],
    ] as const) {
      const answer = await other.follow(await other.post(address, { ...csrf, ...fields }));
      expect([address, answer.status, titleOf(answer)]).toEqual([
        address,
        410,
        'Ez a kérés már nem érvényes',
      ]);
    }
    // Nor is the code of one request right in a browser that has one of its own.
    const own = await ask(other, 'nincs.ilyen');
    expect(errorsOf(await other.submit(own, '/kod', { reset_code: code }))).toHaveLength(1);
    expect(titleOf(await other.open(link))).toBe('Térjen vissza oda, ahol az új jelszót kérte');
  });

  it('are worth nothing after a newer request in the same browser', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const first = await ask(browser, anna.username);
    const old = await lastSent();
    const second = await browser.submit(first, '/ujra');
    const fresh = await lastSent();
    expect(fresh.code).not.toBe(old.code);
    expect(titleOf(await browser.open(old.link))).toBe('Térjen vissza oda, ahol az új jelszót kérte');
    expect(errorsOf(await browser.submit(second, '/kod', { reset_code: old.code }))).toHaveLength(1);
    const form = await browser.submit(second, '/kod', { reset_code: fresh.code });
    expect(titleOf(form)).toBe('Új jelszó beállítása');
  });

  it('are worth nothing after fifteen minutes', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const page = await ask(browser, anna.username);
    const { code } = await lastSent();
    now = new Date(now.getTime() + 15 * 60_000);
    const late = await browser.submit(page, '/kod', { reset_code: code });
    expect([late.status, titleOf(late)]).toEqual([410, 'Ez a kérés már nem érvényes']);
  });

  it('and nothing of it is kept by the store for longer', async () => {
    const browser = new Browser(kapu.issuer);
    await ask(browser, (await kapu.addCitizen()).username);
    const { store } = kapu.nodes[0];
    const lives = await Promise.all((await store.keys('password-reset:*')).map((key) => store.pttl(key)));
    expect(Math.max(...lives)).toBeLessThanOrEqual(15 * 60_000);
    expect(Math.min(...lives)).toBeGreaterThan(0);
  });

  it('end after five wrong codes, however many are tried at once', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const page = await ask(browser, anna.username);
    const { code } = await lastSent();
    const wrong = code === '00000000' ? '11111111' : '00000000';
    for (const typed of ['1234567', 'kód']) {
      const answer = await browser.submit(page, '/kod', { reset_code: typed });
      expect(errorsOf(answer)[0]).toBe('A kód 8 számjegyből áll. A szóköz nem gond.');
    }
    for (const left of [4, 3, 2, 1]) {
      const answer = await browser.submit(page, '/kod', { reset_code: wrong });
      expect(errorsOf(answer)[0]).toContain(`Még ${left} próbálkozása van.`);
    }
    const form = formOf(page, '/kod');
    await Promise.all(
      Array.from({ length: 40 }, () => browser.post(form.action, { ...form.fields, reset_code: wrong })),
    );
    const late = await browser.submit(page, '/kod', { reset_code: code });
    expect([late.status, titleOf(late)]).toEqual([410, 'Ez a kérés már nem érvényes']);
  });

  it('are not in the log, nor as they are in the store', async () => {
    const browser = new Browser(kapu.issuer);
    const page = await ask(browser, (await kapu.addCitizen()).username);
    const sent = await lastSent();
    await browser.open(sent.link);
    await browser.submit(page, '/kod', { reset_code: sent.code });
    const { store } = kapu.nodes[0];
    const records = await Promise.all(
      (await store.keys('password-reset:*')).map((key) => store.hgetall(key)),
    );
    const token = new URL(sent.link).pathname.split('/').at(-1) ?? '';
    for (const text of [kapu.log.join('\n'), JSON.stringify(records)]) {
      expect(leaks(text, sent.code)).toBe(false);
      expect(text.includes(token)).toBe(false);
    }
  });
});

describe('the last step', () => {
  it('happens once: of two posts on two nodes one wins, and so of two browsers', async () => {
    for (let round = 0; round < 3; round += 1) {
      const anna = await kapu.addCitizen();
      const browsers = kapu.nodes.map(({ address }) => new Browser(kapu.issuer, address));
      const forms: Form[] = [];
      for (const browser of browsers) {
        forms.push(formOf(await prove(browser, anna.username), '/uj-jelszo'));
      }
      const before = kapu.log.filter((line) => line.includes('"event":"password.reset"')).length;
      const posts = browsers.flatMap((browser, index) =>
        [0, 1].map((copy) =>
          browser.post(`${home}/uj-jelszo`, {
            ...forms[index]?.fields,
            new_password: `${chosen} ${index} ${copy}`,
            sign_out: 'yes',
          }),
        ),
      );
      const statuses = (await Promise.all(posts)).map(({ status }) => status);
      expect(statuses.every((status) => [303, 410].includes(status))).toBe(true);
      expect(kapu.log.filter((line) => line.includes('"event":"password.reset"'))).toHaveLength(before + 1);
    }
  });

  it('is refused when the password was changed, the address was changed or the account was disabled meanwhile', async () => {
    const changes: ((anna: Citizenship) => Promise<unknown>)[] = [
      async (anna) => resetPassword(anna.username),
      async (anna) => kapu.accounts.disable(anna.id, securityEvents.accountDisabled(anna.id)),
      async ({ id }) => {
        const profile = { ...(await kapu.accounts.find(id))?.profile, email: 'masik@minta.example' };
        const sealed = kapu.sealer.seal(JSON.stringify(profile), `account:${id}:profile`);
        await kapu.nodes[0].store.hset(`{account:${id}}`, 'profile', sealed);
      },
    ];
    for (const change of changes) {
      const anna = await kapu.addCitizen();
      const browser = new Browser(kapu.issuer);
      const form = await prove(browser, anna.username);
      await change(anna);
      const hash = (await kapu.accounts.find(anna.id))?.passwordHash;
      const late = await browser.submit(form, '/uj-jelszo', { new_password: `${chosen} mégis` });
      expect([late.status, titleOf(late)]).toEqual([410, 'Ez a kérés már nem érvényes']);
      expect((await kapu.accounts.find(anna.id))?.passwordHash).toBe(hash);
    }
  });

  it('is not done again by going back, nor by cookies that are replayed', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const form = await prove(browser, anna.username);
    await browser.submit(form, '/uj-jelszo', { new_password: chosen });
    const hash = (await kapu.accounts.find(anna.id))?.passwordHash;
    const again = await browser.submit(form, '/uj-jelszo', { new_password: `${chosen} mégis` });
    expect(titleOf(again)).toBe('Megvan az új jelszava');
    expect((await kapu.accounts.find(anna.id))?.passwordHash).toBe(hash);
  });
});

describe('after a reset, whoever knows the new password but has no code', () => {
  let anna: Citizenship & Plus;
  let thief: Browser;

  beforeAll(async () => {
    anna = await withPlus();
    const before = await plusOf(anna);
    await resetPassword(anna.username);
    expect(await plusOf(anna)).toBe(before);
    anna = { ...anna, password: chosen };
  });

  const askedForCode = 'Írja be a hitelesítő kódot';

  it.each([
    ['at low', {}],
    ['at substantial', { acr_values: substantial }],
  ] as [string, Record<string, string>][])('does not get into the portal %s', async (_, parameters) => {
    for (const method of ['ugyfelkapu', 'ugyfelkapu-plus']) {
      thief = new Browser(kapu.issuer);
      const page = await thief.open((await portal.request(parameters)).address);
      expect(titleOf(await givePassword(thief, page, anna, method))).toBe(askedForCode);
    }
  });

  it.each([
    '/fiok',
    '/fiok/igenyles',
    '/fiok/eszkozok',
    '/fiok/jelszo',
    '/fiok/megszuntetes',
    '/fiok/torlokod-proba',
  ])('does not get into %s', async (address) => {
    thief = new Browser(kapu.issuer);
    expect(titleOf(await givePassword(thief, await thief.open(address), anna, 'ugyfelkapu'))).toBe(
      askedForCode,
    );
    expect(titleOf(await thief.open(address))).not.toBe('Fiókom');
  });

  it('cannot cancel the Ügyfélkapu+ without the törlőkód', async () => {
    thief = new Browser(kapu.issuer);
    const page = await thief.open('/megszuntetes');
    const fields = {
      username: anna.username,
      password: anna.password,
      cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA',
    };
    expect(errorsOf(await thief.submit(page, '/megszuntetes', fields))).toHaveLength(1);
  });

  it('is not let in from the browser that set the password either', async () => {
    const bela = await withPlus();
    thief = new Browser(kapu.issuer);
    await resetPassword(bela.username, { browser: thief });
    const page = await thief.open('/fiok');
    expect(titleOf(await givePassword(thief, page, { ...bela, password: chosen }, 'ugyfelkapu'))).toBe(
      askedForCode,
    );
  });

  it('while the owner’s code still opens everything', async () => {
    const browser = new Browser(kapu.issuer);
    const page = await givePassword(browser, await browser.open('/fiok'), anna);
    expect(titleOf(await browser.submit(page, '/code', { code: freshCode(anna) }))).toBe('Fiókom');
  });
});

describe('the sessions of before', () => {
  async function thiefInside(person: Citizenship) {
    const thief = new Browser(kapu.issuer);
    const request = await portal.request();
    const back = await givePassword(thief, await thief.open(request.address), person, 'ugyfelkapu');
    const tokens = await portal.redeem(back, request);
    await thief.open('/fiok');
    return { thief, tokens };
  }

  it('end with the reset if asked: own pages, prompt=none, tokens, refresh, step-up, the change of the password', async () => {
    const anna = await kapu.addCitizen();
    const { thief, tokens } = await thiefInside(anna);
    const open = await thief.open('/fiok/jelszo');
    await resetPassword(anna.username);

    const changed = await thief.submit(open, '/fiok/jelszo', {
      current_password: anna.password,
      new_password: `${chosen} mégis`,
    });
    expect(titleOf(changed)).toBe('Hogyan szeretne bejelentkezni?');
    for (const address of ['/fiok', '/fiok/igenyles', '/fiok/eszkozok', '/fiok/jelszo']) {
      expect([address, titleOf(await thief.open(address))]).toEqual([
        address,
        'Hogyan szeretne bejelentkezni?',
      ]);
    }
    const silent = await thief.open((await portal.request({ prompt: 'none' })).address);
    expect(answerOf(silent)).toMatchObject({ error: 'login_required' });
    expect((await client.tokenIntrospection(portal.configuration, tokens.access_token)).active).toBe(false);
    await expect(
      client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token)),
    ).rejects.toThrow();
    const stepUp = await thief.open((await portal.request({ acr_values: substantial })).address);
    expect(stepUp.text).toContain('name="username"');
  });

  it('stay if not asked', async () => {
    const anna = await kapu.addCitizen();
    const { thief: other, tokens } = await thiefInside(anna);
    await resetPassword(anna.username, { keepSessions: true });
    expect(titleOf(await other.open('/fiok'))).toBe('Fiókom');
    expect((await client.tokenIntrospection(portal.configuration, tokens.access_token)).active).toBe(true);
  });

  it('cannot be carried on by cookies that are replayed after the owner signed in again', async () => {
    const anna = await kapu.addCitizen();
    const { thief } = await thiefInside(anna);
    await resetPassword(anna.username);
    await delay(1000);
    const owner = new Browser(kapu.issuer);
    await givePassword(owner, await owner.open('/fiok'), { ...anna, password: chosen }, 'ugyfelkapu');
    expect(titleOf(await thief.open('/fiok'))).toBe('Hogyan szeretne bejelentkezni?');
  });

  it('nor can a step-up that was waiting', async () => {
    const anna = await kapu.addCitizen();
    const { thief } = await thiefInside(anna);
    const stepUp = await thief.open((await portal.request({ acr_values: substantial })).address);
    expect(titleOf(stepUp)).toBe('Ügyfélkapu+ igénylése');
    await delay(1000);
    await resetPassword(anna.username);
    const answer = await thief.submit(stepUp, '/start');
    expect(answer.text).toContain('name="username"');
    expect(answer.text).not.toContain('Nézze meg az e-mailjeit');
  });

  it('nor can an application that was waiting for the code of the new authenticator', async () => {
    const anna = await kapu.addCitizen();
    const thief = new Browser(kapu.issuer);
    const start = await givePassword(
      thief,
      await thief.open((await portal.request({ acr_values: substantial })).address),
      anna,
    );
    await resetPassword(anna.username);
    await expect(applyForPlus(kapu, thief, start, anna.password, now)).rejects.toThrow();
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(false);
  });
});

describe('on the clock of the machine', () => {
  let onTime: Installation;

  beforeAll(async () => {
    onTime = await startInstallation();
  });

  afterAll(() => onTime.stop());

  it('a sign-in that was waiting for its code begins again with the password', async () => {
    const anna = await enrolledCitizen(onTime);
    const relyingParty = await RelyingParty.discover(onTime);
    const [thief, owner] = [new Browser(onTime.issuer), new Browser(onTime.issuer)];
    const waiting = await givePassword(thief, await thief.open((await relyingParty.request()).address), anna);
    expect(titleOf(waiting)).toBe('Írja be a hitelesítő kódot');

    const page = await owner.submit(await owner.open(home), home, { username: anna.username });
    const form = await owner.submit(page, '/kod', { reset_code: (await lastSent(onTime)).code });
    await owner.submit(form, '/uj-jelszo', { new_password: chosen, sign_out: 'yes' });
    await delay(1100);

    const answer = await thief.submit(waiting, '/code', { code: codeAt(anna.secretKey, new Date()) });
    expect(titleOf(answer)).toBe('Hogyan szeretne bejelentkezni?');
    expect(titleOf(await givePassword(thief, answer, { ...anna, password: chosen }))).toBe(
      'Írja be a hitelesítő kódot',
    );
  });
});

describe('a thief of the mailbox', () => {
  it.each([
    'blocks the authenticator, then sets a password',
    'sets a password, then blocks the authenticator',
  ])('who %s, finds the account at rest for three days', async (order) => {
    const anna = await kapu.addCitizen();
    const owner = new Browser(kapu.issuer);
    await givePassword(owner, await owner.open('/fiok'), anna, 'ugyfelkapu');
    now = new Date(now.getTime() + 60_000);
    await applyForPlus(kapu, owner, await owner.open('/fiok/igenyles'), anna.password, now);
    const told = (await kapu.messages()).findLast(({ kind }) => kind === 'plus-activated');
    const thief = new Browser(kapu.issuer);
    const block = async () => thief.submit(await thief.open(String(told?.more.objection)), '');

    if (order.startsWith('blocks')) {
      await block();
      await resetPassword(anna.username, { browser: thief });
    } else {
      await resetPassword(anna.username, { browser: thief });
      await block();
    }
    const enter = async () => {
      const page = await thief.open((await portal.request()).address);
      return givePassword(thief, page, { ...anna, password: chosen }, 'ugyfelkapu');
    };
    const refused = await enter();
    expect([refused.status, titleOf(refused)]).toEqual([403, 'Bejelentkezés Ügyfélkapu használatával']);
    expect(errorsOf(refused)[0]).toContain('valaki olvassa az e-mailjeit');
    expect(titleOf(await thief.open('/fiok'))).toBe('Hogyan szeretne bejelentkezni?');
  });

  it('who only sets a password, or an owner who only blocked an authenticator, is not held up', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    await resetPassword(anna.username, { browser });
    const page = await browser.open((await portal.request()).address);
    const entered = await givePassword(browser, page, { ...anna, password: chosen }, 'ugyfelkapu');
    expect(answerOf(entered)).toHaveProperty('code');
  });
});
