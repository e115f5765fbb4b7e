/** Fisher's F: upper tail and quantile. */
import { exp } from '../../maths';
import { betaTails } from './incomplete-beta';
import { zeroFrom } from './find-root';

/** P(F > f) with df1 and df2 degrees of freedom. */
export function fUpper(f: number, df1: number, df2: number): number {
  if (Number.isNaN(f)) return NaN;
  if (f <= 0) return 1;
  if (!Number.isFinite(f)) return 0;
  const scaled = df1 * f;
  return betaTails(df2 / (df2 + scaled), df2 / 2, df1 / 2, scaled / (df2 + scaled)).lower;
}

/** The f that is exceeded with probability p, 0 < p < 1. */
export function fQuantileUpper(p: number, df1: number, df2: number): number {
  // with a fraction of a degree of freedom it lies beyond 1e100 or below 1e-100: found by its logarithm
  const found = zeroFrom((logF) => fUpper(exp(logF), df1, df2) - p, -1, 1, -1);
  return found === null ? NaN : exp(found);
}

/** The x below which the beta distribution has probability p, 0 < p < 1: for exact binomial limits. */
export function betaQuantile(p: number, a: number, b: number): number {
  return zeroFrom((x) => betaTails(x, a, b).lower - p, 0.25, 0.75, 1, 0) ?? NaN;
}
