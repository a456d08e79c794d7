import { expect, it } from '@jest/globals';
import { createPendingSignIns } from '../../src/relying-party/pending-sign-in.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { newSecrets } from '../support/secrets.ts';

const sealer = createSealer(newSecrets().sealing_keys);
const pendings = createPendingSignIns({ room: 'own' }, sealer);
const pending = { state: 's', nonce: 'n', codeVerifier: 'v', returnTo: '/fiok/naplo' };
const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * 60_000);

it('is read from its cookie for an hour', () => {
  const cookie = pendings.seal(pending);
  expect(pendings.open(cookie, inMinutes(59))).toMatchObject(pending);
  expect(pendings.open(cookie, inMinutes(61))).toBeUndefined();
});

it('is not taken from whoever made it up, nor for the other site', () => {
  const other = createPendingSignIns({ room: 'desk' }, sealer);
  expect(pendings.open(other.seal(pending), inMinutes(1))).toBeUndefined();
  for (const cookie of ['', 'x', 'a.b', `${pendings.seal(pending)}x`, JSON.stringify(pending)]) {
    expect(pendings.open(cookie, inMinutes(1))).toBeUndefined();
  }
});
