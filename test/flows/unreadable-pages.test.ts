/** Of what its owner looks at, one record cannot be read: the page shows the others, and says that one is missing. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { historyKey, plusKey, walletsKey } from '../../src/storage/catalogue/account-keys.ts';
import { plusField } from '../../src/storage/catalogue/plus-fields.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, type Plus, titleOf } from '../support/citizen.ts';
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
  const device = new PasskeyDevice({ origin: kapu.issuer });
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
  await store.hset(walletsKey(anna.id), 'damaged', garbled());
  await store.xadd(historyKey(anna.id), '*', 'entry', garbled());
  const page = await browser.open('/fiok/adataim');
  const file = await browser.submit(page, '/kapu-adataim.json');
  const { unreadable, passkeys: readable } = JSON.parse(file.text);
  expect(unreadable).toEqual({ passkeys: 1, wallets: 1, history: 1 });
  expect(readable).toHaveLength(1);
  const paper = await browser.submit(page, '/olvashato');
  const about = paper.text.split('<h2');
  const missed = about.filter((section) => section.includes(missing));
  expect(missed.map((section) => />([^<]+)</.exec(section)?.[1])).toEqual([
    'Azonosítókulcsok (passkey)',
    'Tárcákba kiadott igazolások',
    'Tevékenységi napló',
  ]);
  expect(missed.join('')).not.toContain('Nincs ilyen.');
});
