import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import {
  applyForPlus,
  Browser,
  cancellationCodeOf,
  enrolledCitizen,
  givePassword,
  type Plus,
  proveContact,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';

let kapu: Installation;
let portal: RelyingParty;
const clock = clockFrom(60);

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

/** Signs in with the password alone, up to where the provider stops. */
async function enter(
  browser: Browser,
  person: Citizenship,
  parameters: Record<string, string> = {},
): Promise<Response> {
  const request = await portal.request(parameters);
  return givePassword(browser, await browser.open(request.address), person, 'ugyfelkapu');
}

async function openOwnPages(browser: Browser, person: Citizenship): Promise<Response> {
  return givePassword(browser, await browser.open('/fiok'), person, 'ugyfelkapu');
}

async function contactMessages(): Promise<number> {
  return (await kapu.messages()).filter(({ kind }) => kind === 'enrolment-code').length;
}

describe('a thief who knows the password', () => {
  it('cannot apply before the owner: the code goes to the owner, who is told', async () => {
    const anna = await kapu.addCitizen();
    const thief = new Browser(kapu.issuer);
    const start = await enter(thief, anna, { acr_values: substantial });
    const before = await contactMessages();
    const contact = await thief.submit(start, '/start');
    expect(titleOf(contact)).toBe('Nézze meg az e-mailjeit');
    expect(await contactMessages()).toBe(before + 1);
    const halfTyped = await thief.submit(contact, '/confirm', { contact_code: '1234' });
    expect(halfTyped.text).toContain('A kód 8 számjegyből áll.');
    for (let guess = 0; guess < 5; guess += 1) {
      const wrong = await thief.submit(contact, '/confirm', { contact_code: String(guess).repeat(8) });
      expect(wrong.text).not.toContain('secret-key');
    }
    const [address = ''] = /\/interaction\/[\w-]+/.exec(contact.text) ?? [];
    const worn = await thief.open(address);
    expect(titleOf(worn)).toBe('Az igénylés ideje lejárt');
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(false);
  });

  it('is not shown the key of an application that the owner has begun, and cannot finish it', async () => {
    const anna = await kapu.addCitizen();
    const [owner, thief] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    await openOwnPages(owner, anna);
    const ownerContact = await owner.submit(await owner.open('/fiok/igenyles'), '/start');
    const ownerKey = await proveContact(kapu, owner, ownerContact);
    const secret = secretKeyOf(ownerKey);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);

    const thiefPage = await enter(thief, anna, { acr_values: substantial });
    expect(titleOf(thiefPage)).toBe('Az igénylés egy másik böngészőben folyik');
    expect(thiefPage.text).not.toContain('secret-key');
    const code = codeAt(secret, clock.now());
    await owner.submit(ownerKey, '/prove', { password: anna.password, code });
    const uid = /\/interaction\/[\w-]+/.exec(thiefPage.text)?.[0];
    const seized = await thief.submit(thiefPage, `${uid}/enrol/abandon`.slice(-8));
    expect(cancellationCodeOf(seized)).toBe('');
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(false);
  });

  it('who began first leaves the owner no key of theirs', async () => {
    const anna = await kapu.addCitizen();
    const [owner, thief] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    const thiefContact = await thief.submit(await enter(thief, anna, { acr_values: substantial }), '/start');
    await openOwnPages(owner, anna);
    const elsewhere = await owner.open('/fiok/igenyles');
    expect(titleOf(elsewhere)).toBe('Az igénylés egy másik böngészőben folyik');
    const ownerContact = await owner.submit(elsewhere, '/start');
    const ownerKey = await proveContact(kapu, owner, ownerContact);
    const answered = await thief.submit(thiefContact, '/confirm', { contact_code: '00000000' });
    expect(titleOf(answered)).toBe('Az igénylés egy másik böngészőben folyik');
    expect(secretKeyOf(ownerKey)).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('and the mailbox is found out: the owner blocks the authenticator, its sessions end, and a new one can be had', async () => {
    const anna = await kapu.addCitizen();
    const thief = new Browser(kapu.issuer);
    const request = await portal.request({ acr_values: substantial });
    const start = await givePassword(thief, await thief.open(request.address), anna, 'ugyfelkapu');
    const stolen = await applyForPlus(kapu, thief, start, anna.password, clock.now());
    const tokens = await portal.redeem(stolen.page, request);

    const told = (await kapu.messages()).findLast(({ kind }) => kind === 'plus-activated');
    const owner = new Browser(kapu.issuer);
    const question = await owner.open(String(told?.more.objection));
    expect(titleOf(question)).toBe('Nem Ön volt?');
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);
    const blocked = await owner.submit(question, '');
    expect(titleOf(blocked)).toBe('Letiltottuk');

    expect((await client.tokenIntrospection(portal.configuration, tokens.access_token)).active).toBe(false);
    clock.pass(60);
    const again = await enter(thief, anna, { acr_values: substantial });
    expect(titleOf(again)).toBe('Ügyfélkapu+ igénylése');
    await openOwnPages(owner, anna);
    const fresh = await applyForPlus(
      kapu,
      owner,
      await owner.open('/fiok/igenyles'),
      anna.password,
      clock.now(),
    );
    expect(titleOf(fresh.page)).toBe('Fiókom');
    expect(fresh.secretKey).not.toBe(stolen.secretKey);
  });

  it('loses every session by password alone when the owner gets an Ügyfélkapu+', async () => {
    const anna = await kapu.addCitizen();
    const thief = new Browser(kapu.issuer);
    const request = await portal.request();
    const page = await thief.open(request.address);
    const tokens = await portal.redeem(await givePassword(thief, page, anna, 'ugyfelkapu'), request);
    await thief.open('/fiok');
    const owner = new Browser(kapu.issuer);
    await openOwnPages(owner, anna);
    await applyForPlus(kapu, owner, await owner.open('/fiok/igenyles'), anna.password, clock.now());

    const silent = await thief.open((await portal.request({ prompt: 'none' })).address);
    expect(answerOf(silent)).toMatchObject({ error: 'interaction_required' });
    await expect(
      client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token)),
    ).rejects.toThrow();
    expect(titleOf(await thief.open('/fiok'))).toBe('Írja be a hitelesítő kódot');
  });

  it('finds no application left over after the owner has cancelled', async () => {
    const anna = await kapu.addCitizen();
    const thief = new Browser(kapu.issuer);
    const start = await enter(thief, anna, { acr_values: substantial });
    const key = await proveContact(kapu, thief, await thief.submit(start, '/start'));
    const owner = new Browser(kapu.issuer);
    await openOwnPages(owner, anna);
    const page = await owner.open('/fiok/igenyles');
    const restarted = await owner.submit(page, '/start');
    expect(titleOf(restarted)).toBe('Nézze meg az e-mailjeit');
    const late = await thief.submit(key, '/prove', {
      password: anna.password,
      code: codeAt(secretKeyOf(key), clock.now()),
    });
    expect(titleOf(late)).toBe('Az igénylés egy másik böngészőben folyik');
  });
});

describe('a citizen without a confirmed address', () => {
  it('waits three days, and may stop what they did not begin', async () => {
    const anna = await kapu.addCitizen({ email_verified: false });
    const [thief, owner] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    const waiting = await thief.submit(await enter(thief, anna, { acr_values: substantial }), '/start');
    expect(titleOf(waiting)).toBe('Az igénylés várakozik');
    await openOwnPages(owner, anna);
    const elsewhere = await owner.open('/fiok/igenyles');
    expect(titleOf(elsewhere)).toBe('Az igénylés egy másik böngészőben folyik');
    const stopped = await owner.submit(elsewhere, '/abandon');
    expect(titleOf(stopped)).toBe('Ügyfélkapu+ igénylése');
  });
});

describe('a session', () => {
  async function signedIn(): Promise<{ browser: Browser; citizen: Citizenship & Plus }> {
    clock.pass(60);
    const citizen = await enrolledCitizen(kapu, new Date(clock.now().getTime() - 120_000));
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const codePage = await givePassword(browser, await browser.open(request.address), citizen);
    await browser.submit(codePage, '/code', { code: codeAt(citizen.secretKey, clock.now()) });
    return { browser, citizen };
  }

  it('that was ended is not brought back by a request that was under way', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { browser } = await signedIn();
      const silent = await portal.request({ prompt: 'none' });
      const question = await browser.open('/session/end');
      const polls = Array.from({ length: 12 }, () => browser.get(silent.address));
      await Promise.all([browser.submit(question, '/session/end/confirm', { logout: 'yes' }), ...polls]);
      const after = await browser.open((await portal.request({ prompt: 'none' })).address);
      expect(answerOf(after)).toMatchObject({ error: 'login_required' });
    }
  });

  it('of our own pages ends with the provider’s', async () => {
    const { browser } = await signedIn();
    expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
    const question = await browser.open('/session/end');
    await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
    expect(titleOf(await browser.open('/fiok'))).toBe('Hogyan szeretne bejelentkezni?');
  });

  it('is not ended by a link alone', async () => {
    const { browser } = await signedIn();
    await browser.open('/fiok');
    await browser.open('/fiok/kijelentkezes');
    expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
  });
});

it('an absolute request target does not pass for another host', async () => {
  const { port } = new URL(kapu.nodes[0].address);
  const status = await new Promise<number>((resolve, reject) => {
    const path = 'http://evil.example/.well-known/openid-configuration';
    const sent = httpRequest(
      { host: '127.0.0.1', port, path, headers: { host: new URL(kapu.issuer).host } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on('error', reject);
    sent.end();
  });
  expect(status).toBe(421);
});

it.each(['?code=x&state=foreign', '', '?code=a&code=b', '?error=x'])(
  'a made-up answer to our own sign-in (%s) is no fault',
  async (query) => {
    const browser = new Browser(kapu.issuer);
    await browser.open('/fiok');
    const answer = await browser.open(`/fiok/callback${query}`);
    expect([answer.status, titleOf(answer)]).toEqual([400, 'Nem jelentkezett be']);
  },
);
