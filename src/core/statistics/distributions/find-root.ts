/** Zeros of monotone functions in one unknown, to the last bits. */

/** A function value and where it was taken. */
interface Point {
  readonly x: number;
  readonly f: number;
}

const MOST_STEPS = 400;

/**
 * The zero of `f` between `low` and `high`, where `f` has different signs: regula falsi with the Illinois rule, and a
 * halving whenever three steps have not halved the bracket. Ends when the bracket is one part in 1e-15 wide.
 */
export function zeroBetween(f: (x: number) => number, low: number, high: number): number {
  let a: Point = { x: low, f: f(low) };
  let b: Point = { x: high, f: f(high) };
  if (a.f === 0) return a.x;
  if (b.f === 0) return b.x;
  let weightA = 1;
  let weightB = 1;
  let width = b.x - a.x;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const halve = step % 3 === 2 && b.x - a.x > width / 2;
    if (step % 3 === 2) width = b.x - a.x;
    const fa = a.f * weightA;
    const fb = b.f * weightB;
    const guess = (a.x * fb - b.x * fa) / (fb - fa);
    const x = halve || !(guess > a.x && guess < b.x) ? (a.x + b.x) / 2 : guess;
    if (x <= a.x || x >= b.x) break;
    const value = f(x);
    if (value === 0) return x;
    if (value < 0 === a.f < 0) {
      a = { x, f: value };
      weightA = 1;
      weightB /= 2;
    } else {
      b = { x, f: value };
      weightB = 1;
      weightA /= 2;
    }
    if (b.x - a.x <= 1e-15 * Math.max(Math.abs(a.x), Math.abs(b.x))) break;
  }
  return Math.abs(a.f) < Math.abs(b.f) ? a.x : b.x;
}

/**
 * The zero of an increasing (`direction` 1) or decreasing (−1) function, its bracket widened from the start values
 * by doubling; stays above `least`. Null where 200 doublings do not enclose it.
 */
export function zeroFrom(
  f: (x: number) => number,
  low: number,
  high: number,
  direction: 1 | -1,
  least = -Infinity,
): number | null {
  let a = low;
  let b = high;
  for (let step = 0; step < 200; step += 1) {
    const fa = direction * f(a);
    const fb = direction * f(b);
    if (fa <= 0 && fb >= 0) return zeroBetween(f, a, b);
    const width = b - a;
    if (fa > 0) {
      b = a;
      a = Number.isFinite(least) && a - width <= least ? (a + least) / 2 : a - width;
    } else {
      a = b;
      b += width * 2;
    }
    if (a === b) return null;
  }
  return null;
}
