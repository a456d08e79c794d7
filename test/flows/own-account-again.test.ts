/** Own pages of who has no second factor: what matters asks for the password anew; and how many sessions there may be. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHistoryStore } from '../../src/audit/history/history-store.ts';
import { sessionsKey } from '../../src/storage/catalogue/account-keys.ts';
import { Browser, errorsOf, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

let kapu: Installation;
/** The engine dates by the machine's clock, own pages by the store's, which is this one. */
let now = new Date();

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
});

afterAll(() => kapu.stop());

async function signIn(citizen: Citizenship): Promise<Browser> {
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
  return browser;
}

it('asks who has a password alone for it anew before contacts, all data and authenticators, after five minutes', async () => {
  now = new Date();
  const anna = await kapu.addCitizen();
  const browser = await signIn(anna);
  const download = formOf(await browser.open('/fiok/adataim'), '/kapu-adataim.json');
  now = new Date(Date.now() + 6 * 60_000);
  for (const page of ['elerhetoseg/email', 'adataim', 'azonositokulcsok']) {
    expect(titleOf(await browser.open(`/fiok/${page}`))).toBe('Adja meg újra a jelszavát');
  }
  expect((await browser.post(download.action, download.fields)).status).toBe(303);
  expect(titleOf(await browser.open('/fiok/jelszo'))).not.toBe('Adja meg újra a jelszavát');

  const asked = await browser.open('/fiok/adataim');
  const refused = await browser.submit(asked, 'adataim', { password: 'nem ez az' });
  expect(refused.status).toBe(422);
  expect(errorsOf(refused)).toEqual(['A jelszó nem megfelelő.']);
  const page = await browser.submit(refused, 'adataim', { password: anna.password });
  const { action, fields } = formOf(page, '/kapu-adataim.json');
  expect((await browser.post(action, fields)).text).toContain(anna.username);
  expect(titleOf(await browser.open('/fiok/elerhetoseg/email'))).not.toBe('Adja meg újra a jelszavát');
});

it('lets twenty sessions of one citizen go on: a further one ends the one that was not used for longest, which its owner reads', async () => {
  now = new Date();
  const anna = await kapu.addCitizen();
  const browsers: Browser[] = [];
  while (browsers.length < 20) {
    browsers.push(await signIn(anna));
  }
  const [first, second] = browsers as [Browser, Browser];
  // Used again at the provider, which goes by that.
  await first.open('/auth?client_id=none');
  const page = await browsers[5]?.open('/fiok/belepesek');
  expect(page?.text).toContain('legfeljebb húsz helyen');
  await signIn(anna);
  const history = createHistoryStore(kapu.nodes[0].store, kapu.sealer);
  const isTold = async (): Promise<boolean> =>
    (await history.list(anna.id, 50)).some(
      ({ event, details }) => event === 'session.ended' && details.because === 'too-many',
    );
  for (let looks = 0; looks < 200 && !(await isTold()); looks += 1) {
    await delay(20);
  }
  expect(await isTold()).toBe(true);
  const titles = await Promise.all(
    [first, second, ...browsers.slice(2)].map(async (one) => titleOf(await one.open('/fiok'))),
  );
  expect(titles.filter((title) => title === 'Fiókom')).toHaveLength(19);
});

it('tells those that ended from those that go on: they take no place of another, and are ended once', async () => {
  now = new Date();
  const anna = await kapu.addCitizen();
  const { store } = kapu.nodes[0];
  const listed = (): Promise<string[]> => store.zrange(sessionsKey(anna.id), 0, '-1');
  const ended = async (): Promise<number> =>
    (await createHistoryStore(store, kapu.sealer).list(anna.id, 100)).filter(
      ({ event, details }) => event === 'session.ended' && details.because === 'too-many',
    ).length;
  const stays = await signIn(anna);
  const leaves = await signIn(anna);
  await signIn(anna);
  expect(await listed()).toHaveLength(3);
  await leaves.submit(await leaves.open('/fiok/kijelentkezes'), '/session/end/confirm', { logout: 'yes' });
  expect(await listed()).toHaveLength(2);
  await stays.submit(await stays.open('/fiok/belepesek'), '/kijelentkezes');
  expect(await listed()).toHaveLength(1);

  while ((await listed()).length < 20) {
    await signIn(anna);
  }
  expect(await ended()).toBe(0);
  // Gone in a way that nobody told the index of.
  await store.zadd(sessionsKey(anna.id), Date.now() + 60_000, 'gone.meanwhile');
  await signIn(anna);
  for (let looks = 0; looks < 200 && (await listed()).length > 20; looks += 1) {
    await delay(20);
  }
  expect(await listed()).toHaveLength(20);
  expect(await listed()).not.toContain('gone.meanwhile');
  expect(await ended()).toBe(1);
  expect(titleOf(await stays.open('/fiok'))).not.toBe('Fiókom');
});
