/** An `id_token_hint` whose key is gone, or that was never ours, keeps nobody from signing out or in (decision 45). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, SignJWT } from 'jose';
import { makeSigningKey } from '../../src/oidc/keys/make-signing-key.ts';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const back = 'http://localhost:4999/';

let kapu: Installation;
let portal: RelyingParty;
let anna: Citizenship;
let browser: Browser;
let hint: string;
/** Like the hint, by a key that we do not know any more. */
let doubtful: string;

beforeAll(async () => {
  kapu = await startInstallation();
  portal = await RelyingParty.discover(kapu);
  anna = await kapu.addCitizen();
});

afterAll(() => kapu.stop());

beforeEach(async () => {
  browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const page = await givePassword(browser, await browser.open(request.address), anna, 'ugyfelkapu');
  hint = String((await portal.redeem(page, request)).id_token);
  doubtful = await resigned(decodeJwt(hint));
});

async function resigned(claims: object): Promise<string> {
  const key = await makeSigningKey('ES256');
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key);
}

async function answerTo(parameters: Record<string, string>) {
  return browser.open((await portal.request(parameters)).address);
}

async function isSignedIn(): Promise<boolean> {
  return answerOf(await answerTo({ prompt: 'none' })).code !== undefined;
}

describe('an id_token_hint that cannot be verified', () => {
  it('with prompt=none is answered login_required', async () => {
    expect(answerOf(await answerTo({ prompt: 'none', id_token_hint: hint }))).toMatchObject({
      code: expect.any(String),
    });
    for (const id_token_hint of [doubtful, 'nonsense']) {
      expect(answerOf(await answerTo({ prompt: 'none', id_token_hint }))).toMatchObject({
        error: 'login_required',
      });
    }
  });

  it('with prompt=none is answered login_required also where the request was pushed', async () => {
    const request = await portal.pushedRequest({ prompt: 'none', id_token_hint: doubtful });
    expect(answerOf(await browser.open(request.address))).toMatchObject({ error: 'login_required' });
  });

  it('tells nothing where the citizen may be asked', async () => {
    expect(answerOf(await answerTo({ id_token_hint: doubtful }))).toMatchObject({ code: expect.any(String) });
    browser = new Browser(kapu.issuer);
    expect(titleOf(await answerTo({ id_token_hint: doubtful }))).toBe(titleOf(await answerTo({})));
  });

  it.each([
    ['by a key that is gone', async () => ({ id_token_hint: doubtful })],
    ['that is no token', async () => ({ id_token_hint: 'nonsense' })],
    [
      'of a client that is gone',
      async () => ({ id_token_hint: await resigned({ ...decodeJwt(hint), aud: 'gone' }) }),
    ],
    ['of another client than is named', async () => ({ id_token_hint: hint, client_id: 'another' })],
    [
      'by a key that is gone, with the client',
      async () => ({ id_token_hint: doubtful, client_id: 'portal' }),
    ],
  ])('signs the citizen out, who is asked and stays with us: one %s', async (_which, parameters) => {
    const query = { ...(await parameters()), post_logout_redirect_uri: back, state: 'x' };
    const question = await browser.open(`/session/end?${new URLSearchParams(query)}`);
    expect([question.status, titleOf(question)]).toEqual([200, 'Kijelentkezik?']);
    expect(await isSignedIn()).toBe(true);
    const end = await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
    expect([end.headers.location, titleOf(end)]).toEqual([undefined, 'Kijelentkezett']);
    expect(await isSignedIn()).toBe(false);
  });

  it('does not hide a request that says two things', async () => {
    const page = await browser.open(`/session/end?id_token_hint=${doubtful}&id_token_hint=${hint}`);
    expect(page.status).toBe(400);
  });
});
