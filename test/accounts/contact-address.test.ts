/** Addresses of citizens whose domain has accents: kept and sent to in ASCII. */
import { expect, it } from '@jest/globals';
import { profileSchema } from '../../src/accounts/account.ts';
import { parseContact } from '../../src/accounts/contact/contact-change.ts';
import { samplePerson } from '../support/sample-profile.ts';

it.each([
  ['anna@árvíztűrő.example', 'anna@xn--rvztr-wqa0gx3bwi.example'],
  ['Anna.Kis@Posta.ÁRVÍZTŰRŐ.example', 'Anna.Kis@posta.xn--rvztr-wqa0gx3bwi.example'],
  ['Anna@Example.HU', 'Anna@Example.HU'],
  ['anna@xn--rvztr-wqa0gx3bwi.example', 'anna@xn--rvztr-wqa0gx3bwi.example'],
])('%s is kept as %s', (typed, kept) => {
  expect(parseContact('email', typed)).toBe(kept);
  const profile = profileSchema.parse({ ...samplePerson('minta.anna'), email: typed });
  expect(profile.email).toBe(kept);
  expect(profileSchema.parse(profile)).toEqual(profile);
});

it.each([
  'árvíz@example.hu',
  'anna@',
  'anna@á b.example',
  'anna@árvíz',
  '@árvíz.example',
  'anna@\u212aapu.example',
  'anna@example.hu\r\nBcc: mindenki@example.hu',
  'anna@example.hu, mindenki@example.hu',
  '"anna\r\nRCPT TO:<mindenki@example.hu>"@example.hu',
])('%s is none', (typed) => {
  expect(parseContact('email', typed)).toBeUndefined();
});
