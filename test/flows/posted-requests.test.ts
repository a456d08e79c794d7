/** A request that a relying party posts through the browser is the same request; whatever else is posted there is refused. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation();
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

const form = 'application/x-www-form-urlencoded';

it('it goes on as the same request by GET, and finds the session', async () => {
  const browser = new Browser(kapu.issuer);
  const { address } = await portal.request();
  await givePassword(browser, await browser.open(address), await kapu.addCitizen(), 'ugyfelkapu');
  const posted = await browser.postRaw(
    '/auth',
    form,
    new URL((await portal.request()).address).search.slice(1),
  );
  expect([posted.status, posted.headers.location?.startsWith('/auth?')]).toEqual([303, true]);
  expect(answerOf(await browser.follow(posted)).code).toBeTruthy();
});

it.each([
  ['of another kind', 'application/json', '{}', 415],
  ['that is too long', form, `x=${'x'.repeat(5000)}`, 413],
])('a body %s is refused', async (_name, contentType, body, status) => {
  for (const path of ['/auth', '/session/end']) {
    const page = await new Browser(kapu.issuer).postRaw(path, contentType, body);
    expect([page.status, page.headers.location]).toEqual([status, undefined]);
  }
});

it.each([
  ['nothing', ''],
  [
    'no address but ours',
    'client_id=portal&response_type=code&redirect_uri=%0d%0aLocation:https://evil.example',
  ],
  ['a parameter twice', 'client_id=portal&client_id=portal&redirect_uri=https://evil.example'],
  ['bytes that are no text', 'client_id=%ff%fe%00&a%0d%0ab=c'],
])('%s leads nowhere', async (_name, body) => {
  const browser = new Browser(kapu.issuer);
  const page = await browser.follow(await browser.postRaw('/auth', form, body));
  expect([page.status, page.headers.location]).toEqual([400, undefined]);
  expect(titleOf(page)).toBe('A szolgáltatás kérése hibás');
});
