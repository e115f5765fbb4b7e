/** Every pair of groups once, in the order 1–2, 1–3, …, 2–3, and what a post hoc comparison of them says. */
import type { Json } from './contract';
import { adjustP, type Adjustment } from './p-adjust';

/** One comparison before correction. */
export interface PairTest {
  readonly statistic: number;
  readonly p: number;
  readonly more?: Readonly<Record<string, Json>>;
}

/** Compares all pairs and corrects their p for their number. */
export function comparePairs<T>(
  names: readonly string[],
  groups: readonly T[],
  adjustment: Adjustment,
  compare: (a: T, b: T, i: number, j: number) => PairTest,
): Readonly<Record<string, Json>>[] {
  const tests = allPairs(groups.length).map(([i, j]) => ({ i, j, ...compare(groups[i], groups[j], i, j) }));
  const adjusted = adjustP(
    tests.map((test) => test.p),
    adjustment,
  );
  return tests.map(({ i, j, statistic, p, more }, at) => ({
    a: names[i],
    b: names[j],
    statistic,
    p_raw: p,
    p_adjusted: adjusted[at],
    ...more,
  }));
}

export function allPairs(size: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < size; i += 1) for (let j = i + 1; j < size; j += 1) pairs.push([i, j]);
  return pairs;
}

/** Words for the result: `BH over 3 comparisons`. */
export function correctionOf(adjustment: Adjustment, groups: number): string {
  return `${adjustment} over ${(groups * (groups - 1)) / 2} comparisons`;
}
