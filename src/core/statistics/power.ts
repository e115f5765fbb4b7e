/** Power of the common designs as a function of size and effect: what sample-size planning inverts. */
import { normalCdf } from '../maths';
import { noncentralTLower } from './distributions/noncentral-t';
import { normalFactor } from './distributions/normal-tails';
import { atanh } from './distributions/small-arguments';
import { tQuantileUpper } from './distributions/students-t';

/** Two-sided t test of a standardised difference: n in each of two groups, or n pairs; both tails count. */
export function tPower(n: number, standardised: number, groups: 1 | 2, alpha: number): number {
  const df = Math.max(1e-7, n - 1) * groups;
  const limit = tQuantileUpper(alpha / 2, df);
  const shift = Math.sqrt(n / groups) * Math.abs(standardised);
  return 1 - noncentralTLower(limit, df, shift) + noncentralTLower(-limit, df, shift);
}

/** Two-sided test of a correlation against 0, by Fisher's z with the term r/(2(n − 1)). */
export function correlationPower(n: number, r: number, alpha: number): number {
  const size = Math.abs(r);
  const limit = tQuantileUpper(alpha / 2, n - 2);
  const rLimit = Math.sqrt((limit * limit) / (limit * limit + n - 2));
  const z = atanh(size) + size / (2 * (n - 1));
  const root = Math.sqrt(n - 3);
  return normalCdf((z - atanh(rLimit)) * root) + normalCdf((-z - atanh(rLimit)) * root);
}

/** Two-sided test of two shares, n in each group, normal approximation with the pooled variance under the null. */
export function proportionsPower(n: number, p1: number, p2: number, alpha: number): number {
  const pooled = Math.sqrt((p1 + p2) * (1 - (p1 + p2) / 2));
  const own = Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
  return normalCdf((Math.sqrt(n) * Math.abs(p1 - p2) - normalFactor(1 - alpha) * pooled) / own);
}
