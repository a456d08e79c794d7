/** Whose app, passkey or session cannot be read: what the pages look like on which it is taken away. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { sessionPointerKey } from '../../src/oidc/records/record-keys.ts';
import { plusKey, sessionsKey } from '../../src/storage/catalogue/account-keys.ts';
import { plusField } from '../../src/storage/catalogue/plus-fields.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { inspect, startChromium } from '../support/chromium.ts';
import { enrolThroughStores, givePassword, Browser as Programme } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { newSecrets } from '../support/secrets.ts';

let kapu: Installation;
let chromium: Browser;
const clock = clockFrom(170);
const garbled = () => createSealer(newSecrets().sealing_keys).seal('{}', 'anywhere');

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

it.each<Language>(['hu', 'en'])('each stands there with a button, and goes by it (%s)', async (lang) => {
  const citizen = await kapu.addCitizen();
  const anna = { ...citizen, ...(await enrolThroughStores(kapu, citizen.id, clock.now())) };
  const elsewhere = new Programme(kapu.issuer);
  const codePage = await givePassword(elsewhere, await elsewhere.open('/fiok'), anna);
  await elsewhere.submit(codePage, '/code', { code: clock.freshCode(anna) });
  const { store } = kapu.nodes[0];
  const [uid = ''] = await store.zrevrange(sessionsKey(anna.id), 0, 0);

  const person = await Person.arrive(chromium, kapu.issuer, lang);
  const { page, texts } = person;
  await page.goto(`${kapu.issuer}/fiok/eszkozok`);
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(anna);
  await person.giveCode(clock.freshCode(anna));
  await person.heading(texts['devices.title']).waitFor();

  await store.hset(plusKey(anna.id), plusField('authenticator', 'damaged'), garbled());
  await store.hset(plusKey(anna.id), plusField('passkey', 'damaged'), garbled());
  await store.hset(String(await store.get(sessionPointerKey(uid))) as never, 'payload', garbled());
  const unread = page.locator('[id^="unreadable-"]');
  const see = async (address: string, name: string): Promise<void> => {
    await page.goto(`${kapu.issuer}${address}`);
    expect(await unread.count()).toBe(1);
    await inspect(page, `unreadable-${name}-${lang}`);
  };
  await see('/fiok/azonositokulcsok', 'passkeys');
  for (const [address, name] of [
    ['/fiok/belepesek', 'sessions'],
    ['/fiok/eszkozok', 'devices'],
  ] as const) {
    await see(address, name);
    await page.locator('section').filter({ has: unread }).getByRole('button').click();
    await unread.waitFor({ state: 'detached' });
    await inspect(page, `unreadable-${name}-ended-${lang}`);
  }
});
