/**
 * Centred products of two columns. Near r = ±1 the last bits decide, so the steps and their rounding are R's:
 * products in double, their sum in more, spread and covariance rounded before they are divided.
 */
import { mean, sum } from './summary';

/** Σ (x − x̄)(y − ȳ). */
export function centredProducts(x: Float64Array, y: Float64Array): number {
  const meanX = mean(x);
  const meanY = mean(y);
  return sum(x.map((value, i) => (value - meanX) * (y[i] - meanY)));
}

/** Pearson's r, cut to −1 … 1; NaN where a column is constant. */
export function correlation(x: Float64Array, y: Float64Array): number {
  const df = x.length - 1;
  const spread = Math.sqrt(centredProducts(x, x) / df) * Math.sqrt(centredProducts(y, y) / df);
  return Math.max(-1, Math.min(1, centredProducts(x, y) / df / spread));
}
