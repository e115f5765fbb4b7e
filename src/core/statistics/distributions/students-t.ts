/** Student's t: tails that stay right far out, and the quantile that intervals need. */
import { normalCdf, normalQuantile } from '../../maths';
import { betaTails } from './incomplete-beta';
import { zeroFrom } from './find-root';

/** P(T > t), df > 0. */
export function tUpper(t: number, df: number): number {
  if (Number.isNaN(t)) return NaN;
  if (!Number.isFinite(t)) return t > 0 ? 0 : 1;
  if (!Number.isFinite(df)) return normalCdf(-t);
  const square = t * t;
  const tail = betaTails(df / (df + square), df / 2, 0.5, square / (df + square)).lower / 2;
  return t > 0 ? tail : 1 - tail;
}

/** P(|T| > |t|). */
export function tTwoSided(t: number, df: number): number {
  return Math.min(1, 2 * tUpper(Math.abs(t), df));
}

/** The t that is exceeded with probability p, 0 < p < 1. */
export function tQuantileUpper(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -tQuantileUpper(1 - p, df);
  const start = -normalQuantile(p);
  return zeroFrom((t) => tUpper(t, df) - p, start * 0.99, start * 1.1 + 1e-3, -1, 0) ?? NaN;
}

/** Half-width factor of a two-sided interval: 1.96 for 0.95 and df → ∞. */
export function tFactor(confLevel: number, df: number): number {
  return tQuantileUpper((1 - confLevel) / 2, df);
}
