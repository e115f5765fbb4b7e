/**
 * The upper tail of the studentised range, integrated itself: right to nine digits at 1e-50 too. Both integrals are
 * taken by the trapezoidal rule, which converges faster than any power of the step for smooth functions that fade on
 * both sides.
 */
import { exp, log, normalCdf } from '../../maths';
import { logGamma } from './log-gamma';
import { expm1, log1p } from './small-arguments';

const STEP = 0.2;
const REACH = 9;
/** A range of standard normals this wide has a probability below 1e-320. */
const NOTHING_FROM = 80;

/** P(Q > q); df may be infinite. */
export function rangeTail(q: number, groups: number, df: number): number {
  if (!Number.isFinite(q)) return 0;
  if (!Number.isFinite(df)) return Math.min(1, rangeUpper(q, groups));
  // s = χ/√df on a logarithmic axis: density s^df·e^(−df·s²/2) with its constant
  const constant = log(2) + (df / 2) * log(df / 2) - logGamma(df / 2);
  const step = Math.min(0.2, 0.35 / Math.sqrt(df));
  let total = 0;
  let largest = 0;
  for (let u = 0.5 * log(1 + 60 / df) + 0.5; u > -60; u -= step) {
    const s = exp(u);
    const density = constant + df * u - (df * s * s) / 2;
    // right of the peak the density alone decides; left of it the terms rise, then fade
    if (u > 0 && density < constant - df / 2 - 50) continue;
    const term = exp(density) * rangeUpper(q * s, groups);
    total += term;
    largest = Math.max(largest, term);
    if (u < 0 && term < largest * 1e-18) break;
  }
  return Math.min(1, total * step);
}

/** P(range > w) of `groups` standard normals: the largest is z, and one of the others lies below z − w. */
function rangeUpper(w: number, groups: number): number {
  if (w > NOTHING_FROM) return 0;
  let total = 0;
  const end = Math.max(REACH, w / 2 + REACH);
  for (let z = -REACH; z <= end; z += STEP) {
    const below = normalCdf(z);
    const share = Math.min(1, normalCdf(z - w) / below);
    const others = share === 1 ? 1 : -expm1((groups - 1) * log1p(-share));
    total += exp(-0.5 * z * z + (groups - 1) * log(below)) * others;
  }
  return (total * STEP * groups) / Math.sqrt(2 * Math.PI);
}
