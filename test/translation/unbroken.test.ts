import { describe, expect, it } from '@jest/globals';
import { unbroken } from '../../src/translation/unbroken.ts';

/** With a sign that is seen for the one that is not. */
const shown = (text: string): string => unbroken(text).replaceAll('\u2060', '|');

describe('a line does not end at a hyphen', () => {
  it.each([
    ['behind a letter or two', 'Az e-mail-címe. E-mailben', 'Az e-|mail-címe. E-|mailben'],
    ['before a suffix of what is inserted', '{until}-ig nem', '{until}-|ig nem'],
    ['before a suffix of a number', '2. lépés a 3-ból, 16-os', '2. lépés a 3-|ból, 16-|os'],
    [
      'in each choice',
      '{way, select, sms {SMS-ek} other {e-mail}}',
      '{way, select, sms {SMS-|ek} other {e-|mail}}',
    ],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

it.each([
  ['the name of a choice is left as it is given', '{way, select, e-mail {x} sign-in {y} other {z}}'],
  ['elsewhere it may', 'BCDF-GHJK, kapcsolat-felvétel'],
])('%s', (_, text) => {
  expect(shown(text)).toBe(text);
});
