/** Of what its owner looks at, one record cannot be read: the page shows the others, and says that one is missing. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { sessionPointerKey } from '../../src/oidc/records/record-keys.ts';
import {
  deskRequestKey,
  enrolmentKey,
  historyKey,
  plusKey,
  sessionsKey,
  walletsKey,
} from '../../src/storage/catalogue/account-keys.ts';
import { plusField } from '../../src/storage/catalogue/plus-fields.ts';
import { hashOfIdentifier } from '../../src/storage/keyed-hash.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  Browser,
  enrolledCitizen,
  errorsOf,
  formOf,
  givePassword,
  type Plus,
  titleOf,
} from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { askedOf, PasskeyDevice } from '../support/passkey-device.ts';
import { newSecrets } from '../support/secrets.ts';
import { makeAttester, walletIssuerSettings } from '../support/wallet-authorities.ts';

const lost = createSealer(newSecrets().sealing_keys);
const passkeys = '/fiok/azonositokulcsok';
const missing = '1 bejegyzés most nem olvasható';
let kapu: Installation;
let anna: Citizenship & Plus;
let browser: Browser;
let device: PasskeyDevice;

beforeAll(async () => {
  const walletIssuer = await walletIssuerSettings(await makeAttester());
  kapu = await startInstallation({ config: { walletIssuer } });
});

afterAll(() => kapu.stop());

beforeEach(async () => {
  anna = await enrolledCitizen(kapu);
  browser = new Browser(kapu.issuer);
  const codePage = await givePassword(browser, await browser.open(passkeys), anna);
  const list = await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) });
  expect(list.text).not.toContain('most nem olvasható');
  device = new PasskeyDevice({ origin: kapu.issuer });
  await browser.submit(list, `${passkeys}/uj`, { credential: device.make(askedOf(list)) });
});

const garbled = () => lost.seal('{}', 'anywhere');

it('a passkey: the others stand there, and no device is told to drop the one', async () => {
  const signal = 'signalAllAcceptedCredentials';
  expect((await browser.open(passkeys)).text).toContain(signal);
  await kapu.nodes[0].store.hset(plusKey(anna.id), plusField('passkey', 'damaged'), garbled());
  const list = await browser.open(passkeys);
  expect([list.status, titleOf(list)]).toEqual([200, 'Azonosítókulcsok (passkey)']);
  expect(list.text.match(/id="passkey-\d/g)).toHaveLength(1);
  expect(list.text).toContain(missing);
  expect(list.text).not.toContain(signal);
  expect((await browser.open(`${passkeys}?lang=en`)).text).toContain('1 entry cannot be read at the moment');
});

it('a card in a wallet', async () => {
  await kapu.nodes[0].store.hset(walletsKey(anna.id), 'damaged', garbled());
  const page = await browser.open('/fiok/tarcaim');
  expect(page.status).toBe(200);
  expect(page.text).toContain(missing);
});

it('an entry of the history, and those behind it are on the next page', async () => {
  const { store } = kapu.nodes[0];
  const key = historyKey(anna.id);
  const [[, [name = '', entry = '']] = ['', []]] = await store.xrevrange(key, '+', '-', 'COUNT', 1);
  for (let one = 0; one < 30; one += 1) {
    await store.xadd(key, '*', name, one === 5 ? garbled() : entry);
  }
  const page = await browser.open('/fiok/naplo');
  expect(page.status).toBe(200);
  expect(page.text).toContain(missing);
  const older = /href="(\/fiok\/naplo\?elotte=[^"]+)"/.exec(page.text)?.[1] ?? '';
  const next = await browser.open(older);
  expect(next.text).not.toContain(missing);
  const all = await store.xlen(key);
  const shown = [page, next].map(({ text }) => text.match(/kapu-history__entry/g)?.length ?? 0);
  expect(shown).toEqual([24, all - 25]);
});

it('the data that are taken along say how many of which are missing, and not that there are none', async () => {
  const { store } = kapu.nodes[0];
  await store.hset(plusKey(anna.id), plusField('passkey', 'damaged'), garbled());
  await store.hset(plusKey(anna.id), plusField('authenticator', 'damaged'), garbled());
  await store.hset(walletsKey(anna.id), 'damaged', garbled());
  await store.xadd(historyKey(anna.id), '*', 'entry', garbled());
  const page = await browser.open('/fiok/adataim');
  const file = await browser.submit(page, '/kapu-adataim.json');
  const { unreadable, passkeys: readable } = JSON.parse(file.text);
  expect(unreadable).toEqual({ authenticators: 1, passkeys: 1, sessions: 0, wallets: 1, history: 1 });
  expect(readable).toHaveLength(1);
  const paper = await browser.submit(page, '/olvashato');
  const about = paper.text.split('<h2');
  const missed = about.filter((section) => section.includes(missing));
  expect(missed.map((section) => />([^<]+)</.exec(section)?.[1])).toEqual([
    'Hitelesítő eszközök',
    'Azonosítókulcsok (passkey)',
    'Tárcákba kiadott igazolások',
    'Tevékenységi napló',
  ]);
  expect(missed.join('')).not.toContain('Nincs ilyen.');
});

/** Lines of the log since then. */
const since = (before: number) => kapu.log.slice(before).map((line) => JSON.parse(line));
const answered = 'Egy bejegyzés most nem olvasható';

it('an authenticator: the account and the list of devices show the others, and the log names it', async () => {
  await kapu.nodes[0].store.hset(plusKey(anna.id), plusField('authenticator', 'damaged'), garbled());
  for (const [address, others] of [
    ['/fiok', 'Eszköz'],
    ['/fiok/eszkozok', 'Eltávolítás'],
  ] as const) {
    const before = kapu.log.length;
    const page = await browser.open(address);
    expect([page.status, page.text.includes(missing), page.text.includes(others)]).toEqual([200, true, true]);
    expect(since(before)).toContainEqual(
      expect.objectContaining({
        msg: 'records cannot be read',
        request_id: page.headers['x-request-id'],
        records: [
          `not read: authenticator damaged of account ${anna.id}: Unsupported state or unable to authenticate data`,
        ],
      }),
    );
  }
});

const historyOf = async (who = browser) => (await who.open('/fiok/naplo')).text;
const toldOf = async (kind: string) => (await kapu.messages()).findLast((message) => message.kind === kind);
const unnamed = 'a neve nem olvasható';

it('an app that cannot be read: its owner removes it, after a code as ever, and it is recorded and told of', async () => {
  const { store } = kapu.nodes[0];
  const field = plusField('authenticator', 'damaged');
  await store.hset(plusKey(anna.id), field, garbled());
  const page = await browser.open('/fiok/eszkozok');
  expect(page.text).toContain('1. nem olvasható bejegyzés');
  const removed = await browser.submit(page, '/damaged/eltavolitas');
  expect([removed.status, removed.text.includes(missing)]).toEqual([200, false]);
  expect(await store.hexists(plusKey(anna.id), field)).toBe(0);
  expect(JSON.stringify(await toldOf('authenticator-removed'))).toContain(unnamed);
  expect(await historyOf()).toContain(unnamed);
  // What was given before may have been its own: the next removal asks for a code.
  await store.hset(plusKey(anna.id), field, garbled());
  const asked = await browser.post(
    '/fiok/eszkozok/damaged/eltavolitas',
    formOf(removed, '/eltavolitas').fields,
  );
  expect(asked.headers.location).toContain('/fiok/megerosites');
  expect(await store.hexists(plusKey(anna.id), field)).toBe(1);
});

it('a passkey that cannot be read: the same', async () => {
  const { store } = kapu.nodes[0];
  const field = plusField('passkey', 'damaged');
  await store.hset(plusKey(anna.id), field, garbled());
  const removed = await browser.submit(await browser.open(passkeys), '/damaged/eltavolitas');
  expect([removed.status, removed.text.includes(missing)]).toEqual([200, false]);
  expect(await store.hexists(plusKey(anna.id), field)).toBe(0);
  expect(JSON.stringify(await toldOf('passkey-removed'))).toContain(unnamed);
});

it('what cannot be read is none of those of which one must stay', async () => {
  const { store } = kapu.nodes[0];
  const key = plusKey(anna.id);
  const ofPasskey = (await store.hkeys(key)).find((name) => name.startsWith(plusField('passkey'))) ?? '';
  await store.hset(key, ofPasskey, garbled());
  const refused = await browser.submit(await browser.open('/fiok/eszkozok'), '/eltavolitas');
  expect([refused.status, errorsOf(refused)]).toEqual([422, [expect.stringContaining('törlőkód')]]);
  expect(
    Object.keys(await store.hgetall(key)).filter((name) => name.startsWith('authenticator')),
  ).toHaveLength(1);
});

it('an application and a request of the desk keep nobody from their account', async () => {
  const { store } = kapu.nodes[0];
  for (const key of [enrolmentKey(anna.id), deskRequestKey(anna.id)]) {
    await store.hset(key, 'version', '1', 'value', garbled());
  }
  const page = await browser.open('/fiok');
  expect(page.status).toBe(200);
  expect(page.text).toContain('2 bejegyzés most nem olvasható');
  await store.del(deskRequestKey(anna.id));
  expect((await browser.open('/fiok/belepesek')).status).toBe(200);
  const start = await browser.open('/fiok/igenyles');
  expect(start.status).toBe(200);
  const begun = await browser.submit(start, '/start');
  expect(begun.status).toBe(200);
  expect(await store.hget(enrolmentKey(anna.id), 'version')).not.toBe('1');
});

it('a code of an app that can be read passes beside one that cannot; another code is not called wrong, and counts', async () => {
  const { store } = kapu.nodes[0];
  const key = plusKey(anna.id);
  await store.hset(key, plusField('authenticator', 'damaged'), garbled());
  const comer = new Browser(kapu.issuer);
  const codePage = await givePassword(comer, await comer.open('/fiok/eszkozok'), anna);
  const before = kapu.log.length;
  const unknown = await comer.submit(codePage, '/code', { code: '000000' });
  expect([unknown.status, titleOf(unknown)]).toEqual([500, answered]);
  expect(JSON.stringify(since(before))).toContain(`not read: authenticator damaged of account ${anna.id}`);
  const next = new Date(Date.now() + 30_000);
  const passed = await comer.submit(codePage, '/code', { code: codeAt(anna.secretKey, next) });
  expect([passed.status, titleOf(passed)]).toEqual([200, 'Hitelesítő eszközök']);
  const guesser = new Browser(kapu.issuer);
  const asked = await givePassword(guesser, await guesser.open('/fiok/eszkozok'), anna);
  const statuses: number[] = [];
  for (let guess = 1; guess <= 6; guess += 1) {
    statuses.push((await guesser.submit(asked, '/code', { code: '000000' })).status);
  }
  expect(statuses).toEqual([500, 500, 500, 500, 500, 429]);
});

it('where no app can be read, no code counts: nothing can be guessed, and nobody is locked out', async () => {
  const { store } = kapu.nodes[0];
  const key = plusKey(anna.id);
  const [app = ''] = (await store.hkeys(key)).filter((name) => name.startsWith(plusField('authenticator')));
  await store.hset(key, app, garbled());
  const comer = new Browser(kapu.issuer);
  const codePage = await givePassword(comer, await comer.open('/fiok'), anna);
  for (let time = 1; time <= 7; time += 1) {
    const answer = await comer.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) });
    expect([answer.status, titleOf(answer)]).toEqual([500, answered]);
  }
});

it('a passkey at sign-in: refused as one that is not known, which no device is told to drop; the log names it', async () => {
  const { store } = kapu.nodes[0];
  const key = plusKey(anna.id);
  const field = (await store.hkeys(key)).find((name) => name.startsWith(plusField('passkey'))) ?? '';
  const sealed = (await store.hget(key, field)) ?? '';
  const id = field.slice(plusField('passkey').length);
  const signIn = async (comer = new Browser(kapu.issuer)) => {
    const page = await comer.open('/fiok');
    return comer.submit(page, '/passkey', { credential: device.sign(askedOf(page)) });
  };
  await store.hdel(key, field);
  const unknown = await signIn();
  await store.hset(key, field, garbled());
  const before = kapu.log.length;
  const refused = await signIn();
  expect([refused.status, errorsOf(refused)]).toEqual([422, errorsOf(unknown)]);
  expect(errorsOf(refused)).toHaveLength(1);
  expect(unknown.text).toContain('signalUnknownCredential');
  expect(refused.text).not.toContain('signalUnknownCredential');
  expect(JSON.stringify(since(before))).toContain(`not read: passkey ${id} of account ${anna.id}`);
  await store.hset(key, field, sealed);
  expect((await signIn()).text).toContain(anna.username);
});

it('a session: the others stand there, and its owner ends it, with every other', async () => {
  const { store } = kapu.nodes[0];
  const thief = new Browser(kapu.issuer);
  const codePage = await givePassword(thief, await thief.open('/fiok'), anna);
  await thief.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date(Date.now() + 30_000)) });
  const uids = await store.zrevrange(sessionsKey(anna.id), 0, 9);
  expect(uids).toHaveLength(2);
  const pointer = await store.get(sessionPointerKey(uids[0] ?? ''));
  await store.hset(String(pointer) as never, 'payload', garbled());
  const page = await browser.open('/fiok/belepesek');
  expect([page.status, page.text.includes(missing)]).toEqual([200, true]);
  expect(page.text.match(/id="session-\d/g)).toHaveLength(1);
  const ended = await browser.submit(page, `${hashOfIdentifier(uids[0] ?? '')}/kijelentkezes`);
  expect([ended.status, ended.text.includes(missing)]).toEqual([200, false]);
  expect((await browser.open('/fiok')).text).toContain(anna.username);
  expect(titleOf(await thief.open('/fiok'))).toBe('Hogyan szeretne bejelentkezni?');
  expect(await historyOf()).toContain('Kijelentkezés minden eszközről');
});

it('whose own session or sign-in cannot be read signs in anew: in the same browser, without an error', async () => {
  const { store } = kapu.nodes[0];
  for (const pattern of ['own-session:*', 'oidc:{Session:*']) {
    for (const key of await store.keys(pattern as never)) {
      await (pattern.startsWith('oidc')
        ? store.hset(key as never, 'payload', garbled())
        : store.set(key as never, garbled(), 'KEEPTTL'));
    }
  }
  const before = kapu.log.length;
  const codePage = await givePassword(browser, await browser.open('/fiok'), anna);
  const next = new Date(Date.now() + 30_000);
  const account = await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, next) });
  expect(account.text).toContain(anna.username);
  expect(since(before).filter(({ msg }) => msg === 'records cannot be read').length).toBeGreaterThan(1);
});

it('a card that cannot be read is not said to be gone: it is neither revoked nor passed over, and the log names it', async () => {
  const { store } = kapu.nodes[0];
  const page = await browser.open('/fiok/adataim');
  await store.hset(walletsKey(anna.id), 'damaged', garbled());
  const { fields } = formOf(page, '/kapu-adataim.json');
  for (const ask of [
    () => browser.open('/fiok/tarcaim/damaged/visszavonas'),
    () => browser.post('/fiok/tarcaim/damaged/visszavonas', fields),
  ]) {
    const before = kapu.log.length;
    const answer = await ask();
    expect([answer.status, titleOf(answer)]).toEqual([500, answered]);
    expect(JSON.stringify(since(before))).toContain(`not read: card damaged of account ${anna.id}`);
  }
  expect((await browser.open('/fiok/tarcaim/nincs/visszavonas')).status).toBe(404);
});
