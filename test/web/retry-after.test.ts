/** Whoever is sent away for now is told when to come again: whatever answers, one place sees to it. */
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const root = `${import.meta.dirname}/../..`;
let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({ clocksAhead: [90], config: { signInStartsPerMinute: 1 } });
});

afterAll(() => kapu.stop());

it('429 and 503 come with Retry-After: of a page, of a program, of health', async () => {
  const answers = [];
  const { address } = await (await RelyingParty.discover(kapu)).request();
  for (const accept of ['text/html', 'application/json']) {
    for (let times = 0; times < 3; times += 1) {
      answers.push(await fetch(address, { headers: { accept }, redirect: 'manual' }));
    }
  }
  answers.push(await fetch(`${kapu.issuer}/health/ready`));
  const busy = answers.filter(({ status }) => status === 429 || status === 503);
  expect(busy.map(({ status }) => status)).toEqual(expect.arrayContaining([429, 503]));
  for (const { headers } of busy) {
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
  }
});

/** One middleware outside of all doors adds it, so nothing may answer behind its back. */
describe('every answer of 429 or 503', () => {
  const sources = globSync('src/**/*.ts', { cwd: root }).map((path) => ({
    path,
    text: readFileSync(`${root}/${path}`, 'utf8'),
  }));

  it('passes the middleware: no source answers by itself', () => {
    const byItself = sources.filter(({ text }) =>
      /\.respond = false|\bres\.(writeHead|end|statusCode)\b/.test(text),
    );
    expect(byItself.map(({ path }) => path)).toEqual([]);
  });

  it('which stands outside of whatever turns a fault into an answer', () => {
    const app = sources.find(({ path }) => path === 'src/app.ts')?.text ?? '';
    expect(app).toMatch(/return \[\s+requestContext\(logger\),\s+retryAfter,\s+answerFaults\(pages\),/);
  });
});
