import { expect, it } from '@jest/globals';
import { normalForm } from '../../../src/oidc/clients/distinguished-name.ts';

it('spaces around a piece are none of it, those within and escaped ones are', () => {
  expect(normalForm('CN=rp + OU=b c,O=Minta')).toBe(normalForm('OU=b c+CN=rp,O=Minta'));
  expect(normalForm('CN=rp\\ ')).not.toBe(normalForm('CN=rp'));
  expect(normalForm('CN=rp\\\\ ')).toBe(normalForm('CN=rp\\\\'));
  expect(normalForm('CN=b  c')).not.toBe(normalForm('CN=b c'));
});

it('a name of nothing but spaces is read at once, however many there are', () => {
  // In a time that grows with their square it would be hours.
  expect(normalForm(`CN=a${' '.repeat(1_000_000)}b`)).not.toBe(normalForm('CN=a b'));
});
