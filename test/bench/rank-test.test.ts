import { expect, it } from '@jest/globals';
import { rankTest } from './rank-test.ts';

it('finds nothing between a sample and itself', () => {
  const sample = Array.from({ length: 200 }, (_, n) => (n * 7919) % 101);
  const { auc, z, p } = rankTest(sample, sample);
  expect([auc, z]).toEqual([0.5, 0]);
  expect(p).toBeCloseTo(1, 6);
});

it('finds what is always larger, and says which', () => {
  const small = Array.from({ length: 50 }, (_, n) => n);
  const large = small.map((value) => value + 50);
  expect(rankTest(large, small).auc).toBe(1);
  expect(rankTest(small, large).auc).toBe(0);
  expect(rankTest(large, small).p).toBeLessThan(1e-15);
});

it('agrees with a count by hand, ties included', () => {
  // Of the sixteen pairs two are won and two are ties, which count a half: U is 3.
  const { auc, z } = rankTest([1, 2, 2, 4], [2, 3, 5, 6]);
  expect(auc).toBeCloseTo(3 / 16, 10);
  expect(z).toBeCloseTo((3 - 8) / Math.sqrt((16 / 12) * (9 - 24 / 56)), 10);
});
