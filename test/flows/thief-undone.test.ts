/**
 * "Nem én voltam" stays done. A thief was let in once, with a code that the owner gave away, and without the owner's mailbox; whatever they
 * leave lying about in that session is worth nothing once the owner has blocked what they added.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import {
  applyForPlus,
  Browser,
  cancellationCodeOf,
  enrolledCitizen,
  givePassword,
  type Plus,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

type Owner = Citizenship & Plus;

let kapu: Installation;
const clock = clockFrom(60);

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now });
});

afterAll(() => kapu.stop());

/** By the password, a code, and no mailbox. */
async function phishedSession(owner: Owner): Promise<Browser> {
  const thief = new Browser(kapu.issuer);
  const page = await givePassword(thief, await thief.open('/fiok'), owner);
  const home = await thief.submit(page, '/code', { code: clock.freshCode(owner) });
  expect(titleOf(home)).toBe('Fiókom');
  return thief;
}

/** Begins a further application, and goes no further than where the key is shown. */
async function beginAnother(thief: Browser): Promise<Response> {
  const key = await thief.submit(await thief.open('/fiok/igenyles'), '/start');
  expect(secretKeyOf(key)).toMatch(/^[A-Z2-7]{32}$/);
  return key;
}

async function goOn(browser: Browser, key: Response, secretKey: string, password: string): Promise<Response> {
  const proof = { password, code: codeAt(secretKey, clock.now()), device_name: 'T' };
  const shown = await browser.submit(key, '/prove', proof);
  return browser.submit(shown, '/finish', { last_four: cancellationCodeOf(shown).slice(-4) });
}

async function addDevice(thief: Browser, { password }: Owner): Promise<void> {
  const key = await beginAnother(thief);
  expect(titleOf(await goOn(thief, key, secretKeyOf(key), password))).toBe('Fiókom');
}

/** The owner's, by its name; the thief's is called T. */
async function removeOwnersDevice(thief: Browser): Promise<void> {
  const devices = await thief.open('/fiok/eszkozok');
  const listed = devices.text.matchAll(/eszkozok\/([\w-]+)\/eltavolitas"[\s\S]*?govuk-heading-s">([^<]+)/g);
  const [, id = ''] = [...listed].find(([, , name]) => name === 'Telefon') ?? [];
  const removed = await thief.submit(devices, `${id}/eltavolitas`);
  expect(removed.text).toContain('Eltávolítottuk az eszközt');
}

async function blockWhatWasAdded(): Promise<void> {
  const told = (await kapu.messages()).findLast(({ kind }) => kind === 'authenticator-added');
  const owner = new Browser(kapu.issuer);
  const question = await owner.open(String(told?.more.objection));
  expect(titleOf(await owner.submit(question, ''))).toBe('Letiltottuk');
}

const hasPlus = async ({ id }: Owner) => (await kapu.accounts.find(id))?.hasPlus;

describe('a thief who was let in once and blocked by “Nem én voltam”', () => {
  it('does not go on with the application that they had left where the key is shown', async () => {
    const anna = await enrolledCitizen(kapu, new Date(clock.now().getTime() - 120_000));
    const thief = await phishedSession(anna);
    await addDevice(thief, anna);
    const key = await beginAnother(thief);
    const secretKey = secretKeyOf(key);
    await removeOwnersDevice(thief);
    await blockWhatWasAdded();
    expect(await hasPlus(anna)).toBe(false);

    clock.pass(60);
    await givePassword(thief, await thief.open('/fiok'), anna, 'ugyfelkapu');
    const again = await thief.open('/fiok/igenyles');
    expect(secretKeyOf(again)).toBe('');
    expect(titleOf(again)).toBe('Az igénylés véget ért');
    const proof = { password: anna.password, code: codeAt(secretKey, clock.now()) };
    const tried = await thief.post('/fiok/igenyles/prove', { ...proof, ...csrfOf(again) });
    expect(tried.status).toBe(409);
    expect(await hasPlus(anna)).toBe(false);

    const contact = await thief.submit(again, '/start');
    expect(titleOf(contact)).toBe('Nézze meg az e-mailjeit');
  });

  it('keeps nothing that they finished before the owner came', async () => {
    const anna = await enrolledCitizen(kapu, new Date(clock.now().getTime() - 120_000));
    const thief = await phishedSession(anna);
    await addDevice(thief, anna);
    const link = (await kapu.messages()).findLast(({ kind }) => kind === 'authenticator-added');
    await addDevice(thief, anna);
    const owner = new Browser(kapu.issuer);
    await owner.submit(await owner.open(String(link?.more.objection)), '');
    const page = await givePassword(owner, await owner.open('/fiok'), anna);
    expect(titleOf(await owner.submit(page, '/code', { code: clock.freshCode(anna) }))).toBe('Fiókom');
    const devices = await owner.open('/fiok/eszkozok');
    expect(devices.text.match(/Letiltva/g)).toHaveLength(2);
    expect(devices.text.match(/\/eltavolitas"/g)).toHaveLength(3);
  });

  it('leaves the owner free to apply again at once', async () => {
    const anna = await enrolledCitizen(kapu, new Date(clock.now().getTime() - 120_000));
    const thief = await phishedSession(anna);
    await addDevice(thief, anna);
    await removeOwnersDevice(thief);
    await blockWhatWasAdded();
    const owner = new Browser(kapu.issuer);
    clock.pass(60);
    await givePassword(owner, await owner.open('/fiok'), anna, 'ugyfelkapu');
    const start = await owner.open('/fiok/igenyles');
    const fresh = await applyForPlus(kapu, owner, start, anna.password, clock.now());
    expect(titleOf(fresh.page)).toBe('Fiókom');
    expect(await hasPlus(anna)).toBe(true);
  });
});

describe('an authenticator that is removed', () => {
  it('is told of by name, in a mail and in the history, and ends whatever else was signed in', async () => {
    const anna = await enrolledCitizen(kapu, new Date(clock.now().getTime() - 120_000));
    const other = await phishedSession(anna);
    const owner = await phishedSession(anna);
    await addDevice(owner, anna);
    await removeOwnersDevice(owner);
    const told = (await kapu.messages()).findLast(({ kind }) => kind === 'authenticator-removed');
    expect(told?.more.device).toBe('Telefon');
    expect(titleOf(await other.open('/fiok'))).not.toBe('Fiókom');
    const history = await owner.open('/fiok/naplo');
    expect(history.text).toContain('Eltávolított hitelesítő eszköz: Telefon');
    expect(history.text).toContain('Új törlőkód készült, a korábbi érvényét vesztette');
  });

  it('opens no door with the code that it gave last', async () => {
    const anna = await enrolledCitizen(kapu, new Date(clock.now().getTime() - 120_000));
    const owner = await phishedSession(anna);
    await addDevice(owner, anna);
    expect(titleOf(await owner.open('/fiok/jelszo'))).toBe('Jelszó megváltoztatása');
    await removeOwnersDevice(owner);
    expect((await owner.open('/fiok/jelszo')).text).toContain('/fiok/megerosites');
  });
});

describe('an application that is stopped from another browser', () => {
  it('is in the history of its owner', async () => {
    const anna = await kapu.addCitizen();
    const [owner, thief] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    await givePassword(owner, await owner.open('/fiok'), anna, 'ugyfelkapu');
    await owner.submit(await owner.open('/fiok/igenyles'), '/start');
    await givePassword(thief, await thief.open('/fiok'), anna, 'ugyfelkapu');
    await thief.submit(await thief.open('/fiok/igenyles'), '/abandon');
    expect((await owner.open('/fiok/naplo')).text).toContain('Megszakított Ügyfélkapu+ igénylés');
  });
});

function csrfOf(page: Response): { _csrf: string } {
  return { _csrf: /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '' };
}
