import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { createClosingStore } from '../../src/accounts/closing/closing-store.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createHistoryStore } from '../../src/audit/history/history-store.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  Browser,
  cancellationCodeOf,
  enrolledCitizen,
  errorsOf,
  givePassword,
  type Plus,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;
const clock = clockFrom(60);

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

async function signIn(browser: Browser, anna: Citizenship & Plus) {
  const request = await portal.request();
  const page = await givePassword(browser, await browser.open(request.address), anna);
  return portal.redeem(await browser.submit(page, '/code', { code: clock.freshCode(anna) }), request);
}

async function newcomer(): Promise<Citizenship & Plus> {
  return enrolledCitizen(kapu, new Date(clock.now().getTime() - 60_000));
}

async function prove(browser: Browser, address: string, anna: Plus) {
  const page = await browser.open(address);
  return titleOf(page) === 'Erősítse meg egy kóddal'
    ? browser.submit(page, `?tovabb=${encodeURIComponent(address)}`, { code: clock.freshCode(anna) })
    : page;
}

it('says how to apply without a smartphone, where one applies', async () => {
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  const home = await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  expect(titleOf(home)).toBe('Fiókom');
  expect(home.text).toContain('Nincs okostelefonom');
  expect(home.text).toContain('Alkalmazás helyett azonosítókulcsot (passkey) is beállíthat');
});

/** Whoever is not signed in is asked how they want to. */
const notSignedIn = 'Hogyan szeretne bejelentkezni?';

describe('sessions', () => {
  it('are listed with their device, and one of them is ended from another, with its tokens and its own pages', async () => {
    const anna = await newcomer();
    const [desk, phone] = [
      new Browser(kapu.issuer),
      new Browser(
        kapu.issuer,
        kapu.issuer,
        'Mozilla/5.0 (Android 15; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0',
      ),
    ];
    await signIn(desk, anna);
    const tokens = await signIn(phone, anna);
    await desk.open('/fiok');
    expect(titleOf(await phone.open('/fiok'))).toBe('Fiókom');
    const list = await desk.open('/fiok/belepesek');
    expect(list.text).toContain('Firefox, Android');
    expect(list.text.match(/class="kapu-entry"/g)).toHaveLength(2);
    expect(list.text.match(/ez az eszköz/g)).toHaveLength(1);

    const after = await desk.submit(list, '/kijelentkezes');
    expect(after.text.match(/class="kapu-entry"/g)).toHaveLength(1);
    expect(titleOf(await phone.open('/fiok'))).toBe(notSignedIn);
    const silent = await phone.open((await portal.request({ prompt: 'none' })).address);
    expect(answerOf(silent)).toMatchObject({ error: 'login_required' });
    await expect(
      client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token)),
    ).rejects.toThrow();
    expect(titleOf(await desk.open('/fiok'))).toBe('Fiókom');
  });

  it('all end with one button, this one too', async () => {
    const anna = await newcomer();
    const [desk, phone] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    const tokens = await signIn(phone, anna);
    await signIn(desk, anna);
    await desk.open('/fiok');
    const done = await desk.submit(await desk.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
    expect(titleOf(done)).toBe('Minden eszközről kijelentkezett');
    const switched = await desk.open('/fiok/belepesek/kijelentkezes-mindenhol?lang=hu');
    expect([switched.status, titleOf(switched)]).toEqual([200, notSignedIn]);
    expect(titleOf(await desk.open('/fiok'))).toBe(notSignedIn);
    expect(titleOf(await phone.open('/fiok'))).toBe(notSignedIn);
    expect((await client.tokenIntrospection(portal.configuration, tokens.access_token)).active).toBe(false);
  });

  it('that ended before the button was pressed are asked for anew, and the page says that nothing was done', async () => {
    const anna = await newcomer();
    const [desk, phone] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    await signIn(desk, anna);
    const list = await desk.open('/fiok/belepesek');
    expect(list.text).not.toContain('Ez még nem történt meg');
    await signIn(phone, anna);
    await phone.submit(await phone.open('/fiok/belepesek'), '/kijelentkezes');
    const asked = await desk.submit(list, '/kijelentkezes-mindenhol');
    expect(titleOf(asked)).toBe(notSignedIn);
    const codePage = await givePassword(desk, asked, anna);
    const again = await desk.submit(codePage, '/code', { code: clock.freshCode(anna) });
    expect([titleOf(again), again.text.includes('Ez még nem történt meg')]).toEqual([
      'Hol van bejelentkezve?',
      true,
    ]);
    expect(titleOf(await phone.open('/fiok'))).toBe('Fiókom');
    const done = await desk.submit(again, '/kijelentkezes-mindenhol');
    expect([titleOf(done), done.text.includes('Ez még nem történt meg')]).toEqual([
      'Minden eszközről kijelentkezett',
      false,
    ]);
    expect(titleOf(await phone.open('/fiok'))).toBe(notSignedIn);
  });

  it('of our own pages end with no token in any address', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    await signIn(browser, anna);
    await browser.open('/fiok');
    const address = String((await browser.get('/fiok/kijelentkezes')).headers.location);
    expect(new URL(address).pathname).toBe('/session/end');
    expect(address).not.toMatch(/eyJ|token/);
    const asked = await browser.open(address);
    await browser.submit(asked, '/session/end/confirm', { logout: 'yes' });
    expect(titleOf(await browser.open('/fiok'))).toBe(notSignedIn);
  });

  it('of somebody else cannot be ended', async () => {
    const [anna, bela] = [await newcomer(), await newcomer()];
    const [hers, his] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    await signIn(hers, anna);
    await signIn(his, bela);
    await hers.open('/fiok');
    await signIn(new Browser(kapu.issuer), anna);
    const list = await hers.open('/fiok/belepesek');
    const [, handle] = /\/fiok\/belepesek\/([\w-]{43})\/kijelentkezes/.exec(list.text) ?? [];
    await his.open('/fiok');
    const own = await his.open('/fiok/belepesek');
    const { fields, action } = formWithToken(own.text);
    expect(action).toContain('kijelentkezes-mindenhol');
    await his.post(`/fiok/belepesek/${handle}/kijelentkezes`, fields);
    expect((await hers.open('/fiok/belepesek')).text).toContain(String(handle));
  });
});

function formWithToken(text: string): { action: string; fields: Record<string, string> } {
  const [, action = ''] = /action="([^"]*mindenhol)"/.exec(text) ?? [];
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(text) ?? [];
  return { action, fields: { _csrf: token } };
}

describe('services', () => {
  it('show field by field what was handed over, and lose their tokens when the citizen says so', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    const tokens = await signIn(browser, anna);
    await browser.open('/fiok');
    const before = await browser.open('/fiok/szolgaltatasok');
    expect(before.text).toContain('Mintaportál');
    expect(before.text).toContain('Személyes adatot nem kapott');

    const subject = String(tokens.claims()?.sub);
    const given = await client.fetchUserInfo(portal.configuration, tokens.access_token, subject);
    const after = await browser.open('/fiok/szolgaltatasok');
    const shown = [...after.text.matchAll(/summary-list__key">([^<]+)</g)].map(([, key]) => key);
    expect(shown).toEqual(expect.arrayContaining(['Viselt név', 'E-mail-cím', 'Anyja születési neve']));
    expect(Object.keys(given).length - 1).toBe(shown.length - 2);
    expect(after.text).not.toContain('Fiókom</h2>');

    await browser.submit(after, '/portal/visszavonas');
    await expect(
      client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token)),
    ).rejects.toThrow();
    await expect(client.fetchUserInfo(portal.configuration, tokens.access_token, subject)).rejects.toThrow();
    expect((await browser.open('/fiok/naplo')).text).toContain('Visszavont hozzáférés: Mintaportál');
    await browser.submit(await browser.open('/fiok/szolgaltatasok'), '/portal/visszavonas');
    const history = await browser.open('/fiok/naplo');
    expect(history.text.match(/Visszavont hozzáférés/g)).toHaveLength(1);
  });

  it('show what an ID token told, also one that was refreshed', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    const request = await portal.request({ claims: JSON.stringify({ id_token: { birthdate: null } }) });
    const page = await givePassword(browser, await browser.open(request.address), anna);
    const tokens = await portal.redeem(
      await browser.submit(page, '/code', { code: clock.freshCode(anna) }),
      request,
    );
    expect(tokens.claims()?.birthdate).toBe('1956-03-14');
    const key = `{account:${anna.id}}:services`;
    const { store } = kapu.nodes[0];
    expect(Object.keys(await store.hgetall(key))).toContain('given portal birthdate');
    await store.hdel(key, 'given portal birthdate');
    const fresh = await client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token));
    expect(fresh.claims()?.birthdate).toBe('1956-03-14');
    expect(Object.keys(await store.hgetall(key))).toContain('given portal birthdate');
    const introspected = await client.tokenIntrospection(portal.configuration, fresh.access_token);
    expect(JSON.stringify(introspected)).not.toMatch(/minta|1956|Anna/);
  });
});

describe('a receipt', () => {
  it('names no data that the citizen has not got', async () => {
    const without = { phone_number: undefined, email: undefined };
    const bela = await kapu.addCitizen(without);
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const answer = await givePassword(browser, await browser.open(request.address), bela, 'ugyfelkapu');
    const tokens = await portal.redeem(answer, request);
    const subject = String(tokens.claims()?.sub);
    const given = await client.fetchUserInfo(portal.configuration, tokens.access_token, subject);
    expect(given).not.toHaveProperty('phone_number');
    await browser.open('/fiok');
    const { text } = await browser.open('/fiok/szolgaltatasok');
    expect(text).toContain('Viselt név');
    expect(text).not.toMatch(/Telefonszám|A telefonszám megerősítése|E-mail-cím|Az e-mail-cím megerősítése/);
  });
});

describe('the history', () => {
  it('tells of a thief, whose sessions end by "Nem én voltam"', async () => {
    const anna = await newcomer();
    const [owner, thief] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    await signIn(owner, anna);
    const request = await portal.request();
    const page = await givePassword(thief, await thief.open(request.address), anna);
    await thief.submit(page, '/code', { code: '000000' });
    await thief.submit(page, '/code', { code: clock.freshCode(anna) });
    await owner.open('/fiok');
    await thief.open('/fiok');
    const history = await owner.open('/fiok/naplo');
    expect(history.text).toContain('Jó jelszó, de hibás hitelesítő kód');
    const [, link = ''] = /href="([^"]+nem-en-voltam)"/.exec(history.text) ?? [];
    const question = await owner.open(link);
    expect(titleOf(question)).toBe('Nem Ön volt?');
    const next = await owner.submit(question, '/nem-en-voltam');
    expect(titleOf(next)).toMatch(/^(Jelszó megváltoztatása|Erősítse meg egy kóddal)$/);
    expect(titleOf(await thief.open('/fiok'))).toBe(notSignedIn);
    expect(titleOf(await owner.open('/fiok'))).toBe('Fiókom');
  });

  it('and the e-mail name a new device as it was named, which is no address', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    await signIn(browser, anna);
    await browser.open('/fiok');
    const keyPage = await browser.submit(await prove(browser, '/fiok/igenyles', anna), '/start');
    const { password } = anna;
    const code = codeAt(secretKeyOf(keyPage), clock.now());
    for (const device_name of ['https://evil.hu/x', 'Írjon: a@evil.hu', 'www.evil.hu', 'ｅｖｉｌ．ｈｕ']) {
      const refused = await browser.submit(keyPage, '/prove', { password, code, device_name });
      expect(errorsOf(refused)).toEqual([
        'Az eszköz nevében ne legyen webcím vagy e-mail-cím. Ha pontot ír, tegyen utána szóközt.',
      ]);
    }
    const given = 'Anna\u202E „új” <b>📱</b> & S22.5 👨‍👩‍👧';
    const shown = await browser.submit(keyPage, '/prove', { password, code, device_name: given });
    await browser.submit(shown, '/finish', { last_four: cancellationCodeOf(shown).slice(-4) });
    const told = (await kapu.messages()).findLast(({ kind }) => kind === 'authenticator-added');
    expect(told?.more.device).toBe('Anna „új” <b>📱</b> & S22.5 👨‍👩‍👧');
    const escaped = 'Anna „új” &lt;b&gt;📱&lt;/b&gt; &amp; S22.5 👨‍👩‍👧';
    expect((await browser.open('/fiok/naplo')).text).toContain(escaped);
    expect((await browser.open('/fiok')).text).toContain(escaped);
  });

  it('blocks a device that a thief added, ends every other session with it, and leaves the owner in', async () => {
    const anna = await newcomer();
    const [owner, thief] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    for (const browser of [owner, thief]) {
      await signIn(browser, anna);
      await browser.open('/fiok');
    }
    const keyPage = await thief.submit(await prove(thief, '/fiok/igenyles', anna), '/start');
    const secretKey = secretKeyOf(keyPage);
    const { password } = anna;
    const code = codeAt(secretKey, clock.now());
    const shown = await thief.submit(keyPage, '/prove', { password, code, device_name: 'Idegen' });
    await thief.submit(shown, '/finish', { last_four: cancellationCodeOf(shown).slice(-4) });

    const { text } = await owner.open('/fiok/naplo');
    const [, link = ''] = /Idegen.*?href="([^"]+nem-en-voltam)"/s.exec(text) ?? [];
    await owner.submit(await owner.open(link), '/nem-en-voltam');
    expect(titleOf(await thief.open('/fiok'))).toBe(notSignedIn);
    expect(titleOf(await owner.open('/fiok'))).toBe('Fiókom');
    const again = new Browser(kapu.issuer);
    const page = await givePassword(again, await again.open((await portal.request()).address), anna);
    const refused = await again.submit(page, '/code', { code: clock.freshCode({ ...anna, secretKey }) });
    expect(errorsOf(refused)).toHaveLength(1);
  });

  it('says how often something happened in a day, once, and can still be objected to', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    await signIn(browser, anna);
    await browser.open('/fiok');
    const audit = createRecorder(kapu.nodes[0].store, kapu.sealer);
    for (let visit = 0; visit < 40; visit += 1) {
      await audit.record(securityEvents.signedIn(anna.id, 'portal', 'low'));
    }
    const page = await browser.open('/fiok/naplo');
    const [, times = '', link = ''] =
      /Ezen a napon még (\d+) alkalommal[\s\S]*?href="([^"]*nem-en-voltam)"/.exec(page.text) ?? [];
    // With her own sign-in of before, and without the three that stand alone.
    expect(Number(times)).toBe(38);
    expect((await browser.open(link)).status).toBe(200);
  });

  it('has pages, and takes only the ids that it gave', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    await signIn(browser, anna);
    await browser.open('/fiok');
    const audit = createRecorder(kapu.nodes[0].store, kapu.sealer);
    for (let entry = 0; entry < 60; entry += 1) {
      await audit.record(securityEvents.passwordChanged(anna.id));
    }
    const first = await browser.open('/fiok/naplo');
    expect(first.text.match(/kapu-history__entry/g)).toHaveLength(25);
    const [, older = ''] = /href="([^"]*elotte[^"]*)"/.exec(first.text) ?? [];
    const second = await browser.open(older);
    expect(second.text.match(/kapu-history__entry/g)).toHaveLength(25);
    expect(second.text).toContain('Vissza a legújabbakhoz');
    for (const bad of ['?elotte=x', '?elotte=1-1&elotte=2-2', '?elotte=999999999999999-0', '?elotte=%00']) {
      expect((await browser.open(`/fiok/naplo${bad}`)).status).toBe(200);
    }
    for (const bad of ['x', '1-1', '-', '0-0', '1'.repeat(400)]) {
      expect((await browser.open(`/fiok/naplo/${bad}/nem-en-voltam`)).status).toBe(404);
    }
  });
});

describe('my data', () => {
  it('are downloaded after a fresh code, without a secret', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    await signIn(browser, anna);
    clock.pass(6 * 60);
    await browser.open('/fiok');
    const direct = await browser.open('/fiok/adataim/kapu-adataim.json');
    expect(titleOf(direct)).toBe('Erősítse meg egy kóddal');
    const page = await prove(browser, '/fiok/adataim', anna);
    const history = createHistoryStore(kapu.nodes[0].store, kapu.sealer);
    const audit = createRecorder(kapu.nodes[0].store, kapu.sealer);
    const visit = () => audit.record(securityEvents.passwordReset(anna.id, true));
    await Promise.all(Array.from({ length: 1200 }, visit));
    const kept = await history.list(anna.id, 5000);
    const file = await browser.submit(page, '/kapu-adataim.json');
    expect(file.headers['content-disposition']).toBe('attachment; filename="kapu-adataim.json"');
    const data = JSON.parse(file.text);
    expect(data.profile).toMatchObject({ username: anna.username, birthdate: '1956-03-14' });
    expect(data.authenticators).toHaveLength(1);
    const services = data.services.map(({ client_id }: { client_id: string }) => client_id);
    expect(services.sort()).toEqual(['kapu-fiok', 'portal']);
    expect(data.history.map(({ at }: { at: string }) => at)).toEqual(kept.map(({ at }) => at.toISOString()));
    for (const secret of [anna.password, anna.secretKey, anna.cancellationCode, '$argon2id']) {
      expect(file.text).not.toContain(secret);
    }
    expect((await browser.open('/fiok/naplo')).text).toContain('Letöltötték az adatokat');
  });

  it('are downloaded five times a day at most, and never by a link', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    await signIn(browser, anna);
    await browser.open('/fiok');
    const page = await prove(browser, '/fiok/adataim', anna);
    expect(titleOf(await browser.open('/fiok/adataim/kapu-adataim.json'))).toBe('Adataim letöltése');
    for (let time = 0; time < 5; time += 1) {
      expect((await browser.submit(page, '/kapu-adataim.json')).status).toBe(200);
    }
    const refused = await browser.submit(page, '/kapu-adataim.json');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.text).toContain('Ma már többször letöltötte az adatait');
  });
});

describe('closing the account', () => {
  async function close(browser: Browser, anna: Citizenship & Plus) {
    await browser.open('/fiok');
    return browser.submit(await prove(browser, '/fiok/fiok-megszuntetese', anna), '/fiok-megszuntetese', {
      password: anna.password,
    });
  }

  it('needs the password, ends the other sessions, and can be taken back', async () => {
    const anna = await newcomer();
    const [browser, other] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    await signIn(other, anna);
    await signIn(browser, anna);
    await other.open('/fiok');
    await browser.open('/fiok');
    const form = await prove(browser, '/fiok/fiok-megszuntetese', anna);
    expect(form.text).not.toContain('véget ér');
    const refusals = () => kapu.log.filter((line) => line.includes('"event":"password.refused"')).length;
    const refusalsBefore = refusals();
    const wrong = await browser.submit(form, '/fiok-megszuntetese', { password: 'nem ez' });
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, ['A jelszó nem megfelelő.']]);
    expect(refusals()).toBe(refusalsBefore + 1);
    const overview = await close(browser, anna);
    expect(overview.text).toContain('A fiókja megszűnik ezen a napon:');
    expect(titleOf(await other.open('/fiok'))).toBe(notSignedIn);
    // Services ask again on this device too; whoever reads the page is signed in all the same.
    expect((await browser.open('/fiok/belepesek')).text).toContain(
      'csak a Fiókom oldalaira van bejelentkezve',
    );
    const kept = await browser.submit(overview, '/visszavonas');
    expect(kept.text).not.toContain('A fiókja megszűnik');
    expect(kept.text).toContain('A fiókja megmarad');
    expect(kept.text).toContain('az nem tér vissza');
    expect((await browser.open('/fiok/naplo')).text).toContain('ami véget ért, nem tér vissza');
    const told = (await kapu.messages()).map(({ kind }) => kind);
    expect(told.slice(-2)).toEqual(['closing-requested', 'closing-withdrawn']);
    const closings = createClosingStore(kapu.nodes[0].store, kapu.sealer, kapu.config.secrets);
    expect(await closings.eraseDue(new Date(clock.now().getTime() + 40 * 86_400_000))).toEqual([]);
    expect(await kapu.accounts.find(anna.id)).toBeDefined();
  });

  it('is not forgotten when it is asked for again just as its first, withdrawn day comes', async () => {
    const { id } = await kapu.addCitizen();
    const closings = createClosingStore(kapu.nodes[0].store, kapu.sealer, kapu.config.secrets);
    await closings.request(id, clock.now(), securityEvents.closingRequested(id));
    await closings.withdraw(id, securityEvents.closingWithdrawn(id));
    const due = new Date(clock.now().getTime() + 31 * 86_400_000);
    await Promise.all([
      closings.eraseDue(due),
      closings.request(id, due, securityEvents.closingRequested(id)),
    ]);
    expect(await closings.eraseDue(new Date(due.getTime() + 31 * 86_400_000))).toContain(id);
  });

  it('erases everything after thirty days and frees the name', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    const tokens = await signIn(browser, anna);
    await close(browser, anna);
    const closings = createClosingStore(kapu.nodes[0].store, kapu.sealer, kapu.config.secrets);
    expect(await closings.eraseDue(new Date(clock.now().getTime() + 29 * 86_400_000))).toEqual([]);
    expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
    const due = new Date(clock.now().getTime() + 31 * 86_400_000);
    const twice = await Promise.all([closings.eraseDue(due), closings.eraseDue(due)]);
    expect(twice.flat()).toContain(anna.id);
    const left = await kapu.nodes[0].store.keys(`*${anna.id}*`);
    expect(left).toEqual([]);
    expect(await kapu.accounts.findId(anna.username)).toBeUndefined();
    expect(titleOf(await browser.open('/fiok'))).toBe(notSignedIn);
    expect((await client.tokenIntrospection(portal.configuration, tokens.access_token)).active).toBe(false);
    expect((await kapu.addCitizen({ username: anna.username })).id).not.toBe(anna.id);
  });
});
