/** However a session ends, the relying parties that were let in within it are told (OpenID Connect Back-Channel Logout 1.0). */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { createClosingStore } from '../../src/accounts/closing/closing-store.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createSessionEndAnnouncements } from '../../src/oidc/sign-out/session-end-announcements-store.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { LogoutReceivers, type ReceivedLogout } from '../support/logout-receiver.ts';
import { runKapu } from '../support/operator.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { mayTell, startTelling, type TellingLogouts } from '../support/telling-logouts.ts';

const chosen = 'tizenkét piros esernyő a kapuban';
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

let kapu: Installation;
let parties: LogoutReceivers;
let telling: TellingLogouts;
/** Told session by session. */
let named: RelyingParty;
/** Told of all sessions of a subject at once. */
let whole: RelyingParty;
let deaf: RelyingParty;

beforeAll(async () => {
  parties = new LogoutReceivers();
  await parties.start();
  kapu = await startInstallation({
    config: mayTell(parties.host),
    clients: [
      {
        client_id: 'named',
        backchannel_logout_uri: parties.addressOf('named'),
        backchannel_logout_session_required: true,
      },
      {
        client_id: 'whole',
        redirect_uris: ['http://localhost:4999/callback', 'http://localhost:4999/other'],
        backchannel_logout_uri: parties.addressOf('whole'),
        id_token_signed_response_alg: 'RS256',
        subject_type: 'public',
      },
    ],
  });
  telling = startTelling(kapu);
  named = await RelyingParty.discover(kapu, 'named');
  whole = await RelyingParty.discover(kapu, 'whole', {
    metadata: { id_token_signed_response_alg: 'RS256' },
  });
  deaf = await RelyingParty.discover(kapu, 'portal');
});

afterAll(async () => {
  await telling.stop();
  await parties.stop();
  await kapu.stop();
});

beforeEach(() => {
  parties.told.length = 0;
});

interface Entered {
  readonly sub: string;
  readonly sid: unknown;
  readonly idToken: string;
}

/** Signs in at a relying party; the second one is entered without a question. */
async function enter(browser: Browser, who: Citizenship, party: RelyingParty): Promise<Entered> {
  const request = await party.request();
  const page = await browser.open(request.address);
  const back = page.headers.location ? page : await givePassword(browser, page, who, 'ugyfelkapu');
  const tokens = await party.redeem(back, request);
  const claims = tokens.claims();
  return { sub: String(claims?.sub), sid: claims?.sid, idToken: String(tokens.id_token) };
}

async function enterEverywhere(browser: Browser, who: Citizenship) {
  return {
    named: await enter(browser, who, named),
    whole: await enter(browser, who, whole),
    deaf: await enter(browser, who, deaf),
  };
}

async function untilTold(
  count: number,
  isEnough = () => parties.told.length >= count,
): Promise<ReceivedLogout[]> {
  const end = Date.now() + 60_000;
  while (!isEnough() && Date.now() < end) {
    await delay(20);
  }
  // Nobody is told of more.
  await delay(200);
  return parties.told;
}

/** As `party sub sid`. */
function wordsOf({ party, claims }: ReceivedLogout): string {
  return [party, claims.sub, claims.sid].join(' ');
}

type Devices = readonly Awaited<ReturnType<typeof enterEverywhere>>[];

function expectedOf(devices: Devices): string[] {
  return [
    ...devices.map(({ named: { sub, sid } }) => ['named', sub, sid].join(' ')),
    ...(devices[0] ? [['whole', devices[0].whole.sub, undefined].join(' ')] : []),
  ];
}

async function expectTold(devices: Devices): Promise<void> {
  const expected = expectedOf(devices);
  const told = await untilTold(expected.length);
  expect(told.map(wordsOf).sort()).toEqual(expected.sort());
}

async function newcomer(): Promise<Citizenship> {
  return kapu.addCitizen({ email: `anna${Math.random()}@minta.example` });
}

describe('discovery and the logout token', () => {
  it('say what the standard asks for', async () => {
    expect(named.configuration.serverMetadata()).toMatchObject({
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    const entered = await enterEverywhere(browser, anna);
    expect(entered.named.sid).toEqual(expect.any(String));
    expect(entered.whole.sid).toBeUndefined();
    const question = await browser.open(`/session/end?id_token_hint=${entered.named.idToken}`);
    await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
    await expectTold([entered]);

    const jwks = createRemoteJWKSet(new URL(`${kapu.issuer}/jwks`));
    for (const { token, party, contentType } of parties.told) {
      expect(contentType).toBe('application/x-www-form-urlencoded');
      const { payload, protectedHeader } = await jwtVerify(token, jwks, {
        issuer: kapu.issuer,
        audience: party,
        typ: 'logout+jwt',
      });
      expect(protectedHeader.alg).toBe(party === 'named' ? 'ES256' : 'RS256');
      expect(payload.events).toEqual({ [logoutEvent]: {} });
      expect(payload.jti).toEqual(expect.any(String));
      expect(Number(payload.exp) - Number(payload.iat)).toBe(120);
      expect(payload).not.toHaveProperty('nonce');
    }
    expect(new Set(parties.told.map(({ claims }) => claims.jti)).size).toBe(2);
  });
});

it('somebody signs out while a relying party is down: they wait for nobody, and it is told when it is up', async () => {
  const anna = await newcomer();
  const browser = new Browser(kapu.issuer);
  const entered = await enterEverywhere(browser, anna);
  await parties.stop();
  const question = await browser.open(`/session/end?id_token_hint=${entered.named.idToken}`);
  const done = await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
  expect(titleOf(done)).toBe('Kijelentkezett');
  await delay(400);
  await parties.start();
  await expectTold([entered]);
});

describe('relying parties are told when', () => {
  it('one device is signed out of in Fiókom, and of that one alone', async () => {
    const anna = await newcomer();
    const [here, there] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    const phone = await enterEverywhere(there, anna);
    await enterEverywhere(here, anna);
    await here.open('/fiok');
    await here.submit(await here.open('/fiok/belepesek'), '/kijelentkezes');
    await expectTold([phone]);
  });

  it('every device is signed out of', async () => {
    const anna = await newcomer();
    const [here, there] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    const devices = [await enterEverywhere(there, anna), await enterEverywhere(here, anna)];
    await here.open('/fiok');
    await here.submit(await here.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
    await expectTold(devices);
  });

  it('“Nem én voltam” is said', async () => {
    const anna = await newcomer();
    const [here, there] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    const devices = [await enterEverywhere(there, anna), await enterEverywhere(here, anna)];
    await here.open('/fiok');
    const history = await here.open('/fiok/naplo');
    const [, link = ''] = /href="([^"]+nem-en-voltam)"/.exec(history.text) ?? [];
    await here.submit(await here.open(link), '/nem-en-voltam');
    await expectTold(devices);
  });

  it('the password is changed', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    const devices = [await enterEverywhere(browser, anna)];
    await browser.open('/fiok');
    const fields = { current_password: anna.password, new_password: chosen };
    await browser.submit(await browser.open('/fiok/jelszo'), '/fiok/jelszo', fields);
    await expectTold(devices);
  });

  it.each([
    ['is reset and the devices are signed out of', true],
    ['is reset, but not when the devices stay signed in', false],
  ])('a forgotten password %s', async (_, signsOut) => {
    const anna = await newcomer();
    const devices = [await enterEverywhere(new Browser(kapu.issuer), anna)];
    const browser = new Browser(kapu.issuer);
    const home = '/elfelejtett-jelszo';
    const page = await browser.submit(await browser.open(home), home, { username: anna.username });
    const { more } = (await kapu.messages()).findLast(({ kind }) => kind === 'password-reset-code') ?? {};
    const form = await browser.submit(page, '/kod', { reset_code: String(more?.code) });
    const fields = { new_password: chosen, ...(signsOut ? { sign_out: 'yes' } : {}) };
    expect(titleOf(await browser.submit(form, '/uj-jelszo', fields))).toBe('Megvan az új jelszava');
    await expectTold(signsOut ? devices : []);
  });

  it('the account is disabled at the terminal: the nodes tell', async () => {
    const anna = await newcomer();
    const devices = [await enterEverywhere(new Browser(kapu.issuer), anna)];
    const { code } = await runKapu(kapu.config, 'accounts', 'disable', anna.username);
    expect(code).toBe(0);
    await expectTold(devices);
  });

  it.each([
    ['deleted', (name: string) => ['accounts', 'delete', name, '--yes', '--reason', 'kettőzött fiók']],
    ['given back', (name: string) => ['accounts', 'enable', name, '--reason', 'tévedés volt']],
    ['signed out', (name: string) => ['sessions', 'end', '--account', name, '--reason', 'ellopott laptop']],
  ])('the account is %s at the terminal: the nodes tell', async (way, commandAbout) => {
    const anna = await newcomer();
    const devices = [await enterEverywhere(new Browser(kapu.issuer), anna)];
    if (way === 'given back') {
      // A node that was killed on the way has told nobody of the disabling.
      await kapu.accounts.disable(anna.id, securityEvents.accountDisabled(anna.id));
    }
    expect(await runKapu(kapu.config, ...commandAbout(anna.username))).toMatchObject({ code: 0, stderr: '' });
    await expectTold(devices);
  });

  it('the account is closed, and again when it is erased', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    const devices = [await enterEverywhere(browser, anna)];
    await browser.open('/fiok');
    const form = await browser.open('/fiok/fiok-megszuntetese');
    await browser.submit(form, '/fiok-megszuntetese', { password: anna.password });
    await expectTold(devices);

    parties.told.length = 0;
    const later = [await enterEverywhere(new Browser(kapu.issuer), anna)];
    const { store } = kapu.nodes[0];
    const closings = createClosingStore(store, kapu.sealer, kapu.config.secrets, telling.endings.queueEnded);
    await closings.eraseDue(new Date(Date.now() + 31 * 86_400_000));
    await expectTold(later);
    // What its owner was told today is forgotten tomorrow.
    expect((await store.keys(`*${anna.id}*`)).filter((key) => !key.includes(':told:'))).toEqual([]);
  });

  it('the account was to be closed and is kept: who was signed in to since is still told of the end', async () => {
    const anna = await newcomer();
    const browser = new Browser(kapu.issuer);
    await enterEverywhere(browser, anna);
    await browser.open('/fiok');
    const form = await browser.open('/fiok/fiok-megszuntetese');
    const overview = await browser.submit(form, '/fiok-megszuntetese', { password: anna.password });
    await browser.submit(overview, '/visszavonas');
    parties.told.length = 0;
    const devices = [await enterEverywhere(new Browser(kapu.issuer), anna)];
    const { store } = kapu.nodes[0];
    const closings = createClosingStore(store, kapu.sealer, kapu.config.secrets, telling.endings.queueEnded);
    await closings.eraseDue(new Date(Date.now() + 31 * 86_400_000));
    await browser.submit(await browser.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
    await expectTold(devices);
  });

  it('the Ügyfélkapu+ is cancelled with the törlőkód', async () => {
    const anna = await enrolledCitizen(kapu);
    const devices = [await enterWithCode(anna)];
    const browser = new Browser(kapu.issuer);
    const { username, password, cancellationCode: cancellation_code } = anna;
    const fields = { username, password, cancellation_code };
    await browser.submit(await browser.open('/megszuntetes'), '/megszuntetes', fields);
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(false);
    await expectTold(devices);
  });

  it('an authenticator is blocked by the link in the message', async () => {
    const anna = await enrolledCitizen(kapu);
    const devices = [await enterWithCode(anna)];
    const { createObjectionStore } = await import('../../src/totp/authenticators/objection-store.ts');
    const { createAuthenticatorStore } = await import('../../src/totp/authenticators/authenticator-store.ts');
    const { store } = kapu.nodes[0];
    const [authenticator] = (await createAuthenticatorStore(store, kapu.sealer).list(anna.id)).readable;
    const objection = { accountId: anna.id, authenticatorId: String(authenticator?.id) };
    const token = await createObjectionStore(createRecorder(store, kapu.sealer)).prepare(objection);
    const owner = new Browser(kapu.issuer);
    const question = await owner.open(`/nem-en-voltam/${token}`);
    expect(titleOf(await owner.submit(question, ''))).toBe('Letiltottuk');
    await expectTold(devices);
  });

  async function enterWithCode(anna: Awaited<ReturnType<typeof enrolledCitizen>>) {
    const browser = new Browser(kapu.issuer);
    const request = await named.request();
    const page = await givePassword(browser, await browser.open(request.address), anna);
    await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
    return enterEverywhere(browser, anna);
  }
});

it('nobody is told twice, or of a sign-in that came after', async () => {
  const anna = await newcomer();
  const [first, second] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
  const before = await enterEverywhere(first, anna);
  await kapuEnds(anna);
  await expectTold([before]);
  parties.told.length = 0;
  const after = await enterEverywhere(second, anna);
  await telling.endings.queueEnded(anna.id);
  await expectTold([]);
  // Ends are dated by the second.
  await delay(1100);
  await kapuEnds(anna);
  await expectTold([after]);
});

it('whoever comes back in the same browser is let in under another name, which no late logout ends', async () => {
  const anna = await newcomer();
  const browser = new Browser(kapu.issuer);
  const before = await enterEverywhere(browser, anna);
  await kapuEnds(anna);
  await expectTold([before]);
  const after = await enter(browser, anna, named);
  expect(after.sid).not.toBe(before.named.sid);
  expect(after.sub).toBe(before.named.sub);
});

async function kapuEnds({ id }: Citizenship): Promise<void> {
  await telling.endings.whileEnding(id, () =>
    kapu.accounts.endSessions(id, securityEvents.sessionsEnded(id, 'asked')),
  );
}

it('a node that dies between ending and queueing is caught up on by another', async () => {
  const anna = await newcomer();
  const devices = [await enterEverywhere(new Browser(kapu.issuer), anna)];
  const { store } = kapu.nodes[0];
  // What the node does up to its end.
  await createSessionEndAnnouncements(store, 300).announce(anna.id);
  await kapu.accounts.endSessions(anna.id, securityEvents.sessionsEnded(anna.id, 'asked'));
  expect(parties.told).toEqual([]);
  await expectTold(devices);
});

// The last of all: whoever signed in above is told of too, whenever their turn comes.
it('everybody is signed out at the terminal: the nodes tell of each', async () => {
  const anna = await newcomer();
  const devices = [await enterEverywhere(new Browser(kapu.issuer), anna)];
  const args = ['sessions', 'end', '--all', '--reason', 'kiszivárgott tokenek'];
  expect(await runKapu(kapu.config, ...args)).toMatchObject({ code: 0, stderr: '' });
  const expected = expectedOf(devices);
  await untilTold(expected.length, () =>
    expected.every((words) => parties.told.map(wordsOf).includes(words)),
  );
  expect(parties.told.map(wordsOf)).toEqual(expect.arrayContaining(expected));
});
