/** Citizens whose phones go wrong, at the hosted pages. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import {
  Browser,
  cancellationCodeOf,
  enrolledCitizen,
  errorsOf,
  givePassword,
  proveContact,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';
const second = 1000;
const minute = 60 * second;

let kapu: Installation;
let portal: RelyingParty;
/** In the past, since the engine dates by the machine's clock. */
let now = new Date(Math.floor((Date.now() - 180 * minute) / (30 * second)) * 30 * second + 7 * second);

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

function wait(milliseconds: number): void {
  now = new Date(now.getTime() + milliseconds);
}

interface Person extends Citizenship {
  readonly secretKey: string;
  /** By how much the phone is fast. */
  phone: number;
}

async function personWithPhone(phone: number): Promise<Person> {
  wait(30 * minute);
  return { ...(await enrolledCitizen(kapu, new Date(now.getTime() - 20 * minute))), phone };
}

function codeOf({ secretKey, phone }: Pick<Person, 'secretKey' | 'phone'>): string {
  return codeAt(secretKey, new Date(now.getTime() + phone));
}

async function openCodePage(browser: Browser, person: Citizenship): Promise<Response> {
  const { address } = await portal.request({ acr_values: substantial });
  return givePassword(browser, await browser.open(address), person);
}

function typeCode(browser: Browser, page: Response, person: Person): Promise<Response> {
  return browser.submit(page, '/code', { code: codeOf(person) });
}

describe('a citizen signs in with a phone', () => {
  it.each([
    ['one and a half minutes fast', 1.5 * minute],
    ['five minutes fast', 5 * minute],
    ['four minutes slow', -4 * minute],
  ])('%s with the second code, and the next time with the first', async (_, phone) => {
    const anna = await personWithPhone(phone);
    const browser = new Browser(kapu.issuer);
    const page = await openCodePage(browser, anna);
    const again = await typeCode(browser, page, anna);
    expect(errorsOf(again)).toEqual([
      'A megadott kód nem megfelelő. Várja meg a következőt, és azt írja be. Még 4 próbálkozása van.',
    ]);
    expect(again.text).toContain('két egymást követő kódból felismerjük az eltérést');
    wait(30 * second);
    expect(answerOf(await typeCode(browser, again, anna))).toHaveProperty('code');

    wait(5 * minute);
    const other = new Browser(kapu.issuer);
    const answer = await typeCode(other, await openCodePage(other, anna), anna);
    expect(answerOf(answer)).toHaveProperty('code');
  });

  it('one minute slow: the first code has just expired, the second signs in', async () => {
    const anna = await personWithPhone(-minute);
    const browser = new Browser(kapu.issuer);
    const again = await typeCode(browser, await openCodePage(browser, anna), anna);
    expect(errorsOf(again)[0]).toMatch('Ez a kód az imént lejárt.');
    wait(30 * second);
    expect(answerOf(await typeCode(browser, again, anna))).toHaveProperty('code');
  });

  it.each([
    ['eight minutes fast', 8 * minute, 'A telefon órája kb. 8 percet siet.'],
    ['six minutes slow', -6 * minute, 'A telefon órája kb. 6 percet késik.'],
  ])('%s is told so, and stays outside', async (_, phone, sentence) => {
    const anna = await personWithPhone(phone);
    const browser = new Browser(kapu.issuer);
    const first = await typeCode(browser, await openCodePage(browser, anna), anna);
    wait(30 * second);
    const next = await typeCode(browser, first, anna);
    expect([next.status, errorsOf(next)[0]]).toEqual([422, expect.stringContaining(sentence)]);
  });

  it('whose clock was learnt and then put back: reads until when to wait, and comes in afterwards', async () => {
    const anna = await personWithPhone(5 * minute);
    const browser = new Browser(kapu.issuer);
    const first = await typeCode(browser, await openCodePage(browser, anna), anna);
    wait(30 * second);
    await typeCode(browser, first, anna);

    anna.phone = 0;
    wait(2 * minute);
    const other = new Browser(kapu.issuer);
    const wrong = await typeCode(other, await openCodePage(other, anna), anna);
    wait(30 * second);
    const putBack = await typeCode(other, wrong, anna);
    expect(putBack.status).toBe(422);
    expect(errorsOf(putBack)[0]).toMatch(
      /A telefon óráját időközben visszaállították\. Biztonsági okból várjon \d\d:\d\d-ig/,
    );
    wait(4 * minute);
    const afterwards = await typeCode(other, putBack, anna);
    wait(30 * second);
    expect(answerOf(await typeCode(other, afterwards, anna))).toHaveProperty('code');
  });
});

it('a citizen confirms a change on the own pages with a phone that is three minutes slow', async () => {
  const anna = await personWithPhone(0);
  const browser = new Browser(kapu.issuer);
  await typeCode(browser, await givePassword(browser, await browser.open('/fiok'), anna), anna);
  wait(10 * minute);
  anna.phone = -3 * minute;
  const page = await browser.open('/fiok/eszkozok');
  const again = await browser.submit(page, '/megerosites?tovabb=%2Ffiok%2Feszkozok', { code: codeOf(anna) });
  expect(errorsOf(again)[0]).toMatch('A megadott kód nem megfelelő.');
  wait(30 * second);
  const through = await browser.submit(again, '/megerosites?tovabb=%2Ffiok%2Feszkozok', {
    code: codeOf(anna),
  });
  expect(titleOf(through)).toBe('Hitelesítő eszközök');
});

describe('a citizen applies with a phone', () => {
  async function openKeyPage(browser: Browser, person: Citizenship): Promise<Response> {
    await givePassword(browser, await browser.open('/fiok'), person, 'ugyfelkapu');
    const application = await browser.open('/fiok/igenyles');
    return proveContact(kapu, browser, await browser.submit(application, '/start'));
  }

  it('four minutes slow: types two codes, and signs in with the first one from then on', async () => {
    wait(30 * minute);
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const keyPage = await openKeyPage(browser, citizen);
    const anna: Person = { ...citizen, secretKey: secretKeyOf(keyPage), phone: -4 * minute };
    const { password } = citizen;

    const again = await browser.submit(keyPage, '/prove', { password, code: codeOf(anna) });
    expect([again.status, errorsOf(again)]).toEqual([
      422,
      ['A telefon órája kb. 4 percet késik. Ez nem baj: várja meg a következő kódot, és írja be azt is.'],
    ]);
    expect(secretKeyOf(again)).toBe(anna.secretKey);
    wait(30 * second);
    const codePage = await browser.submit(again, '/prove', { password, code: codeOf(anna) });
    const cancellationCode = cancellationCodeOf(codePage);
    await browser.submit(codePage, '/finish', { last_four: cancellationCode.slice(-4) });

    wait(2 * minute);
    const other = new Browser(kapu.issuer);
    const answer = await typeCode(other, await openCodePage(other, anna), anna);
    expect(answerOf(answer)).toHaveProperty('code');
  });

  it('one minute slow: the first code has just expired, the second is taken', async () => {
    wait(30 * minute);
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const keyPage = await openKeyPage(browser, citizen);
    const phone = { secretKey: secretKeyOf(keyPage), phone: -minute };
    const { password } = citizen;
    const again = await browser.submit(keyPage, '/prove', { password, code: codeOf(phone) });
    expect(errorsOf(again)[0]).toMatch('Ez a kód az imént lejárt.');
    wait(30 * second);
    const next = await browser.submit(again, '/prove', { password, code: codeOf(phone) });
    expect(titleOf(next)).toBe('Törlőkód mentése');
  });

  it('eight minutes fast: reads by how much, and the key is not proven', async () => {
    wait(30 * minute);
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    let page = await openKeyPage(browser, citizen);
    const phone = { secretKey: secretKeyOf(page), phone: 8 * minute };
    for (let time = 0; time < 3; time += 1) {
      page = await browser.submit(page, '/prove', { password: citizen.password, code: codeOf(phone) });
      expect(errorsOf(page)).toEqual([
        'A telefon órája kb. 8 percet siet. Kapcsolja be az automatikus időbeállítást.',
      ]);
      wait(30 * second);
    }
  });

  it('four minutes slow, and a wrong password at the second code: reads that alone, and types another code', async () => {
    wait(30 * minute);
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const keyPage = await openKeyPage(browser, citizen);
    const phone = { secretKey: secretKeyOf(keyPage), phone: -4 * minute };
    // Long enough for the password to be asked for again.
    wait(16 * minute);
    const first = await browser.submit(keyPage, '/prove', {
      password: citizen.password,
      code: codeOf(phone),
    });
    wait(30 * second);
    const wrong = await browser.submit(first, '/prove', { password: 'nem ez az', code: codeOf(phone) });
    expect(errorsOf(wrong)).toHaveLength(1);
    wait(30 * second);
    const next = await browser.submit(wrong, '/prove', { password: citizen.password, code: codeOf(phone) });
    expect(titleOf(next)).toBe('Törlőkód mentése');
  });
});
