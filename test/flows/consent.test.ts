/** Relying parties that are not bound by law or contract: the citizen is asked, and only what was agreed to leaves. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { codeAt } from '../support/authenticator.ts';
import { casesApi } from '../support/cases-api.ts';
import { Browser, enrolledCitizen, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';

const api = casesApi.identifier;

let kapu: Installation;
let stranger: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({
    clients: [
      {
        client_id: 'stranger',
        client_name: 'Minta Webáruház',
        first_party: false,
        scope: 'openid profile email',
        resources: [api],
        initiate_login_uri: 'https://shop.minta.example/start?from=kapu',
      },
      { client_id: 'strict-stranger', first_party: false, minimum_assurance: 'substantial' },
    ],
    config: { resources: [casesApi] },
  });
  stranger = await RelyingParty.discover(kapu, 'stranger');
});

afterAll(() => kapu.stop());

interface Visit {
  readonly browser: Browser;
  readonly citizen: Citizenship;
  readonly page: Response;
}

async function signIn(request: AuthorizationRequest): Promise<Visit> {
  const browser = new Browser(kapu.issuer);
  const citizen = await kapu.addCitizen();
  const page = await givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu');
  return { browser, citizen, page };
}

function itemsOf(page: Response): string[] {
  const lists = [...page.text.matchAll(/<ul class="govuk-list govuk-list--bullet">([\s\S]*?)<\/ul>/g)];
  return lists.flatMap(([, items = '']) =>
    [...items.matchAll(/<li>([^<]+)<\/li>/g)].map(([, text = '']) => text),
  );
}

const emailItems = ['E-mail-cím', 'Az e-mail-cím megerősítése'];

describe('a relying party of somebody else', () => {
  it('is told nothing before the citizen, who reads every claim by its name, agrees', async () => {
    const request = await stranger.request({ scope: 'openid email' });
    const { browser, page } = await signIn(request);
    expect(titleOf(page)).toBe('Átadhatjuk az adatait?');
    expect(page.text).toContain('Minta Webáruház');
    expect(itemsOf(page)).toEqual(emailItems);
    const tokens = await stranger.redeem(await browser.submit(page, '/consent'), request);
    const person = await client.fetchUserInfo(
      stranger.configuration,
      tokens.access_token,
      tokens.claims()?.sub ?? '',
    );
    expect(Object.keys(person).sort()).toEqual(['email', 'email_verified', 'sub']);
  });

  it('is not asked about again, unless it asks for more', async () => {
    const request = await stranger.request({ scope: 'openid email' });
    const { browser, page } = await signIn(request);
    await browser.submit(page, '/consent');
    const same = await stranger.request({ scope: 'openid email', prompt: 'none' });
    expect(answerOf(await browser.open(same.address)).code).toBeTruthy();
    const silent = await stranger.request({ scope: 'openid email profile', prompt: 'none' });
    expect(answerOf(await browser.open(silent.address))).toMatchObject({ error: 'consent_required' });
    const more = await stranger.request({ scope: 'openid email profile' });
    const asked = await browser.open(more.address);
    expect(itemsOf(asked)).toEqual([
      'Viselt név',
      'Családi név',
      'Utónév',
      'Felhasználónév',
      'Nyelv',
      ...emailItems,
    ]);
    expect(answerOf(await browser.submit(asked, '/consent')).code).toBeTruthy();
    const again = await stranger.request({ scope: 'openid email', prompt: 'consent' });
    expect(titleOf(await browser.open(again.address))).toBe('Átadhatjuk az adatait?');
  });

  it('gets access_denied where the citizen does not agree, and is asked about the next time', async () => {
    const request = await stranger.request({ scope: 'openid email' });
    const { browser, page } = await signIn(request);
    const refused = answerOf(await browser.submit(page, '/give-up'));
    expect(refused).toMatchObject({ error: 'access_denied', state: request.state });
    const again = await browser.open((await stranger.request({ scope: 'openid email' })).address);
    expect(titleOf(again)).toBe('Átadhatjuk az adatait?');
  });

  it('may ask for single claims, and gets none that it is not registered for', async () => {
    const claims = JSON.stringify({ userinfo: { email: null, birthdate: null } });
    const request = await stranger.request({ scope: 'openid', claims });
    const { browser, page } = await signIn(request);
    expect(itemsOf(page)).toEqual(['E-mail-cím']);
    const tokens = await stranger.redeem(await browser.submit(page, '/consent'), request);
    const person = await client.fetchUserInfo(
      stranger.configuration,
      tokens.access_token,
      tokens.claims()?.sub ?? '',
    );
    expect(Object.keys(person).sort()).toEqual(['email', 'sub']);
  });

  it('is told what the citizen leaves in, item by item, and what they put back when they are asked again', async () => {
    const request = await stranger.request({ scope: 'openid email profile' });
    const { browser, page } = await signIn(request);
    expect(page.text).toContain('legfeljebb 24 óráig');
    const without = { without_email: 'yes', without_given_name: 'yes', without_birthdate: 'yes' };
    const some = await toldAfter(await browser.submit(page, '/consent', without), request);
    expect(some).toEqual(['family_name', 'locale', 'name', 'preferred_username', 'sub']);
    const silent = await stranger.request({ scope: 'openid email profile', prompt: 'none' });
    expect(await toldAfter(await browser.open(silent.address), silent)).toEqual(some);
    const again = await stranger.request({ scope: 'openid email profile', prompt: 'consent' });
    const asked = await browser.open(again.address);
    const all = await toldAfter(await browser.submit(asked, '/consent', { without_name: 'yes' }), again);
    expect(all).toEqual([
      'email',
      'email_verified',
      'family_name',
      'given_name',
      'locale',
      'preferred_username',
      'sub',
    ]);
  });

  async function toldAfter(
    back: Pick<Response, 'headers'>,
    request: AuthorizationRequest,
  ): Promise<string[]> {
    const tokens = await stranger.redeem(back as Response, request);
    const subject = tokens.claims()?.sub ?? '';
    return Object.keys(
      await client.fetchUserInfo(stranger.configuration, tokens.access_token, subject),
    ).sort();
  }

  it('names the resources that it wants to reach', async () => {
    const request = await stranger.request({ scope: 'openid cases:read', resource: api });
    const { browser, page } = await signIn(request);
    expect(itemsOf(page)).toEqual(['Mintaügyek']);
    const back = await browser.submit(page, '/consent');
    const tokens = await stranger.redeemAt(new URL(String(back.headers.location)), request, {
      resource: api,
    });
    expect(tokens.scope).toBe('cases:read');
  });

  it('is asked about in every new sign-in, and another citizen at the same browser is asked for themselves', async () => {
    const request = await stranger.request({ scope: 'openid email' });
    const { browser, page } = await signIn(request);
    await browser.submit(page, '/consent');
    const next = await stranger.request({ scope: 'openid email', prompt: 'login' });
    const other = await kapu.addCitizen();
    const change = await givePassword(browser, await browser.open(next.address), other, 'ugyfelkapu');
    const asked = await browser.submit(change, '/session/end/confirm');
    expect(titleOf(asked)).toBe('Átadhatjuk az adatait?');
  });

  it('is asked about again after the citizen revoked its access, where they may also go there', async () => {
    const request = await stranger.request({ scope: 'openid email' });
    const { browser, page } = await signIn(request);
    await browser.submit(page, '/consent');
    await browser.open('/fiok');
    const services = await browser.open('/fiok/szolgaltatasok');
    const start = `https://shop.minta.example/start?from=kapu&iss=${encodeURIComponent(kapu.issuer)}`;
    expect(services.text).toContain(`href="${start.replace('&', '&amp;')}"`);
    await browser.submit(services, '/stranger/visszavonas');
    const again = await stranger.request({ scope: 'openid email', prompt: 'none' });
    expect(answerOf(await browser.open(again.address))).toMatchObject({ error: 'consent_required' });
  });

  it('is no way around its minimum: a password in the place of consent starts no weaker session', async () => {
    const anna = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    const strict = await RelyingParty.discover(kapu, 'strict-stranger');
    const request = await strict.request({ scope: 'openid' });
    const codePage = await givePassword(browser, await browser.open(request.address), anna);
    const consent = await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) });
    expect(titleOf(consent)).toBe('Átadhatjuk az adatait?');
    const { action, fields } = formOf(consent, '/consent');
    const { username, password } = await kapu.addCitizen();
    const forged = { ...fields, method: 'ugyfelkapu', username, password };
    const after = await browser.follow(await browser.post(action.replace('/consent', '/password'), forged));
    expect(after.headers.location ?? '').not.toContain('code=');
    expect(after.status).toBeLessThan(500);
  });

  it('is not told of one citizen what another at the same browser agreed to', async () => {
    const { browser, citizen, page } = await signIn(await stranger.request({ scope: 'openid email' }));
    const { action, fields } = formOf(page, '/consent');
    await kapu.accounts.endSessions(citizen.id, securityEvents.sessionsEnded(citizen.id, 'asked'));
    const agreed = await browser.post(action, fields);
    const other = await kapu.addCitizen();
    const change = await givePassword(browser, await browser.follow(agreed), other, 'ugyfelkapu');
    expect(change.headers['content-security-policy']).toContain('http://localhost:4999');
    const asked = await browser.submit(change, '/session/end/confirm');
    expect(titleOf(asked)).toBe('Átadhatjuk az adatait?');
  });

  it('cannot be agreed to from elsewhere', async () => {
    const { browser, page } = await signIn(await stranger.request({ scope: 'openid email' }));
    const [address = ''] = page.text.match(/\/interaction\/[\w-]+/) ?? [];
    expect((await browser.post(`${address}/consent`, {})).status).toBe(403);
    expect(titleOf(await browser.open(address))).toBe('Átadhatjuk az adatait?');
  });
});

it('a sign-in under way is not ended by agreeing to nothing', async () => {
  const browser = new Browser(kapu.issuer);
  const page = await browser.open((await stranger.request({ scope: 'openid email' })).address);
  const [address = ''] = page.text.match(/\/interaction\/[\w-]+/) ?? [];
  const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
  const after = await browser.follow(await browser.post(`${address}/consent`, { _csrf }));
  expect(titleOf(after)).toBe('Hogyan szeretne bejelentkezni?');
});
