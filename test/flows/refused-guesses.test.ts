/**
 * What refused guesses leave behind, through the front door: names that nobody tried before, from one network, beyond its limit.
 * `GUESSES=20000` sends as many; it prints what they left.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { recordedOneByOne } from '../../src/audit/refusals/refusal-count.ts';
import { Browser, formOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

const howMany = Number(process.env.GUESSES ?? 200);
/** Of wrong passwords from one network in a quarter of an hour, and of those that are looked at slowly in a minute. */
const slowly = 60;
const limit = 100 + slowly;

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(() => kapu.stop());

/** A sign-in leads over the choice of a way. */
async function pageWithForm(browser: Browser, path: string, to: string): Promise<Response> {
  const page = await browser.open(path);
  const [way] = page.text.match(/\/interaction\/[^"]+\?method=ugyfelkapu(?=")/) ?? [];
  return to === '/password' && way ? browser.open(way) : page;
}

async function sizes(): Promise<{ keys: number; entries: number; bytes: number }> {
  const { store } = kapu.nodes[0];
  const streams = await store.keys('audit:*');
  const lengths = await Promise.all(
    streams.map(async (key) => ((await store.type(key)) === 'stream' ? store.xlen(key) : 0)),
  );
  const [, bytes = '0'] = /used_memory:(\d+)/.exec(await store.info('memory')) ?? [];
  const keys = await store.dbsize();
  return { keys, entries: lengths.reduce((sum, length) => sum + length, 0), bytes: Number(bytes) };
}

it.each([
  ['/megszuntetes', '/megszuntetes'],
  ['/aktivalas', '/aktivalas'],
  ['/fiok', '/password'],
])('of refused guesses no counter stays, and a bounded number of entries: %s', async (path, to) => {
  const browser = new Browser(kapu.issuer);
  const form = formOf(await pageWithForm(browser, path, to), to);
  const statuses = new Set<number>();
  const guess = async (number: number): Promise<void> => {
    const typed = {
      username: `nobody.${to.slice(1)}.${number}`,
      password: 'nem ez',
      cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA',
      activation_code: 'AAAA-AAAA-AAAA',
    };
    const { status } = await browser.post(form.action, { ...form.fields, ...typed });
    if (number > limit + 10) {
      statuses.add(status);
    }
  };
  for (let number = 0; number < limit + 20; number += 1) {
    await guess(number);
  }
  const before = await sizes();
  const begunAt = Date.now();
  for (let number = limit + 20; number < limit + 20 + howMany; number += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, more) => guess(number + more)));
  }
  const after = await sizes();
  // A minute may begin anew at once.
  const minutes = Math.ceil((Date.now() - begunAt) / 60_000) + 1;
  process.stderr.write(`${howMany} refused guesses: ${JSON.stringify({ before, after, minutes })}\n`);
  expect([...statuses]).toContain(429);
  expect(after.keys - before.keys).toBeLessThanOrEqual(slowly * minutes + (minutes > 14 ? 100 : 5));
  // One by one, and one entry for the others.
  expect(after.entries - before.entries).toBeLessThanOrEqual(minutes * (recordedOneByOne + 2));
});
