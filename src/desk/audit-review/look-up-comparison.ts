/** Look-ups of each clerk beside the median of their colleagues: who looks far more people up than others who do the same work. */
import type { LookUpCount } from './look-up-counts-store.ts';

/** Why somebody stands out. */
export type Mark = 'far-above' | 'limit' | 'guessing';

export interface ComparedCount extends LookUpCount {
  /** Found, not found, and refused by the limit. */
  readonly all: number;
  /** Of the colleagues in the office, without this one; undefined where there are none. */
  readonly officeMedian: number | undefined;
  /** Of all others. */
  readonly median: number | undefined;
  /** Above the median of the office; of all, where fewer than three others work in the office. */
  readonly excess: number;
  readonly marks: readonly Mark[];
}

/** The rule that the page states: look-ups from which on it applies, and how many times the median. */
export const farAbove = { atLeast: 20, times: 3 } as const;
/** The same for names that nobody has: how many, and at least half of all look-ups. */
export const guessing = { atLeast: 10, share: 0.5 } as const;
const fewest = 3;

/** @returns those with the greatest excess first. */
export function compareLookUps(counts: readonly LookUpCount[]): ComparedCount[] {
  const totals = sorted(counts.map(totalOf));
  const offices = new Map<string, number[]>();
  for (const [office, ofOffice] of Map.groupBy(counts, (count) => count.office)) {
    offices.set(office, sorted(ofOffice.map(totalOf)));
  }
  return counts
    .map((count) => compare(count, offices.get(count.office) ?? [], totals))
    .sort((one, other) => other.excess - one.excess || other.all - one.all);
}

function compare(count: LookUpCount, inOffice: readonly number[], inAll: readonly number[]): ComparedCount {
  const all = totalOf(count);
  const officeMedian = medianWithout(inOffice, all);
  const median = medianWithout(inAll, all);
  const beside = (inOffice.length > fewest ? officeMedian : median) ?? all;
  const excess = all - beside;
  return { ...count, all, officeMedian, median, excess, marks: marksOf(count, all, beside) };
}

function marksOf(count: LookUpCount, all: number, beside: number): Mark[] {
  const marks: Mark[] = [];
  if (all >= farAbove.atLeast && all > farAbove.times * beside) {
    marks.push('far-above');
  }
  if (count['too-many'] > 0) {
    marks.push('limit');
  }
  if (count.unknown >= guessing.atLeast && count.unknown >= guessing.share * all) {
    marks.push('guessing');
  }
  return marks;
}

function totalOf(count: LookUpCount): number {
  return count.found + count.unknown + count['too-many'];
}

function sorted(numbers: readonly number[]): number[] {
  return numbers.toSorted((one, other) => one - other);
}

/** The median of what is left without one of the values; whoever is compared does not shift what they are compared with. */
function medianWithout(ascending: readonly number[], value: number): number | undefined {
  const left = ascending.length - 1;
  if (left < 1) {
    return undefined;
  }
  const without = ascending.indexOf(value);
  const at = (index: number): number => ascending[index < without ? index : index + 1] ?? 0;
  return (at(Math.floor((left - 1) / 2)) + at(Math.ceil((left - 1) / 2))) / 2;
}
