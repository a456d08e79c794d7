import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import Koa from 'koa';
import { createCookieSignatures } from '../../../src/web/cookies/cookie-signatures.ts';

const [current, former, foreign] = ['current', 'former', 'foreign'].map((name) => `${name} ű`.repeat(8)) as [
  string,
  string,
  string,
];
const values = Array.from({ length: 200 }, (_, nth) => `value-${nth}`);

/** What Koa writes beside a cookie when it is given the keys themselves. */
function signatureByKoa(keys: string[], value: string): string | undefined {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  new Koa({ keys }).createContext(request, response).cookies.set('kapu_session', value, { signed: true });
  return /kapu_session\.sig=([^;]*)/.exec(String(response.getHeader('set-cookie')))?.[1];
}

it('signs as Koa does with the keys themselves, so that no cookie is lost', () => {
  const ours = createCookieSignatures([current, former]);
  expect(values.map((value) => ours.sign(`kapu_session=${value}`))).toEqual(
    values.map((value) => signatureByKoa([current, former], value)),
  );
});

it('knows which key signed a cookie, and that none did', () => {
  const ours = createCookieSignatures([current, former]);
  const by = (key: string) => createCookieSignatures([key]).sign('a=b');
  expect([current, former, foreign].map((key) => ours.index('a=b', by(key)))).toEqual([0, 1, -1]);
  expect([current, former, foreign].map((key) => ours.verify('a=b', by(key)))).toEqual([true, true, false]);
  expect(ours.index('a=c', by(current))).toBe(-1);
  expect(['', 'ű', `${by(current)}=`, by(current).slice(1)].map((given) => ours.index('a=b', given))).toEqual(
    [-1, -1, -1, -1],
  );
});

it('does not sign without a key', () => {
  expect(() => createCookieSignatures([])).toThrow('no key');
});
