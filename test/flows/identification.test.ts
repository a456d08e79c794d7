/** `acr` is the lesser of how somebody was identified and how they signed in. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import type { Identification } from '../../src/assurance/identification.ts';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import {
  Browser,
  enrolThroughStores,
  errorsOf,
  givePassword,
  type Plus,
  titleOf,
} from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { addStaff, atTheDesk, comeToWork, deskOfTests, lookUp, newcomer, openCase } from '../support/desk.ts';
import { foreignHashes, foreignPassword } from '../support/foreign-hashes.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';
import { samplePerson } from '../support/sample-profile.ts';

const low = 'http://eidas.europa.eu/LoA/low';
const substantial = 'http://eidas.europa.eu/LoA/substantial';
const page = 'Ehhez igazolnia kell a személyazonosságát';
const nobody: Identification = { by: 'nobody' };
const foreignHash = foreignHashes.find(({ kind }) => kind.startsWith('bcrypt'))?.hash;

let kapu: Installation;
let portal: RelyingParty;
let strict: RelyingParty;
let desk: Browser;
const clock = clockFrom(120);

beforeAll(async () => {
  kapu = await startInstallation({
    now: clock.now,
    clients: [{ client_id: 'strict', minimum_assurance: 'substantial' }],
    config: { desk: deskOfTests },
  });
  portal = await RelyingParty.discover(kapu);
  strict = await RelyingParty.discover(kapu, 'strict');
  desk = (await comeToWork(kapu, clock, 'clerk')).browser;
});

afterAll(() => kapu.stop());

type Enrolled = Citizenship & Plus;

async function enrolled(identification?: Identification): Promise<Enrolled> {
  const citizen = await kapu.addCitizen({}, identification);
  clock.pass(60);
  return { ...citizen, ...(await enrolThroughStores(kapu, citizen.id, clock.now())) };
}

/** @returns where it ends */
async function signIn(browser: Browser, address: string, who: Enrolled): Promise<Response> {
  const atCode = await givePassword(browser, await browser.open(address), who);
  return browser.submit(atCode, '/code', { code: clock.freshCode(who) });
}

/** What the relying party learns in a browser that is signed in. */
async function learns(party: RelyingParty, browser: Browser): Promise<string | undefined> {
  const request = await party.request();
  const tokens = await party.redeem(await browser.open(request.address), request);
  return tokens.claims()?.acr as string | undefined;
}

describe('somebody whom nobody identified', () => {
  let anna: Enrolled;
  let browser: Browser;
  let tokens: Awaited<ReturnType<RelyingParty['redeem']>>;

  beforeAll(async () => {
    anna = await enrolled(nobody);
    browser = new Browser(kapu.issuer);
  });

  it('signs in with a code at low, as every token says', async () => {
    const request = await portal.request();
    tokens = await portal.redeem(await signIn(browser, request.address, anna), request);
    expect(tokens.claims()).toMatchObject({ acr: low, amr: ['pwd', 'otp', 'mfa'] });
    const refreshed = await client.refreshTokenGrant(portal.configuration, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.acr).toBe(low);
    const told = await client.tokenIntrospection(portal.configuration, refreshed.access_token);
    expect([told.active, told.acr]).toEqual([true, low]);
    tokens = refreshed;
    expect(await learns(portal, browser)).toBe(low);
  });

  it('reads where more is demanded why it is not enough, and the relying party is told by the standard’s error', async () => {
    const request = await strict.request();
    const refused = await browser.open(request.address);
    expect([refused.status, titleOf(refused)]).toEqual([200, page]);
    expect(refused.text).toContain('kormányablakba');
    const back = await browser.submit(refused, '/give-up');
    expect(answerOf(back)).toMatchObject({
      error: 'unmet_authentication_requirements',
      state: request.state,
    });
    for (const party of [
      strict.request({ prompt: 'none' }),
      portal.request({ prompt: 'none', acr_values: substantial }),
    ]) {
      const silent = await browser.open((await party).address);
      expect(answerOf(silent).error).toBe('unmet_authentication_requirements');
    }
    const asked = await browser.open((await portal.request({ acr_values: substantial })).address);
    expect(titleOf(asked)).toBe(page);
    // What does not demand it is open as before, and so are their own pages.
    expect(await learns(portal, browser)).toBe(low);
    expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
  });

  it('reads it after signing in as well, and before a code is asked for that would not help', async () => {
    const fresh = new Browser(kapu.issuer);
    const end = await signIn(fresh, (await strict.request()).address, anna);
    expect(titleOf(end)).toBe(page);
    const bela = await kapu.addCitizen({}, nobody);
    const other = new Browser(kapu.issuer);
    await givePassword(other, await other.open((await portal.request()).address), bela, 'ugyfelkapu');
    expect(titleOf(await other.open((await strict.request()).address))).toBe(page);
    // Whoever has to sign in anew does so first: nothing is told of an account to a browser that was left alone.
    expect(titleOf(await other.open((await strict.request({ prompt: 'login' })).address))).not.toBe(page);
  });

  it('reads on their own pages that it was not done', async () => {
    const home = await browser.open('/fiok');
    expect(home.text).toContain('Még nem történt meg');
    expect(home.text).toContain('egyes szolgáltatások megkövetelik');
  });

  it('is worth substantial once the desk saw a document, without signing in again', async () => {
    const before = await lookUp(desk, await desk.open('/desk'), anna.username);
    expect(before.text).toContain('Még nem történt meg');
    const wrong = await desk.submit(before, /\/desk\/case\/[\w-]+/.exec(before.text)?.[0] ?? '', {
      document: 'id-card',
      document_number: '<1>',
    });
    expect([wrong.status, errorsOf(wrong)]).toEqual([
      422,
      ['Írja be az okmány számát: 4–24 betű és számjegy.'],
    ]);
    expect(await learns(portal, browser)).toBe(low);
    const open = await openCase(desk, anna.username);
    expect(open.text).toContain('Személyazonosító igazolvány bemutatásával, kormányablakban');
    expect(open.text).not.toContain('123456AB');

    expect([await learns(strict, browser), await learns(portal, browser)]).toEqual([
      substantial,
      substantial,
    ]);
    const refreshed = await client.refreshTokenGrant(portal.configuration, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.acr).toBe(substantial);
    const fresh = new Browser(kapu.issuer);
    const request = await strict.request();
    const signedIn = await strict.redeem(await signIn(fresh, request.address, anna), request);
    expect(signedIn.claims()?.acr).toBe(substantial);
  });

  it('reads and takes home how, when and by whom; the number of the document is in their file alone', async () => {
    const home = await browser.open('/fiok');
    expect(home.text).toContain('Személyazonosító igazolvány bemutatásával, kormányablakban');
    expect(home.text).not.toContain('123456AB');
    expect(home.text).not.toContain('egyes szolgáltatások megkövetelik');
    const history = await browser.open('/fiok/naplo');
    expect(history.text.split('Igazolta a személyazonosságát')).toHaveLength(2);
    expect(history.text).not.toContain('123456AB');
    const file = await browser.submit(await browser.open('/fiok/adataim'), '/kapu-adataim.json');
    const { identified } = JSON.parse(file.text);
    expect(identified).toMatchObject({
      by: 'desk',
      document: 'id-card',
      number: '123456AB',
      office: 'north',
    });
    expect(new Date(identified.at).getTime()).toBeLessThanOrEqual(clock.now().getTime());
    // The same document once more says nothing new.
    await openCase(desk, anna.username);
    const again = await browser.open('/fiok/naplo');
    expect(again.text.split('Igazolta a személyazonosságát')).toHaveLength(2);
  });

  it('does not work at the desk', async () => {
    const clerk = await addStaff(kapu, clock, 'clerk');
    await kapu.nodes[0].store.hdel(accountKey(clerk.id), 'identified');
    expect(titleOf((await atTheDesk(kapu, clock, clerk)).page)).toBe(page);
  });
});

describe('whoever was identified less surely than they sign in, or the other way round', () => {
  it('is worth the lesser, whatever it is', async () => {
    const browser = new Browser(kapu.issuer);
    const bela = await kapu.addCitizen();
    const request = await portal.request();
    const end = await givePassword(browser, await browser.open(request.address), bela, 'ugyfelkapu');
    expect((await portal.redeem(end, request)).claims()).toMatchObject({ acr: low, amr: ['pwd'] });
    // A stronger sign-in is what is missing, and it is asked for.
    const more = await browser.open((await portal.request({ acr_values: substantial })).address);
    expect(titleOf(more)).not.toBe(page);
  });
});

describe('an operator', () => {
  const line = (username: string, more: object = {}) => ({
    ...samplePerson(username),
    password_hash: foreignHash,
    ...more,
  });

  async function importing(lines: readonly object[], ...options: string[]) {
    const file = join(kapu.config.dataDirectory, `${lines.length}-${options.length}.ndjson`);
    writeFileSync(file, lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
    return runKapu(kapu.config, 'accounts', 'import', file, ...options);
  }

  const knownAs = async (username: string) => {
    const id = await kapu.accounts.findId(username);
    return id === undefined ? undefined : (await kapu.accounts.find(id))?.identification;
  };

  it('takes in nobody as identified without a word, by a word in the line, or by one for the whole file', async () => {
    const own = { by: 'declaration', level: 'low', at: '2019-05-01T08:00:00Z', declared_by: 'Old register' };
    await importing([line('import.egy'), line('import.ketto', { identified: own })]);
    expect([await knownAs('import.egy'), await knownAs('import.ketto')]).toEqual([nobody, own]);
    const declared = ['--identified-as', 'substantial', '--declared-by', 'Decree 12/2027'];
    await importing([line('import.harom'), line('import.negy', { identified: nobody }), {}], ...declared);
    expect(await knownAs('import.harom')).toMatchObject({
      by: 'declaration',
      level: 'substantial',
      declared_by: 'Decree 12/2027',
    });
    expect(await knownAs('import.negy')).toEqual(nobody);
    const half = await importing([line('import.ot')], '--identified-as', 'substantial');
    expect([half.code, half.stderr]).toEqual([1, expect.stringContaining('belong together')]);
    expect(await knownAs('import.ot')).toBeUndefined();
  });

  it('has imported somebody who signs in with a code: at low, until they are identified', async () => {
    const username = 'import.hat';
    await importing([line(username)]);
    const id = (await kapu.accounts.findId(username)) ?? '';
    clock.pass(60);
    const plus = await enrolThroughStores(kapu, id, clock.now());
    const imported = { id, username, password: foreignPassword, ...plus };
    const browser = new Browser(kapu.issuer);
    expect(titleOf(await signIn(browser, (await strict.request()).address, imported))).toBe(page);
    expect(await learns(portal, browser)).toBe(low);
  });

  it('has imported somebody of whom not all was known: the clerk reads the rest from the document, and identifies them', async () => {
    const username = 'import.hianyos';
    await importing([{ username, family_name: 'Minta', password_hash: foreignHash }, {}, {}]);
    const declaration = ['--identified-as', 'substantial', '--declared-by', 'Decree 12/2027'];
    const declared = await runKapu(kapu.config, 'accounts', 'identified', username, ...declaration);
    expect([declared.code, declared.stderr]).toEqual([1, expect.stringContaining('mothers_birth_name')]);

    const typed = (name: string): Record<string, string> => {
      const { email_verified: _, ...data } = samplePerson(name);
      return data;
    };
    const found = await lookUp(desk, await desk.open('/desk'), username);
    const address = /\/desk\/case\/[\w-]+/.exec(found.text)?.[0] ?? '';
    expect(found.text).toContain('Egy korábbi rendszerből nem jött át minden adata');
    expect(found.text).not.toContain('name="family_name"');
    const seen = { document: 'id-card', document_number: '654321BA' };
    const empty = await desk.submit(found, address, seen);
    expect([empty.status, errorsOf(empty).length]).toEqual([422, 6]);
    const taken = await desk.submit(found, address, { ...typed('import.egy'), ...seen });
    expect(errorsOf(taken)).toEqual([expect.stringContaining('már van egy fiók')]);
    const person = typed(username);
    await desk.submit(found, address, { ...person, ...seen });
    const id = (await kapu.accounts.findId(username)) ?? '';
    const account = await kapu.accounts.find(id);
    expect(account?.profile.mothers_birth_name).toBe(person.mothers_birth_name);
    expect(account?.identification).toMatchObject({ by: 'desk', document: 'id-card' });
    expect(await kapu.accounts.findByIdentity(account?.profile as never)).toEqual([id]);
  });

  it('declares accounts from before, which say nothing; those that say something stay as they are', async () => {
    const [old, unknown, seen] = [
      await enrolled(),
      await kapu.addCitizen({}, nobody),
      await kapu.addCitizen(),
    ];
    const { store } = kapu.nodes[0];
    await store.hdel(accountKey(old.id), 'identified');
    const browser = new Browser(kapu.issuer);
    expect(titleOf(await signIn(browser, (await strict.request()).address, old))).toBe(page);

    const words = ['--identified-as', 'substantial', '--declared-by', 'Decree 12/2027'];
    const done = await runKapu(kapu.config, 'accounts', 'identified', '--all-unsaid', ...words);
    expect([done.code, done.stderr]).toEqual([0, '']);
    const again = await runKapu(kapu.config, 'accounts', 'identified', '--all-unsaid', ...words);
    expect(again.stdout).toMatch(/^0 accounts/);
    expect(await learns(strict, browser)).toBe(substantial);
    expect((await browser.open('/fiok')).text).toContain('A korábbi nyilvántartás igazolása alapján');
    expect([await knownAs(unknown.username), (await knownAs(seen.username))?.by]).toEqual([nobody, 'desk']);

    const one = await runKapu(kapu.config, 'accounts', 'identified', unknown.username, ...words);
    expect([one.code, await knownAs(unknown.username)]).toMatchObject([0, { by: 'declaration' }]);
    const kept = await runKapu(kapu.config, 'accounts', 'identified', seen.username, ...words);
    expect([kept.stdout, (await knownAs(seen.username))?.by]).toEqual([
      expect.stringContaining('stays as they are known'),
      'desk',
    ]);
    for (const wrong of [words, [unknown.username], [unknown.username, '--all-unsaid', ...words]]) {
      expect((await runKapu(kapu.config, 'accounts', 'identified', ...wrong)).code).toBe(1);
    }
  });

  it('withdraws what was declared wrongly: at once worth low, and the owner reads why', async () => {
    const declared = await enrolled();
    const browser = new Browser(kapu.issuer);
    await signIn(browser, (await strict.request()).address, declared);
    expect(await learns(strict, browser)).toBe(substantial);

    const without = await runKapu(kapu.config, 'accounts', 'unidentified', declared.username);
    expect(without.code).toBe(1);
    const why = ['--reason', 'a file of somebody else'];
    const done = await runKapu(kapu.config, 'accounts', 'unidentified', declared.username, ...why);
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('is not identified any more')]);
    expect(await knownAs(declared.username)).toEqual(nobody);
    expect(titleOf(await browser.open((await strict.request()).address))).toBe(page);
    expect((await browser.open('/fiok/naplo')).text).toContain(
      'visszavonta azt a bejegyzést, hogy Önt azonosították, ok: a file of somebody else',
    );
  });

  it('adds somebody as identified by a word alone', async () => {
    const file = join(kapu.config.dataDirectory, 'one.json');
    writeFileSync(file, JSON.stringify(samplePerson('terminal.egy')));
    expect((await runKapu(kapu.config, 'accounts', 'add', '--file', file)).code).toBe(0);
    expect(await knownAs('terminal.egy')).toEqual(nobody);
  });
});

describe('a date of birth of nobody who lives', () => {
  const dates = ['2990-01-01', '1899-12-31'];

  it('is refused at the desk, at the terminal and in an import', async () => {
    const file = join(kapu.config.dataDirectory, 'born.json');
    for (const birthdate of dates) {
      const form = await desk.open('/desk/register');
      const typed = { ...newcomer, birthdate, username: 'sosem.volt' };
      const refused = await desk.submit(form, '/desk/register', typed);
      expect([refused.status, errorsOf(refused)]).toEqual([422, [expect.stringMatching(/születési idő/i)]]);

      const person = { ...samplePerson('sosem.volt'), birthdate };
      writeFileSync(file, JSON.stringify(person));
      const added = await runKapu(kapu.config, 'accounts', 'add', '--file', file);
      expect([added.code, added.stderr]).toEqual([1, expect.stringContaining('birthdate is')]);

      const lines = join(kapu.config.dataDirectory, `${birthdate}.ndjson`);
      writeFileSync(lines, `${JSON.stringify({ ...person, password_hash: foreignHash })}\n`);
      const taken = await runKapu(kapu.config, 'accounts', 'import', lines);
      expect([taken.code, taken.stdout]).toEqual([1, expect.stringContaining('0 added')]);
    }
    expect(await kapu.accounts.findId('sosem.volt')).toBeUndefined();
  });
});
