import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

it('fourteen letters typed with separate accents are no fifteen, and the same password typed so is no new one', async () => {
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const page = await browser.open('/fiok/jelszo');
  const refused: [string, string][] = [
    ['őrült vízióűző', 'Az új jelszó legalább 15 karakter legyen.'],
    [anna.password, 'Az új jelszó ugyanaz, mint a jelenlegi. Válasszon másikat.'],
  ];
  for (const [text, reason] of refused) {
    const fields = { current_password: anna.password, new_password: text.normalize('NFD') };
    expect(errorsOf(await browser.submit(page, '/fiok/jelszo', fields))).toEqual([reason]);
  }
});

describe('at every field for a password', () => {
  const tooLong = 'A jelszó legfeljebb 256 karakter.';
  /** Where it is typed, and with what else. */
  const fields: [string, string, Record<string, string>, string][] = [
    ['/fiok', '/password', { username: 'senki.egy' }, 'password'],
    [
      '/megszuntetes',
      '/megszuntetes',
      { username: 'senki.ketto', cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA' },
      'password',
    ],
    ['/fiok/jelszo', '/fiok/jelszo', { new_password: chosen }, 'current_password'],
    ['/fiok/jelszo', '/fiok/jelszo', { current_password: 'nem ez volt' }, 'new_password'],
    ['/fiok/fiok-megszuntetese', '/fiok/fiok-megszuntetese', {}, 'password'],
  ];

  it.each(fields)(
    '%s %s: 256 letters with tabs and spaces pass, 257 do not',
    async (address, action, others, field) => {
      const anna = await kapu.addCitizen();
      const browser = new Browser(kapu.issuer);
      if (address !== '/fiok' && address !== '/megszuntetes') {
        await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
      }
      const page = await browser.open(address);
      const [link] = page.text.match(/\/interaction\/[^"]+\?method=ugyfelkapu(?=")/) ?? [];
      const form = link ? await browser.open(link) : page;
      const typed: [string, boolean][] = [
        ['é'.repeat(256).normalize('NFD'), true],
        ['😀'.repeat(256), true],
        ['\t két\tszó és még három piros esernyő \t', true],
        ['😀'.repeat(257), false],
        ['é'.repeat(257), false],
      ];
      for (const [text, passes] of typed) {
        const answer = await browser.submit(form, action, { ...others, [field]: text });
        expect([text, answer.status, errorsOf(answer).includes(tooLong)]).toEqual([text, 422, !passes]);
      }
    },
  );
});

it('a password with tabs and spaces at its ends, set at the terminal or on a page, signs in as it was typed', async () => {
  const text = '\t piros esernyő\ta kapu alatt  ';
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const changed = await browser.submit(await browser.open('/fiok/jelszo'), '/fiok/jelszo', {
    current_password: anna.password,
    new_password: text,
  });
  expect(titleOf(changed)).toBe('Fiókom');
  await delay(1000);
  const fresh = new Browser(kapu.issuer);
  const page = await fresh.open('/fiok');
  const trimmed = { ...anna, password: text.trim() };
  expect(errorsOf(await givePassword(fresh, page, trimmed, 'ugyfelkapu'))).toHaveLength(1);
  const welcome = await givePassword(fresh, page, { ...anna, password: text }, 'ugyfelkapu');
  expect(titleOf(welcome)).toBe('Fiókom');
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
