/** What looks unusual: its owner is told at once, once a day and kind, by mail or by text, with a way to object that acts (ASVS 5.0 6.3.5). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHistoryStore, type HistoryEntry } from '../../src/audit/history/history-store.ts';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { commandsOf, countWrites, quietBackground } from '../support/redis-costs.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const minute = 60_000;

let kapu: Installation;
let portal: RelyingParty;
/** In the past, since the engine dates by the machine's clock. */
let now = new Date(Date.now() - 11 * 60 * minute);

beforeAll(async () => {
  const smsGateway = { url: 'http://127.0.0.1:9/', token: 'x'.repeat(32), sender: undefined };
  kapu = await startInstallation({ now: () => now, config: { smsGateway }, ...quietBackground });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

const kinds = ['unusual-sign-in', 'wrong-codes', 'guesses-locked'];

/** Since the call before. */
async function told(): Promise<
  { kind: string; channel: string; to: string; more: Record<string, string> }[]
> {
  const all = (await kapu.messages()).filter(({ kind }) => kinds.some((one) => kind.startsWith(one)));
  const fresh = all.slice(seen);
  seen = all.length;
  return fresh as never;
}
let seen = 0;

async function signIn(citizen: Citizenship, browser = new Browser(kapu.issuer, kapu.issuer, firefox)) {
  const { address } = await portal.request({ prompt: 'login' });
  const back = await givePassword(browser, await browser.open(address), citizen, 'ugyfelkapu');
  expect(answerOf(back)).toHaveProperty('code');
  return browser;
}

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';

async function fail(citizen: Citizenship, times: number, browser = new Browser(kapu.issuer)): Promise<void> {
  for (let failure = 0; failure < times; failure += 1) {
    const page = await browser.open((await portal.request({ prompt: 'login' })).address);
    await givePassword(browser, page, { ...citizen, password: 'nem ez az' }, 'ugyfelkapu');
  }
}

function history({ id }: Citizenship): Promise<HistoryEntry[]> {
  return createHistoryStore(kapu.nodes[0].store, kapu.sealer).list(id, 50);
}

async function newcomer(overrides = {}): Promise<Citizenship> {
  const anna = await kapu.addCitizen(overrides);
  await signIn(anna);
  expect(await told()).toEqual([]);
  return anna;
}

const verified = { email: 'anna@minta.example', email_verified: true };

describe('a sign-in', () => {
  it('in an unknown browser is told by mail, once a day, and stands in the history each time', async () => {
    const anna = await newcomer(verified);
    const own = await signIn(anna);
    const [notice, ...more] = await told();
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ kind: 'unusual-sign-in', to: 'anna@minta.example' });
    expect(notice?.more).toMatchObject({ device: 'Firefox, Windows', service: 'Mintaportál' });
    expect(notice?.more.why).toContain('Ebben a böngészőben korábban nem jelentkeztek be');
    await signIn(anna);
    await signIn(anna, own);
    expect(await told()).toEqual([]);
    const silence = await kapu.nodes[0].store.pttl(`{account:${anna.id}}:told:unusual-sign-in`);
    expect(Math.round(silence / (60 * minute))).toBe(24);
    const signIns = (await history(anna)).filter(({ event }) => event === 'signed-in');
    expect(signIns.map(({ details }) => details.browser)).toEqual([
      undefined,
      'unknown',
      'unknown',
      undefined,
    ]);
  });

  it('is objected to by the link of the mail, which asks first: everybody is signed out, and a new password comes next', async () => {
    const anna = await newcomer(verified);
    const thief = await signIn(anna);
    expect(titleOf(await thief.open('/fiok'))).toBe('Fiókom');
    const link = String((await told())[0]?.more.objection);
    const owner = new Browser(kapu.issuer);
    const page = await owner.open(link);
    expect(titleOf(await thief.open('/fiok'))).toBe('Fiókom');
    const done = await owner.submit(page, new URL(link).pathname);
    expect(titleOf(done)).toBe('Mindenkit kijelentkeztettünk');
    expect(done.text).toContain('href="/elfelejtett-jelszo"');
    expect(titleOf(await thief.open('/fiok'))).not.toBe('Fiókom');
    expect((await history(anna))[0]).toMatchObject({
      event: 'sessions.ended',
      details: { because: 'objection' },
    });
  });

  it('of somebody with a verified telephone alone is told by text; at an address that nobody confirmed without the link', async () => {
    const phone = { email: undefined, phone_number: '+36301234567', phone_number_verified: true };
    await signIn(await newcomer(phone));
    const [text] = await told();
    expect(text).toMatchObject({ channel: 'sms', to: '+36301234567', kind: 'unusual-sign-in' });
    expect(text?.more.objection).toMatch(/\/nem-en-voltam\/[\w-]{43}$/);
    const unconfirmed = { email: 'anna@minta.example', email_verified: false, phone_number_verified: false };
    await signIn(await newcomer(unconfirmed));
    const [mail] = await told();
    expect(mail?.kind).toBe('unusual-sign-in-without-link');
    expect(JSON.stringify(mail)).not.toContain('nem-en-voltam');
  });

  it('after failures, or after half a year, is told in a known browser as well', async () => {
    const anna = await newcomer(verified);
    const own = await signIn(anna);
    await told();
    const bela = await kapu.addCitizen(verified);
    const ownOfBela = await signIn(bela);
    await fail(bela, 6, ownOfBela);
    await signIn(bela, ownOfBela);
    expect((await told())[0]?.more.why).toBe('Előtte 6 alkalommal hibás jelszót vagy kódot írtak be.');
    const [{ store }] = kapu.nodes;
    await store.del(`{account:${anna.id}}:told:unusual-sign-in`);
    await store.hset(accountKey(anna.id), 'signed_in_at', now.getTime() - 181 * 24 * 60 * minute);
    await signIn(anna, own);
    expect((await told())[0]?.more.why).toContain('Az előző bejelentkezés ideje:');
    expect((await history(anna))[0]?.details).toHaveProperty('absent_since');
  });
});

describe('guesses', () => {
  it('at the code after the right password, in an unknown browser, are told at the first; those of the owner are not', async () => {
    const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 5 * minute));
    await told();
    const browser = new Browser(kapu.issuer);
    const { address } = await portal.request();
    const page = await givePassword(browser, await browser.open(address), anna);
    await browser.submit(page, '/code', { code: '000000' });
    expect((await told()).map(({ kind }) => kind)).toEqual(['wrong-codes']);
    for (let guess = 1; guess < 6; guess += 1) {
      await browser.submit(page, '/code', { code: '000000' });
    }
    expect(await told()).toEqual([]);
    expect((await history(anna)).map(({ event }) => event)).toContain('guesses.locked');
  });

  it('at the password are told from a lock of a quarter of an hour on, and shorter ones are in the history', async () => {
    const anna = await newcomer(verified);
    await signIn(anna);
    // What is told of another kind the same day holds nothing back.
    expect((await told()).map(({ kind }) => kind)).toEqual(['unusual-sign-in']);
    await fail(anna, 6);
    expect((await history(anna))[0]).toMatchObject({
      event: 'guesses.locked',
      details: { browsers: 'unknown' },
    });
    now = new Date(now.getTime() + 6 * minute);
    await fail(anna, 6);
    expect(await told()).toEqual([]);
    now = new Date(now.getTime() + 6 * minute);
    await fail(anna, 6);
    const [notice] = await told();
    expect(notice).toMatchObject({ kind: 'guesses-locked', more: { guessed: 'jelszó' } });
    now = new Date(now.getTime() + 16 * minute);
    await fail(anna, 6);
    expect(await told()).toEqual([]);
  });

  it('that lock cost the same commands and round trips whether or not anybody has the name', async () => {
    const [{ store }] = kapu.nodes;
    async function costOf(citizen: Citizenship) {
      await fail(citizen, 4);
      const browser = new Browser(kapu.issuer);
      const page = await browser.open((await portal.request()).address);
      const writes = countWrites(store);
      const wrong = { ...citizen, password: 'nem ez az' };
      const commands = await commandsOf(store, () => givePassword(browser, page, wrong, 'ugyfelkapu'));
      return { commands, writes: writes() };
    }
    const somebody = await newcomer(verified);
    // The first of a day begins a record of the day.
    await costOf({ ...somebody, username: 'senki.nulladik' });
    const before = await costOf({ ...somebody, username: 'senki.elso' });
    // The first lock of a day begins an entry of the day.
    await costOf(somebody);
    now = new Date(now.getTime() + 2 * minute);
    expect(await costOf(somebody)).toEqual(before);
    expect(await costOf({ ...somebody, username: 'senki.masodik' })).toEqual(before);
  });
});
