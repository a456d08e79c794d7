import { describe, expect, it } from '@jest/globals';
import {
  documentNumber,
  type Identification,
  identificationSchema,
  levelOfIdentification,
  raises,
  reachedAssurance,
} from '../../src/assurance/identification.ts';
import type { Assurance } from '../../src/assurance/levels.ts';
import { identifiedPerson as atDesk } from '../support/sample-profile.ts';

const at = '2026-01-05T09:00:00.000Z';
const source = { hu: 'Minta Hivatal', en: 'Sample Office' };
const declared = (level: 'low' | 'substantial'): Identification => ({
  by: 'declaration',
  at,
  level,
  declared_by: 'Decree 12/2027',
});
const byWallet = (level: 'low' | 'substantial'): Identification => ({ by: 'wallet', at, level, source });

const ways: Record<string, Identification | undefined> = {
  'nothing was ever said': undefined,
  'nobody did': { by: 'nobody' },
  'declared low': declared('low'),
  'a wallet of a low source': byWallet('low'),
  'declared substantial': declared('substantial'),
  'a wallet of a substantial source': byWallet('substantial'),
  'at the desk': atDesk,
};

const surely = ['declared substantial', 'a wallet of a substantial source', 'at the desk'];

describe('what a sign-in is worth', () => {
  const table = Object.keys(ways).flatMap((way) =>
    (['low', 'substantial', 'high'] as const).map((signedIn): [string, Assurance, Assurance] => [
      way,
      signedIn,
      surely.includes(way) && signedIn !== 'low' ? 'substantial' : 'low',
    ]),
  );

  it.each(table)('identified: %s, signed in at %s: %s', (way, signedIn, worth) => {
    expect(reachedAssurance(ways[way], signedIn)).toBe(worth);
  });
});

describe('one way after another', () => {
  it('raises where it is surer, and nowhere else', () => {
    for (const [before, known] of Object.entries(ways)) {
      for (const [after, next] of Object.entries(ways)) {
        const isSurer = surely.includes(after) && !surely.includes(before);
        expect([before, after, next !== undefined && raises(next, known)]).toEqual([before, after, isSurer]);
      }
    }
    expect(levelOfIdentification(atDesk)).toBe('substantial');
  });
});

describe('as it is kept', () => {
  it('is one of the four ways, with everything that belongs to it', () => {
    for (const way of Object.values(ways).filter((known) => known !== undefined)) {
      expect(identificationSchema.parse(JSON.parse(JSON.stringify(way)))).toEqual(way);
    }
    const wrong = [
      {},
      { by: 'operator' },
      { by: 'nobody', level: 'substantial' },
      { ...atDesk, number: undefined },
      { ...atDesk, at: 'yesterday' },
      { ...declared('low'), level: 'high' },
      { ...declared('low'), declared_by: ' ' },
    ];
    expect(wrong.filter((one) => identificationSchema.safeParse(one).success)).toEqual([]);
  });

  it('has the number of a document as it is printed, however it is typed', () => {
    expect(['123456AB', ' 123456 ab ', '123456-Ab'].map((typed) => documentNumber.parse(typed))).toEqual([
      '123456AB',
      '123456AB',
      '123456AB',
    ]);
    const wrong = ['', '12', 'a'.repeat(25), '1234<b>', '123\u202e456'];
    expect(wrong.filter((typed) => documentNumber.safeParse(typed).success)).toEqual([]);
  });
});
