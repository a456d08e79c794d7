/** In a real browser: a page that redeems its code by itself, and native programs at the addresses that RFC 8252 gives them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Browser } from 'playwright-core';
import { inspect, newPerson, startChromium } from '../support/chromium.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { RelyingParty } from '../support/relying-party.ts';

const publicClient = { client_secret: undefined, token_endpoint_auth_method: 'none' } as const;

let kapu: Installation;
let chromium: Browser;
let landings: Server[];
let pageAddress: string;
/** Sends whoever comes on to another origin. */
let brokerAddress: string;
/** What arrived at the programs, newest last. */
const arrived: URL[] = [];
/** Whoever comes next is answered with nothing, so that the browser stays where it is. */
let staysOnce = false;

beforeAll(async () => {
  landings = await Promise.all(['127.0.0.1', '::1'].map(listenAt));
  pageAddress = `http://localhost:${portOf(0)}/back`;
  brokerAddress = `http://localhost:${portOf(0)}/broker`;
  const redirect_uris = ['http://127.0.0.1/back', 'http://[::1]/back'];
  kapu = await startInstallation({
    clients: [
      { client_id: 'program', application_type: 'native', redirect_uris, ...publicClient },
      { client_id: 'broker', redirects_onward: true, redirect_uris: [brokerAddress], ...publicClient },
      { client_id: 'page', redirect_uris: [pageAddress], ...publicClient },
    ],
  });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
  for (const landing of landings) {
    landing.close();
  }
});

async function listenAt(address: string): Promise<Server> {
  const landing = createServer((request, response) => {
    arrived.push(new URL(String(request.url), `http://${request.headers.host}`));
    if (staysOnce) {
      staysOnce = false;
      response.writeHead(204).end();
      return;
    }
    if (request.url?.startsWith('/broker')) {
      response.writeHead(303, { Location: `http://127.0.0.1:${portOf(0)}/back` }).end();
      return;
    }
    response.setHeader('Content-Type', 'text/html').end('<title>program</title><h1>back</h1>');
  });
  await new Promise<void>((resolve) => landing.listen(0, address, resolve));
  return landing;
}

function portOf(place: number): number {
  const address = landings[place]?.address() as AddressInfo | undefined;
  return Number(address?.port);
}

/** Signs in up to the last button, and presses it. */
async function signIn(
  clientId: string,
  redirect_uri: string,
  lang: Language,
  more: Record<string, string> = {},
) {
  const party = await RelyingParty.discover(kapu, clientId, { authentication: client.None() });
  const request = await party.request({ scope: 'openid profile', redirect_uri, ui_locales: lang, ...more });
  const page = await (await newPerson(chromium)).newPage();
  const person = new Person(page, lang);
  await page.goto(request.address);
  await person.pick('ugyfelkapu');
  const { username, password } = await kapu.addCitizen();
  await page.getByLabel(person.texts['username.label']).fill(username);
  await page.getByLabel(person.texts['password.label'], { exact: true }).fill(password);
  await person.button(person.texts['action.continue']).click();
  // Anybody could be a program or a page.
  await person.press(person.texts['consent.give']);
  return { party, request, page, person };
}

it('a program is come back to at any port of 127.0.0.1', async () => {
  const { party, request, page } = await signIn('program', `http://127.0.0.1:${portOf(0)}/back`, 'hu');
  await page.getByRole('heading', { name: 'back' }).waitFor();
  const tokens = await party.redeemAt(arrived.at(-1) as URL, request);
  expect(tokens.claims()?.sub).toEqual(expect.any(String));
});

it('a program is come back to at any port of [::1], by a page that goes on by itself', async () => {
  const { party, request, page } = await signIn('program', `http://[::1]:${portOf(1)}/back`, 'hu');
  await page.getByRole('heading', { name: 'back' }).waitFor();
  const tokens = await party.redeemAt(arrived.at(-1) as URL, request);
  expect(tokens.claims()?.sub).toEqual(expect.any(String));
});

it('a broker is come back to, and sends the citizen on to another origin', async () => {
  const { page } = await signIn('broker', brokerAddress, 'hu');
  await page.getByRole('heading', { name: 'back' }).waitFor();
  expect(page.url()).toBe(`http://127.0.0.1:${portOf(0)}/back`);
});

it('a broker that is answered by a form sends the citizen on to another origin, too', async () => {
  const { page } = await signIn('broker', brokerAddress, 'hu', { response_mode: 'form_post' });
  await page.getByRole('heading', { name: 'back' }).waitFor();
  expect(page.url()).toBe(`http://127.0.0.1:${portOf(0)}/back`);
});

it.each<Language>(['hu', 'en'])('whom that page does not carry on follows its link (%s)', async (lang) => {
  staysOnce = true;
  const { page, person } = await signIn('program', `http://[::1]:${portOf(1)}/back`, lang);
  await person.heading(person.texts['return.title']).waitFor();
  await inspect(page, `return-to-program-${lang}`);
  await person.link(person.texts['action.continue']).click();
  await page.getByRole('heading', { name: 'back' }).waitFor();
});

it('a page redeems its code, reads the name and refreshes, in the browser alone', async () => {
  const { request, page } = await signIn('page', pageAddress, 'hu');
  await page.getByRole('heading', { name: 'back' }).waitFor();
  const told = await page.evaluate(redeemInPage, {
    issuer: kapu.issuer,
    address: page.url(),
    redirect_uri: pageAddress,
    code_verifier: request.codeVerifier,
  });
  expect(told).toEqual({ name: 'Minta Anna', refreshed: true, error: 'invalid_grant' });
});

/** Runs in the page. */
async function redeemInPage({
  issuer,
  address,
  ...fields
}: {
  issuer: string;
  address: string;
  redirect_uri: string;
  code_verifier: string;
}) {
  const post = async (more: Record<string, string>) => {
    const body = new URLSearchParams({ client_id: 'page', ...more });
    const answer = await fetch(`${issuer}/token`, { method: 'POST', body });
    return (await answer.json()) as Record<string, string>;
  };
  const code = new URL(address).searchParams.get('code') ?? '';
  const tokens = await post({ grant_type: 'authorization_code', code, ...fields });
  const authorization = `Bearer ${tokens.access_token}`;
  const person = (await (await fetch(`${issuer}/me`, { headers: { authorization } })).json()) as {
    name: string;
  };
  const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
  const refreshed = await post(refresh);
  const again = await post({ ...refresh, refresh_token: 'wrong' });
  return { name: person.name, refreshed: 'access_token' in refreshed, error: again.error };
}
