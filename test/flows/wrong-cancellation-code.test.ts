/** A wrong törlőkód: who may be told which one is wanted. Its date says that there is a paper, and since when. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, errorsOf, givePassword, type Plus } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

const wrong = 'ABCD-EFGH-ABCD-EFGH-ABCD-EFGH-ABCD';
const withoutDate = 'A törlőkód nem megfelelő. Ellenőrizze, hogy a legutóbb kapott kódot írja-e be.';
const withDate = /^Ez nem az érvényes törlőkód\. Azt keresse, amelyiken ez a dátum áll: \d{4}/;

let kapu: Installation;
/** In the past, since the engine dates by the machine's clock. */
const now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
});

afterAll(() => kapu.stop());

async function tryPublicly(
  browser: Browser,
  { username, password }: Pick<Citizenship, 'username' | 'password'>,
  cancellation_code = wrong,
): Promise<string[]> {
  const page = await browser.open('/megszuntetes');
  const fields = { username, password, cancellation_code };
  return errorsOf(await browser.submit(page, '/megszuntetes', fields));
}

async function tryAtSignIn(
  browser: Browser,
  citizen: Citizenship,
  cancellation_code = wrong,
): Promise<string[]> {
  const codePage = await givePassword(browser, await browser.open('/fiok'), citizen);
  const [address = ''] = /\/interaction\/[\w-]+\/cancel/.exec(codePage.text) ?? [];
  const page = await browser.open(address);
  return errorsOf(await browser.submit(page, '/cancel', { cancellation_code }));
}

async function tryAt(browser: Browser, address: string, cancellation_code: string): Promise<string[]> {
  const page = await browser.open(address);
  return errorsOf(await browser.submit(page, address, { cancellation_code }));
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

const tooShort =
  'A törlőkód 28 karakterből áll, Ön 27 karaktert írt be: 1 hiányzik. Nézze meg, nem maradt-e ki egy csoport vagy egy betű.';
const tooLong =
  'A törlőkód 28 karakterből áll, Ön 30 karaktert írt be: 2 fölösleges. Csak a kódot írja be, mást ne.';

it('of another length is told how much is missing or too much, at every door', async () => {
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
  const owner = new Browser(kapu.issuer);
  await codeGivenIn(owner, anna);
  const short = anna.cancellationCode.slice(0, -1);
  const long = `${anna.cancellationCode}-AB`;
  for (const [typed, told] of [
    [short, tooShort],
    [short.replaceAll('-', ' ').toLowerCase(), tooShort],
    [long, tooLong],
  ] as const) {
    expect(await tryAt(owner, '/fiok/megszuntetes', typed)).toEqual([told]);
    expect(await tryAt(owner, '/fiok/torlokod-proba', typed)).toEqual([told]);
    expect(await tryAtSignIn(new Browser(kapu.issuer), anna, typed)).toEqual([told]);
    expect(await tryPublicly(new Browser(kapu.issuer), anna, typed)).toEqual([told]);
  }
});

it('of another length is no guess: it says nothing of the password, and locks nobody out', async () => {
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
  const browser = new Browser(kapu.issuer);
  const short = anna.cancellationCode.slice(0, -1);
  for (let time = 0; time < 12; time += 1) {
    expect(await tryPublicly(browser, { ...anna, password: 'nem ez az' }, short)).toEqual([tooShort]);
    expect(await tryPublicly(browser, { ...anna, username: 'minta.senki' }, short)).toEqual([tooShort]);
    expect(await tryPublicly(browser, anna, short)).toEqual([tooShort]);
  }
  expect(await tryPublicly(browser, anna, anna.cancellationCode)).toEqual([]);
  expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(false);
});
