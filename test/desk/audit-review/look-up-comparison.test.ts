import { expect, it } from '@jest/globals';
import { compareLookUps } from '../../../src/desk/audit-review/look-up-comparison.ts';

const count = (staffNumber: string, found: number, office = 'north', unknown = 0, tooMany = 0) => ({
  staffNumber,
  office,
  found,
  unknown,
  'too-many': tooMany,
});

it('compares each with the others, so that nobody shifts the median that they are beside', () => {
  const compared = compareLookUps([count('a', 2), count('b', 4), count('c', 6), count('d', 90)]);
  expect(compared[0]).toMatchObject({ staffNumber: 'd', officeMedian: 4, median: 4, excess: 86 });
  expect(compared[0]?.marks).toEqual(['far-above']);
  expect(compared.slice(1).flatMap(({ marks }) => marks)).toEqual([]);
});

it('compares who is alone in an office, or nearly, with everybody', () => {
  const busy = ['a', 'b', 'c', 'd'].map((number) => count(number, 10));
  const [first] = compareLookUps([...busy, count('e', 80, 'south'), count('f', 70, 'south')]);
  expect(first).toMatchObject({ staffNumber: 'e', officeMedian: 70, median: 10, excess: 70 });
  expect(first?.marks).toEqual(['far-above']);
});

it('marks nobody for a busy day that all had, and nobody who is the only one', () => {
  const busy = ['a', 'b', 'c', 'd'].map((number, at) => count(number, 60 + at));
  expect(compareLookUps(busy).flatMap(({ marks }) => marks)).toEqual([]);
  expect(compareLookUps([count('a', 60)])).toMatchObject([{ excess: 0, median: undefined, marks: [] }]);
});

it('marks who meets the limit and who guesses, however few they look up', () => {
  const [first] = compareLookUps([count('a', 8, 'north', 10, 1), count('b', 1)]);
  expect(first?.marks).toEqual(['limit', 'guessing']);
});
