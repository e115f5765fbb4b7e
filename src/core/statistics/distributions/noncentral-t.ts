/** Noncentral t: what a t test sees when there is a difference. Series of Lenth (1989, AS 243). */
import { exp, log, normalCdf } from '../../maths';
import { betaTails } from './incomplete-beta';
import { logGamma } from './log-gamma';

/** Beyond this noncentrality or this many degrees of freedom the normal is as good. */
const LARGEST_SHIFT = 37.62;
const DF_AS_NORMAL = 400_000;
const MOST_TERMS = 5000;

/** P(T ≤ t) with df degrees of freedom and noncentrality `shift`. */
export function noncentralTLower(t: number, df: number, shift: number): number {
  if (t < 0) return 1 - nonNegative(-t, df, -shift);
  return nonNegative(t, df, shift);
}

function nonNegative(t: number, df: number, shift: number): number {
  if (df > DF_AS_NORMAL || Math.abs(shift) > LARGEST_SHIFT) {
    const s = 1 / (4 * df);
    return normalCdf((t * (1 - s) - shift) / Math.sqrt(1 + t * t * 2 * s));
  }
  const below = normalCdf(-shift);
  if (t === 0) return below;
  const x = (t * t) / (t * t + df);
  const y = df / (t * t + df);
  const half = (shift * shift) / 2;
  const b = df / 2;
  // Poisson weights at j and j + ½; each incomplete beta follows from the one before by a term
  let p = 0.5 * exp(-half);
  let q = Math.sqrt(2 / Math.PI) * p * shift;
  let left = 0.5 - p;
  let a = 0.5;
  const power = exp(b * log(y));
  let odd = betaTails(x, a, b, y).lower;
  let oddTerm = power * exp(a * log(x) + logGamma(b + a) - logGamma(b) - logGamma(a + 1));
  let even = 1 - power;
  let evenTerm = b * x * power;
  let total = p * odd + q * even;
  for (let j = 1; j < MOST_TERMS; j += 1) {
    a += 1;
    odd -= oddTerm;
    even -= evenTerm;
    oddTerm *= (x * (a + b - 1)) / a;
    evenTerm *= (x * (a + b - 0.5)) / (a + 0.5);
    p *= half / j;
    q *= half / (j + 0.5);
    left -= p;
    total += p * odd + q * even;
    if (Math.abs(2 * left * (odd - oddTerm)) < 1e-15 && j > half) break;
  }
  return Math.min(1, Math.max(0, total + below));
}
