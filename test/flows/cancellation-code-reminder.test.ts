/** Once a year: is the törlőkód still there? */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, type Plus } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

const day = 24 * 60 * 60_000;
const question = 'Megvan még a törlőkódja?';

let kapu: Installation;
/** In the past, since the engine dates by the machine's clock. */
let now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
});

afterAll(() => kapu.stop());

function enrolledDaysAgo(days: number): Promise<Citizenship & Plus> {
  return enrolledCitizen(kapu, new Date(now.getTime() - days * day));
}

async function openOwnPages(anna: Citizenship & Plus): Promise<{ browser: Browser; page: Response }> {
  now = new Date(now.getTime() + 60_000);
  const browser = new Browser(kapu.issuer);
  const codePage = await givePassword(browser, await browser.open('/fiok'), anna);
  const page = await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, now) });
  return { browser, page };
}

async function reminders(): Promise<number> {
  return (await kapu.messages()).filter(({ kind }) => kind === 'cancellation-code-reminder').length;
}

it('a citizen who has had the törlőkód for a year is asked by e-mail once, and on every visit until the drill', async () => {
  const anna = await enrolledDaysAgo(366);
  const first = await openOwnPages(anna);
  expect(first.page.text).toContain(question);
  expect(await reminders()).toBe(1);

  const { browser, page } = await openOwnPages(anna);
  expect(page.text).toContain(question);
  expect(await reminders()).toBe(1);

  const drill = await browser.open('/fiok/torlokod-proba');
  await browser.submit(drill, '/torlokod-proba', { cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA' });
  expect((await browser.open('/fiok')).text).toContain(question);
  await browser.submit(drill, '/torlokod-proba', { cancellation_code: anna.cancellationCode });
  expect((await browser.open('/fiok')).text).not.toContain(question);
});

it('a citizen who has had it for less is not', async () => {
  const before = await reminders();
  const { page } = await openOwnPages(await enrolledDaysAgo(364));
  expect(page.text).not.toContain(question);
  expect(await reminders()).toBe(before);
});

it('a reminder that cannot be queued stops no sign-in', async () => {
  const anna = await enrolledDaysAgo(366);
  const { store } = kapu.nodes[0];
  await store.rename('messages:{queue}', 'messages:{queue}:aside');
  await store.set('messages:{queue}', 'no stream');
  const { page } = await openOwnPages(anna);
  expect(page.text).toContain(question);
  expect(kapu.log.some((line) => line.includes('the reminder of the drill was not sent'))).toBe(true);
  await store.rename('messages:{queue}:aside', 'messages:{queue}');
});
