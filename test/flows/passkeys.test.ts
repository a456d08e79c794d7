/** Passkeys through the front door: set up by their owner, and a way in alone, after the password, and for what needs more. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import {
  applyForPlus,
  Browser,
  cancellationCodeOf,
  enrolledCitizen,
  errorsOf,
  givePassword,
  type Plus,
  proveContact,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { deskOfTests, giveRole } from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { askedOf, PasskeyDevice } from '../support/passkey-device.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';
const passkeys = '/fiok/azonositokulcsok';

let kapu: Installation;
let portal: RelyingParty;
let careful: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({
    numberOfNodes: 2,
    clients: [{ client_id: 'careful', minimum_authentication: 'phr' }],
    config: {
      desk: { ...deskOfTests, passkey_roles: ['supervisor'] },
      passkeys: { related_origins: ['https://id.example'] },
    },
  });
  portal = await RelyingParty.discover(kapu);
  careful = await RelyingParty.discover(kapu, 'careful');
});

afterAll(() => kapu.stop());

type Enrolled = Citizenship & Plus;

const deviceOf = (wishes = {}): PasskeyDevice => new PasskeyDevice({ origin: kapu.issuer, ...wishes });

/** Signs in to the own pages with password and code, and comes to the list of passkeys. */
async function atList(citizen: Enrolled, browser = new Browser(kapu.issuer)) {
  const codePage = await givePassword(browser, await browser.open(passkeys), citizen);
  const list = await browser.submit(codePage, '/code', { code: codeAt(citizen.secretKey, new Date()) });
  return { browser, list };
}

async function withPasskey(wishes = {}) {
  const citizen = await enrolledCitizen(kapu);
  const device = deviceOf(wishes);
  const { browser, list } = await atList(citizen);
  const done = await browser.submit(list, `${passkeys}/uj`, { credential: device.make(askedOf(list)) });
  return { citizen, device, browser, done };
}

/** Opens the first page of a sign-in. */
async function start(more: Record<string, string> = {}, browser = new Browser(kapu.issuer)) {
  const request = await portal.request(more);
  return { browser, request, page: await browser.open(request.address) };
}

const use = (browser: Browser, page: Response, credential: string): Promise<Response> =>
  browser.submit(page, '/passkey', { credential });

describe('a citizen sets a passkey up', () => {
  it('after a fresh second factor, is told, and reads of it', async () => {
    const { citizen, done, browser } = await withPasskey({ aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4' });
    expect(titleOf(done)).toBe('Azonosítókulcsok (passkey)');
    expect(done.text).toContain('Beállítottuk az azonosítókulcsot');
    expect(done.text).toContain('>Google<');
    expect(done.text).toContain('Szinkronizált');
    const message = (await kapu.messages()).findLast(({ kind }) => kind === 'passkey-added');
    expect(message?.more).toMatchObject({
      device: 'Google',
      objection: expect.stringContaining('/nem-en-voltam/'),
    });
    expect((await browser.open('/fiok/naplo')).text).toContain('Új azonosítókulcs (passkey): Google');
    expect((await kapu.accounts.find(citizen.id))?.hasPasskey).toBe(true);
  });

  it('under a name of their own, which is no address in our mail, and renames it', async () => {
    const citizen = await enrolledCitizen(kapu);
    const { browser, list } = await atList(citizen);
    const credential = deviceOf({ isSynced: false }).make(askedOf(list));
    const refused = await browser.submit(list, `${passkeys}/uj`, {
      credential,
      name: 'Irodai https://evil.example/',
    });
    expect([refused.status, errorsOf(refused)[0]]).toEqual([422, expect.stringContaining('webcím')]);
    const done = await browser.submit(list, `${passkeys}/uj`, { credential, name: 'Irodai' });
    expect(done.text).toContain('>Irodai<');
    expect(done.text).toContain('Eszközhöz kötött');
    const [, link = ''] = /href="([^"]+\/atnevezes)"/.exec(done.text) ?? [];
    const page = await browser.open(link);
    expect([titleOf(page), page.text.includes('value="Irodai"')]).toEqual([
      'Az azonosítókulcs átnevezése',
      true,
    ]);
    const unnamed = await browser.submit(page, '/atnevezes', { name: '' });
    expect([unnamed.status, errorsOf(unnamed)]).toEqual([422, ['Írjon be egy nevet.']]);
    const renamed = await browser.submit(unnamed, '/atnevezes', { name: 'Munkahelyi gép' });
    expect(renamed.text).toContain('>Munkahelyi gép<');
  });

  it('and is led there at the end of an application', async () => {
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const start = await givePassword(browser, await browser.open('/fiok/igenyles'), citizen, 'ugyfelkapu');
    const { page } = await applyForPlus(kapu, browser, start, citizen.password);
    expect(page.text).toMatch(/second-way-heading[\s\S]*href="\/fiok\/azonositokulcsok">/);
    expect(page.text).toContain(
      'Azonosítókulcsot (passkey) állítok be egy másik eszközön vagy biztonsági kulcson',
    );
    expect(page.text).toContain('Ami csak a telefonján van, azzal együtt elvész');
  });

  it('not without an Ügyfélkapu+', async () => {
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const list = await givePassword(browser, await browser.open(passkeys), citizen, 'ugyfelkapu');
    expect(list.text).toContain('Előbb igényelje azt.');
    expect(list.text).not.toContain('data-passkey-options');
  });

  it('not with the answer to another session’s page, and not twice', async () => {
    const citizen = await enrolledCitizen(kapu);
    const { list } = await atList(await enrolledCitizen(kapu));
    const { browser, list: own } = await atList(citizen);
    const device = deviceOf();
    const foreign = device.make({ ...askedOf(own), challenge: askedOf(list).challenge });
    const refused = await browser.submit(own, `${passkeys}/uj`, { credential: foreign });
    expect([refused.status, errorsOf(refused)]).toEqual([422, ['Túl sok idő telt el. Próbálja újra.']]);
    const credential = device.make(askedOf(own));
    await browser.submit(own, `${passkeys}/uj`, { credential });
    const again = await browser.submit(own, `${passkeys}/uj`, { credential });
    expect(errorsOf(again)).toEqual(['Ezt a választ már felhasználták. Próbálja újra.']);
  });
});

describe('a citizen who applies with a passkey in place of an app', () => {
  /** Comes to the page that asks for the passkey, past the code that was sent. */
  async function atPasskeyPage(browser: Browser, start: Response) {
    const keyPage = await proveContact(kapu, browser, await browser.submit(start, '/start'));
    const [, link = ''] = /href="([^"]+\?azonositokulcs)"/.exec(keyPage.text) ?? [];
    return browser.open(link);
  }

  function finish(browser: Browser, codePage: Response): Promise<Response> {
    return browser.submit(codePage, '/finish', { last_four: cancellationCodeOf(codePage).slice(-4) });
  }

  it('has it in the middle of a sign-in, goes on by it, and signs in by it from then on', async () => {
    const citizen = await kapu.addCitizen();
    const device = deviceOf({ aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4' });
    const { browser, request, page } = await start({ acr_values: substantial });
    const passkeyPage = await atPasskeyPage(browser, await givePassword(browser, page, citizen));
    expect(titleOf(passkeyPage)).toBe('Állítson be azonosítókulcsot');
    const credential = device.make(askedOf(passkeyPage));
    const codePage = await browser.submit(passkeyPage, '/passkey', {
      password: citizen.password,
      credential,
    });
    expect(titleOf(codePage)).toBe('Törlőkód mentése');
    expect(await kapu.accounts.find(citizen.id)).toMatchObject({ hasPlus: false, hasPasskey: false });
    const tokens = await portal.redeem(await finish(browser, codePage), request);
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pop', 'swk', 'user', 'mfa'] });
    const account = await kapu.accounts.find(citizen.id);
    expect(account).toMatchObject({ hasPlus: true, hasPasskey: true, hasApp: false });
    expect((await kapu.messages()).at(-1)).toMatchObject({
      kind: 'plus-activated-by-passkey',
      more: { device: 'Google', objection: expect.stringContaining('/nem-en-voltam/') },
    });

    const again = await start();
    const step = await givePassword(again.browser, again.page, citizen);
    expect(titleOf(step)).toBe('Jelentkezzen be az azonosítókulcsával');
    const back = await use(again.browser, step, device.sign(askedOf(step)));
    expect((await portal.redeem(back, again.request)).claims()).toMatchObject({ acr: substantial });
  });

  it('reads what was wrong, and gives no passkey of another page', async () => {
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const start = await givePassword(browser, await browser.open('/fiok/igenyles'), citizen, 'ugyfelkapu');
    const page = await atPasskeyPage(browser, start);
    const device = deviceOf();
    const asked = askedOf(page);
    const { browser: other, list } = await atList(await enrolledCitizen(kapu));
    expect(titleOf(await other.open(passkeys))).toBe('Azonosítókulcsok (passkey)');
    for (const [given, message] of [
      [{ credential: '{}' }, 'nem tudtuk beállítani'],
      [{ credential: device.make({ ...asked, challenge: askedOf(list).challenge }) }, 'Túl sok idő telt el'],
    ] as const) {
      const refused = await browser.submit(page, '/passkey', given);
      expect([refused.status, errorsOf(refused).join()]).toEqual([422, expect.stringContaining(message)]);
    }
    const dropped = await browser.submit(page, '/passkey', {
      name: 'x'.repeat(41),
      credential: device.make(asked),
    });
    expect(dropped.text).toContain('data-passkey-signal="signalUnknownCredential"');
    expect(await kapu.accounts.find(citizen.id)).toMatchObject({ hasPlus: false });

    const credential = device.make(asked);
    const made = await browser.submit(page, '/passkey', { password: citizen.password, credential });
    const done = await finish(browser, made);
    expect(done.text).toContain('Elkészült az Ügyfélkapu+');
    expect(done.text).toContain('Beállítok egy hitelesítő alkalmazást');
    expect(done.text).toContain('Beállítok azonosítókulcsot egy másik eszközön is');
    expect(titleOf(await browser.open(passkeys))).toBe('Azonosítókulcsok (passkey)');
  });

  it('stops it by the link in the message, if it was somebody else', async () => {
    const citizen = await kapu.addCitizen();
    const thief = new Browser(kapu.issuer);
    const device = deviceOf();
    const start = await givePassword(thief, await thief.open('/fiok/igenyles'), citizen, 'ugyfelkapu');
    const page = await atPasskeyPage(thief, start);
    const credential = device.make(askedOf(page));
    await finish(thief, await thief.submit(page, '/passkey', { password: citizen.password, credential }));
    const link = (await kapu.messages()).at(-1)?.more.objection ?? '';
    const owner = new Browser(kapu.issuer);
    await owner.submit(await owner.open(link), new URL(link).pathname);
    expect(await kapu.accounts.find(citizen.id)).toMatchObject({ hasPlus: false });
    expect(titleOf(await thief.open('/fiok'))).not.toBe('Fiókom');
  });

  it('not for a further device, which has a page of its own', async () => {
    const citizen = await enrolledCitizen(kapu);
    const { browser } = await atList(citizen);
    const keyPage = await browser.submit(await browser.open('/fiok/igenyles'), '/start');
    expect(keyPage.text).not.toContain('azonositokulcs"');
    expect(titleOf(await browser.open('/fiok/igenyles?azonositokulcs'))).toBe(
      'Kapcsolja össze a telefonját a fiókjával',
    );
  });
});

describe('a passkey is offered on the way to a service', () => {
  const offered = 'Legközelebb kód nélkül is beléphet';
  /** As the script of the page says it of a device that keeps passkeys. */
  const keeps = { keeps_passkeys: 'yes' };

  /** Signs in with a code, as often as it is wanted. */
  async function signIn(citizen: Enrolled, browser = new Browser(kapu.issuer), more: object = keeps) {
    await kapu.nodes[0].store.hset(plusOf(citizen), `step:${await appOf(citizen)}`, '0');
    const { request, page } = await start({}, browser);
    const codePage = await givePassword(browser, page, citizen);
    const code = codeAt(citizen.secretKey, new Date());
    return { browser, request, page: await browser.submit(codePage, '/code', { code, ...more }) };
  }

  const plusOf = ({ id }: Pick<Enrolled, 'id'>) => `{account:${id}}:plus` as never;
  const appOf = async ({ id }: Pick<Enrolled, 'id'>): Promise<string> => {
    const fields = await kapu.nodes[0].store.hgetall(plusOf({ id }));
    const [app = ''] = Object.keys(fields).filter((field) => field.startsWith('authenticator:'));
    return app.slice('authenticator:'.length);
  };

  const addressOn = (page: Response): string => askedOf(page).address.replace(/\/make$/, '');

  it('after a code, once a month; it is made there, its owner is told, and the sign-in goes on', async () => {
    const citizen = await enrolledCitizen(kapu);
    const { browser, request, page } = await signIn(citizen);
    expect(titleOf(page)).toBe(offered);
    expect(titleOf(await browser.open(`${addressOn(page)}?lang=en`))).toBe(
      'Next time you can sign in without a code',
    );
    expect(titleOf(await browser.open(`${addressOn(page)}/make?lang=hu`))).toBe(offered);
    expect(askedOf(page)).toMatchObject({ authenticatorSelection: { authenticatorAttachment: 'platform' } });
    const device = deviceOf();
    const wrong = await browser.submit(page, '/make', { credential: '{}' });
    expect([wrong.status, errorsOf(wrong)[0]]).toEqual([422, expect.stringContaining('nem tudtuk')]);
    const back = await browser.submit(page, '/make', { credential: device.make(askedOf(page)) });
    expect((await portal.redeem(back, request)).claims()).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] });
    expect((await kapu.messages()).at(-1)?.kind).toBe('passkey-added');
    expect(await kapu.accounts.find(citizen.id)).toMatchObject({ hasPasskey: true, hasApp: true });

    const next = await start();
    const again = await use(next.browser, next.page, device.sign(askedOf(next.page)));
    expect(answerOf(again)).toHaveProperty('code');
    const monthAgo = new Date(Date.now() - 31 * 24 * 3600 * 1000).toISOString();
    await kapu.nodes[0].store.hset(plusOf(citizen), 'passkey_offered_at', monthAgo);
    const monthLater = await signIn(citizen);
    expect(titleOf(monthLater.page)).toBe(offered);
    const on = await monthLater.browser.submit(monthLater.page, '/later');
    expect(answerOf(on)).toHaveProperty('code');
    expect(answerOf((await signIn(citizen)).page)).toHaveProperty('code');
  });

  it('not on a device that keeps none, and never again where somebody said that others use it', async () => {
    const [anna, bela] = [await enrolledCitizen(kapu), await enrolledCitizen(kapu)];
    const { page } = await signIn(anna, new Browser(kapu.issuer), {});
    expect(answerOf(page)).toHaveProperty('code');
    const library = await signIn(bela);
    expect(titleOf(library.page)).toBe(offered);
    const on = await library.browser.submit(library.page, '/later', { shared: 'yes' });
    expect(answerOf(on)).toHaveProperty('code');
    await library.browser.open('/session/end');
    const carol = await enrolledCitizen(kapu);
    const { page: hers } = await signIn(carol, signedOut(library.browser));
    expect(answerOf(hers)).toHaveProperty('code');
    expect(titleOf((await signIn(await enrolledCitizen(kapu))).page)).toBe(offered);
  });

  /** The same computer, of whose cookies none but what it was called is left. */
  function signedOut(browser: Browser): Browser {
    const other = new Browser(kapu.issuer);
    other.carry(browser, /shared/);
    return other;
  }

  it('at the end of an application in the middle of a sign-in, once, and one press leads on without', async () => {
    const citizen = await kapu.addCitizen();
    const { browser, request, page } = await start({ acr_values: substantial });
    const first = await givePassword(browser, page, citizen);
    const keyPage = await proveContact(kapu, browser, await browser.submit(first, '/start'));
    const secretKey = secretKeyOf(keyPage);
    const code = codeAt(secretKey, new Date());
    const shown = await browser.submit(keyPage, '/prove', { password: citizen.password, code });
    const offer = await browser.submit(shown, '/finish', { last_four: cancellationCodeOf(shown).slice(-4) });
    // What outlives the phone first, and a passkey last: its owner chooses where it is kept.
    expect(offer.text).toMatch(
      /a törlőkód, amelyet az előbb kapott[\s\S]*egy másik eszközön is[\s\S]*\/later"[\s\S]*ha csak a telefonján lesz meg, a telefonnal együtt elvész[\s\S]*Azonosítókulcsot \(passkey\) állítok be most/,
    );
    expect(askedOf(offer)).not.toHaveProperty('authenticatorSelection.authenticatorAttachment');
    const reloaded = await browser.open(offer.request.url);
    expect(titleOf(reloaded)).toBe(titleOf(offer));
    const back = await browser.submit(reloaded, '/later');
    expect((await portal.redeem(back, request)).claims()).toMatchObject({ acr: substantial });
    const next = await start({ prompt: 'login' });
    const codePage = await givePassword(next.browser, next.page, citizen);
    const answer = await next.browser.submit(codePage, '/code', {
      code: codeAt(secretKey, new Date(Date.now() + 30_000)),
      ...keeps,
    });
    expect(answer.headers.location).toContain('code=');
  });

  it('with a passkey made there, at the end of an application in the middle of a sign-in', async () => {
    const citizen = await kapu.addCitizen();
    const { browser, request, page } = await start({ acr_values: substantial });
    const first = await givePassword(browser, page, citizen);
    const keyPage = await proveContact(kapu, browser, await browser.submit(first, '/start'));
    const code = codeAt(secretKeyOf(keyPage), new Date());
    const shown = await browser.submit(keyPage, '/prove', { password: citizen.password, code });
    const offer = await browser.submit(shown, '/finish', { last_four: cancellationCodeOf(shown).slice(-4) });
    expect(titleOf(offer)).toBe('Legyen másik útja is a fiókjához');
    const back = await browser.submit(offer, '/make?after=application', {
      credential: deviceOf().make(askedOf(offer)),
    });
    expect((await portal.redeem(back, request)).claims()).toMatchObject({ acr: substantial });
    expect(await kapu.accounts.find(citizen.id)).toMatchObject({ hasPlus: true, hasPasskey: true });
  });

  it('to nobody else: not before the code, not after a sign-in with a passkey, not once all were signed out', async () => {
    const citizen = await enrolledCitizen(kapu);
    const { browser, page } = await start();
    const codePage = await givePassword(browser, page, citizen);
    const [, sign = ''] = /(\/interaction\/[\w-]+)/.exec(codePage.text) ?? [];
    expect(titleOf(await browser.open(`${sign}/passkey-offer`))).toBe('Írja be a hitelesítő kódot');
    const { page: offer, browser: own } = await signIn(citizen);
    await kapu.nodes[0].store.hset(
      `{account:${citizen.id}}` as never,
      'sessions_ended_at',
      Math.floor(Date.now() / 1000) + 5,
    );
    const device = deviceOf();
    await own.submit(offer, '/make', { credential: device.make(askedOf(offer)) });
    expect(await kapu.accounts.find(citizen.id)).toMatchObject({ hasPasskey: false });
  });
});

describe('a citizen signs in with a passkey', () => {
  it('alone, without name and password', async () => {
    const { device } = await withPasskey();
    const { browser, request, page } = await start({ acr_values: substantial });
    const back = await use(browser, page, device.sign(askedOf(page)));
    const tokens = await portal.redeem(back, request);
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pop', 'swk', 'user', 'mfa'] });
  });

  it('after the password, in place of the code', async () => {
    const { citizen, device } = await withPasskey();
    const { browser, request, page } = await start();
    const codePage = await givePassword(browser, page, citizen);
    expect(titleOf(codePage)).toBe('Írja be a hitelesítő kódot');
    const tokens = await portal.redeem(await use(browser, codePage, device.sign(askedOf(codePage))), request);
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pop', 'swk', 'user', 'mfa'] });
  });

  it('and is asked for nothing else once the app was removed', async () => {
    const { citizen, device, browser: own } = await withPasskey();
    const devices = await own.open('/fiok/eszkozok');
    await own.submit(devices, '/eltavolitas');
    const { browser, request, page } = await start();
    const step = await givePassword(browser, page, citizen);
    expect(titleOf(step)).toBe('Jelentkezzen be az azonosítókulcsával');
    // Without a script: what else there is, and nothing of windows that only a script opens.
    expect(step.text).toMatch(
      /data-passkey-needs>[\s\S]*Itt most nem használhatja\.[\s\S]*egy másik böngészőben/,
    );
    expect(step.text).toContain('hidden data-passkey-can>Ha egy másik eszközön van');
    const typed = await browser.post(
      `${new URL(request.address).origin}${askedOf(step).address.replace(/passkey$/, 'code')}`,
      {
        ...askedOf(step).fields,
        code: codeAt(citizen.secretKey, new Date()),
      },
    );
    expect([typed.status, typed.headers.location]).toEqual([
      303,
      expect.stringMatching(/^\/interaction\/[\w-]+$/),
    ]);
    const tokens = await portal.redeem(await use(browser, step, device.sign(askedOf(step))), request);
    expect(tokens.claims()).toMatchObject({ acr: substantial });
    expect((await own.open('/fiok')).text).toContain('Bekapcsolva');
  });

  it('confirms a change with it', async () => {
    const { device } = await withPasskey();
    const { browser, page } = await start();
    await use(browser, page, device.sign(askedOf(page)));
    const list = await browser.open(passkeys);
    const removed = await browser.submit(list, '/eltavolitas');
    expect(removed.text).toContain('Eltávolítottuk az azonosítókulcsot');
    expect((await kapu.messages()).findLast(({ kind }) => kind === 'passkey-removed')).toBeDefined();
    // What was given before may have been the one that went.
    expect(titleOf(await browser.open(passkeys))).toBe('Erősítse meg egy kóddal');
  });

  it('or at the page that asks for a code', async () => {
    const { citizen, device, browser: own } = await withPasskey();
    const list = await own.open(passkeys);
    const another = deviceOf();
    await own.submit(list, `${passkeys}/uj`, { credential: another.make(askedOf(list)) });
    await own.submit(await own.open(passkeys), '/eltavolitas');
    const proof = await own.open(passkeys);
    const foreign = (await withPasskey()).device;
    const refused = await own.submit(proof, `azonositokulcs?tovabb=${encodeURIComponent(passkeys)}`, {
      credential: foreign.sign(askedOf(proof)),
    });
    expect(errorsOf(refused)[0]).toContain('másik fiókhoz');
    const back = await own.submit(refused, `azonositokulcs?tovabb=${encodeURIComponent(passkeys)}`, {
      credential: another.sign(askedOf(refused)),
    });
    expect(titleOf(back)).toBe('Azonosítókulcsok (passkey)');
    expect(device.held).toHaveLength(1);
    expect(citizen.id).toBeTruthy();
  });
});

describe('a passkey signs nobody in', () => {
  it('that was removed, with a sentence, and the browser is told', async () => {
    const { device, browser: own } = await withPasskey();
    await own.submit(await own.open(passkeys), '/eltavolitas');
    const { browser, page } = await start();
    const refused = await use(browser, page, device.sign(askedOf(page)));
    expect([refused.status, errorsOf(refused)]).toEqual([
      422,
      [
        'Ezt az azonosítókulcsot nem ismerjük: lehet, hogy eltávolították vagy letiltották. Válasszon másikat, vagy jelentkezzen be más módon.',
      ],
    ]);
    expect(refused.text).toContain('data-passkey-signal="signalUnknownCredential"');
  });

  it('of somebody else, after a password', async () => {
    const { citizen } = await withPasskey();
    const { device } = await withPasskey();
    const { browser, page } = await start();
    const codePage = await givePassword(browser, page, citizen);
    const refused = await use(browser, codePage, device.sign(askedOf(codePage)));
    expect(errorsOf(refused)[0]).toContain('másik fiókhoz');
    // What browsers keep of a refused form holds none of it.
    const kept = browser.cookies.filter(([name]) => name.endsWith('kapu_typed')).map(([, value]) => value);
    const texts = kept.map((value) => Buffer.from(value.split('.')[0] ?? '', 'base64url').toString());
    expect(texts.filter((text) => text.includes('clientDataJSON'))).toEqual([]);
  });

  it('in another sign-in than the one that asked, nor a second time', async () => {
    const { device } = await withPasskey();
    const [one, other] = [await start(), await start()];
    const refused = await use(other.browser, other.page, device.sign(askedOf(one.page)));
    expect(errorsOf(refused)).toEqual(['Túl sok idő telt el. Próbálja újra.']);
    const credential = device.sign(askedOf(one.page));
    expect(answerOf(await use(one.browser, one.page, credential))).toHaveProperty('code');
    const again = await use(one.browser, one.page, credential);
    expect([again.status, again.headers.location]).toEqual([410, undefined]);
  });

  it('that the link in the message blocked', async () => {
    const { device } = await withPasskey();
    const link =
      (await kapu.messages()).findLast(({ kind }) => kind === 'passkey-added')?.more.objection ?? '';
    const stranger = new Browser(kapu.issuer);
    await stranger.submit(await stranger.open(link), new URL(link).pathname);
    const { browser, page } = await start();
    expect(errorsOf(await use(browser, page, device.sign(askedOf(page))))[0]).toContain('letiltották');
  });

  it('once the törlőkód cancelled the Ügyfélkapu+', async () => {
    const { citizen, device } = await withPasskey();
    const anywhere = new Browser(kapu.issuer);
    const form = await anywhere.open('/megszuntetes');
    await anywhere.submit(form, '/megszuntetes', {
      username: citizen.username,
      password: citizen.password,
      cancellation_code: citizen.cancellationCode,
    });
    expect(await kapu.accounts.find(citizen.id)).toMatchObject({ hasPlus: false, hasPasskey: false });
    const { browser, page } = await start();
    expect(errorsOf(await use(browser, page, device.sign(askedOf(page))))[0]).toContain('nem ismerjük');
  });

  it('of an account that was disabled', async () => {
    const { citizen, device } = await withPasskey();
    await kapu.nodes[0].store.hset(`{account:${citizen.id}}` as never, 'status', 'disabled');
    const { browser, page } = await start();
    const refused = await use(browser, page, device.sign(askedOf(page)));
    expect(errorsOf(refused)[0]).toContain('most nem lehet bejelentkezni');
  });

  it.each(['', 'nothing', '{}', '[]', '{"id":', `"${'x'.repeat(13_000)}"`])(
    'by %.20s',
    async (credential) => {
      const { browser, page } = await start();
      const refused = await use(browser, page, credential);
      expect([refused.status, errorsOf(refused).length]).toEqual([422, 1]);
    },
  );
});

it('stands in what a citizen downloads of themselves', async () => {
  const { browser } = await withPasskey();
  const file = await browser.submit(await browser.open('/fiok/adataim'), '/kapu-adataim.json');
  expect(JSON.parse(file.text).passkeys).toEqual([
    expect.objectContaining({
      name: 'Azonosítókulcs',
      blocked: false,
      synced: true,
      public_key: expect.any(String),
    }),
  ]);
});

describe('what cannot be phished', () => {
  it('is told by name to who asked for it by name, and to nobody else', async () => {
    const { device } = await withPasskey();
    const { browser, request, page } = await start({ acr_values: 'phr' });
    expect(titleOf(page)).toBe('Jelentkezzen be az azonosítókulcsával');
    const tokens = await portal.redeem(await use(browser, page, device.sign(askedOf(page))), request);
    expect(tokens.claims()).toMatchObject({ acr: 'phr', amr: ['pop', 'swk', 'user', 'mfa'] });
    const again = await portal.request();
    expect((await portal.redeem(await browser.open(again.address), again)).claims()).toMatchObject({
      acr: substantial,
    });
  });

  it('is asked of a session that was begun with a code, which nothing else raises', async () => {
    const { citizen, device } = await withPasskey();
    const { browser, page } = await start();
    const codePage = await givePassword(browser, page, citizen);
    await browser.submit(codePage, '/code', {
      code: codeAt(citizen.secretKey, new Date(Date.now() + 30_000)),
    });
    const request = await portal.request({ acr_values: 'phr' });
    const step = await browser.open(request.address);
    expect(titleOf(step)).toBe('Jelentkezzen be az azonosítókulcsával');
    const { fields, address } = askedOf(step);
    for (const [ending, more] of [
      ['code', { code: '123456' }],
      ['factor', { factor: 'one-time-code' }],
      ['password', { username: citizen.username, password: citizen.password }],
    ] as const) {
      const answer = await browser.follow(
        await browser.post(address.replace(/passkey$/, ending), { ...fields, ...more }),
      );
      expect([ending, titleOf(answer)]).toEqual([ending, 'Jelentkezzen be az azonosítókulcsával']);
    }
    const tokens = await portal.redeem(await use(browser, step, device.sign(askedOf(step))), request);
    expect(tokens.claims()).toMatchObject({ acr: 'phr' });
  });

  it('is not had by who has no passkey, and the relying party hears why', async () => {
    const { browser, page } = await start({ acr_values: 'phr' });
    const back = await browser.submit(page, '/give-up');
    expect(answerOf(back)).toMatchObject({ error: 'unmet_authentication_requirements' });
  });

  it('cannot be insisted on in hardware', async () => {
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'phrh' } } });
    const { page } = await start({ claims });
    expect(answerOf(page)).toMatchObject({ error: 'unmet_authentication_requirements' });
  });

  it('is all that a relying party accepts that registered so', async () => {
    const { device, citizen } = await withPasskey();
    const browser = new Browser(kapu.issuer);
    const request = await careful.request();
    const page = await browser.open(request.address);
    expect(titleOf(page)).toBe('Jelentkezzen be az azonosítókulcsával');
    expect(citizen.id).toBeTruthy();
    const tokens = await careful.redeem(await use(browser, page, device.sign(askedOf(page))), request);
    expect(tokens.claims()).toMatchObject({ acr: substantial });
  });
});

describe('a phisher, whose page relays ours', () => {
  /** What a victim types at the phisher's page, the phisher types at ours. */
  const relayed = async (): Promise<{ browser: Browser; page: Response; request: AuthorizationRequest }> =>
    start();

  it('gets in with a code', async () => {
    const { citizen } = await withPasskey();
    const { browser, page, request } = await relayed();
    const codePage = await givePassword(browser, page, citizen);
    const typed = codeAt(citizen.secretKey, new Date(Date.now() + 30_000));
    const back = await browser.submit(codePage, '/code', { code: typed });
    expect((await portal.redeem(back, request)).claims()).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] });
  });

  it('does not with a passkey: the browser of the victim says where it was used, and has none for another host', async () => {
    const { citizen, device } = await withPasskey();
    const { browser, page } = await relayed();
    const phisher = 'https://kapu.example.phisher.example';
    const codePage = await givePassword(browser, page, citizen);
    const { rpId = '' } = askedOf(codePage);
    for (const deceit of [
      { origin: phisher },
      { origin: phisher, rpId: new URL(phisher).hostname },
      { rpId: 'phisher.example' },
    ]) {
      const refused = await use(browser, codePage, device.sign(askedOf(codePage), deceit));
      expect([refused.status, errorsOf(refused)[0]]).toEqual([
        422,
        expect.stringContaining('nem tudtuk ellenőrizni'),
      ]);
    }
    expect(new URL(phisher).hostname.endsWith(rpId)).toBe(false);
  });
});

describe('the desk', () => {
  it('lets somebody in by a passkey alone, where their role is held to it', async () => {
    const { citizen, device } = await withPasskey();
    await giveRole(kapu, citizen.id, 'supervisor', 'north');
    const browser = new Browser(kapu.issuer);
    const codePage = await givePassword(browser, await browser.open('/desk'), citizen);
    const code = codeAt(citizen.secretKey, new Date(Date.now() + 30_000));
    const refused = await browser.submit(codePage, '/code', { code });
    expect([refused.status, titleOf(refused)]).toEqual([403, 'Ehhez azonosítókulcs (passkey) kell']);
    const again = await givePassword(browser, await browser.open('/desk'), citizen);
    const desk = await use(browser, again, device.sign(askedOf(again)));
    expect([desk.status, titleOf(desk)]).not.toContain(403);
    expect(desk.text).toContain('Északi kormányablak');
  });

  it('lets others in with a code', async () => {
    const clerk = await enrolledCitizen(kapu);
    await giveRole(kapu, clerk.id, 'clerk', 'north');
    const browser = new Browser(kapu.issuer);
    const codePage = await givePassword(browser, await browser.open('/desk'), clerk);
    const desk = await browser.submit(codePage, '/code', { code: codeAt(clerk.secretKey, new Date()) });
    expect([desk.status, desk.text.includes('Északi kormányablak')]).toEqual([200, true]);
  });
});

describe('after a move to another host', () => {
  it('passkeys of the old one are asked for and open, under the new origin, and none of the new host is made', async () => {
    const moved = await startInstallation({
      config: { passkeys: { rp_id: 'old.example', related_origins: [] } },
    });
    try {
      const citizen = await enrolledCitizen(moved);
      const browser = new Browser(moved.issuer);
      const codePage = await givePassword(browser, await browser.open(passkeys), citizen);
      const list = await browser.submit(codePage, '/code', { code: codeAt(citizen.secretKey, new Date()) });
      expect(askedOf(list).rp).toMatchObject({ id: 'old.example' });
      const device = new PasskeyDevice({ origin: moved.issuer });
      const ofNewHost = device.make(askedOf(list), { rpId: new URL(moved.issuer).hostname });
      expect((await browser.submit(list, `${passkeys}/uj`, { credential: ofNewHost })).status).toBe(422);
      const done = await browser.submit(list, `${passkeys}/uj`, { credential: device.make(askedOf(list)) });
      expect(done.text).toContain('Beállítottuk az azonosítókulcsot');
      const other = new Browser(moved.issuer);
      const page = await other.open('/fiok');
      expect(askedOf(page).rpId).toBe('old.example');
      const wrong = device.sign(askedOf(page), { rpId: new URL(moved.issuer).hostname });
      expect((await other.submit(page, '/passkey', { credential: wrong })).status).toBe(422);
      const home = await other.submit(page, '/passkey', { credential: device.sign(askedOf(page)) });
      expect(titleOf(home)).toBe('Fiókom');
    } finally {
      await moved.stop();
    }
  });
});

it('tells browsers at which other origins its passkeys are used', async () => {
  const answer = await new Browser(kapu.issuer).get('/.well-known/webauthn');
  expect([answer.status, answer.type, JSON.parse(answer.text)]).toEqual([
    200,
    'application/json',
    { origins: ['https://id.example'] },
  ]);
});
