/** Clerks who mean harm, alone, together, by a second user name, or by somebody else's session; and what the desk does about it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { Account } from '../../src/accounts/account.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import type { RecordedEvent } from '../../src/audit/events/security-event.ts';
import { createAuditReader } from '../../src/audit/reading/audit-reader.ts';
import { createRequestStore } from '../../src/desk/dual-authorization/request-store.ts';
import { chainEverything } from '../support/chain.ts';
import { Browser, enrolThroughStores, errorsOf, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import {
  activate,
  activationCodeOn,
  addStaff,
  atTheDesk,
  caseAddressOf,
  comeToWork,
  deskOfTests,
  giveRole,
  lookUp,
  newcomer,
  openCase,
  type Staff,
} from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { unseenMarks } from '../support/unseen-marks.ts';

let kapu: Installation;
const clock = clockFrom(170);
let clerk: Staff;
let desk: Browser;
let bosses: Browser;

const ownAccount = 'A saját fiókjával itt nem dolgozhat. Kérje meg egy kollégáját.';
const notAllowed = 'Ezt Ön nem teheti meg';

beforeAll(async () => {
  const config = { desk: { ...deskOfTests, look_ups_per_hour: 25 } };
  kapu = await startInstallation({ numberOfNodes: 2, now: clock.now, config });
  ({ staff: clerk, browser: desk } = await comeToWork(kapu, clock, 'clerk'));
  bosses = (await comeToWork(kapu, clock, 'supervisor')).browser;
});

afterAll(() => kapu.stop());

async function newClerk(): Promise<Browser> {
  return (await comeToWork(kapu, clock, 'clerk')).browser;
}

async function withPlus(): Promise<Citizenship> {
  const citizen = await kapu.addCitizen();
  await enrolThroughStores(kapu, citizen.id, clock.now());
  return citizen;
}

async function propose(browser: Browser, citizen: Citizenship, reason = 'elveszett'): Promise<Response> {
  const open = await openCase(browser, citizen.username);
  return browser.submit(await browser.open(`${caseAddressOf(open)}/reset`), '/reset', { reason });
}

async function requestOf({ id }: Citizenship) {
  const { nodes, sealer, config } = kapu;
  const requests = createRequestStore(createRecorder(nodes[0].store, sealer), sealer, config.secrets);
  return (await requests.find(id))?.request;
}

async function proposalAddress(citizen: Citizenship): Promise<string> {
  return `/desk/requests/${(await requestOf(citizen))?.id}`;
}

/** Of an account, or of all; in their order. */
async function recordsOf(account?: string): Promise<RecordedEvent[]> {
  const { nodes, sealer } = kapu;
  const reader = createAuditReader(nodes[0].store, sealer);
  await chainEverything(nodes[0].store, sealer);
  const found: RecordedEvent[] = [];
  for await (const { event } of reader.find(account === undefined ? {} : { account })) {
    found.push(event);
  }
  return found;
}

describe('a clerk with a second user name', () => {
  /** Another account with the birth data of the clerk, written a little otherwise. */
  async function secondAccountOf({ id }: Staff): Promise<Citizenship> {
    const profile = (await kapu.accounts.find(id))?.profile;
    return kapu.addCitizen({
      birth_family_name: profile?.birth_family_name.toUpperCase() ?? '',
      birth_given_name: ` ${profile?.birth_given_name}`,
    });
  }

  it('does not come to their own account by it, nor makes one', async () => {
    const own = await secondAccountOf(clerk);
    const page = await lookUp(desk, await desk.open('/desk'), own.username);
    expect(errorsOf(page)).toEqual([ownAccount]);
    const profile = (await kapu.accounts.find(clerk.id))?.profile;
    const form = await desk.open('/desk/register');
    const typed = {
      document: 'passport',
      document_number: 'BC123456',
      family_name: 'Más',
      given_name: 'Név',
      birth_family_name: profile?.birth_family_name ?? '',
      birth_given_name: profile?.birth_given_name ?? '',
      mothers_birth_name: profile?.mothers_birth_name ?? '',
      place_of_birth: 'Győr',
      birthdate: profile?.birthdate ?? '',
      username: 'masodik.nev',
      email: '',
    };
    expect(errorsOf(await desk.submit(form, '/desk/register', typed))).toEqual([ownAccount]);
    // It looks the same, and is another.
    for (const [, mark] of unseenMarks) {
      const disguised = { ...typed, birth_family_name: `M${mark}${typed.birth_family_name}` };
      expect(errorsOf(await desk.submit(form, '/desk/register', disguised))).toEqual([
        expect.stringContaining('láthatatlan jel'),
      ]);
    }
    const open = await openCase(desk, (await kapu.addCitizen()).username);
    const renaming = await desk.open(`${caseAddressOf(open)}/name`);
    const turned = { family_name: 'Minta\u202E', given_name: 'Anna' };
    expect((await desk.submit(renaming, '/name', turned)).status).toBe(422);
    expect(await kapu.accounts.findId('masodik.nev')).toBeUndefined();
  });

  it('does not approve by one name what they proposed by the other', async () => {
    const second = await secondAccountOf(clerk);
    const plus = await enrolThroughStores(kapu, second.id, clock.now());
    await giveRole(kapu, second.id, 'supervisor', 'north');
    const { browser } = await atTheDesk(kapu, clock, { ...second, ...plus });
    const anna = await withPlus();
    await propose(desk, anna);
    const proposal = await browser.open(await proposalAddress(anna));
    expect(proposal.text).toContain('Ezt Ön rögzítette.');
    const { fields } = formOf(await browser.open('/megszuntetes'), '/megszuntetes');
    const forced = await browser.post(`${await proposalAddress(anna)}/approve`, fields);
    expect([forced.status, titleOf(forced)]).toEqual([403, notAllowed]);
    expect((await requestOf(anna))?.state).toBe('proposed');
  });
});

describe('a clerk who wants to be a citizen', () => {
  it('does not become a citizen: not by registering their data once more, nor by vouching for whom they registered', async () => {
    const { staff: thief, browser } = await comeToWork(kapu, clock, 'clerk');
    const anna = await kapu.addCitizen();
    const { profile } = (await kapu.accounts.find(anna.id)) as Account;
    const { birth_family_name, birth_given_name, mothers_birth_name, place_of_birth, birthdate } = profile;
    const born = { birth_family_name, birth_given_name, mothers_birth_name, place_of_birth, birthdate };
    const hers = {
      ...newcomer,
      ...born,
      family_name: 'Minta',
      given_name: 'Anna',
      username: 'anna.masolata',
    };
    const form = await browser.open('/desk/register');
    const refused = await browser.submit(form, '/desk/register', hers);
    expect(errorsOf(refused)).toEqual(['Ennek az ügyfélnek már van fiókja, másodikat nem kaphat.']);
    expect(await kapu.accounts.findId('anna.masolata')).toBeUndefined();
    const [record] = (await recordsOf(anna.id)).filter(({ event }) => event === 'desk.registration-refused');
    expect(record).toMatchObject({ outcome: 'refused', details: { because: 'person-known' } });

    // Misspelt it is somebody else, whom the thief may register, and for whom they cannot vouch.
    const misspelt = { ...hers, birth_given_name: 'Ana Mária' };
    const receipt = await browser.submit(form, '/desk/register', misspelt);
    const password = 'tizenkét piros esernyő a kapuban';
    const phone = new Browser(kapu.issuer);
    await activate(phone, 'anna.masolata', activationCodeOn(receipt), password);
    const id = (await kapu.accounts.findId('anna.masolata')) ?? '';
    expect((await kapu.accounts.find(id))?.madeBy).toEqual([thief.id]);
    await givePassword(
      phone,
      await phone.open('/fiok'),
      { username: 'anna.masolata', password },
      'ugyfelkapu',
    );
    const shield = await phone.submit(await phone.open('/fiok/igenyles'), '/start');
    const page = await phone.submit(shield, '/window');
    const code = /id="pairing-code">([\s\S]*?)<\/p>/.exec(page.text)?.[1]?.replace(/\D/g, '') ?? '';
    const open = await openCase(browser, 'anna.masolata');
    const enrol = await browser.open(`${caseAddressOf(open)}/enrol`);
    const vouched = await browser.submit(enrol, '/enrol', { pairing_code: code });
    expect([vouched.status, errorsOf(vouched)[0]]).toEqual([
      403,
      expect.stringContaining('Az ügyfelet másik kolléga igazolhatja.'),
    ]);
    expect((await phone.submit(page, '/paired')).text).toContain('Az ügyintéző még nem írta be a kódot.');
  });
});

describe('cancelling at the window', () => {
  it('is for another person than the proposer, with the person identified, and on record', async () => {
    const anna = await withPlus();
    await propose(desk, anna);
    await bosses.submit(await bosses.open(await proposalAddress(anna)), '/approve');
    const own = await openCase(desk, anna.username);
    expect(own.text).not.toContain('/cancel-request"');
    const refused = await desk.open(`${caseAddressOf(own)}/cancel-request`);
    expect([refused.status, titleOf(refused)]).toEqual([403, notAllowed]);

    const colleague = await newClerk();
    const found = await lookUp(colleague, await colleague.open('/desk'), anna.username);
    const early = await colleague.open(`${caseAddressOf(found)}/cancel-request`);
    expect(early.text).toContain('Azonosítsa az ügyfelet');
    const open = await openCase(colleague, anna.username);
    const form = await colleague.open(`${caseAddressOf(open)}/cancel-request`);
    const stale = await colleague.submit(form, '/cancel-request', { request: 'another' });
    expect(titleOf(stale)).toBe('Ügyfél: Minta Anna');
    expect((await requestOf(anna))?.state).toBe('announced');
    const done = await colleague.submit(form, '/cancel-request');
    expect(titleOf(done)).toBe('Visszavontuk a kérést');
    expect(await requestOf(anna)).toMatchObject({ state: 'cancelled', by: 'window' });
    expect((await recordsOf(anna.id)).at(-1)).toMatchObject({
      event: 'desk.request-cancelled-at-window',
      actor: { kind: 'clerk', office: 'north' },
    });
    expect((await colleague.submit(form, '/cancel-request')).text).not.toContain('Visszavontuk');
  });

  it('helps whoever is suspended and has a telephone alone', async () => {
    const anna = await kapu.addCitizen({ email_verified: false, phone_number_verified: true });
    await kapu.nodes[0].store.hset(`{account:${anna.id}}`, 'status', 'suspended');
    const open = await openCase(desk, anna.username);
    const form = await desk.open(`${caseAddressOf(open)}/restore`);
    await desk.submit(form, '/restore', { reason: 'visszakéri' });
    await bosses.submit(await bosses.open(await proposalAddress(anna)), '/approve');
    const seen = await openCase(bosses, anna.username);
    const asked = await bosses.open(`${caseAddressOf(seen)}/cancel-request`);
    expect(titleOf(await bosses.submit(asked, '/cancel-request'))).toBe('Visszavontuk a kérést');
    expect((await kapu.accounts.find(anna.id))?.status).toBe('suspended');
  });
});

describe('a clerk alone', () => {
  it('does nothing for an account that its page does not offer', async () => {
    const anna = await kapu.addCitizen();
    const open = caseAddressOf(await openCase(desk, anna.username));
    const form = await desk.open(`${open}/name`);
    await kapu.nodes[0].store.hset(`{account:${anna.id}}`, 'status', 'disabled');
    await desk.submit(form, '/name', { family_name: 'Csalt', given_name: 'Név' });
    for (const task of ['unlock', 'suspend', 'enrol', 'activation-code', 'reset', 'restore']) {
      const { fields } = formOf(form, '/name');
      const answer = await desk.post(`${open}/${task}`, { ...fields, reason: 'csak', pairing_code: '1' });
      expect([task, answer.status]).toEqual([task, 303]);
    }
    expect((await kapu.accounts.find(anna.id))?.profile.family_name).toBe('Minta');
    const names = (await recordsOf(anna.id)).map(({ event }) => event);
    expect(names.slice(1)).toEqual(['desk.data-viewed', 'desk.identity-checked']);
  });

  it('cannot lift locks without end for somebody who guesses, nor find out names by registering', async () => {
    const anna = await kapu.addCitizen();
    const busy = await newClerk();
    const address = caseAddressOf(await openCase(busy, anna.username));
    const form = formOf(await busy.open(`${address}/unlock`), '/unlock');
    const registering = formOf(await busy.open('/desk/register'), '/desk/register');
    const statuses: number[] = [];
    for (let at = 0; at < 14; at += 1) {
      statuses.push((await busy.post(form.action, form.fields)).status);
      const filled = { ...registering.fields, ...newcomer, username: anna.username };
      statuses.push((await busy.post(registering.action, filled)).status);
    }
    expect(statuses.slice(0, 24)).toEqual(Array.from({ length: 12 }, () => [200, 422]).flat());
    expect(statuses.slice(24)).toEqual([429, 429, 429, 429]);
    const refused = (await recordsOf()).filter(({ event }) => event === 'desk.registration-refused');
    expect(refused.map(({ details }) => details.because)).toEqual(
      expect.arrayContaining(['taken', 'too-many']),
    );
  });

  it('gets nothing done by another site that sends their browser here, nor by a case of a colleague', async () => {
    const anna = await kapu.addCitizen();
    const open = caseAddressOf(await openCase(desk, anna.username));
    for (const task of [
      '',
      '/suspend',
      '/name',
      '/unlock',
      '/activation-code',
      '/enrol',
      '/cancel-request',
    ]) {
      expect((await desk.post(`${open}${task}`, { reason: 'csak', document: 'passport' })).status).toBe(403);
    }
    const { fields } = formOf(await bosses.open('/desk'), '/desk');
    expect((await bosses.post(`${open}/suspend`, { ...fields, reason: 'csak' })).status).toBe(410);
    expect((await kapu.accounts.find(anna.id))?.status).toBe('active');
  });

  it('leaves nothing that they typed in the log, and all of it in the record', async () => {
    const anna = await withPlus();
    const words = 'kanári-indok-7412';
    await lookUp(desk, await desk.open('/desk'), anna.username, { purpose: 'other', note: words });
    await propose(desk, anna, words);
    const bela = await kapu.addCitizen();
    const open = caseAddressOf(await openCase(desk, bela.username));
    await desk.submit(await desk.open(`${open}/suspend`), '/suspend', { reason: words });
    expect(kapu.log.join('\n')).not.toContain(words);
    const withWords = [...(await recordsOf(anna.id)), ...(await recordsOf(bela.id))].filter(
      ({ reason }) => reason === words,
    );
    expect(withWords.map(({ event }) => event)).toEqual([
      'desk.data-viewed',
      'desk.request-proposed',
      'desk.suspended',
    ]);
  });
});

it('two supervisors who decide at the same moment on two nodes decide once', async () => {
  const anna = await withPlus();
  await propose(desk, anna);
  const address = await proposalAddress(anna);
  const other = new Browser(kapu.issuer, kapu.nodes[1]?.address);
  const { browser } = await atTheDesk(kapu, clock, await addStaff(kapu, clock, 'supervisor'), other);
  const [mine, theirs] = [await bosses.open(address), await browser.open(address)];
  const answers = await Promise.all([bosses.submit(mine, '/approve'), browser.submit(theirs, '/refuse')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
  const decided = (await recordsOf(anna.id)).filter(({ event }) =>
    ['desk.request-approved', 'desk.request-refused'].includes(event),
  );
  expect(decided).toHaveLength(1);
});

it('a clerk whose role changed meanwhile does with the page at hand what the new role allows', async () => {
  const boss = await addStaff(kapu, clock, 'supervisor');
  const { browser } = await atTheDesk(kapu, clock, boss);
  const anna = await withPlus();
  await propose(desk, anna);
  const page = await browser.open(await proposalAddress(anna));
  await giveRole(kapu, boss.id, 'clerk', 'north');
  const refused = await browser.submit(page, '/approve');
  expect([refused.status, titleOf(refused)]).toEqual([403, notAllowed]);
  await giveRole(kapu, boss.id, 'supervisor', 'south');
  expect((await browser.submit(page, '/approve')).status).toBe(410);
  expect((await requestOf(anna))?.state).toBe('proposed');
});
