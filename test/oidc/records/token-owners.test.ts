import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ownerIn, withOwner } from '../../../src/oidc/records/token-owners.ts';
import { createSealer } from '../../../src/storage/sealed.ts';
import { newSecrets } from '../../support/secrets.ts';

const sealer = createSealer(newSecrets().sealing_keys);
const draw = (): string => randomBytes(32).toString('base64url');
const owner = { accountId: randomUUID(), grantId: draw() };

it('a value says to its installation whose it is, and to nobody else', () => {
  const value = withOwner(sealer, draw(), owner);
  expect(ownerIn(sealer, value)).toEqual(owner);
  expect(value).not.toContain(owner.accountId);
  expect(value).not.toContain(owner.grantId);
  expect(ownerIn(createSealer(newSecrets().sealing_keys), value)).toBeUndefined();
});

it('two values of one owner have nothing in common', () => {
  const [one, other] = [withOwner(sealer, draw(), owner), withOwner(sealer, draw(), owner)];
  const sealedIn = (value: string): string => value.split('~')[1]?.split('.')[1] ?? '';
  expect(sealedIn(one).slice(0, 16)).not.toBe(sealedIn(other).slice(0, 16));
});

it('what relying parties see stands in an address as it is, fits where they keep 255 characters, and is not taken for a JWT', () => {
  const longestId = createSealer([{ kid: 'k'.repeat(16), key: randomBytes(32) }]);
  const value = withOwner(longestId, draw(), owner);
  expect(encodeURIComponent(value)).toBe(value);
  expect(value.length).toBeLessThanOrEqual(255);
  expect(value.split('.')).not.toHaveLength(3);
});

it.each([
  ['of before', draw()],
  ['that was cut', withOwner(sealer, draw(), owner).slice(0, -1)],
  ['that was changed', withOwner(sealer, draw(), owner).replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))],
  ['of nothing', ''],
  ['of separators', '~~~'],
  ['of an envelope of another kind', `${draw()}~${sealer.seal('a b', 'account:1:profile')}`],
])('a value %s says nothing', (_, value) => {
  expect(ownerIn(sealer, value)).toBeUndefined();
});

it('what is of nobody, or of no grant, is what was drawn', () => {
  const drawn = draw();
  expect(withOwner(sealer, drawn, {})).toBe(drawn);
  expect(withOwner(sealer, drawn, { accountId: owner.accountId })).toBe(drawn);
});
