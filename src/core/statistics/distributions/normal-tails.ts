/** p values and factors from the standard normal. */
import { normalCdf, normalQuantile } from '../../maths';

/** P(|Z| > |z|), right to 1e-300. */
export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z)));
}

/** Half-width factor of a two-sided interval: 1.96 for 0.95. */
export function normalFactor(confLevel: number): number {
  return -normalQuantile((1 - confLevel) / 2);
}
