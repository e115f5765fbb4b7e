/** Middle, spread and exact binomial limits of a few figures. */
import { betaQuantile } from '../statistics';

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** With n − 1; 0 for a single value. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0) / (values.length - 1));
}

export const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** Share of hits in n with its exact 95 % limits (Clopper and Pearson 1934); n at least 1. */
export function binomial(
  hits: number,
  n: number,
): { readonly share: number; readonly low: number; readonly high: number } {
  return {
    share: hits / n,
    low: hits === 0 ? 0 : betaQuantile(0.025, hits, n - hits + 1),
    high: hits === n ? 1 : betaQuantile(0.975, hits + 1, n - hits),
  };
}
