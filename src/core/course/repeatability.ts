/**
 * How far two values may differ though nothing has changed: the repeatability limit of Bland & Altman (Lancet
 * 1986;1:307), 1.96 × √2 × the standard deviation within groups of values of the same patient in the same condition.
 */
import { sum, variance } from '../statistics/summary';

export interface Repeatability {
  /** A change that is larger is more than repeating alone brings in 19 of 20 pairs. */
  readonly limit: number;
  readonly withinSd: number;
  /** Groups with two values or more, and the values in them. */
  readonly groups: number;
  readonly values: number;
}

const TWO_SIDED_95 = 1.96;

/** From repeated values by group; null where no group has two. */
export function repeatability(groups: readonly (readonly number[])[]): Repeatability | null {
  const repeated = groups.filter(({ length }) => length >= 2).map((values) => Float64Array.from(values));
  if (repeated.length === 0) return null;
  const freedom = sum(repeated.map(({ length }) => length - 1));
  const withinSd = Math.sqrt(sum(repeated.map((values) => (values.length - 1) * variance(values))) / freedom);
  return {
    limit: TWO_SIDED_95 * Math.SQRT2 * withinSd,
    withinSd,
    groups: repeated.length,
    values: sum(repeated.map(({ length }) => length)),
  };
}

/**
 * The half-width that a difference of two measured figures has at the level of their intervals, as independent: what
 * both measurements may be off by in the same direction would cancel, so it is rather too wide than too narrow.
 */
export function differenceHalfWidth(
  a: readonly [low: number, high: number],
  b: readonly [low: number, high: number],
): number {
  const [halfA, halfB] = [a, b].map(([low, high]) => (high - low) / 2);
  return Math.sqrt((halfA ?? 0) * (halfA ?? 0) + (halfB ?? 0) * (halfB ?? 0));
}
