import { expect, it } from '@jest/globals';
import { type AtLoad, drawLoads, roundUp } from './picture.ts';

const steady = (perSecond: number): AtLoad[] =>
  [1, 2, 4].map((atOnce) => ({ atOnce, perSecond, p50: 10 * atOnce, p95: 20 * atOnce }));

it('a faster version stands higher, both panels have a line for each figure, and the axis names each load', () => {
  const drawn = drawLoads(steady(80), steady(40));
  const lines = [...drawn.matchAll(/points="([^"]+)"/g)].map(([, points = '']) => points.split(' '));
  expect(lines).toHaveLength(6);
  const [ours, other] = lines;
  // Of 80 a second at the top: 50 below the upper edge, and half of 240 lower.
  expect(ours?.map((point) => point.split(',')[1])).toEqual(['50.0', '50.0', '50.0']);
  expect(other?.map((point) => point.split(',')[1])).toEqual(['170.0', '170.0', '170.0']);
  expect(drawn.match(/>[124]<\/text>/g)).toHaveLength(6);
});

it.each([
  [70, 80],
  [100, 100],
  [101, 200],
  [9.1, 10],
])('%d is drawn on an axis up to %d', (value, most) => {
  expect(roundUp(value)).toBe(most);
});
