import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import supertest from 'supertest';
import type { Phase } from '../../src/assurance/cutover-calendar.ts';
import { codeAt } from '../support/authenticator.ts';
import { calendarIn, farAhead, phases } from '../support/calendar.ts';
import {
  applyForPlus,
  Browser,
  enrolledCitizen,
  errorsOf,
  formOf,
  givePassword,
  titleOf,
} from '../support/citizen.ts';
import { dumpOf } from '../support/dump.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { leaks } from '../support/leaks.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';

const low = 'http://eidas.europa.eu/LoA/low';
const substantial = 'http://eidas.europa.eu/LoA/substantial';
const choosePage = 'Hová küldjük a kódot?';
const codePage = 'Nézze meg az e-mailjeit';
const applicationPage = 'Ügyfélkapu+ igénylése';
const appPage = 'Írja be a hitelesítő kódot';
const closedPage = 'Csak jelszóval már nem lehet belépni';

/** In the past, since the engine dates by the machine's clock. */
let now = new Date(Date.now() - 3 * 60 * 60_000);

/** The configuration of the deployment, changed between tests as an operator would between starts. */
const passwordOnlyUntil = new Map([['kivetel', farAhead]]);
const calendar = { ...calendarIn('application-only'), passwordOnlyUntil };
const oneTimeCodes: { email?: 'low' | 'substantial'; sms?: 'low' | 'substantial' } = {};

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({
    numberOfNodes: 2,
    now: () => now,
    config: { calendar, oneTimeCodes },
    clients: [{ client_id: 'kivetel' }],
  });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

beforeEach(() => {
  setPhase('application-only');
  setCodes({ email: 'low' });
});

function setPhase(phase: Phase): void {
  Object.assign(calendar, calendarIn(phase), { passwordOnlyUntil });
}

function setCodes(codes: typeof oneTimeCodes): void {
  delete oneTimeCodes.email;
  delete oneTimeCodes.sms;
  Object.assign(oneTimeCodes, codes);
}

function wait(seconds: number): void {
  now = new Date(now.getTime() + seconds * 1000);
}

interface Visit {
  readonly browser: Browser;
  readonly request: AuthorizationRequest;
  readonly page: Response;
}

/** Gives the password at the portal, up to where the provider stops. */
async function enter(
  person: Citizenship,
  parameters: Record<string, string> = {},
  browser = new Browser(kapu.issuer),
): Promise<Visit> {
  const request = await portal.request(parameters);
  const page = await givePassword(browser, await browser.open(request.address), person, 'ugyfelkapu');
  return { browser, request, page };
}

function ask({ browser, page }: Pick<Visit, 'browser' | 'page'>, channel = 'email'): Promise<Response> {
  return browser.submit(page, '/one-time-code/send', { channel });
}

interface Sent {
  readonly channel: string;
  readonly kind: string;
  readonly to: string;
  readonly more: Record<string, string>;
}

async function sentCodes(): Promise<Sent[]> {
  const messages = (await kapu.messages()) as Sent[];
  return messages.filter(({ kind }) => kind === 'sign-in-code');
}

async function lastCode(): Promise<Record<string, string> & { code: string }> {
  const last = (await sentCodes()).at(-1);
  return { code: '', ...last?.more };
}

async function give({ browser }: Pick<Visit, 'browser'>, page: Response, code?: string): Promise<Response> {
  return browser.submit(page, '/one-time-code/check', { one_time_code: code ?? (await lastCode()).code });
}

/** Follows the link to the other ways of getting a code. */
function follow(browser: Browser, page: Response): Promise<Response> {
  const [link = ''] = page.text.match(/\/interaction\/[\w-]+\?factor=one-time-code(?=")/) ?? [];
  return browser.open(link);
}

/** Another eight digits than these. */
function wrong(code: string): string {
  return code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
}

/** Signs in by password and a code that was sent, all the way. */
async function signInByCode(person: Citizenship, browser?: Browser): Promise<Visit> {
  const visit = await enter(person, {}, browser);
  return { ...visit, page: await give(visit, await ask(visit)) };
}

describe('a citizen without an Ügyfélkapu+, after the cut-over', () => {
  it('asks for a code by e-mail, compares the session identifier, and gets in at low assurance', async () => {
    const anna = await kapu.addCitizen();
    const visit = await enter(anna);
    expect(titleOf(visit.page)).toBe(choosePage);
    expect(visit.page.text).toContain('a•••@minta.example');
    expect(visit.page.text).not.toContain('anna@minta.example');
    const sent = await ask(visit);
    expect(titleOf(sent)).toBe(codePage);
    const { sessionIdentifier, service, until } = await lastCode();
    expect(sent.text).toContain(`kapu-code-card__code">${sessionIdentifier}<`);
    expect([service, sent.text.includes(`Eddig érvényes: ${until}`)]).toEqual(['Mintaportál', true]);
    const back = await give(visit, sent);
    const tokens = await portal.redeem(back, visit.request);
    expect(tokens.claims()).toMatchObject({ acr: low, amr: ['pwd', 'otp'] });
  });

  it('asks for it by text message where the number is verified, and is told so by amr', async () => {
    setCodes({ email: 'low', sms: 'low' });
    const anna = await kapu.addCitizen({ phone_number_verified: true });
    const visit = await enter(anna);
    expect(visit.page.text).toContain('+36•••67');
    const sent = await ask(visit, 'sms');
    expect(titleOf(sent)).toBe('Nézze meg a telefonját');
    expect((await sentCodes()).at(-1)).toMatchObject({ channel: 'sms', to: '+36301234567' });
    const tokens = await portal.redeem(await give(visit, sent), visit.request);
    expect(tokens.claims()).toMatchObject({ acr: low, amr: ['pwd', 'sms'] });
  });

  it('is not sent a code to what was never verified', async () => {
    setCodes({ email: 'low', sms: 'low' });
    const unverified = await kapu.addCitizen({ email_verified: false });
    expect(titleOf((await enter(unverified)).page)).toBe(applicationPage);
    const anna = await kapu.addCitizen();
    const visit = await enter(anna);
    const before = (await sentCodes()).length;
    expect(titleOf(await ask(visit, 'sms'))).toBe(choosePage);
    expect(await sentCodes()).toHaveLength(before);
  });

  it('may apply for the Ügyfélkapu+ instead, and come back to the code', async () => {
    const anna = await kapu.addCitizen();
    const { browser, request, page } = await enter(anna);
    const start = await browser.submit(page, '/factor', { factor: 'authenticator' });
    expect(titleOf(start)).toBe(applicationPage);
    expect(titleOf(await follow(browser, start))).toBe(choosePage);
    const sent = await ask({ browser, page });
    expect(titleOf(sent)).toBe(codePage);
    const choice = await follow(browser, sent);
    expect(titleOf(choice)).toBe(choosePage);
    const again = await browser.submit(choice, '/factor', { factor: 'authenticator' });
    const { page: back } = await applyForPlus(kapu, browser, again, anna.password, now);
    const tokens = await portal.redeem(back, request);
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pwd', 'otp', 'mfa'] });
  });

  it('opens their own pages with it, and applies there; the session by code then no longer counts', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const page = await givePassword(browser, await browser.open('/fiok'), anna);
    const sent = await ask({ browser, page });
    expect(titleOf(await give({ browser }, sent))).toBe('Fiókom');

    const elsewhere = new Browser(kapu.issuer);
    wait(60);
    await signInByCode(anna, elsewhere);
    await elsewhere.open('/fiok');
    await applyForPlus(kapu, browser, await browser.open('/fiok/igenyles'), anna.password, now);
    expect(titleOf(await elsewhere.open('/fiok'))).toBe(appPage);
    const silent = await elsewhere.open((await portal.request({ prompt: 'none' })).address);
    expect(answerOf(silent)).toMatchObject({ error: 'interaction_required' });
  });

  it('who gets an Ügyfélkapu+ elsewhere while the code is under way is asked for its code', async () => {
    const anna = await kapu.addCitizen();
    const visit = await enter(anna);
    const sent = await ask(visit);
    const elsewhere = new Browser(kapu.issuer);
    const start = await enter(anna, { acr_values: substantial }, elsewhere);
    await applyForPlus(kapu, elsewhere, start.page, anna.password, now);
    expect(titleOf(await give(visit, sent))).toBe(appPage);
    const signedIn = kapu.log.filter((line) => line.includes('"signed-in"') && line.includes(anna.id));
    expect(signedIn.filter((line) => line.includes('"low"'))).toEqual([]);
  });
});

describe('a code', () => {
  it('is sent by no look at the page, however often, and by no link', async () => {
    const visit = await enter(await kapu.addCitizen());
    const before = (await sentCodes()).length;
    const { action } = formOf(visit.page, '/one-time-code/send');
    for (const address of [action, `${action}?channel=email`, action.replace('/one-time-code/send', '')]) {
      for (let look = 0; look < 3; look += 1) {
        expect(titleOf(await visit.browser.open(address))).toBe(choosePage);
      }
    }
    expect(await sentCodes()).toHaveLength(before);
  });

  it('is worth nothing in another browser, nor in another sign-in of the same one', async () => {
    const anna = await kapu.addCitizen();
    const owner = await enter(anna);
    const ownerPage = await ask(owner);
    const { code } = await lastCode();
    wait(60);
    const thief = await enter(anna);
    const thiefPage = await ask(thief);
    expect(errorsOf(await give(thief, thiefPage, code))[0]).toMatch(/^A kód nem megfelelő/);
    const again = await enter(anna, {}, owner.browser);
    expect(titleOf(again.page)).toBe(choosePage);
    expect((await give(owner, ownerPage, code)).headers.location).toContain('code=');
  });

  it('expires after five minutes, and a new one may be asked for', async () => {
    const visit = await enter(await kapu.addCitizen());
    const sent = await ask(visit);
    wait(5 * 60);
    const late = await give(visit, sent);
    expect([late.status, errorsOf(late)]).toEqual([
      422,
      ['Ez a kód lejárt. Nem rontott el semmit: kérjen új kódot.'],
    ]);
    const back = await give(visit, await ask({ ...visit, page: late }));
    expect(back.headers.location).toContain('code=');
  });

  it('is void when a newer one was sent', async () => {
    const visit = await enter(await kapu.addCitizen());
    const sent = await ask(visit);
    const { code: first } = await lastCode();
    wait(60);
    const again = await ask({ ...visit, page: sent });
    expect(errorsOf(await give(visit, again, first))).toHaveLength(1);
    expect((await give(visit, again)).headers.location).toContain('code=');
  });

  it('may be typed in groups, with dashes, or in full-width digits', async () => {
    const ways = [
      (code: string) => ` ${code.slice(0, 4)} ${code.slice(4)} `,
      (code: string) => `${code.slice(0, 4)}–${code.slice(4)}`,
      (code: string) => code.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    ];
    for (const typedAs of ways) {
      const visit = await enter(await kapu.addCitizen());
      const sent = await ask(visit);
      const back = await give(visit, sent, typedAs((await lastCode()).code));
      expect(back.headers.location).toContain('code=');
    }
  });

  it('passes once, posted a hundred times at once on two nodes', async () => {
    const visit = await enter(await kapu.addCitizen());
    const sent = await ask(visit);
    const answers = await postMany(visit.browser, sent, Array(100).fill((await lastCode()).code));
    const passed = answers.filter(({ headers }) => String(headers.location).includes('code='));
    expect(passed).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('is not found by a hundred guesses at once: five are looked at, and the right one after them is not', async () => {
    const visit = await enter(await kapu.addCitizen());
    const sent = await ask(visit);
    const { code } = await lastCode();
    const guesses = Array.from({ length: 100 }, (_, n) => String(10_000_000 + n)).filter(
      (guess) => guess !== code,
    );
    const answers = await postMany(visit.browser, sent, guesses);
    const looked = answers.filter((answer) =>
      /Még \d próbálkozása van|kérjen újat/.test(errorsOf(answer)[0] ?? ''),
    );
    expect(looked).toHaveLength(5);
    const late = await give(visit, sent, code);
    expect(late.headers.location).toBeUndefined();
  });

  /** The same form, sent by the same browser many times at once, to the nodes in turn. */
  function postMany(browser: Browser, page: Response, codes: readonly string[]): Promise<Response[]> {
    const { action, fields } = formOf(page, '/one-time-code/check');
    const cookies = [...new Map(browser.cookies.map(([name, value]) => [name, value]))];
    return Promise.all(
      codes.map((one_time_code, index) =>
        supertest(kapu.nodes[index % 2]?.address ?? '')
          .post(action)
          .type('form')
          .set('Host', new URL(kapu.issuer).host)
          .set('Accept', 'text/html')
          .set('Cookie', cookies.map(([name, value]) => `${name}=${value}`).join('; '))
          .send({ ...fields, one_time_code })
          .redirects(0)
          .ok(() => true),
      ),
    );
  }
});

describe('what is typed or sent', () => {
  it.each([
    ['', 'Írja be az üzenetben kapott 8 számjegyű kódot.'],
    ['   ', 'Írja be az üzenetben kapott 8 számjegyű kódot.'],
    ['1234567', 'A kód 8 számjegyből áll. A szóköz nem gond.'],
    ['123456789', 'A kód 8 számjegyből áll. A szóköz nem gond.'],
    ['abcdefgh', 'A kód 8 számjegyből áll. A szóköz nem gond.'],
    ['٠١٢٣٤٥٦٧', 'A kód 8 számjegyből áll. A szóköz nem gond.'],
    ['1'.repeat(65), 'A kód 8 számjegyből áll. A szóköz nem gond.'],
    ["' OR 1=1 --", 'A kód 8 számjegyből áll. A szóköz nem gond.'],
  ])('%j is no guess, and its reader is told what is', async (typed, message) => {
    const visit = await enter(await kapu.addCitizen());
    const sent = await ask(visit);
    for (let time = 0; time < 6; time += 1) {
      const answer = await give(visit, sent, typed);
      expect([answer.status, errorsOf(answer)]).toEqual([422, [message]]);
    }
    expect((await give(visit, sent)).headers.location).toContain('code=');
  });

  it.each(['push', 'constructor', '', 'EMAIL', 'email\nsms'])(
    'no message goes by way of %j',
    async (channel) => {
      const visit = await enter(await kapu.addCitizen());
      const before = (await sentCodes()).length;
      const answer = await ask(visit, channel);
      expect(answer.status).toBeLessThan(500);
      expect(await sentCodes()).toHaveLength(before);
    },
  );

  it('a step out of turn leads back to where the sign-in stands', async () => {
    const person = await kapu.addCitizen();
    const visit = await enter(person);
    const { action, fields } = formOf(visit.page, '/one-time-code/send');
    const to = (path: string): string => action.replace('/one-time-code/send', path);
    for (const path of ['/one-time-code/check', '/one-time-code/else', '/code', '/enrol/start', '/factor']) {
      const answer = await visit.browser.follow(
        await visit.browser.post(to(path), { ...fields, one_time_code: '12345678', factor: 'x', code: '1' }),
      );
      expect([path, answer.status, titleOf(answer)]).toEqual([path, 200, choosePage]);
    }
    const begun = new Browser(kapu.issuer);
    const password = await begun.open((await portal.request()).address);
    const form = formOf(password, '/password');
    const early = await begun.post(form.action.replace('/password', '/one-time-code/send'), {
      ...form.fields,
      channel: 'email',
    });
    expect(titleOf(await begun.follow(early))).toBe(titleOf(password));
  });

  it('a form of another site is refused', async () => {
    const visit = await enter(await kapu.addCitizen());
    const before = (await sentCodes()).length;
    const { action } = formOf(visit.page, '/one-time-code/send');
    expect((await visit.browser.post(action, { channel: 'email' })).status).toBe(403);
    expect((await visit.browser.post(action, { channel: 'email', _csrf: 'x' })).status).toBe(403);
    expect(await sentCodes()).toHaveLength(before);
  });
});

describe('limits', () => {
  it('one message a minute, five a sign-in', async () => {
    const visit = await enter(await kapu.addCitizen());
    let page = await ask(visit);
    const before = (await sentCodes()).length;
    const tooSoon = await ask({ ...visit, page });
    expect([tooSoon.status, titleOf(tooSoon)]).toEqual([429, codePage]);
    expect(errorsOf(tooSoon)[0]).toMatch(/^Új kódot percenként egyszer/);
    for (let message = 2; message <= 5; message += 1) {
      wait(60);
      page = await ask({ ...visit, page });
      expect(page.status).toBe(200);
    }
    wait(60);
    expect((await ask({ ...visit, page })).status).toBe(429);
    expect(await sentCodes()).toHaveLength(before + 4);
    expect((await give(visit, page)).headers.location).toContain('code=');
  });

  it('ten messages a day that strangers cause; the owner’s own device has its own', async () => {
    const anna = await kapu.addCitizen();
    const owner = new Browser(kapu.issuer);
    await signInByCode(anna, owner);
    for (let message = 2; message <= 10; message += 1) {
      expect((await ask(await enter(anna))).status).toBe(200);
    }
    const refused = await ask(await enter(anna));
    expect([refused.status, titleOf(refused)]).toEqual([429, choosePage]);
    expect(errorsOf(refused)[0]).toMatch(/^Ma már sok kódot küldtünk/);
    const visit = await enter(anna, { prompt: 'login' }, owner);
    expect((await give(visit, await ask(visit))).headers.location).toContain('code=');
  });

  it('five wrong codes of strangers lock strangers out, sign-in after sign-in, and not the owner’s own device', async () => {
    const anna = await kapu.addCitizen();
    const owner = new Browser(kapu.issuer);
    await signInByCode(anna, owner);
    const thief = await enter(anna);
    const sent = await ask(thief);
    const { code } = await lastCode();
    for (let guess = 0; guess < 5; guess += 1) {
      const refused = await give(thief, sent, wrong(code));
      expect([refused.status, leaks(refused.text, code)]).toEqual([422, false]);
    }
    expect(errorsOf(await give(thief, sent, code))[0]).toMatch(/^Túl sok volt a hibás próbálkozás/);
    const again = await enter(anna);
    const locked = await give(again, await ask(again));
    expect([locked.status, errorsOf(locked)[0]]).toEqual([
      429,
      expect.stringMatching(/^Biztonsági okból \d\d:\d\d-ig nem lehet kóddal belépni/),
    ]);
    const visit = await enter(anna, { prompt: 'login' }, owner);
    expect((await give(visit, await ask(visit))).headers.location).toContain('code=');
  });

  it('are the same as for the app’s codes: one way gives no second helping of guesses to the other', async () => {
    setCodes({ email: 'substantial' });
    wait(120);
    const bela = await enrolledCitizen(kapu, new Date(now.getTime() - 120_000));
    const visit = await enter(bela);
    for (let guess = 0; guess < 5; guess += 1) {
      await visit.browser.submit(visit.page, '/code', { code: '000000' });
    }
    const choice = await follow(visit.browser, visit.page);
    const locked = await give(visit, await ask({ ...visit, page: choice }));
    expect(locked.status).toBe(429);
  });
});

describe('a citizen with an Ügyfélkapu+', () => {
  it('is not offered a code by e-mail, which is worth less, and cannot ask for it', async () => {
    const bela = await enrolledCitizen(kapu, new Date(now.getTime() - 120_000));
    const { browser, page } = await enter(bela);
    expect(titleOf(page)).toBe(appPage);
    expect(page.text).not.toContain('Másik módon');
    const { action, fields } = formOf(page, '/code');
    const before = (await sentCodes()).length;
    expect(titleOf(await browser.open(`${action.replace('/code', '')}?factor=one-time-code`))).toBe(appPage);
    for (const path of ['/factor', '/one-time-code/send']) {
      const forged = { ...fields, factor: 'one-time-code', channel: 'email' };
      const answer = await browser.post(action.replace('/code', path), forged);
      expect(titleOf(await browser.follow(answer))).toBe(appPage);
    }
    expect(await sentCodes()).toHaveLength(before);
  });

  it('may choose it where the deployment answers for it in writing, and go back to the app', async () => {
    setCodes({ email: 'substantial' });
    wait(120);
    const bela = await enrolledCitizen(kapu, new Date(now.getTime() - 120_000));
    const { browser, request, page } = await enter(bela, { acr_values: substantial });
    const choice = await follow(browser, page);
    expect(titleOf(choice)).toBe(choosePage);
    const back = await browser.submit(choice, '/factor', { factor: 'authenticator' });
    expect(titleOf(back)).toBe(appPage);
    const again = await follow(browser, back);
    const sent = await ask({ browser, page: again });
    const tokens = await portal.redeem(await give({ browser }, sent), request);
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pwd', 'otp'] });

    // It signs in; to change the authenticators a code of one of them is asked for.
    expect(titleOf(await browser.open('/fiok/igenyles'))).toBe('Erősítse meg egy kóddal');
  });

  it('keeps the app’s code on the page where it is chosen', async () => {
    setCodes({ email: 'substantial' });
    wait(120);
    const bela = await enrolledCitizen(kapu, new Date(now.getTime() - 120_000));
    const { browser, request, page } = await enter(bela);
    const tokens = await portal.redeem(
      await browser.submit(page, '/code', { code: codeAt(bela.secretKey, now) }),
      request,
    );
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pwd', 'otp', 'mfa'] });
  });
});

describe('the whole table', () => {
  type Demand = 'low' | 'substantial';
  type Codes = 'off' | Demand;
  const table = phases.flatMap((phase) =>
    (['low', 'substantial'] as Demand[]).flatMap((demand) =>
      (['off', 'low', 'substantial'] as Codes[]).flatMap((codes) =>
        [false, true].map((hasPlus) => ({ phase, demand, codes, hasPlus })),
      ),
    ),
  );

  /** What the citizen meets after the password. */
  function expected({ phase, demand, codes, hasPlus }: (typeof table)[number]): string {
    if (hasPlus) {
      return appPage;
    }
    const isOpen = phases.indexOf(phase) < phases.indexOf('application-only');
    if (demand === 'low' && isOpen) {
      return 'signed in by password';
    }
    const reaches = codes === 'substantial' || (codes === 'low' && demand === 'low');
    return reaches ? `signed in at ${codes}` : phase === 'closed' ? closedPage : applicationPage;
  }

  it.each(table)('$phase, demand $demand, e-mail codes $codes, plus: $hasPlus', async (row) => {
    setPhase(row.phase);
    setCodes(row.codes === 'off' ? {} : { email: row.codes });
    const person = row.hasPlus
      ? await enrolledCitizen(kapu, new Date(now.getTime() - 120_000))
      : await kapu.addCitizen();
    const visit = await enter(person, row.demand === 'low' ? {} : { acr_values: substantial });
    expect(await whatIsMet(visit)).toBe(expected(row));
    expect(visit.page.text.includes('Másik módon kérem a kódot')).toBe(
      row.hasPlus && row.codes === 'substantial',
    );
  });

  async function whatIsMet(visit: Visit): Promise<string> {
    if (visit.page.status === 200 && titleOf(visit.page) !== choosePage) {
      return titleOf(visit.page);
    }
    const isByCode = visit.page.status === 200;
    const back = isByCode ? await give(visit, await ask(visit)) : visit.page;
    const tokens = await portal.redeem(back, visit.request);
    const acr = tokens.claims()?.acr;
    const amr = tokens.claims()?.amr;
    // No loop: the session answers the same request again, without a word.
    const acrValues: Record<string, string> = acr === substantial ? { acr_values: substantial } : {};
    const silent = await portal.request({ prompt: 'none', ...acrValues });
    expect(answerOf(await visit.browser.open(silent.address))).toHaveProperty('code');
    expect(amr).toEqual(isByCode ? ['pwd', 'otp'] : ['pwd']);
    return isByCode ? `signed in at ${String(acr).split('/').at(-1)}` : 'signed in by password';
  }

  it.each(table.filter(({ demand, hasPlus }) => demand === 'low' && !hasPlus))(
    'discovery says the truth: $phase, e-mail codes $codes',
    async ({ phase, codes }) => {
      setPhase(phase);
      setCodes(codes === 'off' ? {} : { email: codes });
      calendar.passwordOnlyUntil.clear();
      const answer = await new Browser(kapu.issuer).get('/.well-known/openid-configuration');
      calendar.passwordOnlyUntil.set('kivetel', farAhead);
      const isOpen = phases.indexOf(phase) < phases.indexOf('application-only');
      expect(JSON.parse(answer.text).acr_values_supported).toEqual(
        isOpen || codes === 'low' ? [low, substantial, 'phr'] : [substantial, 'phr'],
      );
    },
  );
});

describe('a session by password alone, from where that is still accepted', () => {
  it('does not pass for one by password and code', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const exception = await RelyingParty.discover(kapu, 'kivetel');
    const request = await exception.request();
    const page = await browser.open(request.address);
    const tokens = await exception.redeem(await givePassword(browser, page, anna, 'ugyfelkapu'), request);
    expect(tokens.claims()).toMatchObject({ acr: low, amr: ['pwd'] });

    const silent = await browser.open((await portal.request({ prompt: 'none' })).address);
    expect(answerOf(silent)).toMatchObject({ error: 'interaction_required' });
    const stepUp = await portal.request();
    const choice = await browser.open(stepUp.address);
    expect(titleOf(choice)).toBe(choosePage);
    const back = await give({ browser }, await ask({ browser, page: choice }));
    expect((await portal.redeem(back, stepUp)).claims()).toMatchObject({ acr: low, amr: ['pwd', 'otp'] });
  });
});

it('no code, address or number is in Redis or in the log in the clear', async () => {
  setCodes({ email: 'low', sms: 'low' });
  const anna = await kapu.addCitizen({ phone_number_verified: true });
  const visit = await enter(anna);
  const sent = await ask(visit, 'sms');
  await give(visit, sent, wrong((await lastCode()).code));
  await give(visit, sent);
  const codes = (await sentCodes()).map(({ more }) => String(more.code));
  expect(codes.length).toBeGreaterThan(20);
  const dump = await dumpOf(kapu.nodes[0].store);
  const log = kapu.log.join('\n');
  expect(log).toContain('one-time-code.sent');
  for (const secret of [...codes, 'anna@minta.example', '301234567']) {
    expect([secret, leaks(dump, secret), leaks(log, secret)]).toEqual([secret, false, false]);
  }
});
