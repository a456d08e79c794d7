/** The first page of a sign-in, with all that it loads, is small on the wire, and no search engine finds it. */
import { get, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const mostBytes = 20_000;

let kapu: Installation;
let page: string;
let assets: string[];

beforeAll(async () => {
  kapu = await startInstallation();
  const portal = await RelyingParty.discover(kapu);
  page = (await new Browser(kapu.issuer).open((await portal.request()).address)).text;
  assets = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address = '']) => address);
});

afterAll(() => kapu.stop());

/** As it comes over the wire, nothing unpacked. */
function fetchRaw(
  path: string,
  accepted: string | undefined,
): Promise<{ answer: IncomingMessage; body: Buffer }> {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  return new Promise((resolve, reject) => {
    get(new URL(path, kapu.issuer), { headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ answer, body: Buffer.concat(parts) }));
    }).on('error', reject);
  });
}

describe('the first page', () => {
  it('is at most 20 kB with its style, script and picture', async () => {
    const fetched = await Promise.all(assets.map((path) => fetchRaw(path, 'gzip, deflate, br')));
    const bytes = fetched.reduce((sum, { body }) => sum + body.length, Buffer.byteLength(page));
    expect(bytes).toBeLessThanOrEqual(mostBytes);
    expect(assets.length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', undefined],
    ['zstd', undefined],
    [undefined, undefined],
  ])(
    'sends its files to whoever takes %s as %s, and the same whatever the coding',
    async (accepted, coding) => {
      for (const path of assets) {
        const { answer, body } = await fetchRaw(path, accepted);
        expect(answer.headers).toMatchObject({
          vary: 'Accept-Encoding',
          'cache-control': 'public, max-age=31536000, immutable',
        });
        expect(answer.headers['content-encoding']).toBe(coding);
        const plain = await fetchRaw(path, undefined);
        const unpacked = coding === 'br' ? brotliDecompressSync(body) : coding ? gunzipSync(body) : body;
        expect(unpacked.equals(plain.body)).toBe(true);
      }
    },
  );

  it('is not compressed itself: it holds a token beside what others may write', async () => {
    const { answer } = await fetchRaw('/megszuntetes', 'gzip, br');
    expect(answer.headers['content-encoding']).toBeUndefined();
  });
});

describe('search engines', () => {
  it.each(['/megszuntetes', '/segitseg', '/nincs-ilyen', '/.well-known/openid-configuration'])(
    'are told to leave %s alone',
    async (path) => {
      const { answer } = await fetchRaw(path, undefined);
      expect(answer.headers['x-robots-tag']).toBe('noindex, nofollow');
    },
  );

  it('begin no sign-in', async () => {
    const { answer, body } = await fetchRaw('/robots.txt', undefined);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(body.toString()).toBe(
      'User-agent: *\nDisallow: /auth\nDisallow: /desk\nDisallow: /fiok\nDisallow: /interaction\nDisallow: /operator\n',
    );
  });
});
