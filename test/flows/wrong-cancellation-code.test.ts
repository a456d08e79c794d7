/** A wrong törlőkód: who may be told which one is wanted. Its date says that there is a paper, and since when. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, errorsOf, givePassword, type Plus } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

const wrong = 'ABCD-EFGH';
const withoutDate = 'A törlőkód nem megfelelő. Ellenőrizze, hogy a legutóbb kapott kódot írja-e be.';
const withDate = /^Ez nem az érvényes törlőkód\. Azt keresse, amelyiken ez a dátum áll: \d{4}/;

let kapu: Installation;
/** In the past, since the engine dates by the machine's clock. */
const now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
});

afterAll(() => kapu.stop());

async function tryPublicly(browser: Browser, { username, password }: Citizenship): Promise<string[]> {
  const page = await browser.open('/megszuntetes');
  const fields = { username, password, cancellation_code: wrong };
  return errorsOf(await browser.submit(page, '/megszuntetes', fields));
}

async function tryAtSignIn(browser: Browser, citizen: Citizenship): Promise<string[]> {
  const codePage = await givePassword(browser, await browser.open('/fiok'), citizen);
  const [address = ''] = /\/interaction\/[\w-]+\/cancel/.exec(codePage.text) ?? [];
  const page = await browser.open(address);
  return errorsOf(await browser.submit(page, '/cancel', { cancellation_code: wrong }));
}

async function codeGivenIn(browser: Browser, anna: Citizenship & Plus): Promise<void> {
  const codePage = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, now) });
}

it('whoever has the password alone is not told the date', async () => {
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
  const thief = new Browser(kapu.issuer);
  expect(await tryPublicly(thief, anna)).toEqual([withoutDate]);
  expect(await tryAtSignIn(thief, anna)).toEqual([withoutDate]);
});

it('the owner is told it where a code was given before, signed in or not', async () => {
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
  const browser = new Browser(kapu.issuer);
  await codeGivenIn(browser, anna);
  const own = await browser.open('/fiok/megszuntetes');
  const refused = await browser.submit(own, '/megszuntetes', { cancellation_code: wrong });
  expect(errorsOf(refused)).toEqual([expect.stringMatching(withDate)]);
  expect(await tryPublicly(browser, anna)).toEqual([expect.stringMatching(withDate)]);

  const other = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
  expect(await tryPublicly(browser, other)).toEqual([withoutDate]);
});
