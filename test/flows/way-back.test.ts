/** Nobody is left standing where a sign-in is over: they are led back to the service, or on to it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const portalHome = 'http://localhost:4999';
const register = { client_id: 'register', initiate_login_uri: 'https://register.example/belepes?tovabb=a' };

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({ clients: [register] });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

/** A browser at the first page of a sign-in, and the address of that page. */
async function atSignIn(party = portal) {
  const browser = new Browser(kapu.issuer);
  const toPage = await browser.get((await party.request()).address);
  const address = String(toPage.headers.location);
  return { browser, address, page: await browser.open(address) };
}

describe('the address of a sign-in that is over', () => {
  it('names the service and leads back to it, when the citizen went back', async () => {
    const { browser, address, page } = await atSignIn();
    await browser.submit(page, '/give-up');
    for (const ended of [address, `${address}?method=ugyfelkapu`]) {
      const answer = await browser.open(ended);
      expect([answer.status, titleOf(answer)]).toEqual([410, 'Ez a bejelentkezés már véget ért']);
      expect(answer.text).toContain(`href="${portalHome}"`);
      expect(answer.text).toContain('Vissza ide: Mintaportál');
    }
  });

  it('says so in the language of the citizen', async () => {
    const { browser, address, page } = await atSignIn();
    await browser.submit(page, '/give-up');
    expect((await browser.open(`${address}?lang=en`)).text).toContain('Back to Sample portal');
  });

  it('leads to where the service begins a sign-in, where it registered that', async () => {
    const { browser, address, page } = await atSignIn(await RelyingParty.discover(kapu, 'register'));
    await browser.submit(page, '/give-up');
    const expected = `https://register.example/belepes?tovabb=a&amp;iss=${encodeURIComponent(kapu.issuer)}`;
    expect((await browser.open(address)).text).toContain(`href="${expected}"`);
  });

  it('sends who is signed in onwards: the back button is no dead end', async () => {
    const { browser, address, page } = await atSignIn();
    await browser.follow(await givePassword(browser, page, await kapu.addCitizen(), 'ugyfelkapu'));
    const answer = await browser.get(address);
    expect([answer.status, answer.headers.location]).toEqual([303, `${portalHome}/`]);
  });

  it('leads on whoever sent the last code twice: the answer to the first was lost', async () => {
    const anna = await enrolledCitizen(kapu);
    const { browser, page } = await atSignIn();
    const form = formOf(await givePassword(browser, page, anna), '/code');
    // The same browser, which gets one of the answers.
    const again = new Browser(kapu.issuer);
    again.stealCookiesOf(browser);
    const fields = { ...form.fields, code: codeAt(anna.secretKey, new Date()) };
    const first = answerOf(await browser.post(form.action, fields));
    const second = answerOf(await again.follow(await again.post(form.action, fields)));
    expect([first.code, second.code]).toEqual([expect.any(String), expect.any(String)]);
    expect(second.code).not.toBe(first.code);
    // For whoever got the answer it is over.
    expect((await browser.get(form.action.replace('/code', ''))).headers.location).toBe(`${portalHome}/`);
  });

  it('leads back from another browser while it lasts, and tells nothing else', async () => {
    const { address } = await atSignIn();
    const other = new Browser(kapu.issuer);
    await other.open('/megszuntetes');
    const answer = await other.open(address);
    expect([answer.status, titleOf(answer)]).toEqual([410, 'Ez a bejelentkezés már véget ért']);
    expect(answer.text).toContain('Vissza ide: Mintaportál');
  });

  it('names no service that the browser made up', async () => {
    const stranger = new Browser(kapu.issuer);
    await stranger.open('/megszuntetes');
    const answer = await stranger.open('/interaction/nincs-ilyen-azonosito');
    expect([answer.status, titleOf(answer)]).toEqual([410, 'Ez a bejelentkezés már véget ért']);
    expect(answer.text).not.toContain('Vissza ide');
    const resumed = await stranger.open('/auth/nincs-ilyen-azonosito');
    expect([resumed.status, titleOf(resumed)]).toEqual([400, 'Ez a bejelentkezés már véget ért']);
  });

  it('is JSON for a script, with the reason', async () => {
    const answer = await fetch(`${kapu.issuer}/interaction/nincs-ilyen-azonosito`, {
      headers: { accept: 'application/json' },
    });
    expect([answer.status, await answer.json()]).toMatchObject([410, { error: 'invalid_request' }]);
  });
});

describe('a browser that keeps no cookies', () => {
  /** As such a browser does it: each request by itself. */
  async function open(url: string): Promise<{ status: number; text: string; requests: number }> {
    let current = new URL(url, kapu.issuer);
    for (let requests = 1; requests < 8; requests += 1) {
      const answer = await fetch(current, { redirect: 'manual', headers: { accept: 'text/html' } });
      const location = answer.headers.get('location');
      if (location === null) {
        return { status: answer.status, text: await answer.text(), requests };
      }
      current = new URL(location, kapu.issuer);
    }
    throw new Error('a loop of redirects');
  }

  it('is told that it is cookies, and led back to the service', async () => {
    const { status, text } = await open((await portal.request()).address);
    expect(status).toBe(400);
    expect(text).toContain('A böngészője nem fogad sütiket');
    expect(text).toContain(`href="${portalHome}"`);
  });

  it('is told the same at its own pages, instead of being sent in a circle', async () => {
    const { text } = await open('/fiok');
    expect(text).toContain('A böngészője nem fogad sütiket');
  });

  it('is told apart from a link that was opened in a new browser', async () => {
    const { address } = await atSignIn();
    const fresh = new Browser(kapu.issuer);
    const answer = await fresh.open(address);
    expect([answer.status, titleOf(answer)]).toEqual([410, 'Ez a bejelentkezés már véget ért']);
  });
});
