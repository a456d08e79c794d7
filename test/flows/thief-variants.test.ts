/**
 * A thief who knows the password and nothing else, against an owner without an Ügyfélkapu+, with one, whose e-mail is late, and
 * from several devices. However it goes, no authenticator is accepted of which the owner was not told, or which they cannot stop by the
 * link, if they confirmed their address.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { Profile } from '../../src/accounts/account.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { createAuthenticatorStore } from '../../src/totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../../src/totp/authenticators/objection-store.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  applyForPlus,
  Browser,
  errorsOf,
  formOf,
  givePassword,
  type Plus,
  proveContact,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';
const minute = 60_000;
const hour = 60 * minute;

type Owner = Citizenship & { readonly email: string };

let kapu: Installation;
let portal: RelyingParty;
let office: RelyingParty;
/** In the past, since the engine dates by the machine's clock. */
let now = new Date(Date.now() - 11 * hour);

beforeAll(async () => {
  kapu = await startInstallation({
    now: () => now,
    clients: [{ client_id: 'office', client_name: 'Mintahivatal', minimum_assurance: 'substantial' }],
  });
  portal = await RelyingParty.discover(kapu);
  office = await RelyingParty.discover(kapu, 'office');
});

afterAll(() => kapu.stop());

function pass(milliseconds: number): void {
  now = new Date(now.getTime() + milliseconds);
}

async function addOwner(overrides: Partial<Profile> = {}): Promise<Owner> {
  const email = `${randomUUID()}@minta.example`;
  return { ...(await kapu.addCitizen({ email, ...overrides })), email };
}

/** Gives the password where it is asked for; a browser that is signed in is only asked for more. */
async function identify(browser: Browser, page: Response, owner: Owner): Promise<Response> {
  const isAsked = /\?method=ugyfelkapu"|action="[^"]+\/password"/.test(page.text ?? '');
  return isAsked ? givePassword(browser, page, owner, 'ugyfelkapu') : page;
}

async function enter(browser: Browser, service: RelyingParty, owner: Owner): Promise<Response> {
  const { address } = await service.request({ acr_values: substantial });
  return identify(browser, await browser.open(address), owner);
}

async function enterOwnPages(browser: Browser, owner: Owner): Promise<Response> {
  return identify(browser, await browser.open('/fiok'), owner);
}

/** The owner applies at their own pages; whatever another browser has begun is replaced. */
async function ownerApplies(owner: Owner): Promise<Plus> {
  const browser = new Browser(kapu.issuer);
  await enterOwnPages(browser, owner);
  const plus = await applyForPlus(kapu, browser, await browser.open('/fiok/igenyles'), owner.password, now);
  expect(titleOf(plus.page)).toBe('Fiókom');
  return plus;
}

/** Nothing that only an applicant or an owner may see. */
function expectNothingGiven(page: Response): void {
  expect(page.status).toBeLessThan(500);
  expect(page.text ?? '').not.toMatch(/id="secret-key"|otpauth:|name="cancellation_code" value=/);
  expect(page.headers.location ?? '').not.toMatch(/[?&]code=/);
}

const steps = ['confirm', 'prove', 'save', 'download', 'finish'] as const;

/** Asks for an application where this page offers one, guesses its code, and sends the forms of all later steps at once. */
async function forceApplication(thief: Browser, page: Response, owner: Owner): Promise<void> {
  const [offered] = page.text.match(/[\w/-]+(?=\/start")/) ?? [];
  const started = offered ? await thief.submit(page, `${offered}/start`) : page;
  expectNothingGiven(started);
  const [address] = started.text.match(/\/(?:fiok\/igenyles|interaction\/[\w-]+\/enrol)(?=\/)/) ?? [
    '/fiok/igenyles',
  ];
  const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(started.text) ?? [];
  const { password } = owner;
  const guesses = { contact_code: '12345678', code: '123456', last_four: 'AAAA', again: 'yes' };
  for (const step of steps) {
    for (let guess = 0; guess < 2; guess += 1) {
      const fields = { ...guesses, _csrf, password, cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA' };
      expectNothingGiven(await thief.follow(await thief.post(`${address}/${step}`, fields)));
    }
  }
}

/** Relying parties, waiting, own pages, public pages. */
async function tryEverything(thief: Browser, owner: Owner): Promise<void> {
  await forceApplication(thief, await enter(thief, portal, owner), owner);
  pass(31 * minute);
  await forceApplication(thief, await enter(thief, office, owner), owner);

  await enterOwnPages(thief, owner);
  for (const path of ['/fiok/igenyles', '/fiok/eszkozok', '/fiok/torlokod-proba', '/fiok/jelszo']) {
    const page = await thief.open(path);
    expectNothingGiven(page);
    await forceApplication(thief, page, owner);
  }
  await guessTheCancellationCode(thief, owner);
  const guessed = await thief.open(`/nem-en-voltam/${'A'.repeat(43)}`);
  expect(titleOf(guessed)).toBe('Ez a hivatkozás már nem érvényes');
}

async function guessTheCancellationCode(thief: Browser, { username, password }: Owner): Promise<void> {
  const page = await thief.open('/megszuntetes');
  for (let guess = 0; guess < 3; guess += 1) {
    const cancellation_code = `${guess}`.repeat(28);
    const refused = await thief.submit(page, '/megszuntetes', { username, password, cancellation_code });
    // And not which one is wanted: of the paper a thief learns nothing.
    expect(errorsOf(refused)).toEqual([expect.stringMatching(/^A törlőkód nem megfelelő\./)]);
  }
}

async function acceptedAuthenticators({ id }: Owner): Promise<string[]> {
  const authenticators = createAuthenticatorStore(kapu.nodes[0].store, kapu.sealer);
  return (await authenticators.list(id)).readable
    .filter(({ isFrozen }) => !isFrozen)
    .map(({ id: device }) => device);
}

/** The link that was sent to the owner, and to nobody else, about this authenticator. */
async function linkAbout(authenticatorId: string, owner: Owner): Promise<string> {
  const objections = createObjectionStore(createRecorder(kapu.nodes[0].store, kapu.sealer));
  for (const { kind, to, more } of await kapu.messages()) {
    const link = more.objection ?? '';
    const objection = await objections.find(link.split('/').at(-1) ?? '');
    if (kind === 'plus-activated' && to === owner.email && objection?.authenticatorId === authenticatorId) {
      return link;
    }
  }
  throw new Error('an authenticator is accepted of which the owner was not told');
}

/** The owner was told of every authenticator that is accepted, and can stop each by the link in the message. */
async function expectOwnerToldAndAbleToStop(owner: Owner, count: number): Promise<void> {
  const accepted = await acceptedAuthenticators(owner);
  expect(accepted).toHaveLength(count);
  for (const authenticatorId of accepted) {
    const browser = new Browser(kapu.issuer);
    const question = await browser.open(await linkAbout(authenticatorId, owner));
    expect(titleOf(await browser.submit(question, ''))).toBe('Letiltottuk');
    expect(await acceptedAuthenticators(owner)).not.toContain(authenticatorId);
  }
  expect(await acceptedAuthenticators(owner)).toEqual([]);
}

describe('a thief with the password', () => {
  it('before the owner gets nowhere, and the owner applies in spite of it', async () => {
    const anna = await addOwner();
    const thief = new Browser(kapu.issuer);
    await tryEverything(thief, anna);
    expect(await acceptedAuthenticators(anna)).toEqual([]);
    const { secretKey } = await ownerApplies(anna);
    pass(minute);
    const portalPage = await enter(thief, portal, anna);
    expect(titleOf(portalPage)).toBe('Írja be a hitelesítő kódot');
    await tryEverything(thief, anna);
    await expectSignsIn(anna, secretKey);
    await expectOwnerToldAndAbleToStop(anna, 1);
  });

  it('after the owner finds a code everywhere, and ends with nothing', async () => {
    const anna = await addOwner();
    const { secretKey } = await ownerApplies(anna);
    const thief = new Browser(kapu.issuer);
    pass(minute);
    for (const page of [await enter(thief, portal, anna), await enter(thief, office, anna)]) {
      expect(titleOf(page)).toBe('Írja be a hitelesítő kódot');
    }
    await tryEverything(thief, anna);
    pass(minute);
    await expectSignsIn(anna, secretKey);
    await expectOwnerToldAndAbleToStop(anna, 1);
  });

  it('whose every try comes before the owner’s e-mail has arrived is still there when it does, and too late', async () => {
    const anna = await addOwner();
    const thief = new Browser(kapu.issuer);
    await tryEverything(thief, anna);
    pass(2 * hour);
    const waiting = await thief.submit(await enter(thief, portal, anna), '/start');

    // Only now does the owner read.
    const sent = (await kapu.messages()).filter(({ to }) => to === anna.email);
    expect(sent.length).toBeGreaterThanOrEqual(2);
    expect(new Set(sent.map(({ kind }) => kind))).toEqual(new Set(['enrolment-code']));
    const owner = new Browser(kapu.issuer);
    await enterOwnPages(owner, anna);
    const elsewhere = await owner.open('/fiok/igenyles');
    expect(titleOf(elsewhere)).toBe('Az igénylés egy másik böngészőben folyik');
    const contact = await owner.submit(elsewhere, '/start');
    for (const { more } of sent) {
      const old = await owner.submit(contact, '/confirm', { contact_code: more.code ?? '' });
      expect(errorsOf(old)).toHaveLength(1);
    }
    const key = await proveContact(kapu, owner, contact);
    expect(secretKeyOf(key)).toMatch(/^[A-Z2-7]{32}$/);
    const stale = await thief.submit(waiting, '/confirm', { contact_code: sent.at(-1)?.more.code ?? '' });
    expect(titleOf(stale)).toBe('Az igénylés egy másik böngészőben folyik');
    expectNothingGiven(stale);

    const plus = await ownerApplies(anna);
    pass(minute);
    await expectSignsIn(anna, plus.secretKey);
    await expectOwnerToldAndAbleToStop(anna, 1);
  });

  it('who waits three days for an owner without a confirmed address is told on, and the message has no link that a stranger could use', async () => {
    const anna = await addOwner({ email_verified: false });
    const thief = new Browser(kapu.issuer);
    const begun = await thief.submit(await enter(thief, portal, anna), '/start');
    expect(titleOf(begun)).toBe('Az igénylés várakozik');
    await tryEverything(thief, anna);
    expect(await acceptedAuthenticators(anna)).toEqual([]);

    const before = now;
    pass(72 * hour + minute);
    const key = await enter(thief, office, anna);
    const secretKey = secretKeyOf(key);
    const code = codeAt(secretKey, now);
    const saved = await thief.submit(key, '/prove', { password: anna.password, code });
    const [, lastFour = ''] = /name="cancellation_code" value="[^"]*([^"]{4})"/.exec(saved.text) ?? [];
    await thief.submit(saved, '/finish', { last_four: lastFour });
    now = before;
    expect(await acceptedAuthenticators(anna)).toHaveLength(1);
    const told = (await kapu.messages()).filter(({ to }) => to === anna.email).at(-1);
    expect(told).toMatchObject({ kind: 'plus-activated-without-link', more: { device: expect.anything() } });
    expect(told?.more.objection).toBeUndefined();
  });

  it('and other devices, whose cookies go from one to the next, has no more than with one', async () => {
    const anna = await addOwner();
    const [first, second, third] = [1, 2, 3].map(() => new Browser(kapu.issuer)) as [
      Browser,
      Browser,
      Browser,
    ];
    await enterOwnPages(first, anna);
    const contact = await first.submit(await enter(first, portal, anna), '/start');
    const [address = ''] = contact.text.match(/\/interaction\/[\w-]+/) ?? [];
    expect((await second.open(address)).status).toBe(410);

    second.stealCookiesOf(first);
    const continued = await second.open(address);
    expect(titleOf(continued)).toBe('Nézze meg az e-mailjeit');
    for (const [guess, device] of [first, second, first, second, first].entries()) {
      const contact_code = String(guess).repeat(8);
      expectNothingGiven(await device.submit(continued, '/confirm', { contact_code }));
    }
    expect(titleOf(await second.open(address))).toBe('Az igénylés ideje lejárt');
    await tryEverything(second, anna);

    const plus = await ownerApplies(anna);
    third.stealCookiesOf(first);
    third.stealCookiesOf(second);
    for (const device of [first, second, third]) {
      expect(titleOf(await device.open('/fiok'))).not.toBe('Fiókom');
      expectNothingGiven(await device.open(address));
      const late = await device.post(`${address}/enrol/start`, formOf(contact, '/confirm').fields);
      expectNothingGiven(await device.follow(late));
    }
    await tryEverything(third, anna);
    pass(minute);
    await expectSignsIn(anna, plus.secretKey);
    await expectOwnerToldAndAbleToStop(anna, 1);
  });
});

async function expectSignsIn(owner: Owner, secretKey: string): Promise<void> {
  const browser = new Browser(kapu.issuer);
  const page = await enterOwnPages(browser, owner);
  const home = await browser.submit(page, '/code', { code: codeAt(secretKey, now) });
  expect(titleOf(home)).toBe('Fiókom');
}
