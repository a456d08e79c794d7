import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { Browser, enrolledCitizen, errorsOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(() => kapu.stop());

const chosen = 'tizenkét piros esernyő a kapuban';

it('a new password is refused with its reason, and nothing changes', async () => {
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const page = await browser.open('/fiok/jelszo');
  const before = (await kapu.accounts.find(anna.id))?.passwordHash;
  const refused: [Record<string, string>, string][] = [
    [{ current_password: '', new_password: chosen }, 'Írja be a jelszavát.'],
    [{ current_password: anna.password, new_password: '' }, 'Írja be az új jelszavát.'],
    [
      { current_password: anna.password, new_password: 'tizennégybetű!' },
      'Az új jelszó legalább 15 karakter legyen.',
    ],
    [
      { current_password: anna.password, new_password: anna.password },
      'Az új jelszó ugyanaz, mint a jelenlegi. Válasszon másikat.',
    ],
    [
      { current_password: anna.password, new_password: `az én nevem ${anna.username}` },
      'Az új jelszóban ne legyen benne a felhasználóneve vagy az e-mail-címe.',
    ],
    [
      { current_password: anna.password, new_password: 'jelszojelszojelszo' },
      'Az ismétlődő betűket, számokat és szavakat túl könnyű kitalálni.',
    ],
    [
      { current_password: anna.password, new_password: '12345678910111213' },
      'Ezt a jelszót nagyon sokan használják, ezért túl könnyű kitalálni.',
    ],
    [{ current_password: 'nem ez volt', new_password: chosen }, 'A jelenlegi jelszó nem megfelelő.'],
  ];
  for (const [fields, reason] of refused) {
    const answer = await browser.submit(page, '/fiok/jelszo', fields);
    expect([answer.status, errorsOf(answer)]).toEqual([422, [reason]]);
  }
  expect((await kapu.accounts.find(anna.id))?.passwordHash).toBe(before);
});

it('a weak password is told from a strong one on the page, with advice', async () => {
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const fields = { current_password: anna.password, new_password: 'jelszojelszojelszo' };
  const page = await browser.submit(await browser.open('/fiok/jelszo'), '/fiok/jelszo', fields);
  expect(page.text).toMatch(/A választott jelszó (nagyon )?gyenge\./);
  expect(page.text).toContain('Kerülje az ismétlést.');
  expect(page.text).not.toContain('jelszojelszojelszo');
});

it('a new password ends every other session and token, keeps this one, and is told to its owner', async () => {
  const portal = await RelyingParty.discover(kapu);
  const anna = await kapu.addCitizen();
  const [here, elsewhere] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
  const request = await portal.request();
  const back = await givePassword(elsewhere, await elsewhere.open(request.address), anna, 'ugyfelkapu');
  const tokens = await portal.redeem(back, request);
  await elsewhere.open('/fiok');

  await givePassword(here, await here.open('/fiok'), anna, 'ugyfelkapu');
  const changed = await here.submit(await here.open('/fiok/jelszo'), '/fiok/jelszo', {
    current_password: anna.password,
    new_password: chosen,
  });
  expect(titleOf(changed)).toBe('Fiókom');
  expect(changed.text).toContain('Megváltozott a jelszava');
  expect((await kapu.messages()).map(({ kind }) => kind)).toContain('password-changed');

  const silent = await elsewhere.open((await portal.request({ prompt: 'none' })).address);
  expect(answerOf(silent)).toMatchObject({ error: 'login_required' });
  await expect(
    client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token)),
  ).rejects.toThrow();
  expect(titleOf(await elsewhere.open('/fiok'))).toBe('Hogyan szeretne bejelentkezni?');

  await delay(1000);
  const fresh = new Browser(kapu.issuer);
  const page = await fresh.open('/fiok');
  expect(errorsOf(await givePassword(fresh, page, anna, 'ugyfelkapu'))).toHaveLength(1);
  const welcome = await givePassword(fresh, page, { ...anna, password: chosen }, 'ugyfelkapu');
  expect(titleOf(welcome)).toBe('Fiókom');
});

it('whoever has an Ügyfélkapu+ needs a fresh code to change the password, and the code ever after', async () => {
  const anna = await enrolledCitizen(kapu);
  const thief = new Browser(kapu.issuer);
  const codePage = await givePassword(thief, await thief.open('/fiok/jelszo'), anna, 'ugyfelkapu');
  expect(titleOf(codePage)).toBe('Írja be a hitelesítő kódot');
  expect(titleOf(await thief.open('/fiok/jelszo'))).not.toBe('Jelszó megváltoztatása');
});
