import { randomBytes, randomInt } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import supertest, { type Response } from 'supertest';
import { createActivationStore } from '../../src/accounts/recovery/activation-store.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { peoplesTurns } from '../../src/throttle/limits.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  Browser,
  enrolledCitizen,
  errorsOf,
  formOf,
  givePassword,
  type Plus,
  proveContact,
  referenceOf,
  titleOf,
} from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';

let kapu: Installation;
let portal: RelyingParty;
let anna: Citizenship & Plus;

beforeAll(async () => {
  kapu = await startInstallation();
  portal = await RelyingParty.discover(kapu);
  anna = await enrolledCitizen(kapu);
});

afterAll(() => kapu.stop());

// Whatever arrives, nothing is a surprise.
afterEach(() => {
  expect(kapu.log.filter((line) => line.includes('"msg":"fault"') || line.includes('"status":500'))).toEqual(
    [],
  );
});

/** What is kept of people, without the counters of failures. */
async function accountsAsStored(): Promise<string> {
  const { store } = kapu.nodes[0];
  const keys = (await store.keys('{account:*')).filter((key) => /\}(:plus)?$/.test(key)).sort();
  const records = await Promise.all(keys.map(async (key) => [key, await store.hgetall(key)]));
  return JSON.stringify(records);
}

interface Door {
  readonly name: string;
  /** A fresh page with the form, and the ending of the form's address. */
  open(browser: Browser): Promise<{ page: Response; ending: string }>;
  readonly fields: readonly string[];
}

async function askForPassword(browser: Browser): Promise<Response> {
  const { username } = await kapu.addCitizen();
  const start = await browser.open('/elfelejtett-jelszo');
  return browser.submit(start, '/elfelejtett-jelszo', { username });
}

const doors: Door[] = [
  {
    name: 'name and password',
    fields: ['username', 'password'],
    async open(browser) {
      return {
        page: await browser.open((await portal.request({ acr_values: substantial })).address),
        ending: '/password',
      };
    },
  },
  {
    name: 'code',
    fields: ['code'],
    async open(browser) {
      const start = await browser.open((await portal.request()).address);
      return { page: await givePassword(browser, start, anna), ending: '/code' };
    },
  },
  {
    name: 'another password, in place of one that may not stand alone',
    fields: ['new_password'],
    async open(browser) {
      const citizen = await kapu.addCitizen();
      await kapu.nodes[0].store.hset(`{account:${citizen.id}}`, 'password_judged', 'beside-code');
      const start = await browser.open((await portal.request({ acr_values: substantial })).address);
      return { page: await givePassword(browser, start, citizen), ending: '/new-password' };
    },
  },
  {
    name: 'proof of the new authenticator',
    fields: ['password', 'code'],
    async open(browser) {
      const citizen = await kapu.addCitizen();
      const start = await browser.open((await portal.request({ acr_values: substantial })).address);
      const application = await givePassword(browser, start, citizen);
      const contact = await browser.submit(application, '/start');
      return { page: await proveContact(kapu, browser, contact), ending: '/prove' };
    },
  },
  {
    name: 'cancellation',
    fields: ['username', 'password', 'cancellation_code'],
    async open(browser) {
      return { page: await browser.open('/megszuntetes'), ending: '/megszuntetes' };
    },
  },
  {
    name: 'activation',
    fields: ['username', 'activation_code'],
    async open(browser) {
      return { page: await browser.open('/aktivalas'), ending: '/aktivalas' };
    },
  },
  {
    name: 'password of a new account',
    fields: ['new_password'],
    async open(browser) {
      const { nodes, sealer, config } = kapu;
      const { id, username } = await kapu.addCitizen();
      await nodes[0].store.hset(`{account:${id}}`, 'status', 'awaiting-activation');
      const activations = createActivationStore(nodes[0].store, sealer, config.secrets);
      const { code = '' } = (await activations.issueCode(id, securityEvents.activationCodeIssued(id))) ?? {};
      const start = await browser.open('/aktivalas');
      const page = await browser.submit(start, '/aktivalas', { username, activation_code: code });
      return { page, ending: '/jelszo' };
    },
  },
  {
    name: 'forgotten password',
    fields: ['username'],
    async open(browser) {
      return { page: await browser.open('/elfelejtett-jelszo'), ending: '/elfelejtett-jelszo' };
    },
  },
  {
    name: 'code of the forgotten password',
    fields: ['reset_code'],
    async open(browser) {
      return { page: await askForPassword(browser), ending: '/kod' };
    },
  },
  {
    name: 'new password after it was forgotten',
    fields: ['new_password'],
    async open(browser) {
      const page = await askForPassword(browser);
      const sent = (await kapu.messages()).findLast(({ kind }) => kind === 'password-reset-code');
      const form = await browser.submit(page, '/kod', { reset_code: sent?.more.code ?? '' });
      return { page: form, ending: '/uj-jelszo' };
    },
  },
  {
    name: 'change of the password',
    fields: ['current_password', 'new_password'],
    async open(browser) {
      return { page: await openOwnPage(browser, '/fiok/jelszo'), ending: '/fiok/jelszo' };
    },
  },
  {
    name: 'closing of the account',
    fields: ['password'],
    async open(browser) {
      const address = '/fiok/fiok-megszuntetese';
      return { page: await openOwnPage(browser, address), ending: address };
    },
  },
  {
    name: 'new e-mail address',
    fields: ['contact'],
    async open(browser) {
      return { page: await openOwnPage(browser, newAddress), ending: newAddress };
    },
  },
  {
    name: 'codes for the new e-mail address',
    fields: ['new_code', 'old_code'],
    async open(browser) {
      const form = await openOwnPage(browser, newAddress);
      const page = await browser.submit(form, newAddress, { contact: 'uj@minta.example' });
      return { page, ending: '/megerosites' };
    },
  },
];

const newAddress = '/fiok/elerhetoseg/email';

async function openOwnPage(browser: Browser, address: string): Promise<Response> {
  const citizen = await kapu.addCitizen();
  await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
  return browser.open(address);
}

describe.each(doors)('the form for $name', (door) => {
  it('names what is missing, and keeps the page', async () => {
    const browser = new Browser(kapu.issuer);
    const { page, ending } = await door.open(browser);
    const before = await accountsAsStored();
    const answer = await browser.submit(page, ending);
    expect(answer.status).toBe(422);
    expect(errorsOf(answer).length).toBeGreaterThanOrEqual(1);
    expect(await accountsAsStored()).toBe(before);
  });

  it('refuses over-long, repeated, binary and damaged fields, a foreign format and too large a body', async () => {
    const browser = new Browser(kapu.issuer);
    const { page, ending } = await door.open(browser);
    const form = formOf(page, ending);
    const token = `_csrf=${encodeURIComponent(form.fields._csrf ?? '')}`;
    const before = await accountsAsStored();
    const urlencoded = 'application/x-www-form-urlencoded';

    for (const field of door.fields) {
      const others = Object.fromEntries(door.fields.map((name) => [name, 'x']));
      const tooLong = await browser.post(form.action, {
        ...form.fields,
        ...others,
        [field]: 'x'.repeat(5000),
      });
      expect([field, tooLong.status]).toEqual([field, 422]);
      const hostile: [string, number, string][] = [
        [`${token}&${field}=1&${field}=2`, 400, 'Hibás űrlap'],
        [`${token}&${field}=%00%01`, 400, 'Hibás űrlap'],
        [`${token}&${field}=%ff%fe`, 400, 'Hibás űrlap'],
        // Of a field with two lines it is a code that is wrong.
        field === 'cancellation_code'
          ? [`${token}&${field}=a%0d%0aSet-Cookie:x`, 422, 'Ügyfélkapu+ megszüntetése']
          : [`${token}&${field}=a%0d%0aSet-Cookie:x`, 400, 'Hibás űrlap'],
      ];
      for (const [body, status, title] of hostile) {
        const answer = await browser.postRaw(form.action, urlencoded, body);
        expect([body, answer.status, titleOf(answer)]).toEqual([body, status, title]);
      }
    }
    const large = await browser.postRaw(form.action, urlencoded, `${token}&x=${'x'.repeat(1024 * 1024)}`);
    expect([large.status, titleOf(large)]).toEqual([413, 'Túl nagy a küldött adat']);
    const further = Array.from({ length: 300 }, (_, at) => `x${at}=`).join('&');
    const many = await browser.postRaw(form.action, urlencoded, `${token}&${further}`);
    expect([many.status, titleOf(many)]).toEqual([400, 'Hibás űrlap']);
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain']) {
      const foreign = await browser.postRaw(form.action, type, '{"code":"123456"}');
      expect([foreign.status, titleOf(foreign)]).toEqual([415, 'Ismeretlen formátum']);
    }
    expect(await accountsAsStored()).toBe(before);
  });

  it('refuses a missing form token, a made-up one, and one of another browser', async () => {
    const browser = new Browser(kapu.issuer);
    const { page, ending } = await door.open(browser);
    const form = formOf(page, ending);
    const other = formOf(await new Browser(kapu.issuer).open('/megszuntetes'), '/megszuntetes');
    for (const _csrf of ['', 'x', randomBytes(32).toString('base64url'), other.fields._csrf ?? '']) {
      const answer = await browser.post(form.action, { ...form.fields, _csrf });
      expect([answer.status, titleOf(answer)]).toEqual([403, 'Az űrlap elavult']);
    }
  });
});

describe('a code', () => {
  it.each([
    ['12345', 'A kód csak számjegyekből áll. Mindegyiket írja be; a szóköz nem gond.'],
    ['1234567', 'A kód csak számjegyekből áll. Mindegyiket írja be; a szóköz nem gond.'],
    ['١٢٣٤٥٦', 'A kód csak számjegyekből áll. Mindegyiket írja be; a szóköz nem gond.'],
    ['１２３４５６', 'A kód csak számjegyekből áll. Mindegyiket írja be; a szóköz nem gond.'],
    ['12 34 5a', 'A kód csak számjegyekből áll. Mindegyiket írja be; a szóköz nem gond.'],
    ['   ', 'Írja be a hitelesítő alkalmazásban látható kódot.'],
  ])('of the form "%s" is explained and costs no try', async (code, message) => {
    const browser = new Browser(kapu.issuer);
    const { page, ending } = await (doors[1] as Door).open(browser);
    const answer = await browser.submit(page, ending, { code });
    expect([answer.status, errorsOf(answer)]).toEqual([422, [message]]);
  });

  it('guessed ten thousand times is evaluated five times, and the account stays', async () => {
    const victim = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    const page = await givePassword(browser, await browser.open((await portal.request()).address), victim);
    const form = formOf(page, '/code');
    const right = codeAt(victim.secretKey, new Date());
    const statuses = new Map<number, number>();
    for (let round = 0; round < 100; round += 1) {
      const guesses = Array.from({ length: 100 }, () => String(randomInt(1_000_000)).padStart(6, '0'));
      const answers = await Promise.all(
        guesses
          .map((guess) => (guess === right ? '000000' : guess))
          .map((code) => browser.post(form.action, { ...form.fields, code })),
      );
      for (const { status } of answers) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    expect(Object.fromEntries(statuses)).toEqual({ 422: 5, 429: 9995 });
    const locked = await browser.post(form.action, { ...form.fields, code: right });
    expect(errorsOf(locked)[0]).toMatch(
      /^Biztonsági okból (?:(?:nyári|téli) idő szerint )?\d\d:\d\d-ig nem lehet kóddal belépni\. Utána újra próbálhatja\. A fiókja nem szűnt meg, hivatalba nem kell mennie\.$/,
    );
  });
});

describe('a sign-in that is over', () => {
  it('because its cookie is another browser’s, shows a way on', async () => {
    const page = await new Browser(kapu.issuer).open((await portal.request()).address);
    const [address = ''] = page.text.match(/\/interaction\/[\w-]+/) ?? [];
    const foreign = await new Browser(kapu.issuer).open(address);
    expect([foreign.status, titleOf(foreign)]).toEqual([410, 'Ez a bejelentkezés már véget ért']);
    expect(foreign.text).toContain('href="/fiok"');
  });

  it('because it was finished, or is replayed, shows a way on', async () => {
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const page = await browser.open((await portal.request()).address);
    const [address = ''] = page.text.match(/\/interaction\/[\w-]+/) ?? [];
    const passwordPage = await browser.open(`${address}?method=ugyfelkapu`);
    const form = formOf(passwordPage, '/password');
    const first = await browser.post(form.action, { ...form.fields, ...citizen });
    const resume = address.replace('/interaction/', '/auth/');
    expect(answerOf(first).code).toBeTruthy();
    const sent = await browser.post(form.action, { ...form.fields, ...citizen });
    expect([sent.status, titleOf(sent)]).toEqual([410, 'Ez a bejelentkezés már véget ért']);
    // Signed in by now: on to the service, without an answer for it.
    for (const again of [await browser.open(address), await browser.open(resume)]) {
      expect([again.status, again.headers.location]).toEqual([303, 'http://localhost:4999/']);
    }
  });

  it('because it expired, shows a way on', async () => {
    const browser = new Browser(kapu.issuer);
    const page = await browser.open((await portal.request()).address);
    const [address = ''] = page.text.match(/\/interaction\/[\w-]+/) ?? [];
    const { store } = kapu.nodes[0];
    const interactions = await store.keys('oidc:{Interaction:*');
    await Promise.all(interactions.map((key) => store.del(key)));
    const expired = await browser.open(address);
    expect([expired.status, titleOf(expired)]).toEqual([410, 'Ez a bejelentkezés már véget ért']);
  });
});

describe('the provider', () => {
  it('answers TRACE with nothing of what was sent', async () => {
    for (const path of ['/', '/auth', '/fiok', '/jwks', '/token']) {
      const answer = await supertest(kapu.nodes[0].address)
        .trace(path)
        .set('Host', new URL(kapu.issuer).host)
        .set('X-Secret', 'echoed');
      expect([path, answer.status === 200]).toEqual([path, false]);
      expect(JSON.stringify(answer.headers) + answer.text).not.toContain('echoed');
    }
  });

  it('refuses a foreign Host everywhere', async () => {
    for (const path of [
      '/.well-known/openid-configuration',
      '/auth',
      '/fiok',
      '/megszuntetes',
      '/jwks',
      '/token',
    ]) {
      for (const host of ['evil.example', 'localhost', 'localhost:1', `evil.example:${kapu.config.port}`]) {
        const answer = await supertest(kapu.nodes[0].address).get(path).set('Host', host);
        expect([path, host, answer.status]).toEqual([path, host, 421]);
        expect(JSON.stringify(answer.body)).not.toContain('evil');
      }
    }
  });

  it('refuses unknown relying parties, scopes and paths with a page or the standard’s error', async () => {
    const browser = new Browser(kapu.issuer);
    const unknown = await browser.open((await portal.request({ client_id: 'nobody' })).address);
    expect([unknown.status, titleOf(unknown)]).toEqual([400, 'A szolgáltatás kérése hibás']);
    expect(unknown.text).toContain('invalid_client');
    const scope = await browser.open((await portal.request({ scope: 'profile' })).address);
    expect(answerOf(scope)).toMatchObject({ error: expect.stringMatching(/invalid_(request|scope)/) });
    const page = await browser.open('/nincs-ilyen');
    expect([page.status, titleOf(page)]).toEqual([404, 'Nincs ilyen oldal']);
    const method = await browser.post('/jwks', {});
    // RFC 9110 §15.5.6: it is there, and answers by other methods.
    expect([method.status, method.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('shows a request id on every error page, which is also in the log', async () => {
    const page = await new Browser(kapu.issuer).open('/nincs-ilyen');
    const id = referenceOf(page);
    expect(page.headers['x-request-id']).toMatch(new RegExp(`^${id}-[0-9a-f-]{27}$`));
    expect(kapu.log.some((line) => line.includes(id))).toBe(true);
  });

  it('survives hostile parameters of the protocol', async () => {
    const { address } = await portal.request();
    const values = [
      '',
      '\u0000',
      '%',
      '{}',
      '[]',
      'x'.repeat(4000),
      '"><script>alert(1)</script>',
      '#{7*7}',
      '-1',
      '🙂',
    ];
    for (const name of [
      'client_id',
      'scope',
      'state',
      'nonce',
      'claims',
      'acr_values',
      'max_age',
      'prompt',
      'ui_locales',
      'login_hint',
      'id_token_hint',
      'request_uri',
      'request',
      'resource',
      'response_mode',
      'response_type',
      'code_challenge',
      'redirect_uri',
    ]) {
      for (const value of values) {
        const changed = new URL(address);
        changed.searchParams.set(name, value);
        const answer = await new Browser(kapu.issuer).open(changed.href);
        expect([name, value, answer.status < 500]).toEqual([name, value, true]);
        expect(answer.text ?? '').not.toContain('<script>alert');
      }
    }
  });

  it('carries the security headers on every page', async () => {
    const page = await new Browser(kapu.issuer).open('/megszuntetes');
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });
});

it('parameters of a request that goes on are nobody’s: the page says that it is over', async () => {
  const browser = new Browser(kapu.issuer);
  for (const query of [
    '',
    '?client_id=portal',
    '?client_id=portal&state=x&redirect_uri=https://evil.example',
  ]) {
    const page = await browser.open(`/auth/${randomBytes(16).toString('base64url')}${query}`);
    expect([page.status, page.headers.location]).toEqual([400, undefined]);
  }
});

it('a flood of forms for the sake of another language stands in line, before anything of them is read', async () => {
  const { atOnce, mostWaiting } = peoplesTurns.unknown;
  const { hostname, port } = new URL(kapu.nodes[0].address);
  const { host } = new URL(kapu.issuer);
  const begun = `POST /fiok?kapu_typed=unsent HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\na=`;
  let sentAway = 0;
  const strangers = Array.from({ length: atOnce + mostWaiting + 100 }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('data', (bytes) => {
      sentAway += bytes.toString().startsWith('HTTP/1.1 503') ? 1 : 0;
    });
    socket.on('error', () => {});
    socket.write(begun);
    return socket;
  });
  const until = Date.now() + 5000;
  while (sentAway < 50 && Date.now() < until) {
    await delay(20);
  }
  for (const socket of strangers) {
    socket.destroy();
  }
  expect(sentAway).toBeGreaterThanOrEqual(50);
});
