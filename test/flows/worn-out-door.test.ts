/** Strangers wear out the door of unknown browsers (decision 60): its owner, who reads the mail, comes in by another in a minute. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPasswordAttempts } from '../../src/accounts/password/password-attempts.ts';
import { createHistoryStore } from '../../src/audit/history/history-store.ts';
import { createRateLimits } from '../../src/throttle/windows/rate-limits.ts';
import { Browser, errorsOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const home = '/elfelejtett-jelszo';
const minute = 60_000;

let kapu: Installation;
let portal: RelyingParty;
/** Locks of an hour are over by then; in the past, since the engine dates by the machine's clock. */
let now = new Date(Date.now() - 11 * 60 * minute);

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

/** Fifty wrong passwords in a row, each from an address of its own, as the door counts them before it hashes. */
async function wearOut(username: string, accountId: string): Promise<void> {
  const [{ store }] = kapu.nodes;
  const attempts = createPasswordAttempts(store, kapu.config.secrets, createRateLimits(store));
  for (let looked = 0, tries = 0; looked < 50; tries += 1) {
    const source = { knownDevice: undefined, address: `198.51.${tries >> 8}.${tries & 255}` };
    const permit = await attempts.begin({ username, accountId }, source, now);
    looked += permit.kind === 'locked' ? 0 : 1;
    now = permit.kind === 'locked' ? permit.until : now;
  }
  now = new Date(now.getTime() + 61 * minute);
}

async function citizenBehindWornOutDoor(): Promise<Citizenship> {
  const anna = await kapu.addCitizen();
  now = new Date(Date.now() - 11 * 60 * minute);
  await wearOut(anna.username, anna.id);
  return anna;
}

async function tryPassword(browser: Browser, citizen: { username: string; password: string }) {
  const { address } = await portal.request();
  return givePassword(browser, await browser.open(address), citizen as Citizenship, 'ugyfelkapu');
}

async function sent(): Promise<{ readonly code: string; readonly link: string }> {
  const message = (await kapu.messages()).findLast(({ kind }) => kind === 'password-reset-code');
  return message?.more as unknown as { code: string; link: string };
}

describe('a door that strangers have worn out', () => {
  it('takes no right password in an unknown browser, and says of it what it says of a name that nobody has', async () => {
    const anna = await citizenBehindWornOutDoor();
    const right = await tryPassword(new Browser(kapu.issuer), anna);
    await wearOut('senki.sem', 'nobody');
    const nobodys = await tryPassword(new Browser(kapu.issuer), { ...anna, username: 'senki.sem' });
    expect(right.status).toBe(422);
    expect(errorsOf(right)).toEqual(errorsOf(nobodys));
    expect(nobodys.status).toBe(422);
    for (const page of [right, nobodys]) {
      expect(page.text).toContain('Bejelentkezem e-mailben kapott kód segítségével');
    }
  });

  it('is passed with a code from the mailbox and the same password', async () => {
    const anna = await citizenBehindWornOutDoor();
    const browser = new Browser(kapu.issuer);
    const refused = await tryPassword(browser, anna);
    const [, way = ''] =
      /href="(\/elfelejtett-jelszo\?folytatas=[^"]+)">Bejelentkezem/.exec(refused.text) ?? [];
    const asked = await browser.submit(await browser.open(way), home, { username: anna.username });
    const proven = await browser.submit(asked, '/kod', { reset_code: (await sent()).code });
    const letIn = await browser.submit(proven, '/megtartom');
    expect(titleOf(letIn)).toBe('Ebben a böngészőben bejelentkezhet');
    const [, back = ''] = /href="(\/interaction\/[^"]+)"/.exec(letIn.text) ?? [];
    const answer = await givePassword(browser, await browser.open(back), anna, 'ugyfelkapu');
    expect(answerOf(answer)).toHaveProperty('code');
    const history = createHistoryStore(kapu.nodes[0].store, kapu.sealer);
    expect((await history.list(anna.id, 10)).map(({ event }) => event)).toContain('browser.let-in');
  });

  it('is passed in any browser with the link of a mail that a stranger asked for, though the mails of the day are used up', async () => {
    const anna = await citizenBehindWornOutDoor();
    for (let mail = 0; mail < 12; mail += 1) {
      const stranger = new Browser(kapu.issuer);
      await stranger.submit(await stranger.open(home), home, { username: anna.username });
    }
    const { link } = await sent();
    now = new Date(now.getTime() + 20 * 60 * minute);
    const browser = new Browser(kapu.issuer);
    const page = await browser.open(link);
    expect((await tryPassword(browser, anna)).status).toBe(422);
    expect(titleOf(await browser.submit(page, new URL(link).pathname))).toBe(
      'Ebben a böngészőben bejelentkezhet',
    );
    expect(answerOf(await tryPassword(browser, anna))).toHaveProperty('code');
    now = new Date(now.getTime() + 5 * 60 * minute);
    const late = new Browser(kapu.issuer);
    expect((await late.open(link)).text).not.toContain('Itt szeretnék bejelentkezni');
    expect(titleOf(await late.open(link))).toBe('Térjen vissza oda, ahol az új jelszót kérte');
  });

  it('stays passable where the owner signs in: a known browser goes on, and opens it for the others', async () => {
    const anna = await kapu.addCitizen();
    now = new Date(Date.now() - 11 * 60 * minute);
    const own = new Browser(kapu.issuer);
    expect(answerOf(await tryPassword(own, anna))).toHaveProperty('code');
    await wearOut(anna.username, anna.id);
    expect((await tryPassword(new Browser(kapu.issuer), anna)).status).toBe(422);
    const again = await portal.request({ prompt: 'login' });
    const back = await givePassword(own, await own.open(again.address), anna, 'ugyfelkapu');
    expect(answerOf(back)).toHaveProperty('code');
    expect(answerOf(await tryPassword(new Browser(kapu.issuer), anna))).toHaveProperty('code');
  });
});
