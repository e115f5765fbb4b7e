/** Chi-square by the regularised incomplete gamma function: series below, continued fraction above the mean. */
import { exp, log } from '../../maths';
import { logGamma } from './log-gamma';

const MOST_TERMS = 100_000;

/** P(X > x) with df degrees of freedom. */
export function chiSquareUpper(x: number, df: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x <= 0) return 1;
  if (!Number.isFinite(x)) return 0;
  const a = df / 2;
  const half = x / 2;
  const front = exp(a * log(half) - half - logGamma(a));
  return half < a + 1 ? 1 - front * series(half, a) : front * fraction(half, a);
}

function series(x: number, a: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

/** Γ(a, x)·e^x·x^−a by Lentz (Abramowitz & Stegun 6.5.31 in its even form). */
function fraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
}
