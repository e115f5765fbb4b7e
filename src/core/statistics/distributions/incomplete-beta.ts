/**
 * The regularised incomplete beta function, from which t, F and binomial limits follow.
 *
 * Both tails come from their own expansion (continued fraction, Abramowitz & Stegun 26.5.8 in Lentz's form), so a
 * probability of 1e-200 has as many right digits as one of 0.3.
 */
import { exp, log } from '../../maths';
import { logBeta } from './log-gamma';
import { log1p } from './small-arguments';

/** A tail and its complement; each is right to about 1e-13 of itself. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

const TINY = 1e-300;
const MOST_TERMS = 200_000;

/**
 * Lower and upper tail at x of the beta distribution with a, b > 0.
 * `y` is 1 − x; give it where it is known better than 1 − x can be.
 */
export function betaTails(x: number, a: number, b: number, y = 1 - x): Tails {
  if (Number.isNaN(x) || Number.isNaN(y)) return { lower: NaN, upper: NaN };
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  const logX = x < 0.5 ? log(x) : log1p(-y);
  const logY = y < 0.5 ? log(y) : log1p(-x);
  const front = exp(a * logX + b * logY - logBeta(a, b));
  if (x <= (a + 1) / (a + b + 2)) {
    const lower = (front * fraction(x, a, b)) / a;
    return { lower, upper: 1 - lower };
  }
  const upper = (front * fraction(y, b, a)) / b;
  return { lower: 1 - upper, upper };
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = notZero(1 - ((a + b) * x) / (a + 1));
  d = 1 / d;
  let value = d;
  for (let m = 1; m < MOST_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
}

const notZero = (v: number): number => (Math.abs(v) < TINY ? TINY : v);
