/** What a country needs, of figures that are round enough to check by head. */
import { expect, it } from '@jest/globals';
import { applicationsPerSecond, capacityFor } from './capacity.ts';

const costs = {
  signIn: { provider: 0.02, hash: 0.01, redis: 0.001 },
  refresh: { provider: 0.001, redis: 0.0002 },
  // A thousand bytes for a quarter of an hour, and as many for ten hours.
  bytes: { account: 1000, plus: 500, byteSeconds: { withinAnHour: 0.9e6, later: 36e6 } },
};

it('a country of ten million needs so many cores, and more than one primary', () => {
  const demand = { accounts: 10e6, withPlus: 5e6, signInsPerSecond: 500, refreshesPerSecond: 5000 };
  const capacity = capacityFor(demand, costs);
  // 500 × 20 ms + 5,000 × 1 ms = 15 cores; without the hash 10; Redis 500 × 1 ms + 5,000 × 0.2 ms = 1.5.
  expect(capacity).toMatchObject({
    coresBusy: 15,
    coresToBuy: 25,
    nodes: 17,
    redisBusy: 1.5,
    primariesToBuy: 3,
  });
  expect(capacity.demandsOfOnePrimary).toBeCloseTo(0.4);
  // 500 a second in an hour that has 12 % of the day are 174 a second all day.
  expect(capacity.redisGibibytes).toBeCloseTo(((12.5e9 + 0.45e9 + 6.25e9) * 1.5) / 2 ** 30);
});

it('on the last day an hour brings what its share of it is', () => {
  expect(applicationsPerSecond({ applicants: 3.6e6, shareOfBusiestDay: 0.2, shareOfBusiestHour: 0.1 })).toBe(
    20,
  );
});
