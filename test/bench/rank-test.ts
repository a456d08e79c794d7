/** Whether one of two samples tends to be larger: Mann and Whitney's U with its normal approximation, corrected for ties. */

export interface RankTest {
  /** Chance that one of the first is larger than one of the second: 0.5 when nothing tells them apart. */
  readonly auc: number;
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

export function rankTest(first: readonly number[], second: readonly number[]): RankTest {
  const all = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ].sort((one, other) => one.value - other.value);
  let sumOfRanks = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    const to = endOfTie(all, from);
    const size = to - from;
    const rank = (from + 1 + to) / 2;
    sumOfRanks += rank * all.slice(from, to).filter(({ isFirst }) => isFirst).length;
    ties += size ** 3 - size;
    from = to;
  }
  const [n, m, total] = [first.length, second.length, all.length];
  const u = sumOfRanks - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  const z = (u - (n * m) / 2) / Math.sqrt(variance);
  return { auc: u / (n * m), z, p: 2 * upperTail(Math.abs(z)) };
}

function endOfTie(sorted: readonly { value: number }[], from: number): number {
  let end = from + 1;
  while (end < sorted.length && sorted[end]?.value === sorted[from]?.value) {
    end += 1;
  }
  return end;
}

/** Of the standard normal distribution (Abramowitz and Stegun 26.2.17, error below 7.5·10⁻⁸). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const factors = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const series = factors.reduce((sum, factor, power) => sum + factor * t ** (power + 1), 0);
  return (series * Math.exp(-(z ** 2) / 2)) / Math.sqrt(2 * Math.PI);
}
