/** Whoever has to wait reads for how long, on the page that says so first and on the same page loaded again. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { Identification } from '../../src/assurance/identification.ts';
import { instantInWords } from '../../src/web/page/dates-and-times.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, errorsOf, givePassword, titleOf } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { activate, activationCodeOn, comeToWork, deskOfTests, newcomer } from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

const clock = clockFrom(300);
const hour = 60 * 60;
const timeLeft = /role="timer" data-countdown-to="([^"]+)" data-countdown-now="[^"]+"[^>]*>(\d\d:\d\d)</;

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now, config: { desk: deskOfTests } });
});

afterAll(() => kapu.stop());

const english = (browser: Browser, page: Response): Promise<Response> => {
  const [, href = ''] = /<a href="([^"]+)" lang="en"/.exec(page.text) ?? [];
  return browser.open(href.replaceAll('&amp;', '&'));
};

describe('a lock', () => {
  async function lockCodes(): Promise<{
    browser: Browser;
    locked: Response;
    citizen: Citizenship & { secretKey: string };
  }> {
    const citizen = await enrolledCitizen(kapu, clock.now());
    const browser = new Browser(kapu.issuer);
    let locked = await givePassword(browser, await browser.open('/fiok'), citizen);
    for (let time = 0; time < 5; time += 1) {
      locked = await browser.submit(locked, '/code', { code: '000000' });
    }
    return { browser, locked, citizen };
  }

  const addressOf = (page: Response): string => /\/interaction\/[\w-]+/.exec(page.text)?.[0] ?? '';

  it('of codes is told with the time left and without a field, in either language and loaded again, until it is over', async () => {
    const { browser, locked, citizen } = await lockCodes();
    clock.pass(60);
    const again = await browser.open(addressOf(locked));
    for (const page of [locked, again, await english(browser, locked)]) {
      expect([page.text.includes('name="code"'), errorsOf(page).length]).toEqual([false, 1]);
      expect(page.text).toMatch(timeLeft);
    }
    expect(timeLeft.exec(locked.text)?.[2]).toBe('05:00');
    expect(timeLeft.exec(again.text)?.[2]).toBe('04:00');
    expect(again.status).toBe(200);
    clock.pass(5 * 60);
    const open = await browser.open(addressOf(locked));
    expect([open.text.includes('name="code"'), errorsOf(open)]).toEqual([true, []]);
    const done = await browser.submit(open, '/code', { code: clock.freshCode(citizen) });
    expect(titleOf(done)).toBe('My account');
  });

  it('that was lifted meanwhile, is not told any more', async () => {
    const { browser, locked, citizen } = await lockCodes();
    await kapu.nodes[0].store.del(`{account:${citizen.id}}:code-attempts` as never);
    const open = await browser.open(addressOf(locked));
    expect([open.text.includes('name="code"'), errorsOf(open)]).toEqual([true, []]);
  });

  it('of passwords is told with the time left and without a field; whoever has another name goes on', async () => {
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const wrong = { username: citizen.username, password: 'nem ez az' };
    let page = await givePassword(browser, await browser.open('/fiok'), wrong, 'ugyfelkapu');
    for (let time = 0; time < 5; time += 1) {
      page = await browser.submit(page, '/password', wrong);
    }
    expect(page.status).toBe(429);
    for (const shown of [page, await english(browser, page)]) {
      expect(shown.text).not.toContain('type="password"');
      expect(shown.text).toMatch(timeLeft);
      expect(errorsOf(shown)).toHaveLength(1);
    }
    const other = await kapu.addCitizen();
    const form = await browser.open(`${addressOf(page)}?method=ugyfelkapu`);
    expect(titleOf(await browser.submit(form, '/password', { ...other }))).toBe('My account');
  });

  it('of passwords is told the same where the password of an application is asked for', async () => {
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    let page = await browser.open('/megszuntetes');
    for (let time = 0; time < 6; time += 1) {
      page = await browser.submit(page, '/megszuntetes', {
        ...citizen,
        password: 'nem ez',
        cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA',
      });
      clock.pass(1);
    }
    expect(page.status).toBe(429);
    expect(page.text).not.toContain('type="password"');
    expect(page.text).toMatch(timeLeft);
  });
});

describe('a code that was typed late', () => {
  it('is called late up to two minutes after it was shown, and costs no try', async () => {
    const citizen = await enrolledCitizen(kapu, clock.now());
    const browser = new Browser(kapu.issuer);
    clock.pass(300);
    let page = await givePassword(browser, await browser.open('/fiok'), citizen);
    // More often than wrong codes are taken.
    for (const seconds of [60, 90, 119, 120, 65, 100, 75]) {
      const shownUntil =
        Math.floor(clock.now().getTime() / 30_000) * 30_000 - 30_000 * Math.floor(seconds / 30);
      page = await browser.submit(page, '/code', { code: codeAt(citizen.secretKey, new Date(shownUntil)) });
      expect([seconds, errorsOf(page)]).toEqual([
        seconds,
        [expect.stringMatching(/^Ez a kód az imént lejárt/)],
      ]);
      clock.pass(600);
    }
    page = await browser.submit(page, '/code', { code: '000000' });
    expect(errorsOf(page)).toEqual([expect.stringContaining('Még 4 próbálkozása van')]);
  });
});

describe('an application that waits', () => {
  const declared: Identification = {
    by: 'declaration',
    at: '2020-01-01T00:00:00Z',
    level: 'substantial',
    declared_by: 'szerződés',
  };

  async function begin(citizen: Citizenship, browser = new Browser(kapu.issuer)): Promise<Response> {
    await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
    return browser.submit(await browser.open('/fiok/igenyles'), '/start');
  }

  it('says in another browser until when, and that starting again there begins the wait anew', async () => {
    const citizen = await kapu.addCitizen({ email: undefined, email_verified: false }, declared);
    const waiting = await begin(citizen);
    expect(titleOf(waiting)).toBe('Az igénylés várakozik');
    clock.pass(hour);
    const other = new Browser(kapu.issuer);
    await givePassword(other, await other.open('/fiok'), citizen, 'ugyfelkapu');
    const elsewhere = await other.open('/fiok/igenyles');
    const told = [...elsewhere.text.matchAll(/ez után folytat\S+: (\d{4}\. [^:]+:\d\d)/g)].map(
      ([, until]) => until,
    );
    const [ready, anew] = [71, 72].map((hours) =>
      instantInWords(new Date(clock.now().getTime() + hours * hour * 1000), 'hu'),
    );
    expect(told).toEqual([ready, anew]);
  });

  it('waits also of somebody who was just registered at the desk: one clerk alone would be both', async () => {
    const { browser: desk } = await comeToWork(kapu, clock, 'clerk');
    const password = 'egy igen hosszú jelszó az ablaktól';
    const username = 'uj.elemer';
    const data = { ...newcomer, username };
    const receipt = await desk.submit(await desk.open('/desk/register'), '/desk/register', data);
    await activate(new Browser(kapu.issuer), username, activationCodeOn(receipt), password);
    const page = await begin({ id: '', username, password });
    expect(titleOf(page)).toBe('Az igénylés várakozik');
  });
});
