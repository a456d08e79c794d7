/**
 * The engine's own HTML, asked of the engine itself. If one of these fails after a new version of oidc-provider, our pages would no
 * longer stand in for its bare forms: see src/oidc/engine/internals/self-sending-forms.ts.
 */
import { beforeAll, expect, it, jest } from '@jest/globals';
import type { Context } from 'koa';
import { type Configuration, Provider } from 'oidc-provider';
import request from 'supertest';
import {
  formTokenOfSignOut,
  isSelfSendingSignOut,
  type SelfSendingForm,
  selfSendingForm,
} from '../../../src/oidc/engine/internals/self-sending-forms.ts';

/** The bare engine says that its keys and its store are for development. */
beforeAll(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => {});
  jest.spyOn(console, 'info').mockImplementation(() => {});
});

const host = 'localhost:4998';
const returnAddress = 'http://localhost:4999/?a=1&b=2';

function bareEngine(features: Configuration['features'] = {}): Provider {
  const provider = new Provider(`http://${host}`, {
    clients: [
      {
        client_id: 'portal',
        redirect_uris: [returnAddress],
        post_logout_redirect_uris: ['http://localhost:4999/out'],
        client_secret: 's'.repeat(32),
      },
    ],
    cookies: { keys: ['cookie-key'] },
    features: { devInteractions: { enabled: false }, ...features },
  });
  provider.proxy = true;
  return provider;
}

/** What stands in the body before it leaves, as our middleware finds it. */
async function bodyOf(provider: Provider, path: string): Promise<unknown> {
  let body: unknown;
  provider.use(async (ctx, next) => {
    await next();
    body = (ctx as unknown as Context).body;
  });
  await request(provider.callback()).get(path).set('Host', host).set('X-Forwarded-Proto', 'http');
  return body;
}

it('an answer by form_post is read with its address and its fields', async () => {
  const asked = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    response_mode: 'form_post',
    redirect_uri: returnAddress,
    scope: 'openid',
    prompt: 'none',
    state: `<&"'>`,
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });
  const form = selfSendingForm(await bodyOf(bareEngine(), `/auth?${asked}`));
  const { action, fields } = form as SelfSendingForm;
  expect(action).toBe(returnAddress);
  expect(Object.fromEntries(fields)).toMatchObject({ error: 'login_required', state: `<&"'>` });
});

it('an address with a device’s code in it is answered by a form that would send the code at once', async () => {
  const provider = bareEngine({ deviceFlow: { enabled: true } });
  const form = selfSendingForm(await bodyOf(provider, '/device?user_code=BCDF-GHJK'));
  expect(Object.fromEntries(form?.fields ?? [])).toMatchObject({
    user_code: 'BCDF-GHJK',
    xsrf: expect.stringMatching(/^.{20,}$/),
  });
});

it('a sign-out with nobody signed in is read as such', async () => {
  const body = await bodyOf(bareEngine(), '/session/end');
  expect(isSelfSendingSignOut(body)).toBe(true);
  expect(isSelfSendingSignOut(`kapu-page ${body}`)).toBe(false);
});

it('the token of the question about a sign-out is read', () => {
  // As lib/actions/end_session.js writes it for `logoutSource`; with somebody signed in, test/conformance/rp-initiated-logout.test.ts.
  const form =
    '<form id="op.logoutForm" method="post" action="/x"><input type="hidden" name="xsrf" value="abc"/></form>';
  expect(formTokenOfSignOut(form)).toBe('abc');
});

it('no other body is taken for such a form', () => {
  for (const body of [undefined, {}, '', '<title>Ügyfélkapu</title>']) {
    expect([selfSendingForm(body), isSelfSendingSignOut(body)]).toEqual([undefined, false]);
  }
});
