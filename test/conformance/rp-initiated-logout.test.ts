/** oidcc-rp-initiated-logout-certification-test-plan. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Response } from 'supertest';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { jwt } from '../support/hostile-jwts.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const back = 'http://localhost:4999/';

let kapu: Installation;
let portal: RelyingParty;
let anna: Citizenship;
let browser: Browser;
let idToken: string;

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
  idToken = String((await portal.redeem(page, request)).id_token);
});

const askToSignOut = (parameters: Record<string, string>): Promise<Response> =>
  browser.open(`/session/end?${new URLSearchParams(parameters)}`);

/** Where the citizen ends who says yes: the address of the relying party, or the title of our page. */
async function signOut(parameters: Record<string, string>): Promise<string> {
  const question = await askToSignOut(parameters);
  expect(titleOf(question)).toBe('Kijelentkezik?');
  const end = await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
  return end.headers.location ?? titleOf(end);
}

async function isSignedIn(): Promise<boolean> {
  const answer = answerOf(await browser.open((await portal.request({ prompt: 'none' })).address));
  return answer.code !== undefined;
}

async function expectRefusal(parameters: Record<string, string>): Promise<void> {
  const page = await askToSignOut(parameters);
  expect([page.status, page.headers.location, titleOf(page)]).toEqual([
    400,
    undefined,
    'A szolgáltatás kérése hibás',
  ]);
  expect(await isSignedIn()).toBe(true);
}

it('oidcc-rp-initiated-logout-discovery-endpoint-verification: discovery names the endpoint', () => {
  const { end_session_endpoint } = portal.configuration.serverMetadata();
  expect(end_session_endpoint).toBe(`${kapu.issuer}/session/end`);
});

it('oidcc-rp-initiated-logout: the citizen comes back with state, and prompt=none finds nobody', async () => {
  const end = await signOut({
    id_token_hint: idToken,
    post_logout_redirect_uri: back,
    state: 'of-the-party',
  });
  expect(end).toBe(`${back}?state=of-the-party`);
  expect(await isSignedIn()).toBe(false);
});

it('oidcc-rp-initiated-logout: the request may be posted', async () => {
  const request = { id_token_hint: idToken, post_logout_redirect_uri: back };
  const question = await browser.follow(await browser.post('/session/end', request));
  const end = await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
  expect(end.headers.location).toBe(back);
  expect(await isSignedIn()).toBe(false);
});

it('oidcc-rp-initiated-logout-no-state: the citizen comes back without one', async () => {
  expect(await signOut({ id_token_hint: idToken, post_logout_redirect_uri: back })).toBe(back);
  expect(await isSignedIn()).toBe(false);
});

it.each([
  ['oidcc-rp-initiated-logout-no-id-token-hint', { post_logout_redirect_uri: back, state: 'x' }],
  ['oidcc-rp-initiated-logout-no-params', {}],
  ['oidcc-rp-initiated-logout-only-state', { state: 'x' }],
])('%s: the citizen is signed out and stays with us', async (_module, parameters) => {
  expect(await signOut(parameters as Record<string, string>)).toBe('Kijelentkezett');
  expect(await isSignedIn()).toBe(false);
});

it('oidcc-rp-initiated-logout-no-post-logout-redirect-uri: the citizen is signed out and stays with us', async () => {
  expect(await signOut({ id_token_hint: idToken, state: 'x' })).toBe('Kijelentkezett');
  expect(await isSignedIn()).toBe(false);
});

it.each([
  ['oidcc-rp-initiated-logout-bad-post-logout-redirect-uri', `${back}bad`],
  ['oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri', `${back}?foo=bar`],
])('%s: the citizen reads a page of ours, and nobody is signed out', async (_module, address) => {
  await expectRefusal({ id_token_hint: idToken, post_logout_redirect_uri: address, state: 'x' });
});

it('oidcc-rp-initiated-logout-modified-id-token-hint: the citizen is asked, signed out and stays with us', async () => {
  const [header, , signature] = idToken.split('.');
  const payload = Buffer.from(JSON.stringify({ ...decodeJwt(idToken), sub: 'another' })).toString(
    'base64url',
  );
  const hint = [header, payload, signature].join('.');
  expect(await signOut({ id_token_hint: hint, post_logout_redirect_uri: back, state: 'x' })).toBe(
    'Kijelentkezett',
  );
  expect(await isSignedIn()).toBe(false);
});

it('oidcc-rp-initiated-logout-bad-id-token-hint: the citizen is asked, signed out and stays with us', async () => {
  const hint = jwt({ header: { alg: 'ES256', kid: 'of the party' }, payload: decodeJwt(idToken) });
  expect(await signOut({ id_token_hint: hint, post_logout_redirect_uri: back, state: 'x' })).toBe(
    'Kijelentkezett',
  );
  expect(await isSignedIn()).toBe(false);
});
