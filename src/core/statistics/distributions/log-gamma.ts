/**
 * The logarithms of the gamma and beta functions.
 *
 * Stirling's series (Abramowitz & Stegun 6.1.41) above 12, the recurrence below. The beta function of large arguments
 * is put together from the remainders of Stirling's series, so that no large terms cancel (DiDonato & Morris 1992).
 */
import { log } from '../../maths';
import { log1p } from './small-arguments';

const HALF_LOG_2PI = 0.9189385332046728;
/** From here on eight terms of the series give full precision. */
const SERIES_FROM = 12;

/** What Stirling's formula (x − ½)·log x − x + ½·log 2π lacks of log Γ(x), x ≥ 12. */
function stirlingRemainder(x: number): number {
  const w = 1 / (x * x);
  return (
    (1 / 12 -
      w *
        (1 / 360 -
          w *
            (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360 - w * (1 / 156 - w * (3617 / 122400)))))))) /
    x
  );
}

/** log Γ(x), x > 0. */
export function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  let product = 1;
  let shifted = x;
  while (shifted < SERIES_FROM) {
    product *= shifted;
    shifted += 1;
  }
  return (shifted - 0.5) * log(shifted) - shifted + HALF_LOG_2PI + stirlingRemainder(shifted) - log(product);
}

/** log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b), a and b > 0. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < SERIES_FROM) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const far = stirlingRemainder(large) - stirlingRemainder(small + large);
  if (small < SERIES_FROM) {
    return logGamma(small) + far + small - small * log(small + large) + (large - 0.5) * log1p(-small / (small + large));
  }
  return (
    HALF_LOG_2PI +
    stirlingRemainder(small) +
    far -
    0.5 * log(large) +
    (small - 0.5) * log(small / (small + large)) +
    large * log1p(-small / (small + large))
  );
}

/** log n!, n ≥ 0. */
export const logFactorial = (n: number): number => logGamma(n + 1);

/** log of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  return k === 0 || k === n ? 0 : -log(n + 1) - logBeta(n - k + 1, k + 1);
}
