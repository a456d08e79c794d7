import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { Account, Profile } from '../../src/accounts/account.ts';
import { createActivationStore } from '../../src/accounts/recovery/activation-store.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createHistoryStore } from '../../src/audit/history/history-store.ts';
import { type RequestKind, requestKinds } from '../../src/desk/dual-authorization/request.ts';
import { createRequestStore } from '../../src/desk/dual-authorization/request-store.ts';
import { type DeskAction, deskActions, type Permission } from '../../src/desk/staff/permissions.ts';
import { type DeskRole, deskRoles } from '../../src/desk/staff/role.ts';
import { staffNumberOf } from '../../src/desk/staff/staff-number.ts';
import { createEnrolmentStore } from '../../src/totp/enrolment/enrolment-store.ts';
import { createPairingStore } from '../../src/totp/enrolment/pairing-store.ts';
import { createCredentialStore } from '../../src/wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../../src/wallet/issuing/issued-status-list-store.ts';
import { createWalletSubjectStore } from '../../src/wallet/subjects/wallet-subject-store.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  Browser,
  cancellationCodeOf,
  enrolThroughStores,
  errorsOf,
  formOf,
  givePassword,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import {
  activate,
  activationCodeOn,
  addStaff,
  atTheDesk,
  caseAddressOf,
  comeToWork,
  confirmAddress,
  deskOfTests,
  giveRole,
  lookUp,
  newcomer,
  openCase,
  requestWorkflowOf,
  rolesOf,
  type Staff,
  settleRequests,
} from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { leaks } from '../support/leaks.ts';

let kapu: Installation;
const clock = clockFrom(170);
let clerk: Staff;
let desk: Browser;
let bosses: Browser;
/** More than the clerk of all these tests makes. */
const lookUpsPerHour = 80;

beforeAll(async () => {
  const config = { desk: { ...deskOfTests, look_ups_per_hour: lookUpsPerHour } };
  kapu = await startInstallation({ now: clock.now, config });
  ({ staff: clerk, browser: desk } = await comeToWork(kapu, clock, 'clerk'));
  bosses = (await comeToWork(kapu, clock, 'supervisor')).browser;
});

afterAll(() => kapu.stop());

/** @returns whether each credential of the citizen's wallet stands in the status list as revoked */
async function issueToWallet({ id }: Citizenship): Promise<() => Promise<boolean[]>> {
  const [{ store }] = kapu.nodes;
  const lists = createStatusListStore(store);
  const places = await lists.allocate(2);
  const issuance = {
    walletId: 'minta-tarca',
    isAttested: true,
    keyThumbprints: [],
    places,
    issuedAt: clock.now().toISOString(),
    expiresAt: new Date(clock.now().getTime() + 86_400_000).toISOString(),
  };
  const tokenIssuedAt = Math.floor(Date.now() / 1000) + 1;
  const credentials = createCredentialStore(store, kapu.sealer, lists);
  await credentials.keep(id, issuance, tokenIssuedAt, clock.now(), (issuanceId) =>
    securityEvents.walletIssued(id, 'minta-tarca', issuanceId),
  );
  return () => Promise.all(places.map(lists.isRevoked));
}

/** @returns how many wallets of other issuers are linked */
async function linkWallet({ id }: Citizenship): Promise<() => Promise<number>> {
  const subjects = createWalletSubjectStore(kapu.nodes[0].store, kapu.sealer, kapu.config.secrets);
  const event = securityEvents.walletLinked(id, 'Minta Hivatal', 'a-link');
  const source = { hu: 'Minta Hivatal', en: 'Sample Office' };
  const subject = { anchorFingerprint: 'a'.repeat(64), identifier: id };
  await subjects.link(subject, id, { origin: 'linked', id: 'a-link', source, event }, clock.now());
  return async () => ((await subjects.find(subject)) === id ? (await subjects.linked(id)).length : 0);
}

const notAllowed = 'Ezt Ön nem teheti meg';

async function historyOf(accountId: string): Promise<string[]> {
  const entries = await createHistoryStore(kapu.nodes[0].store, kapu.sealer).list(accountId, 50);
  return entries.map(({ event }) => event);
}

const settle = (): Promise<void> => settleRequests(kapu, clock);

async function suspended(): Promise<Citizenship> {
  const citizen = await kapu.addCitizen();
  await kapu.nodes[0].store.hset(`{account:${citizen.id}}`, 'status', 'suspended');
  return citizen;
}

async function withPlus(): Promise<Citizenship> {
  const citizen = await kapu.addCitizen();
  await enrolThroughStores(kapu, citizen.id, clock.now());
  return citizen;
}

async function awaitingActivation(): Promise<Citizenship> {
  const citizen = await kapu.addCitizen();
  await kapu.nodes[0].store.hset(`{account:${citizen.id}}`, 'status', 'awaiting-activation');
  return citizen;
}

async function propose(
  browser: Browser,
  citizen: Citizenship,
  kind: RequestKind = 'reset',
): Promise<Response> {
  const open = await openCase(browser, citizen.username);
  const form = await browser.open(`${caseAddressOf(open)}/${kind}`);
  return browser.submit(form, `/${kind}`, { reason: 'elveszett a telefon' });
}

async function proposalAddress(citizen: Citizenship): Promise<string> {
  const { nodes, sealer, config } = kapu;
  const requests = createRequestStore(createRecorder(nodes[0].store, sealer), sealer, config.secrets);
  return `/desk/requests/${(await requests.find(citizen.id))?.request.id}`;
}

async function proposalOn(browser: Browser, citizen: Citizenship): Promise<Response> {
  return browser.open(await proposalAddress(citizen));
}

/** What a person of a role gets who tries an action where a person with every right would succeed. */
const outcomes: Record<DeskAction, (browser: Browser) => Promise<Response>> = {
  'look-up': async (browser) => {
    const { username } = await kapu.addCitizen();
    const page = await browser.open('/desk');
    const { fields } = formOf(await desk.open('/desk'), '/desk');
    const own = page.text.includes('name="username"') ? formOf(page, '/desk').fields : fields;
    return browser.follow(
      await browser.post('/desk', {
        ...own,
        ...(await token(browser)),
        username,
        purpose: 'enrolment',
        note: '',
      }),
    );
  },
  register: async (browser) => browser.open('/desk/register'),
  'new-activation-code': async (browser) => task(browser, await awaitingActivation(), 'activation-code'),
  'supervise-enrolment': async (browser) => task(browser, await kapu.addCitizen(), 'enrol'),
  unlock: async (browser) => task(browser, await kapu.addCitizen(), 'unlock'),
  suspend: async (browser) => task(browser, await kapu.addCitizen(), 'suspend'),
  'change-name': async (browser) => task(browser, await kapu.addCitizen(), 'name'),
  reset: async (browser) => task(browser, await withPlus(), 'reset'),
  restore: async (browser) => task(browser, await suspended(), 'restore'),
  'second-account': async (browser) => task(browser, await kapu.addCitizen(), 'second-account'),
  decide: async (browser) => {
    const citizen = await withPlus();
    await propose(desk, citizen);
    return proposalOn(browser, citizen);
  },
  'cancel-request': async (browser) => {
    const citizen = await withPlus();
    await propose(browser === desk ? bosses : desk, citizen);
    return task(browser, citizen, 'cancel-request');
  },
  oversee: async (browser) => browser.open('/desk/oversight'),
};

/** A form token of this browser, from a page that everybody is shown. */
async function token(browser: Browser): Promise<Record<string, string>> {
  return formOf(await browser.open('/megszuntetes'), '/megszuntetes').fields;
}

/** Whoever may look people up opens a case of their own; others try the address of somebody else's. */
async function task(browser: Browser, citizen: Citizenship, name: string): Promise<Response> {
  const home = await browser.open('/desk');
  const mayLookUp = home.text.includes('name="username"');
  const open = await openCase(mayLookUp ? browser : desk, citizen.username);
  return browser.open(`${caseAddressOf(open)}/${name}`);
}

const expected: Record<DeskRole, Record<DeskAction, Permission>> = {
  clerk: table({ decide: 'refused', oversee: 'refused' }),
  supervisor: table({ oversee: 'refused' }),
  auditor: { ...refusedAll(), oversee: 'allowed' },
  operator: refusedAll(),
};

function table(different: Partial<Record<DeskAction, Permission>>): Record<DeskAction, Permission> {
  const allowed = Object.fromEntries(deskActions.map((action) => [action, 'allowed']));
  const two = Object.fromEntries(requestKinds.map((kind) => [kind, 'needs-another-person']));
  return { ...allowed, ...two, ...different } as Record<DeskAction, Permission>;
}

function refusedAll(): Record<DeskAction, Permission> {
  return Object.fromEntries(deskActions.map((action) => [action, 'refused'])) as Record<
    DeskAction,
    Permission
  >;
}

describe.each(deskRoles)('a person with the role %s', (role) => {
  let browser: Browser;

  beforeAll(async () => {
    const own = { clerk: desk, supervisor: bosses };
    browser =
      role === 'clerk' || role === 'supervisor'
        ? own[role]
        : (await atTheDesk(kapu, clock, await addStaff(kapu, clock, role))).browser;
  });

  it.each(deskActions)('and the action %s', async (action) => {
    const page = await outcomes[action](browser);
    const permission = expected[role][action];
    if (permission === 'refused') {
      expect([page.status, titleOf(page)]).toEqual([403, notAllowed]);
    } else {
      expect(page.status).toBe(200);
      const button = permission === 'needs-another-person' ? 'Jóváhagyásra küldöm' : undefined;
      expect(page.text).toContain(button ?? '<h1');
      expect(titleOf(page)).not.toBe(notAllowed);
    }
  });
});

describe('who may work here', () => {
  it('is nobody without a role, and nobody without an authenticator code', async () => {
    const citizen = await kapu.addCitizen();
    const plus = await enrolThroughStores(kapu, citizen.id, clock.now());
    const { page } = await atTheDesk(kapu, clock, { ...citizen, ...plus });
    expect([page.status, titleOf(page)]).toEqual([403, 'Ez az oldal az ügyintézőké']);
  });

  it('needs a fresh code, also with a session at hand', async () => {
    const page = await desk.open('/desk');
    expect(titleOf(page)).toBe('Ügyintézői felület');
    const browser = new Browser(kapu.issuer);
    await atTheDesk(kapu, clock, clerk, browser);
    clock.pass(4 * 3600 + 60);
    const again = await browser.open('/desk');
    expect(again.text).toContain('name="password"');
    clock.pass(-4 * 3600 - 60);
  });

  it('is nobody whose sign-in is older than five minutes, also where the browser asks for no new one', async () => {
    const one = await addStaff(kapu, clock, 'clerk');
    const { browser } = await atTheDesk(kapu, clock, one);
    clock.pass(6 * 60);
    const other = new Browser(kapu.issuer);
    other.stealCookiesOf(browser);
    await browser.open('/desk/sign-out');
    const begun = new URL(String((await other.get('/desk')).headers.location));
    expect(begun.searchParams.get('prompt')).toBe('login');
    begun.searchParams.delete('prompt');
    const page = await other.open(begun.href);
    expect([page.status, titleOf(page)]).toEqual([400, 'Nem jelentkezett be']);
  });

  it('is at work no longer after signing out of the provider, in whatever browser', async () => {
    const one = await addStaff(kapu, clock, 'clerk');
    const { browser } = await atTheDesk(kapu, clock, one);
    const thief = new Browser(kapu.issuer);
    thief.stealCookiesOf(browser);
    expect((await thief.get('/desk')).status).toBe(200);
    await browser.open('/fiok');
    const asked = await browser.open('/fiok/kijelentkezes');
    await browser.submit(asked, '/session/end/confirm', { logout: 'yes' });
    expect((await browser.get('/desk')).status).toBe(303);
    expect((await thief.get('/desk')).status).toBe(303);
  });

  it('is at work no longer from the moment of being suspended, or revoked', async () => {
    const late = await addStaff(kapu, clock, 'clerk');
    const { browser } = await atTheDesk(kapu, clock, late);
    await giveRole(kapu, late.id, 'clerk', 'north', 'suspended');
    const page = await browser.get('/desk');
    expect([page.status, titleOf(page)]).toEqual([403, 'Ez az oldal az ügyintézőké']);
    await giveRole(kapu, late.id, 'clerk', 'north');
    // The session is gone, not asleep.
    expect((await browser.get('/desk')).status).toBe(303);
    const second = await atTheDesk(kapu, clock, late);
    await rolesOf(kapu).revoke(late.id, {
      ...(await import('../../src/audit/events/desk-events.ts')).deskEvents.roleRevoked(late.id),
    });
    expect((await second.browser.get('/desk')).status).toBe(403);
  });
});

describe('looking somebody up', () => {
  it('is told to them with its reason, and names no account in any address', async () => {
    const anna = await kapu.addCitizen();
    const found = await lookUp(desk, await desk.open('/desk'), anna.username, {
      purpose: 'theft',
      note: 'gyanús levél',
    });
    expect(found.text).toContain('Minta Anna');
    expect(found.text).not.toContain(anna.id);
    const citizen = new Browser(kapu.issuer);
    await givePassword(citizen, await citizen.open('/fiok'), anna, 'ugyfelkapu');
    const history = (await citizen.open('/fiok/naplo')).text;
    expect(history).toContain('Ügyintéző megnézte az adatait, ok: Visszaélés gyanúja – gyanús levél');
    expect(history).not.toContain(clerk.id);
  });

  it('needs a reason, and words where the list has none', async () => {
    const { username } = await kapu.addCitizen();
    const home = await desk.open('/desk');
    expect(errorsOf(await lookUp(desk, home, username, { purpose: '' }))).toEqual([
      'Válassza ki, miért nézi meg az adatokat.',
    ]);
    expect(errorsOf(await lookUp(desk, home, username, { purpose: 'other' }))).toEqual([
      'Írja le röviden, miért nézi meg az adatokat.',
    ]);
  });

  it('is not for one’s own account', async () => {
    const page = await lookUp(desk, await desk.open('/desk'), clerk.username);
    expect(errorsOf(page)).toEqual(['A saját fiókjával itt nem dolgozhat. Kérje meg egy kollégáját.']);
    expect(page.text).not.toContain('Példa Mária');
  });

  it('opens a case for the one clerk, and for half an hour', async () => {
    const { username } = await kapu.addCitizen();
    const address = caseAddressOf(await openCase(desk, username));
    const other = await bosses.open(address);
    expect([other.status, titleOf(other)]).toEqual([410, 'Az ügy lezárult']);
    expect((await desk.open(address)).status).toBe(200);
  });

  it('is refused to whoever scripts it, for names that nobody has too, and is on record', async () => {
    const busy = await addStaff(kapu, clock, 'clerk');
    const { browser } = await atTheDesk(kapu, clock, busy);
    const home = await browser.open('/desk');
    const { action, fields } = formOf(home, '/desk');
    const statuses: number[] = [];
    for (let at = 0; at < lookUpsPerHour + 2; at += 1) {
      const guess = { ...fields, username: `talan.${at}`, purpose: 'enrolment', note: '' };
      statuses.push((await browser.post(action, guess)).status);
    }
    expect(statuses.filter((status) => status === 422)).toHaveLength(lookUpsPerHour);
    expect(statuses.slice(lookUpsPerHour)).toEqual([429, 429]);
    const { username } = await kapu.addCitizen();
    const known = await lookUp(browser, home, username);
    expect(known.status).toBe(429);
    expect(known.text).not.toContain('Próba Anna');
    const number = staffNumberOf(kapu.config.secrets.index_key, busy.id);
    const refused = kapu.log.filter((line) => line.includes('desk.look-up-refused') && line.includes(number));
    expect(refused.filter((line) => line.includes('too-many'))).toHaveLength(3);
    expect(refused).toHaveLength(lookUpsPerHour + 3);
  });
});

describe('registering', () => {
  it('gives a code that activates the account, once, and shows it nowhere else', async () => {
    const form = await desk.open('/desk/register');
    const asOnTheDocument = { ...newcomer, username: 'uj.elemer', birthdate: '1971. 02. 28.' };
    const receipt = await desk.submit(form, '/desk/register', asOnTheDocument);
    expect(titleOf(receipt)).toBe('Átvételi lap');
    const code = activationCodeOn(receipt).replaceAll('-', '');
    const id = (await kapu.accounts.findId('uj.elemer')) ?? '';
    const { store } = kapu.nodes[0];
    const activations = createActivationStore(store, kapu.sealer, kapu.config.secrets);
    expect(await activations.checkCode(id, code)).toBe('right');
    const ttl = Number(await store.hget(`{account:${id}}`, 'activation_until')) - Date.now();
    expect(Math.round(ttl / 3_600_000)).toBe(120);
    expect(leaks(kapu.log.join('\n'), code)).toBe(false);
    expect((await kapu.accounts.find(id))?.profile).toMatchObject({
      birthdate: '1971-02-28',
      email_verified: false,
    });

    const somebodyElse = { ...newcomer, place_of_birth: 'Vác', username: 'UJ.elemer' };
    const again = await desk.submit(form, '/desk/register', somebodyElse);
    expect(errorsOf(again)).toEqual(['Ez a felhasználónév foglalt. Kérjen másikat az ügyféltől.']);
    const open = await openCase(desk, 'uj.elemer');
    expect(open.text).not.toContain(code);
    const issue = await desk.open(`${caseAddressOf(open)}/activation-code`);
    const second = await desk.submit(issue, '/activation-code');
    expect(titleOf(second)).toBe('Átvételi lap');
    expect(await activations.checkCode(id, code)).toBe('wrong');
  });

  it('says which data are missing, and survives hostile ones', async () => {
    const form = await desk.open('/desk/register');
    const empty = await desk.submit(form, '/desk/register', {});
    expect(empty.status).toBe(422);
    expect(errorsOf(empty)).toHaveLength(10);
    const hostile = {
      ...newcomer,
      family_name: '<script>alert(1)</script>',
      username: '../../x{y}',
      birthdate: '1971-02-31',
      email: 'a@b"><img src=x>',
    };
    const refused = await desk.submit(form, '/desk/register', hostile);
    expect(refused.status).toBe(422);
    expect(refused.text).not.toContain('<script>alert');
    expect(
      (await desk.submit(form, '/desk/register', { ...newcomer, family_name: 'a'.repeat(17_000) })).status,
    ).toBe(413);
    expect((await desk.post('/desk/register', newcomer)).status).toBe(403);
    expect((await desk.get('/desk/case/%00%ff')).status).toBeLessThan(500);
    expect((await desk.get(`/desk/case/${'a'.repeat(3000)}/enrol`)).status).toBe(410);
  });
});

describe('one person', () => {
  const asTyped = (profile: Profile) => ({
    document: 'passport',
    document_number: 'BC123456',
    birth_family_name: profile.birth_family_name,
    birth_given_name: profile.birth_given_name,
    mothers_birth_name: profile.mothers_birth_name,
    place_of_birth: profile.place_of_birth,
    birthdate: profile.birthdate,
  });
  const profileOf = async ({ id }: Citizenship): Promise<Profile> =>
    ((await kapu.accounts.find(id)) as Account).profile;
  const findBy = async (browser: Browser, typed: Record<string, string>): Promise<Response> =>
    browser.submit(await browser.open('/desk/forgotten-username'), '/desk/forgotten-username', typed);

  it('is not registered a second time, however their data are written, and reads of it; the desk shows the way', async () => {
    const { browser } = await comeToWork(kapu, clock, 'clerk');
    const anna = await kapu.addCitizen();
    const typed = asTyped(await profileOf(anna));
    const form = await browser.open('/desk/register');
    const refused = await browser.submit(form, '/desk/register', {
      ...typed,
      birth_family_name: typed.birth_family_name.toUpperCase(),
      family_name: 'Más',
      given_name: 'Név',
      username: 'anna.masodszor',
      email: '',
    });
    expect([refused.status, errorsOf(refused)]).toEqual([
      422,
      ['Ennek az ügyfélnek már van fiókja, másodikat nem kaphat.'],
    ]);
    expect(refused.text).not.toContain(anna.username);
    expect(await kapu.accounts.findId('anna.masodszor')).toBeUndefined();
    expect(await historyOf(anna.id)).toContain('desk.registration-refused');

    const sheet = await browser.submit(refused, '/desk/forgotten-username');
    expect(titleOf(sheet)).toBe('Az Ön felhasználóneve');
    expect(sheet.text).toContain(anna.username);
    expect(await historyOf(anna.id)).toContain('desk.username-found');
    expect(titleOf(await browser.open(caseAddressOf(sheet)))).toBe('Ügyfél: Minta Anna');
    const citizen = new Browser(kapu.issuer);
    await givePassword(citizen, await citizen.open('/fiok'), anna, 'ugyfelkapu');
    const history = (await citizen.open('/fiok/naplo')).text;
    expect(history).toContain('Ügyintéző megkereste a felhasználónevét, okmány: Útlevél');
    expect(history).toContain('Ügyintéző az Ön adataival új fiókot akart regisztrálni');
  });

  it('gets a second account by two people and a reason alone: the first is told, may cancel, and it is good once', async () => {
    const { browser } = await comeToWork(kapu, clock, 'clerk');
    const [anna, bela] = [await kapu.addCitizen(), await kapu.addCitizen()];
    const again = async (citizen: Citizenship, username: string): Promise<Response> => {
      const typed = { ...newcomer, ...asTyped(await profileOf(citizen)), username, email: '' };
      return browser.submit(await browser.open('/desk/register'), '/desk/register', typed);
    };
    for (const citizen of [anna, bela]) {
      await propose(browser, citizen, 'second-account');
      expect((await again(citizen, 'anna.elobb')).status).toBe(422);
      await bosses.submit(await proposalOn(bosses, citizen), '/approve');
    }
    const told = (await kapu.messages()).filter(({ kind }) => kind === 'desk-second-account-approved');
    expect(told).toHaveLength(2);
    const link = new URL(told[1]?.more.cancel ?? '');
    const opened = new Browser(kapu.issuer);
    await opened.submit(await opened.open(link.pathname), link.pathname);
    expect((await again(anna, 'anna.kozben')).status).toBe(422);
    clock.pass(25 * 3600);
    await settle();
    clock.pass(-25 * 3600);

    expect((await again(bela, 'bela.masodik')).status).toBe(422);
    expect((await again(anna, bela.username)).status).toBe(422);
    expect(titleOf(await again(anna, 'anna.masodik'))).toBe('Átvételi lap');
    expect((await again(anna, 'anna.harmadik')).status).toBe(422);
    const second = await kapu.accounts.find((await kapu.accounts.findId('anna.masodik')) ?? '');
    expect(second).toMatchObject({ isSecondAccount: true, isAnotherPerson: false });
    expect((await kapu.accounts.find(anna.id))?.status).toBe('active');
    expect(await historyOf(anna.id)).toEqual(
      expect.arrayContaining(['desk.request-took-effect', 'desk.second-account-registered']),
    );
  });

  it('who forgot the user name is found by all data alone; every try counts as a look-up, and none is for oneself', async () => {
    const busy = await addStaff(kapu, clock, 'clerk');
    const { browser } = await atTheDesk(kapu, clock, busy);
    const typed = asTyped(await profileOf(await kapu.addCitizen()));
    expect(errorsOf(await findBy(browser, { ...typed, mothers_birth_name: '' }))).toEqual([
      'Töltse ki: Anyja születési neve.',
    ]);
    expect(errorsOf(await findBy(browser, { ...typed, place_of_birth: 'Budapest' }))).toEqual([
      'Ilyen adatokkal nincs fiók. Ellenőrizze az adatokat, vagy regisztrálja az ügyfelet.',
    ]);
    expect(errorsOf(await findBy(browser, asTyped(await profileOf(busy))))).toEqual([
      'A saját fiókjával itt nem dolgozhat. Kérje meg egy kollégáját.',
    ]);
    const { action, fields } = formOf(
      await browser.open('/desk/forgotten-username'),
      '/desk/forgotten-username',
    );
    const statuses: number[] = [];
    // Two were looked for already.
    for (let at = 0; at < lookUpsPerHour - 1; at += 1) {
      statuses.push(
        (await browser.post(action, { ...fields, ...typed, place_of_birth: `Hely ${at}` })).status,
      );
    }
    expect(statuses.filter((status) => status === 422)).toHaveLength(lookUpsPerHour - 2);
    expect(statuses.at(-1)).toBe(429);
    expect((await findBy(browser, typed)).status).toBe(429);
  });

  it('is not born in 2990', async () => {
    const form = await desk.open('/desk/register');
    const unborn = { ...newcomer, birthdate: '2990-01-01', username: 'meg.nem.elt' };
    expect(errorsOf(await desk.submit(form, '/desk/register', unborn))).toEqual([
      'A születési idő nem lehet a jövőben.',
    ]);
    expect(await kapu.accounts.findId('meg.nem.elt')).toBeUndefined();
  });
});

describe('supervised enrolment', () => {
  /** At the shield, asking for the code for the clerk. */
  async function atTheWindow(anna: Citizenship): Promise<{ citizen: Browser; page: Response; code: string }> {
    const citizen = new Browser(kapu.issuer);
    await givePassword(citizen, await citizen.open('/fiok'), anna, 'ugyfelkapu');
    const start = await citizen.open('/fiok/igenyles');
    const shield = await citizen.submit(start, '/start');
    const page = await citizen.submit(shield, '/window');
    const code = /id="pairing-code">([\s\S]*?)<\/p>/.exec(page.text)?.[1]?.replace(/\D/g, '') ?? '';
    return { citizen, page, code };
  }

  it.each([
    { with: 'an e-mail address', overrides: {} },
    { with: 'no verified address', overrides: { email_verified: false } },
  ])('passes the shield of a citizen with $with, who alone sees the key', async ({ overrides }) => {
    const anna = await kapu.addCitizen(overrides);
    const { citizen, page, code } = await atTheWindow(anna);
    expect(code).toMatch(/^\d{8}$/);
    const early = await citizen.submit(page, '/paired');
    expect(early.text).toContain('Az ügyintéző még nem írta be a kódot.');
    const open = await openCase(desk, anna.username);
    const form = await desk.open(`${caseAddressOf(open)}/enrol`);
    const done = await desk.submit(form, '/enrol', { pairing_code: `${code.slice(0, 4)} ${code.slice(4)}` });
    expect(titleOf(done)).toBe('Kész, az ügyfél folytathatja');
    const keyPage = await citizen.submit(page, '/paired');
    const secretKey = secretKeyOf(keyPage);
    expect(secretKey).toMatch(/^[A-Z2-7]{32}$/);
    expect(done.text).not.toContain(secretKey.slice(0, 4));
    const proof = { password: anna.password, code: codeAt(secretKey, clock.now()), device_name: '' };
    const saved = await citizen.submit(keyPage, '/prove', proof);
    const cancellationCode = cancellationCodeOf(saved);
    await citizen.submit(saved, '/finish', { last_four: cancellationCode.slice(-4) });
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);
    expect(await historyOf(anna.id)).toEqual(
      expect.arrayContaining(['desk.enrolment-supervised', 'plus.activated']),
    );
    const reused = await desk.submit(form, '/enrol', { pairing_code: code });
    expect(titleOf(reused)).toBe('Ügyfél: Minta Anna');
    const pages = [open, form, done, reused, await desk.open(caseAddressOf(open))]
      .map(({ text }) => text)
      .join('\n');
    for (const secret of [secretKey, cancellationCode, anna.password]) {
      expect(pages).not.toContain(secret);
      expect(kapu.log.join('\n')).not.toContain(secret);
    }
    expect(leaks(kapu.log.join('\n'), code)).toBe(false);
  });

  it('is not for the clerk who registered the account or issued a code for it, also by a second user name', async () => {
    const maker = await addStaff(kapu, clock, 'clerk');
    const { browser } = await atTheDesk(kapu, clock, maker);
    const { profile } = (await kapu.accounts.find(maker.id)) as Account;
    const second = await kapu.addCitizen({
      birth_family_name: profile.birth_family_name,
      birth_given_name: profile.birth_given_name,
    });
    const plus = await enrolThroughStores(kapu, second.id, clock.now());
    await giveRole(kapu, second.id, 'supervisor', 'north');
    const other = await atTheDesk(kapu, clock, { ...second, ...plus });

    const elek = {
      ...newcomer,
      place_of_birth: 'Sopron',
      username: 'uj.elek',
      email: 'elek@minta.example',
    };
    const receipt = await browser.submit(await browser.open('/desk/register'), '/desk/register', elek);
    const password = 'tizenkét piros esernyő a kapuban';
    await activate(new Browser(kapu.issuer), 'uj.elek', activationCodeOn(receipt), password);
    const id = (await kapu.accounts.findId('uj.elek')) ?? '';
    await confirmAddress(kapu, 'uj.elek');
    const { code } = await atTheWindow({ id, username: 'uj.elek', password });
    const ownMaking =
      'Ezt a fiókot Ön regisztrálta, vagy Ön adott ki hozzá aktiváló kódot. Az ügyfelet másik kolléga igazolhatja.';
    for (const clerkBrowser of [browser, other.browser]) {
      const open = await openCase(clerkBrowser, 'uj.elek');
      const form = await clerkBrowser.open(`${caseAddressOf(open)}/enrol`);
      expect([form.status, errorsOf(form)]).toEqual([403, [ownMaking]]);
      const answer = await clerkBrowser.submit(form, '/enrol', { pairing_code: code });
      expect([answer.status, errorsOf(answer)]).toEqual([403, [ownMaking]]);
    }
    const { nodes, sealer, config } = kapu;
    const recorder = createRecorder(nodes[0].store, sealer);
    const enrolments = createEnrolmentStore(nodes[0].store, sealer, config.secrets, recorder);
    const pairings = createPairingStore(recorder, sealer, enrolments);
    const event = securityEvents.accountActivated(id);
    expect(await pairings.pass(id, code, maker.id, clock.now(), event)).toBe('own-making');

    const open = await openCase(desk, 'uj.elek');
    const form = await desk.open(`${caseAddressOf(open)}/enrol`);
    expect(titleOf(await desk.submit(form, '/enrol', { pairing_code: code }))).toBe(
      'Kész, az ügyfél folytathatja',
    );

    // Nor is a reset, by proposing or by approving.
    await enrolThroughStores(kapu, id, clock.now());
    const again = await openCase(browser, 'uj.elek');
    const asked = await browser.submit(await browser.open(`${caseAddressOf(again)}/reset`), '/reset', {
      reason: 'elveszett',
    });
    expect(errorsOf(asked)[0]).toContain('A törlést másik kolléga kérheti.');
    const elekNow = { id, username: 'uj.elek', password };
    await propose(desk, elekNow);
    expect((await proposalOn(other.browser, elekNow)).text).toContain('Más vezetőnek kell döntenie róla.');
    expect(titleOf(await bosses.submit(await proposalOn(bosses, elekNow), '/approve'))).toBe(
      'Jóváhagyta a kérést',
    );
  });

  it('takes the code of that very account alone, a few times, for ten minutes', async () => {
    const [anna, bela] = [await kapu.addCitizen(), await kapu.addCitizen()];
    const hers = await atTheWindow(anna);
    await atTheWindow(bela);
    const open = await openCase(desk, bela.username);
    const form = await desk.open(`${caseAddressOf(open)}/enrol`);
    const wrong = await desk.submit(form, '/enrol', { pairing_code: hers.code });
    expect(errorsOf(wrong)[0]).toContain('nem ehhez az ügyfélhez tartozik');
    for (let at = 0; at < 4; at += 1) {
      await desk.submit(form, '/enrol', { pairing_code: `0000000${at}` });
    }
    expect(errorsOf(await desk.submit(form, '/enrol', { pairing_code: '00000009' }))[0]).toContain(
      'nincs érvényes kód',
    );
    const hersOpen = await openCase(desk, anna.username);
    const hersForm = await desk.open(`${caseAddressOf(hersOpen)}/enrol`);
    clock.pass(11 * 60);
    const late = await desk.submit(hersForm, '/enrol', { pairing_code: hers.code });
    expect(errorsOf(late)[0]).toContain('nincs érvényes kód');
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(false);
  });
});

describe('one person’s tasks', () => {
  it('suspend an account at once, with every session of it', async () => {
    const anna = await kapu.addCitizen();
    const citizen = new Browser(kapu.issuer);
    await givePassword(citizen, await citizen.open('/fiok'), anna, 'ugyfelkapu');
    const open = await openCase(desk, anna.username);
    const form = await desk.open(`${caseAddressOf(open)}/suspend`);
    expect(errorsOf(await desk.submit(form, '/suspend', { reason: ' ' }))).toEqual(['Írja le az indokot.']);
    const done = await desk.submit(form, '/suspend', { reason: 'ellopták az adatait' });
    expect(titleOf(done)).toBe('Felfüggesztettük a fiókot');
    expect((await citizen.get('/fiok')).status).toBe(303);
    const retry = new Browser(kapu.issuer);
    const refused = await givePassword(retry, await retry.open('/fiok'), anna, 'ugyfelkapu');
    expect(refused.status).toBe(403);
    expect((await kapu.messages()).at(-1)?.kind).toBe('account-suspended');
    expect(await historyOf(anna.id)).toContain('desk.suspended');
  });

  it('leave a suspended citizen a word at the sign-in, with the right password alone', async () => {
    const anna = await suspended();
    const tell = async (citizen: Citizenship) => {
      const browser = new Browser(kapu.issuer);
      return givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
    };
    const told = await tell(anna);
    expect([told.status, errorsOf(told)]).toEqual([403, [expect.stringContaining('kormányablak')]]);
    const guessed = await tell({ ...anna, password: 'nem ez az' });
    const nobody = await tell({ ...anna, username: 'nincs.ilyen' });
    expect([guessed.status, errorsOf(guessed)]).toEqual([nobody.status, errorsOf(nobody)]);
    expect(kapu.log.join('\n')).toMatch(/"event":"password.refused".*"reason":"suspended"/);
  });

  it('suspend an account with what was issued to its wallets, and those that were linked', async () => {
    const anna = await withPlus();
    const areRevoked = await issueToWallet(anna);
    const linked = await linkWallet(anna);
    expect([await areRevoked(), await linked()]).toEqual([[false, false], 1]);
    const form = await desk.open(`${caseAddressOf(await openCase(desk, anna.username))}/suspend`);
    await desk.submit(form, '/suspend', { reason: 'ellopták az adatait' });
    expect([await areRevoked(), await linked()]).toEqual([[true, true], 0]);
  });

  it('change the name borne and nothing else', async () => {
    const anna = await kapu.addCitizen();
    const open = await openCase(desk, anna.username);
    const form = await desk.open(`${caseAddressOf(open)}/name`);
    await desk.submit(form, '/name', { family_name: 'Férjezett', given_name: 'Anna' });
    const account = await kapu.accounts.find(anna.id);
    expect(account?.profile).toMatchObject({
      family_name: 'Férjezett',
      birth_family_name: 'Próba',
      username: anna.username,
    });
    const citizen = new Browser(kapu.issuer);
    const home = await givePassword(citizen, await citizen.open('/fiok'), anna, 'ugyfelkapu');
    expect(home.text).toContain('Férjezett Anna');
  });

  it('are asked for in forms whose buttons carry nothing of the person', async () => {
    const anna = await withPlus();
    const open = await openCase(desk, anna.username);
    for (const task of ['name', 'unlock', 'reset', 'suspend', 'second-account']) {
      const page = await desk.open(`${caseAddressOf(open)}/${task}`);
      expect(page.text).toContain('<button type="submit"');
      expect(page.text).not.toMatch(/<button[^>]* name="(?!_view")/);
    }
  });

  it('open doors again that strangers wore out', async () => {
    const anna = await kapu.addCitizen();
    const stranger = new Browser(kapu.issuer);
    const page = await stranger.open('/fiok');
    for (let at = 0; at < 6; at += 1) {
      await givePassword(stranger, page, { ...anna, password: 'nem ez az' }, 'ugyfelkapu');
    }
    const locked = await givePassword(stranger, page, anna, 'ugyfelkapu');
    expect(locked.status).toBe(429);
    const open = await openCase(desk, anna.username);
    await desk.submit(await desk.open(`${caseAddressOf(open)}/unlock`), '/unlock');
    expect(titleOf(await givePassword(stranger, await stranger.open('/fiok'), anna, 'ugyfelkapu'))).toBe(
      'Fiókom',
    );
  });
});

describe('what two people decide', () => {
  it('takes effect once, after the delay, and its citizen is told before and after', async () => {
    const anna = await withPlus();
    const areRevoked = await issueToWallet(anna);
    const linked = await linkWallet(anna);
    expect(titleOf(await propose(desk, anna))).toBe('Jóváhagyásra elküldtük');
    const proposal = await proposalOn(bosses, anna);
    expect(proposal.text).toContain('elveszett a telefon');
    const decided = await bosses.submit(proposal, '/approve');
    expect(titleOf(decided)).toBe('Jóváhagyta a kérést');
    // No citizen stands there.
    expect(decided.text).not.toContain('Mondja el az ügyfélnek');
    expect((await kapu.messages()).at(-1)).toMatchObject({
      kind: 'desk-reset-approved',
      to: 'anna@minta.example',
    });
    await requestWorkflowOf(kapu).goOn(anna.id, clock.now());
    clock.pass(23 * 3600);
    await settle();
    await requestWorkflowOf(kapu).goOn(anna.id, clock.now());
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);
    expect([await areRevoked(), await linked()]).toEqual([[false, false], 1]);
    clock.pass(3600 + 60);
    await Promise.all([settle(), settle(), settle()]);
    const account = await kapu.accounts.find(anna.id);
    expect(account?.hasPlus).toBe(false);
    expect([await areRevoked(), await linked()]).toEqual([[true, true], 0]);
    const kinds = (await kapu.messages()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'desk-reset-done').length).toBeGreaterThan(0);
    expect((await historyOf(anna.id)).filter((event) => event === 'desk.request-took-effect')).toHaveLength(
      1,
    );
    const endedAt = account?.sessionsEndedAt;
    await settle();
    expect((await kapu.accounts.find(anna.id))?.sessionsEndedAt).toBe(endedAt);
    clock.pass(-24 * 3600 - 60);
  });

  it('is cancelled by the link, which is worth nothing afterwards, or in one’s own pages', async () => {
    const anna = await withPlus();
    await propose(desk, anna);
    await bosses.submit(await proposalOn(bosses, anna), '/approve');
    const cancel = (await kapu.messages()).at(-1)?.more.cancel ?? '';
    expect(await kapu.nodes[0].store.keys(`*${cancel.split('/').at(-1)}*`)).toEqual([]);
    const citizen = new Browser(kapu.issuer);
    const page = await citizen.open(cancel);
    expect(titleOf(page)).toBe('Kérés a kormányablakban');
    expect(titleOf(await citizen.open(cancel))).toBe('Kérés a kormányablakban');
    const done = await citizen.submit(page, new URL(cancel).pathname);
    expect(titleOf(done)).toBe('Visszavontuk a kérést');
    expect((await citizen.open(cancel)).status).toBe(410);
    clock.pass(25 * 3600);
    await settle();
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);
    clock.pass(-25 * 3600);
    expect(await historyOf(anna.id)).toContain('desk.request-cancelled');
    expect(kapu.log.join('\n')).not.toContain(cancel.split('/').at(-1));
  });

  it('cannot be one person twice, nor somebody of another office, nor the owner', async () => {
    const anna = await withPlus();
    await propose(bosses, anna);
    const own = await proposalOn(bosses, anna);
    expect(own.text).toContain('Ezt Ön rögzítette.');
    expect(own.text).not.toContain('/approve"');
    const address = await proposalAddress(anna);
    const forced = await bosses.post(`${address}/approve`, await token(bosses));
    expect([forced.status, titleOf(forced)]).toEqual([403, notAllowed]);

    const southern = await addStaff(kapu, clock, 'supervisor', 'south');
    const { browser } = await atTheDesk(kapu, clock, southern);
    expect((await browser.open('/desk')).text).not.toContain(address);
    expect((await browser.post(`${address}/approve`, await token(browser))).status).toBe(410);
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);

    const boss = await addStaff(kapu, clock, 'supervisor');
    const theirs = await atTheDesk(kapu, clock, boss);
    await propose(desk, boss);
    const aboutThem = await proposalOn(theirs.browser, boss);
    expect([aboutThem.status, titleOf(aboutThem)]).toEqual([403, notAllowed]);
  });

  it('waits longer for who cannot be told', async () => {
    const anna = await kapu.addCitizen({ email_verified: false });
    await enrolThroughStores(kapu, anna.id, clock.now());
    await propose(desk, anna);
    await bosses.submit(await proposalOn(bosses, anna), '/approve');
    clock.pass(25 * 3600);
    await settle();
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);
    clock.pass(48 * 3600);
    await settle();
    expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(false);
    clock.pass(-73 * 3600);
  });

  it('gives a suspended account back without its old authenticators, and without its old password', async () => {
    const anna = await withPlus();
    await kapu.nodes[0].store.hset(`{account:${anna.id}}`, 'status', 'suspended');
    await propose(desk, anna, 'restore');
    await bosses.submit(await proposalOn(bosses, anna), '/approve');
    clock.pass(25 * 3600);
    await settle();
    expect(await kapu.accounts.find(anna.id)).toMatchObject({
      status: 'awaiting-activation',
      hasPlus: false,
    });
    clock.pass(-25 * 3600);
    const citizen = new Browser(kapu.issuer);
    const refused = await givePassword(citizen, await citizen.open('/fiok'), anna, 'ugyfelkapu');
    expect(refused.status).toBe(422);
    const forgotten = await citizen.open('/elfelejtett-jelszo');
    await citizen.submit(forgotten, '/elfelejtett-jelszo', { username: anna.username });
    expect((await kapu.messages()).map(({ kind }) => kind)).not.toContain('password-reset-code');

    const open = await openCase(desk, anna.username);
    const issue = await desk.open(`${caseAddressOf(open)}/activation-code`);
    const code = activationCodeOn(await desk.submit(issue, '/activation-code'));
    const fresh = { ...anna, password: 'tizenkét piros esernyő a kapuban' };
    await activate(citizen, anna.username, code, fresh.password);
    const again = await givePassword(citizen, await citizen.open('/fiok'), anna, 'ugyfelkapu');
    expect(again.status).toBe(422);
    expect(titleOf(await givePassword(citizen, await citizen.open('/fiok'), fresh, 'ugyfelkapu'))).toBe(
      'Fiókom',
    );
  });

  it('is told apart in the queue, where nobody is named whom it is about; and its page says what comes of either decision', async () => {
    const [anna, bela, own] = [await withPlus(), await withPlus(), await withPlus()];
    await propose(desk, anna);
    await propose(desk, bela);
    await propose(bosses, own);
    const { text } = await bosses.open('/desk');
    const entries = text.split('<li class="kapu-history__entry">').slice(1);
    const names = entries.map((entry) =>
      /<a [^>]*>([\s\S]*?)<\/a>/.exec(entry)?.[1]?.replace(/<[^>]+>/g, ''),
    );
    expect(entries.length).toBeGreaterThan(2);
    expect(new Set(names).size).toBe(entries.length);
    for (const citizen of [anna, bela, own]) {
      expect(text).not.toContain(citizen.username);
    }
    const address = await proposalAddress(anna);
    const ofAnna = entries.find((entry) => entry.includes(`"${address}"`)) ?? '';
    expect(ofAnna).toMatch(/Kérte: .+, \d{4}\. /);
    expect(ofAnna).toContain('Látott okmány: ');
    expect(ofAnna).toContain('Eddig lehet dönteni róla: ');
    expect(ofAnna).not.toContain('Ezt Ön rögzítette');
    const ownAddress = await proposalAddress(own);
    expect(entries.find((entry) => entry.includes(`"${ownAddress}"`))).toContain('Ezt Ön rögzítette');
    const page = await proposalOn(bosses, anna);
    expect(page.text).toMatch(
      /Ha jóváhagyja[\s\S]*24 órája van, hogy visszavonja[\s\S]*Ha elutasítja[\s\S]*semmi sem változik/,
    );
    clock.pass(8 * 24 * 3600);
    // Who was signed in is not any more: an empty page says nothing of proposals.
    const { browser: late } = await comeToWork(kapu, clock, 'supervisor');
    const lapsed = await late.open('/desk');
    expect([titleOf(lapsed), lapsed.text.includes('kapu-history__entry')]).toEqual([
      'Ügyintézői felület',
      false,
    ]);
    clock.pass(-8 * 24 * 3600);
    for (const citizen of [anna, bela]) {
      await bosses.submit(await proposalOn(bosses, citizen), '/refuse');
    }
  });

  it('is refused by a supervisor, and lapses when nobody decides; both are told once', async () => {
    const [anna, bela] = [await withPlus(), await withPlus()];
    const before = (await kapu.messages()).length;
    await propose(desk, anna);
    expect(titleOf(await bosses.submit(await proposalOn(bosses, anna), '/refuse'))).toBe(
      'Elutasította a kérést',
    );
    await propose(desk, bela);
    const open = await proposalOn(bosses, bela);
    clock.pass(8 * 24 * 3600);
    await settle();
    clock.pass(-8 * 24 * 3600);
    expect((await bosses.submit(open, '/approve')).status).toBe(410);
    // Those of other tests lapsed as well.
    const told = (await kapu.messages()).slice(before).map(({ kind }) => kind);
    expect([told[0], ...new Set(told.slice(1))]).toEqual(['desk-refused', 'desk-expired']);
    await settle();
    expect(await kapu.messages()).toHaveLength(before + told.length);
    for (const { id } of [anna, bela]) {
      expect((await kapu.accounts.find(id))?.hasPlus).toBe(true);
    }
  });
});
