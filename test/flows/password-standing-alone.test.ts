/** A password that came to stand alone, and was chosen beside a code or never judged, is replaced at the next sign-in. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PasswordJudgement } from '../../src/accounts/account.ts';
import { createPasswordHasher } from '../../src/accounts/password/password-hash.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { calendarIn } from '../support/calendar.ts';
import {
  Browser,
  enrolledCitizen,
  enrolThroughStores,
  errorsOf,
  givePassword,
  titleOf,
} from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';
import { anybody } from '../support/requester.ts';
import { passwordOf } from '../support/typed-password.ts';

const shortPassword = 'v8#Kq2!m';
const chosen = 'tizenkét piros esernyő a kapuban';
const stepTitle = 'Válasszon új jelszót';

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation();
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

/** Somebody without an Ügyfélkapu+, whose password of eight characters was judged so. */
async function citizenWith(judged: PasswordJudgement): Promise<Citizenship> {
  const citizen = await kapu.addCitizen();
  const hash = await hashOf(shortPassword);
  await kapu.nodes[0].store.hset(`{account:${citizen.id}}`, 'password', hash, 'password_judged', judged);
  return { ...citizen, password: shortPassword };
}

async function hashOf(password: string): Promise<string> {
  const hasher = await createPasswordHasher(kapu.config.secrets);
  return hasher.hash(passwordOf(password), anybody);
}

async function signIn(browser: Browser, citizen: Citizenship) {
  const { address } = await portal.request();
  return givePassword(browser, await browser.open(address), citizen, 'ugyfelkapu');
}

describe('a citizen whose password of eight characters stands alone since the törlőkód', () => {
  it('chooses a longer one after the right password, before the service learns anything, and once', async () => {
    const anna = await citizenWith('beside-code');
    const browser = new Browser(kapu.issuer);
    const step = await signIn(browser, anna);
    expect(titleOf(step)).toBe(stepTitle);
    expect(step.text).toContain('A mostani jelszavát a hitelesítő alkalmazás kódja mellé választotta.');
    const refused: [string, string][] = [
      ['', 'Írja be az új jelszavát.'],
      [shortPassword, 'Az új jelszó legalább 15 karakter legyen.'],
      ['jelszojelszojelszo', 'Az ismétlődő betűket, számokat és szavakat túl könnyű kitalálni.'],
    ];
    for (const [new_password, reason] of refused) {
      const answer = await browser.submit(step, '/new-password', { new_password });
      expect([answer.status, errorsOf(answer)]).toEqual([422, [reason]]);
    }
    const back = await browser.submit(step, '/new-password', { new_password: chosen });
    expect(answerOf(back)).toHaveProperty('code');
    expect((await kapu.accounts.find(anna.id))?.passwordJudged).toBe('alone');
    expect((await kapu.messages()).at(-1)).toMatchObject({ kind: 'password-changed' });

    const later = new Browser(kapu.issuer);
    expect(errorsOf(await signIn(later, anna))).toHaveLength(1);
    expect(answerOf(await signIn(later, { ...anna, password: chosen }))).toHaveProperty('code');
  });

  it('cannot pass the page by, whatever address is opened', async () => {
    const anna = await citizenWith('beside-code');
    const browser = new Browser(kapu.issuer);
    const step = await signIn(browser, anna);
    const [interaction = ''] = /\/interaction\/[^"/?]+/.exec(step.text) ?? [];
    for (const way of [
      '?factor=authenticator',
      '?method=ugyfelkapu',
      '/password',
      '/new-password',
      '?again',
    ]) {
      expect([way, titleOf(await browser.open(`${interaction}${way}`))]).toEqual([way, stepTitle]);
    }
    expect(titleOf(await browser.open('/fiok'))).not.toBe('Fiókom');
  });

  it('is asked for the code of an Ügyfélkapu+ that was got elsewhere meanwhile', async () => {
    const anna = await citizenWith('beside-code');
    const browser = new Browser(kapu.issuer);
    const step = await signIn(browser, anna);
    await enrolThroughStores(kapu, anna.id, new Date(Date.now() - 90_000));
    const answer = await browser.submit(step, '/new-password', { new_password: chosen });
    expect(titleOf(answer)).toBe('Írja be a hitelesítő kódot');
    expect((await kapu.accounts.find(anna.id))?.passwordJudged).toBe('beside-code');
  });

  it('who set a password by mail and stayed signed in is not robbed of it by who waits on the page', async () => {
    const anna = await citizenWith('beside-code');
    const thief = new Browser(kapu.issuer);
    const step = await signIn(thief, anna);
    const account = await kapu.accounts.find(anna.id);
    const event = securityEvents.passwordReset(anna.id, false);
    const reset = { hash: await hashOf('negyven szürke galamb a téren'), judged: 'alone' } as const;
    expect(account && (await kapu.accounts.resetPassword(account, reset, false, event))).toBe(true);
    const answer = await thief.submit(step, '/new-password', { new_password: chosen });
    expect(titleOf(answer)).toBe('Hogyan szeretne bejelentkezni?');
    expect((await kapu.accounts.find(anna.id))?.passwordHash).toBe(reset.hash);
  });
});

describe('a citizen who came with an import', () => {
  it('may not keep the password that nobody has judged, however long it is', async () => {
    const anna = await kapu.addCitizen();
    await kapu.nodes[0].store.hset(`{account:${anna.id}}`, 'password_judged', 'never');
    const browser = new Browser(kapu.issuer);
    const step = await signIn(browser, anna);
    expect(titleOf(step)).toBe(stepTitle);
    expect(step.text).toContain('A mostani jelszavát még nem ellenőriztük');
    const same = await browser.submit(step, '/new-password', { new_password: anna.password });
    expect(errorsOf(same)).toEqual(['Az új jelszó ugyanaz, mint a jelenlegi. Válasszon másikat.']);
    const back = await browser.submit(step, '/new-password', { new_password: chosen });
    expect(answerOf(back)).toHaveProperty('code');
  });

  it('and has an Ügyfélkapu+ is asked for its code and for nothing else', async () => {
    const anna = await enrolledCitizen(kapu);
    await kapu.nodes[0].store.hset(`{account:${anna.id}}`, 'password_judged', 'never');
    expect(titleOf(await signIn(new Browser(kapu.issuer), anna))).toBe('Írja be a hitelesítő kódot');
  });
});

it('where a password opens only the application, a new one is chosen before anything is applied for', async () => {
  const later = await startInstallation({ config: { calendar: calendarIn('application-only') } });
  try {
    const anna = await later.addCitizen();
    await later.nodes[0].store.hset(`{account:${anna.id}}`, 'password_judged', 'never');
    const browser = new Browser(later.issuer);
    const { address } = await (await RelyingParty.discover(later)).request();
    const step = await givePassword(browser, await browser.open(address), anna);
    expect(titleOf(step)).toBe(stepTitle);
    const next = await browser.submit(step, '/new-password', { new_password: chosen });
    expect(next.text).toContain('/enrol/start');
  } finally {
    await later.stop();
  }
});
