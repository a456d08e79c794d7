import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { makeDigestsAtOnce, mostBytesAtOnce } from '../../src/web-crypto/digests-at-once.ts';

/** What was handed to Node's own. */
let handedOver: number;
let subtle: typeof crypto.subtle;

beforeEach(() => {
  handedOver = 0;
  subtle = {
    digest: (...given: Parameters<typeof crypto.subtle.digest>) => {
      handedOver += 1;
      return crypto.subtle.digest(...given);
    },
  } as typeof crypto.subtle;
  makeDigestsAtOnce(subtle);
});

const asNodeSays = (name: string, data: Uint8Array): string => createHash(name).update(data).digest('hex');
const inHex = (digest: ArrayBuffer): string => Buffer.from(digest).toString('hex');

it.each([
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
])('%s is made at once, and is what Node makes', async (name, nodeName) => {
  const data = new Uint8Array(randomBytes(300));
  expect(inHex(await subtle.digest(name, data))).toBe(asNodeSays(nodeName, data));
  expect(inHex(await subtle.digest(name, new Uint8Array(0)))).toBe(asNodeSays(nodeName, new Uint8Array(0)));
  expect(handedOver).toBe(0);
});

it('of a part of a buffer that part alone counts', async () => {
  const data = new Uint8Array(randomBytes(300).buffer).subarray(10, 50);
  expect(inHex(await subtle.digest('SHA-256', data))).toBe(asNodeSays('sha256', data));
});

it('a digest has memory of its own', async () => {
  expect((await subtle.digest('SHA-256', new Uint8Array(1))).byteLength).toBe(32);
});

it('what is large is handed to a thread', async () => {
  const data = new Uint8Array(mostBytesAtOnce + 1);
  expect(inHex(await subtle.digest('SHA-256', data))).toBe(asNodeSays('sha256', data));
  expect(handedOver).toBe(1);
});

it.each(['MD5', 'toString', '', { name: 'SHA-256' }])('%j goes its usual way', async (algorithm) => {
  await subtle.digest(algorithm, new Uint8Array(1)).catch(() => {});
  expect(handedOver).toBe(1);
});

it('what cannot be digested is refused as before', async () => {
  await expect(subtle.digest('SHA-256', 'text' as unknown as Uint8Array<ArrayBuffer>)).rejects.toThrow(
    TypeError,
  );
  await expect(subtle.digest('no such', new Uint8Array(1))).rejects.toThrow('Unrecognized algorithm name');
});
