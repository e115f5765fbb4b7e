/**
 * Order statistics of all differences x − y, or of all averages of two values, without writing them down: 5,000 cases
 * have six million differences. A value is found by halving between the extremes and counting.
 */
import { sorted } from './summary';

export interface PairwiseOrder {
  /** How many pairs there are. */
  readonly size: number;
  /** The k-th smallest, k from 1 to size. */
  at(k: number): number;
  median(): number;
}

/** All x − y. */
export function differences(valuesX: Float64Array, valuesY: Float64Array): PairwiseOrder {
  const x = sorted(valuesX);
  const y = sorted(valuesY);
  const atMost = (limit: number): number => {
    let count = 0;
    let first = 0;
    for (const value of x) {
      // the larger x, the larger the y that keeps the difference at the limit
      while (first < y.length && value - y[first] > limit) first += 1;
      count += y.length - first;
    }
    return count;
  };
  return order(x.length * y.length, x[0] - y[y.length - 1], x[x.length - 1] - y[0], atMost);
}

/** All (xi + xj)/2 with i ≤ j: Walsh averages. */
export function walshAverages(values: Float64Array): PairwiseOrder {
  const x = sorted(values);
  const n = x.length;
  const atMost = (limit: number): number => {
    let count = 0;
    let last = n - 1;
    for (let i = 0; i < n; i += 1) {
      while (last >= i && (x[i] + x[last]) / 2 > limit) last -= 1;
      if (last < i) break;
      count += last - i + 1;
    }
    return count;
  };
  return order((n * (n + 1)) / 2, x[0], x[n - 1], atMost);
}

function order(size: number, least: number, most: number, atMost: (limit: number) => number): PairwiseOrder {
  const at = (k: number): number => {
    if (atMost(least) >= k) return least;
    let low = least;
    let high = most;
    for (;;) {
      const middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) return high;
      if (atMost(middle) >= k) high = middle;
      else low = middle;
    }
  };
  return {
    size,
    at,
    median: () => (size % 2 === 1 ? at((size + 1) / 2) : (at(size / 2) + at(size / 2 + 1)) / 2),
  };
}

/** A location interval by ranks, and the level it really has. */
export interface RankInterval {
  readonly low: number;
  readonly high: number;
  readonly levelReached: number;
}

/** What a discrete distribution of the statistic must tell for an exact interval. */
interface Discrete {
  lower(x: number): number;
  quantile(p: number): number;
}

/** Interval from the order statistics that the exact distribution names; the widest where it cannot be reached. */
export function exactInterval(pairs: PairwiseOrder, distribution: Discrete, level: number): RankInterval {
  const alpha = 1 - level;
  const cut = Math.max(1, distribution.quantile(alpha / 2));
  const reached = 2 * distribution.lower(cut - 1);
  return {
    low: pairs.at(cut),
    high: pairs.at(pairs.size - cut + 1),
    levelReached: reached - alpha > alpha / 2 ? 1 - twoDigits(reached) : level,
  };
}

/** Rounded to two significant digits, a half to the even one, as R's signif. */
function twoDigits(value: number): number {
  if (!(value > 0)) return value;
  let scale = 10;
  for (let scaledUp = value * scale; scaledUp < 10; scaledUp = value * scale) scale *= 10;
  // a sum of shares that is a half but for rounding is one
  const scaled = Number((value * scale).toPrecision(12));
  const low = Math.floor(scaled);
  const isHalf = scaled - low === 0.5;
  return (isHalf ? low + (low % 2) : Math.round(scaled)) / scale;
}

/**
 * Ends where the standardised statistic crosses ±z. Between two neighbours of the pairs the statistic is a count of
 * pairs above, centred; `sigma` is its standard deviation there, which no shift changes. Out of reach means the
 * extreme pair.
 */
export function normalEnds(
  pairs: PairwiseOrder,
  sigma: number,
  z: number,
  correct: boolean,
): { readonly low: number; readonly high: number } {
  const standardised = (atOrBelow: number): number => {
    const centred = pairs.size / 2 - atOrBelow;
    return (centred - (correct ? Math.sign(centred) * 0.5 : 0)) / sigma;
  };
  const crossing = (level: number): number => {
    let low = 0;
    let high = pairs.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (standardised(middle) <= level) high = middle;
      else low = middle + 1;
    }
    return pairs.at(Math.min(Math.max(low, 1), pairs.size));
  };
  return { low: crossing(z), high: crossing(-z) };
}
