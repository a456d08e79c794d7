/** Whoever is sent away for now is told when to come again: whatever answers, one place sees to it. */
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, formOf } from '../support/citizen.ts';
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

it('a lock says when it ends, and not a minute for all', async () => {
  const at = new Date('2027-01-04T09:00:00.400Z');
  const locking = await startInstallation({ now: () => at });
  try {
    const browser = new Browser(locking.issuer);
    const { fields } = formOf(await browser.open('/aktivalas'), '/aktivalas');
    const guess = () =>
      browser.post('/aktivalas', { ...fields, username: 'minta.anna', activation_code: 'AAAA-AAAA-AAAA' });
    const answers = [];
    for (let round = 1; round <= 6; round += 1) {
      answers.push(await guess());
    }
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429]);
    expect(answers.at(-1)?.headers['retry-after']).toBe('Mon, 04 Jan 2027 09:01:01 GMT');
  } finally {
    await locking.stop();
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
    expect(app).toMatch(
      /return \[\s+proxyGuard\([^\n]*\),\s+measuredRequests,\s+tracedRequests\([^\n]*\),\s+requestContext\(logger\),\s+retryAfter,\s+answerFaults\([^\n]*\),/,
    );
  });
});
