/** Programs on the citizen's own device (RFC 8252): any port of the machine, a scheme of their own, a claimed https address. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { parseRegistration } from '../../src/clients/registration.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import { agree, Browser, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const own = 'example.minta.program:/back';
const claimed = 'https://program.minta.example/back';
const redirect_uris = ['http://127.0.0.1/back', 'http://[::1]/back', own, claimed];
const post_logout_redirect_uris = ['http://127.0.0.1/bye', 'http://[::1]/bye', 'example.minta.program:/bye'];
const publicClient = { client_secret: undefined, token_endpoint_auth_method: 'none' } as const;

let kapu: Installation;
let citizen: Citizenship;

beforeAll(async () => {
  const native = {
    application_type: 'native',
    redirect_uris,
    post_logout_redirect_uris,
    ...publicClient,
  } as const;
  kapu = await startInstallation({
    clients: [
      { client_id: 'program', ...native },
      { client_id: 'other-program', ...native },
      { client_id: 'site', redirect_uris: ['http://127.0.0.1/back'], ...publicClient },
    ],
  });
  citizen = await kapu.addCitizen();
});

afterAll(() => kapu.stop());

const programOf = (id: string) => RelyingParty.discover(kapu, id, { authentication: client.None() });

/** Where the browser is sent, by a redirect or by a page. */
function leadsTo(answer: Response): string {
  return answer.headers.location ?? /^0; url=(.*)$/.exec(String(answer.headers.refresh))?.[1] ?? '';
}

async function signIn(clientId: string, redirect_uri: string) {
  const program = await programOf(clientId);
  const browser = new Browser(kapu.issuer);
  const request = await program.request({ scope: 'openid', redirect_uri });
  const page = await browser.open(request.address);
  const answer = await agree(browser, await givePassword(browser, page, citizen, 'ugyfelkapu'));
  const tokens = await program.redeemAt(new URL(leadsTo(answer)), request);
  return { program, browser, page, answer, tokens };
}

describe('a native program', () => {
  it.each([
    ['http://127.0.0.1:54321/back', 'http://127.0.0.1:54321'],
    ['http://127.0.0.1/back', 'http://127.0.0.1'],
    [own, 'example.minta.program:'],
    [claimed, 'https://program.minta.example'],
  ])('is come back to at %s, where the forms of the sign-in may end', async (address, source) => {
    const { page, answer, tokens } = await signIn('program', address);
    expect([answer.status, String(answer.headers.location).split('?')[0]]).toEqual([303, address]);
    expect(page.headers['content-security-policy']).toContain(`form-action 'self' ${source};`);
    expect(tokens.claims()?.sub).toEqual(expect.any(String));
  });

  it('at an IPv6 address is come back to by a page with a link, for no form could end there', async () => {
    const { page, answer } = await signIn('program', 'http://[::1]:54321/back');
    expect(page.headers['content-security-policy']).toContain("form-action 'self';");
    expect([answer.status, answer.headers.location, titleOf(answer)]).toEqual([
      200,
      undefined,
      'Visszatérés a szolgáltatáshoz',
    ]);
    expect(answer.text).toContain('href="http://[::1]:54321/back?code=');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('knows a citizen by one subject at all its addresses, and another program by another', async () => {
    const addresses = ['http://127.0.0.1:1024/back', 'http://[::1]:1025/back', own, claimed];
    const subjects = new Set<string | undefined>();
    for (const address of addresses) {
      subjects.add((await signIn('program', address)).tokens.claims()?.sub);
    }
    expect(subjects.size).toBe(1);
    subjects.add((await signIn('other-program', own)).tokens.claims()?.sub);
    expect(subjects.size).toBe(2);
  });

  it.each([
    'http://127.0.0.1:54321/elsewhere',
    'http://127.0.0.1.evil.example:54321/back',
    'http://127.0.0.1@evil.example/back',
    'http://127.0.0.2:54321/back',
    'https://127.0.0.1:54321/back',
    'http://localhost:54321/back',
    'https://program.minta.example:8443/back',
    'example.minta.program:/other',
    'example.minta.other:/back',
  ])('is not sent to %s', async (redirect_uri) => {
    const { address } = await (await programOf('program')).request({ redirect_uri });
    const page = await new Browser(kapu.issuer).open(address);
    expect([page.status, page.headers.location]).toEqual([400, undefined]);
  });

  it.each([
    ['http://127.0.0.1:4444/bye', 303],
    ['http://[::1]:4444/bye', 200],
    ['example.minta.program:/bye', 303],
  ])('is come back to at %s after signing out', async (address, status) => {
    const { browser, tokens } = await signIn('program', own);
    const query = { id_token_hint: String(tokens.id_token), post_logout_redirect_uri: address };
    const question = await browser.open(`/session/end?${new URLSearchParams(query)}`);
    const end = await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
    expect([end.status, leadsTo(end)]).toEqual([status, address]);
  });

  it('is told of a citizen who went back', async () => {
    const browser = new Browser(kapu.issuer);
    const silent = { prompt: 'none', redirect_uri: 'http://[::1]:54321/back' };
    const { address } = await (await programOf('program')).request(silent);
    expect(answerOf(await browser.open(address))).toMatchObject({ error: 'login_required' });
  });
});

it('a web application is sent to the port that is registered alone', async () => {
  const site = await programOf('site');
  const { address } = await site.request({ redirect_uri: 'http://127.0.0.1:54321/back' });
  expect((await new Browser(kapu.issuer).open(address)).status).toBe(400);
});

describe('a registration', () => {
  const registration = {
    client_id: 'program-x',
    client_name: 'Mintaprogram',
    client_uri: 'https://program.minta.example',
    token_endpoint_auth_method: 'none',
    minimum_assurance: 'low',
    first_party: false,
  };
  const outcomeOf = (application_type: string, address: string) =>
    parseRegistration({ ...registration, application_type, redirect_uris: [address] }, supportedScopes).kind;

  it.each(redirect_uris)('of a native program may name %s', (address) => {
    expect(outcomeOf('native', address)).toBe('valid');
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc',
    'myapp:/back',
    'example.minta.*:/x',
    'http://program.example/back',
  ])('of a native program may not name %s', (address) =>
    expect(outcomeOf('native', address)).toBe('refused'),
  );

  it('of a web application names no scheme of a program', () => {
    expect(outcomeOf('web', own)).toBe('refused');
  });
});
