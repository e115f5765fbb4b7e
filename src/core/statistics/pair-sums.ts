/**
 * Centred products of two columns. Near r = ±1 the last bits decide, so the steps and their rounding are R's: means
 * rounded, products and their sum in more than double, spread and covariance rounded before they are divided.
 */
import { divided, productError, rootOf, rounded, sumError, type DoubleDouble } from './double-double';
import { mean } from './summary';

/** Σ (x − x̄)(y − ȳ). */
export function centredProducts(x: Float64Array, y: Float64Array): number {
  return rounded(productSum(x, mean(x), y, mean(y)));
}

/** Pearson's r, cut to −1 … 1; NaN where a column is constant. */
export function correlation(x: Float64Array, y: Float64Array): number {
  const df = x.length - 1;
  const meanX = mean(x);
  const meanY = mean(y);
  const spreadX = rootOf(divided(productSum(x, meanX, x, meanX), df));
  const spreadY = rootOf(divided(productSum(y, meanY, y, meanY), df));
  const covariance = rounded(divided(productSum(x, meanX, y, meanY), df));
  return Math.max(-1, Math.min(1, covariance / (spreadX * spreadY)));
}

function productSum(x: Float64Array, meanX: number, y: Float64Array, meanY: number): DoubleDouble {
  let high = 0;
  let low = 0;
  for (let i = 0; i < x.length; i += 1) {
    const dx = x[i] - meanX;
    const dy = y[i] - meanY;
    const product = dx * dy;
    const total = high + product;
    low +=
      sumError(high, product, total) +
      productError(dx, dy, product) +
      (dx * sumError(y[i], -meanY, dy) + dy * sumError(x[i], -meanX, dx));
    high = total;
  }
  return { high, low };
}
