/** "Nem én voltam" beside each kind of entry: where it stands, what it says that it does, and that it does it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { type HistoryEvent, historyEvents } from '../../src/audit/events/event-names.ts';
import { translator } from '../../src/composition/words.ts';
import { walletsKey } from '../../src/storage/catalogue/account-keys.ts';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

/** What it says beside what it always says: that others are signed out, and that a new password is asked for. */
const objections: Readonly<Partial<Record<HistoryEvent, { undoes?: Said; leaves?: Said }>>> = {
  'signed-in': {},
  'code.refused': {},
  'plus.activated': { undoes: 'freezes' },
  'plus.imported': { undoes: 'freezes' },
  'plus.cancelled': { leaves: 'apply-again' },
  'authenticator.forgotten': { leaves: 'set-up-again' },
  'passkey.added': { undoes: 'freezes' },
  'passkey.removed': { leaves: 'set-up-again' },
  'password.changed': {},
  'password.reset': { leaves: 'mailbox' },
  'browser.let-in': { leaves: 'mailbox' },
  'contact.changed': { leaves: 'contact' },
  'wallet.issued': { undoes: 'revokes' },
  'wallet.linked': { undoes: 'unlinks' },
  'wallet.unlinked': { leaves: 'link-again' },
  'device.let-in': {},
  'approval.given': {},
  'data.downloaded': {},
  'closing.requested': { leaves: 'keep-account' },
};

type Said =
  | 'freezes'
  | 'revokes'
  | 'unlinks'
  | 'apply-again'
  | 'set-up-again'
  | 'mailbox'
  | 'contact'
  | 'link-again'
  | 'keep-account';

/** Of a card that entries speak of. */
const issuance = randomUUID();
const t = translator('hu');
let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(() => kapu.stop());

async function signedIn(who: Citizenship): Promise<Browser> {
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), who, 'ugyfelkapu');
  return browser;
}

/** By somebody who passes for the owner. */
async function record(event: HistoryEvent, account: string): Promise<void> {
  const details = {
    client: 'portal',
    name: 'Minta',
    contact: 'email',
    authenticator: randomUUID(),
    issuance,
  };
  await createRecorder(kapu.nodes[0].store, kapu.sealer).record({
    event,
    actor: { kind: 'citizen' },
    account,
    authority: 'session',
    outcome: 'done',
    origin: { device: 'Firefox, Linux', network: '192.0.2.0/24' },
    details,
    isForOwner: true,
  });
}

/** Of the newest entry. */
async function objectionTo(browser: Browser): Promise<string | undefined> {
  const { text } = await browser.open('/fiok/naplo');
  const [, newest = ''] = text.split('class="kapu-history__entry"');
  return /href="(\/fiok\/naplo\/[^"]+\/nem-en-voltam)"/.exec(newest)?.[1];
}

describe.each(historyEvents)('%s', (event) => {
  const objection = objections[event];

  it(objection ? 'can be objected to, and the other sessions end' : 'is told of alone', async () => {
    const anna = await kapu.addCitizen({ email: `anna.${randomUUID()}@minta.example` });
    const [thief, owner] = [await signedIn(anna), await signedIn(anna)];
    await record(event, anna.id);
    const address = await objectionTo(owner);
    expect(address !== undefined).toBe(objection !== undefined);
    if (!objection || !address) {
      return;
    }
    const page = await owner.open(address);
    const said = [...page.text.matchAll(/<li>([^<]+)<\/li>/g)].map(([, text]) => text);
    const expected = [objection.undoes, 'signs-out', 'password', objection.leaves].flatMap((what) =>
      what ? [t(`history.objection.${what}` as never)] : [],
    );
    expect(said.slice(0, expected.length)).toEqual(expected);
    const after = await owner.submit(page, '/nem-en-voltam');
    expect(after.text).toContain(t('history.objection.done.heading'));
    expect(titleOf(await thief.open('/fiok'))).not.toBe('Fiókom');
    expect(titleOf(await owner.open('/fiok'))).toBe('Fiókom');
  });
});

it('a card that cannot be read: the other sessions end, and nobody is told that it was revoked', async () => {
  const anna = await kapu.addCitizen({ email: `anna.${randomUUID()}@minta.example` });
  const [thief, owner] = [await signedIn(anna), await signedIn(anna)];
  await record('wallet.issued', anna.id);
  const address = (await objectionTo(owner)) ?? '';
  const { store } = kapu.nodes[0];
  await store.hset(walletsKey(anna.id), issuance, 'damaged');
  const before = kapu.log.length;
  const after = await owner.submit(await owner.open(address), '/nem-en-voltam');
  expect([after.status, titleOf(after)]).toEqual([500, 'Egy bejegyzés most nem olvasható']);
  expect(kapu.log.slice(before).join('\n')).toContain(`not read: card ${issuance} of account ${anna.id}`);
  expect(titleOf(await thief.open('/fiok'))).not.toBe('Fiókom');
  expect(titleOf(await owner.open('/fiok'))).toBe('Fiókom');
});
