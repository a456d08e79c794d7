/** A sign-out where nobody is signed in: the browser is led back, and nothing is kept. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

const back = 'http://localhost:4999/';
let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(() => kapu.stop());

const asked = (parameters: object) => `/session/end?${new URLSearchParams({ ...parameters })}`;

it('keeps nothing, whatever it is asked with', async () => {
  const before = await kapu.nodes[0].store.dbsize();
  for (const parameters of [{}, { client_id: 'portal' }, { state: 's'.repeat(4000) }]) {
    const browser = new Browser(kapu.issuer);
    const page = await browser.open(asked(parameters));
    expect(titleOf(page)).toBe('Kijelentkezett');
    expect(String(page.headers['set-cookie'])).not.toContain('session');
    // Again, with whatever cookies there are now.
    await browser.open(asked(parameters));
  }
  expect(await kapu.nodes[0].store.dbsize()).toBe(before);
});

it('leads back to the relying party with its state', async () => {
  const browser = new Browser(kapu.issuer);
  const page = await browser.open(
    asked({ client_id: 'portal', post_logout_redirect_uri: back, state: 'a&b' }),
  );
  expect(page.headers['content-security-policy']).toContain("form-action 'self' http://localhost:4999");
  const left = await browser.submit(page, '/session/end/continue');
  expect([left.status, left.headers.location]).toEqual([303, `${back}?state=a%26b`]);
});

it('stays with us where no address is named, or no relying party', async () => {
  for (const parameters of [{ client_id: 'portal', state: 'x' }, { post_logout_redirect_uri: back }]) {
    const browser = new Browser(kapu.issuer);
    const done = await browser.submit(await browser.open(asked(parameters)), '/session/end/continue');
    expect(done.text).toContain('zárja be a böngészőt is');
  }
});

it('leads to no address that is not the relying party’s, and nowhere at all from another site', async () => {
  const browser = new Browser(kapu.issuer);
  const page = await browser.open(asked({ client_id: 'portal' }));
  for (const post_logout_redirect_uri of ['https://evil.example/', `${back}x`, 'javascript:alert(1)', '']) {
    const left = await browser.submit(page, '/session/end/continue', { post_logout_redirect_uri });
    expect([left.status, left.headers.location]).toEqual([400, undefined]);
  }
  const foreign = await new Browser(kapu.issuer).post('/session/end/continue', { client_id: 'portal' });
  expect(foreign.status).toBe(403);
});
