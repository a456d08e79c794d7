/** Keys that are made while the program is still read: begun at once, and each handed out once. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { makeKeysAhead } from '../../../src/oidc/keys/keys-ahead.ts';
import type { PrivateKey } from '../../../src/oidc/keys/make-signing-key.ts';
import type { SigningAlgorithm } from '../../../src/oidc/keys/signing-key.ts';

/** @returns what stands for making one, and of which algorithms any was begun */
function countingMaker() {
  const begun: SigningAlgorithm[] = [];
  const make = async (alg: SigningAlgorithm): Promise<PrivateKey> => {
    begun.push(alg);
    return { kty: 'any', alg, kid: `${begun.length}` };
  };
  return { begun, make };
}

it('begins those that take long before anybody asks', () => {
  const { begun, make } = countingMaker();
  makeKeysAhead(make);
  expect(begun).toEqual(['RS256', 'PS256']);
});

it('hands out each of them once, and makes another where one is asked for again', async () => {
  const { begun, make } = countingMaker();
  const makeKey = makeKeysAhead(make);
  const kids = await Promise.all(
    (['RS256', 'RS256', 'ES256', 'PS256'] as const).map(async (alg) => (await makeKey(alg)).kid),
  );
  expect(kids).toEqual(['1', '3', '4', '2']);
  expect(begun).toEqual(['RS256', 'PS256', 'RS256', 'ES256']);
});

it('tells of a fault whoever asks for the key, and ends nothing where nobody does', async () => {
  const makeKey = makeKeysAhead(() => Promise.reject(new Error('no memory')));
  await expect(makeKey('PS256')).rejects.toThrow('no memory');
});

it('forgets what nobody asked for while the node started', async () => {
  const { begun, make } = countingMaker();
  const makeKey = makeKeysAhead(make, 1);
  await delay(20);
  await expect(makeKey('RS256')).resolves.toMatchObject({ kid: '3' });
  expect(begun).toEqual(['RS256', 'PS256', 'RS256']);
});
