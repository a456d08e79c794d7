import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createHistoryStore } from '../../src/audit/history/history-store.ts';
import { createRateLimits } from '../../src/throttle/windows/rate-limits.ts';
import { createAuthenticatorStore } from '../../src/totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../../src/totp/authenticators/objection-store.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  Browser,
  enrolledCitizen,
  enrolThroughStores,
  formOf,
  givePassword,
  type Plus,
  titleOf,
} from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { quickArgon2 } from '../support/quick-argon2.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;
/** In the past, since the engine dates by the machine's clock. */
let now = new Date(Date.now() - 60 * 60_000);
let clock = () => now;
/** Whether a password was looked at since this was last said to be false. */
let hasHashed = false;

beforeAll(async () => {
  const argon2 = await quickArgon2();
  kapu = await startInstallation({
    now: () => clock(),
    argon2: {
      ...argon2,
      verify(...given) {
        hasHashed = true;
        return argon2.verify(...given);
      },
    },
  });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

function freshCode({ secretKey }: Plus): string {
  now = new Date(now.getTime() + 60_000);
  return codeAt(secretKey, now);
}

async function newcomer(): Promise<Citizenship & Plus> {
  return enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
}

async function signIn(browser: Browser, anna: Citizenship & Plus): Promise<void> {
  const page = await givePassword(browser, await browser.open((await portal.request()).address), anna);
  await browser.submit(page, '/code', { code: freshCode(anna) });
}

async function signInByPassword(browser: Browser, anna: Citizenship): Promise<void> {
  await givePassword(browser, await browser.open((await portal.request()).address), anna, 'ugyfelkapu');
}

function cookieHeader(cookies: Record<string, string>): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

async function openOwnPages(browser: Browser): Promise<void> {
  expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
}

/** Whoever is not signed in is asked how they want to. */
const notSignedIn = 'Hogyan szeretne bejelentkezni?';

describe('a thief who collected browsers while a password was enough', () => {
  it('has no more guesses at the code of a later Ügyfélkapu+ than any stranger', async () => {
    const anna = await kapu.addCitizen();
    const collected = [new Browser(kapu.issuer), new Browser(kapu.issuer)] as const;
    for (const browser of collected) {
      await signInByPassword(browser, anna);
    }
    await enrolThroughStores(kapu, anna.id, new Date(now.getTime() - 60_000));
    const answers: number[] = [];
    for (const browser of collected) {
      const page = await givePassword(
        browser,
        await browser.open((await portal.request({ prompt: 'login' })).address),
        anna,
      );
      for (let guess = 0; guess < 3; guess += 1) {
        answers.push((await browser.submit(page, '/code', { code: '000000' })).status);
      }
    }
    expect(answers).toEqual([422, 422, 422, 422, 422, 429]);
  });
});

describe('a thief with the cookie of a session', () => {
  async function entryOfPlus(anna: Citizenship): Promise<string> {
    const { store } = kapu.nodes[0];
    const [authenticator] = (await createAuthenticatorStore(store, kapu.sealer).list(anna.id)).readable;
    const history = createHistoryStore(store, kapu.sealer);
    const event = securityEvents.plusActivated(anna.id, String(authenticator?.id), 'Telefon');
    await createRecorder(store, kapu.sealer).record(event);
    const entries = await history.list(anna.id, 100);
    return String(entries.find(({ event }) => event === 'plus.activated')?.id);
  }

  async function object(browser: Browser, entry: string) {
    const question = await browser.open(`/fiok/naplo/${entry}/nem-en-voltam`);
    return browser.submit(question, '/nem-en-voltam');
  }

  it('cannot block the last authenticator, and so needs a code as before', async () => {
    const anna = await newcomer();
    const thief = new Browser(kapu.issuer);
    await signIn(thief, anna);
    await openOwnPages(thief);
    now = new Date(now.getTime() + 6 * 60_000);
    await object(thief, await entryOfPlus(anna));
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);
    expect(titleOf(await thief.open('/fiok/adataim'))).toBe('Erősítse meg egy kóddal');
  });

  it('does not make it last longer by saying again and again that it was not them', async () => {
    const before = now;
    const anna = await newcomer();
    const thief = new Browser(kapu.issuer);
    await signIn(thief, anna);
    await openOwnPages(thief);
    const entry = await entryOfPlus(anna);
    await object(thief, entry);
    await openOwnPages(thief);
    now = new Date(now.getTime() + 12.5 * 60 * 60_000);
    const page = await thief.open('/fiok');
    now = before;
    expect(titleOf(page)).toBe(notSignedIn);
  });

  it('keeps one session at most, and none when the owner was faster', async () => {
    const anna = await newcomer();
    const thief = new Browser(kapu.issuer);
    await signIn(thief, anna);
    await openOwnPages(thief);
    const question = await thief.open(`/fiok/naplo/${await entryOfPlus(anna)}/nem-en-voltam`);
    const { action, fields } = formOf(question, '/nem-en-voltam');
    const answers = await Promise.all(Array.from({ length: 8 }, () => thief.post(action, fields)));
    const renewed = answers.filter(({ headers }) =>
      String(headers['set-cookie']).includes('kapu_account_session'),
    );
    expect(renewed.length).toBeLessThanOrEqual(1);

    const seen = await kapu.accounts.find(anna.id);
    await kapu.accounts.endSessions(anna.id, securityEvents.sessionsEnded(anna.id, 'asked'));
    expect(
      seen &&
        (await kapu.accounts.endOtherSessions(seen, securityEvents.sessionsEnded(seen.id, 'objection'))),
    ).toBeUndefined();
  });

  it('is out when the owner ends all sessions in the very same second', async () => {
    const { id } = await kapu.addCitizen();
    const seen = await kapu.accounts.find(id);
    const endedAt =
      seen &&
      (await kapu.accounts.endOtherSessions(seen, securityEvents.sessionsEnded(seen.id, 'objection')));
    const thiefCountsFrom = Number(endedAt) + 1;
    await kapu.accounts.endSessions(id, securityEvents.sessionsEnded(id, 'asked'));
    expect((await kapu.accounts.find(id))?.sessionsEndedAt).toBeGreaterThanOrEqual(thiefCountsFrom);
  });

  it('is out when the owner signs out, though the cookie was exchanged for another', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    await signIn(browser, anna);
    await openOwnPages(browser);
    await object(browser, await entryOfPlus(anna));
    const { kapu_account_session: stolen, ...others } = Object.fromEntries(browser.cookies);
    const owner = cookieHeader(others);
    const send = (request: supertest.Test, cookie: string) =>
      request
        .set({ Cookie: cookie, Accept: 'text/html' })
        .redirects(0)
        .ok(() => true);
    const thief = cookieHeader({ kapu_account_session: String(stolen) });
    const ofThief = () => send(supertest(kapu.issuer).get('/fiok'), thief);
    expect(titleOf(await ofThief())).toBe('Fiókom');

    const question = await send(supertest(kapu.issuer).get('/session/end'), owner);
    const { action, fields } = formOf(question, '/session/end/confirm');
    const form = supertest(kapu.issuer).post(new URL(action, kapu.issuer).pathname).type('form');
    const done = await send(form.send({ ...fields, logout: 'yes' }), owner);
    expect(done.status).toBe(303);
    expect((await ofThief()).status).toBe(303);
  });

  it('sends the owner one message, however often the same authenticator is blocked', async () => {
    const anna = await newcomer();
    const { store } = kapu.nodes[0];
    const [authenticator] = (await createAuthenticatorStore(store, kapu.sealer).list(anna.id)).readable;
    const token = await createObjectionStore(createRecorder(store, kapu.sealer)).prepare({
      accountId: anna.id,
      authenticatorId: String(authenticator?.id),
    });
    const browser = new Browser(kapu.issuer);
    const before = (await kapu.messages()).length;
    for (let time = 0; time < 3; time += 1) {
      const done = await browser.submit(await browser.open(`/nem-en-voltam/${token}`), token);
      expect(titleOf(done)).toBe('Letiltottuk');
    }
    expect(await kapu.messages()).toHaveLength(before + 1);
  });
});

describe('a sign-in under way when the owner ends all sessions', () => {
  it('with the password that was right before does not count, however long it takes', async () => {
    const anna = await kapu.addCitizen();
    const thief = new Browser(kapu.issuer);
    const request = await portal.request();
    const [link = ''] = (await thief.open(request.address)).text.match(
      /\/interaction\/[^"]+\?method=ugyfelkapu(?=")/,
    ) ?? [''];
    const form = await thief.open(link);
    const before = now;
    const arrival = Date.now();
    let ending: Promise<void> | undefined;
    hasHashed = false;
    clock = () => {
      // The first looks at the clock come before the password is hashed, the last one after.
      if (!hasHashed) {
        return new Date(arrival - 1000);
      }
      ending ??= kapu.accounts.endSessions(anna.id, securityEvents.sessionsEnded(anna.id, 'asked'));
      return new Date(arrival + 5000);
    };
    const back = await thief.submit(form, '/password', {
      username: anna.username,
      password: anna.password,
    });
    clock = () => now;
    now = before;
    await ending;
    expect(ending).toBeDefined();
    // Led on with what does not count, or back to the beginning, as the end comes before or after the engine looks.
    expect([200, 303]).toContain(back.status);
    expect(back.headers.location ?? '').not.toContain('error=');
    const silent = await thief.open((await portal.request({ prompt: 'none' })).address);
    expect(answerOf(silent)).toMatchObject({ error: 'login_required' });
  });
});

describe('a thief who has used up the messages that strangers may cause in a day', () => {
  it('does not keep the owner from applying in a browser of their own', async () => {
    const anna = await kapu.addCitizen();
    const owner = new Browser(kapu.issuer);
    await signInByPassword(owner, anna);
    const rateLimits = createRateLimits(kapu.nodes[0].store);
    while (await rateLimits.mayWriteTo(anna.id)) {
      // Until none is left.
    }
    await owner.open('/fiok');
    const page = await owner.submit(await owner.open('/fiok/igenyles'), '/start');
    expect([page.status, titleOf(page)]).toEqual([200, 'Nézze meg az e-mailjeit']);
  });
});

describe('a browser that calls itself a sentence', () => {
  it('says nothing to the owner on the pages of their account', async () => {
    const anna = await newcomer();
    const thief = new Browser(
      kapu.issuer,
      kapu.issuer,
      'Call our helpdesk at 061234567/1.0 now (Windows NT 10.0)',
    );
    const page = await givePassword(thief, await thief.open((await portal.request()).address), anna);
    await thief.submit(page, '/code', { code: '000000' });
    const owner = new Browser(kapu.issuer);
    await signIn(owner, anna);
    await openOwnPages(owner);
    const history = await owner.open('/fiok/naplo');
    expect(history.text).toContain('Jó jelszó, de hibás hitelesítő kód');
    expect(history.text).not.toContain('helpdesk');
    expect(history.text).toContain('Windows');
  });
});

describe('a link of ours', () => {
  it('never leads to another site, whatever its path begins with', async () => {
    const answer = await rawGet('//thief.example/fiok');
    expect(answer).toContain('?lang=en');
    expect(answer).not.toContain('href="//thief.example');
  });
});

it('the token of a link is in no log, however its path is written', async () => {
  await new Browser(kapu.issuer).get('/Nem-En-Voltam/token-of-a-link');
  expect(kapu.log.join('\n')).not.toContain('token-of-a-link');
});

/** As it stands: clients take two slashes for the beginning of another site. */
async function rawGet(path: string): Promise<string> {
  const { hostname, port, host } = new URL(kapu.issuer);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers: { host, accept: 'text/html' } }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end();
  });
}
