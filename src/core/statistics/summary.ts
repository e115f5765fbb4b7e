/** Sums, means, spread and quantiles: the first step of nearly every test. */

/** Sum with Neumaier's compensation: as right as if added in twice the precision. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // an infinite total has an undefined remainder
  return Number.isFinite(lost) ? total + lost : total;
}

/** Mean, with what rounding left of it added in a second pass. */
export function mean(values: Float64Array): number {
  const first = sum(values) / values.length;
  return first + sum(values.map((value) => value - first)) / values.length;
}

/** Variance with n − 1, in two passes; NaN below two values. */
export function variance(values: Float64Array): number {
  if (values.length < 2) return NaN;
  const centre = mean(values);
  return sum(values.map((value) => (value - centre) * (value - centre))) / (values.length - 1);
}

export function standardDeviation(values: Float64Array): number {
  return Math.sqrt(variance(values));
}

/** Ascending copy. */
export function sorted(values: Float64Array): Float64Array {
  return values.toSorted();
}

/** Quantile of type 7 (Hyndman & Fan) of values in ascending order. */
export function quantile(ascending: Float64Array, share: number): number {
  const at = (ascending.length - 1) * share;
  const low = Math.floor(at);
  const part = at - low;
  return part === 0 ? ascending[low] : (1 - part) * ascending[low] + part * ascending[low + 1];
}

export function median(values: Float64Array): number {
  return medianOfSorted(sorted(values));
}

/** The middle value, or the mean of the middle two. */
export function medianOfSorted(ascending: Float64Array): number {
  const half = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
}

export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}
