/**
 * Numbers as an unrounded sum of two doubles, about 100 bits. R adds in 80-bit numbers and rounds at the end; where the
 * last bit of a double decides, as at r = 1, adding in doubles gives another answer than R's.
 */

export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** 2^27 + 1 parts a double into two halves whose products are exact. */
const SPLITTER = 134217729;

/** What rounding took from `product` = a·b. */
export function productError(a: number, b: number, product: number): number {
  const overA = SPLITTER * a;
  const highA = overA - (overA - a);
  const lowA = a - highA;
  const overB = SPLITTER * b;
  const highB = overB - (overB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/** What rounding took from `total` = a + b. */
export function sumError(a: number, b: number, total: number): number {
  const second = total - a;
  return a - (total - second) + (b - second);
}

export function divided({ high, low }: DoubleDouble, by: number): DoubleDouble {
  const quotient = high / by;
  const product = quotient * by;
  return { high: quotient, low: (high - product - productError(quotient, by, product) + low) / by };
}

/** Rounded to a double once. */
export function rounded({ high, low }: DoubleDouble): number {
  // overflow leaves no remainder
  return Number.isFinite(low) ? high + low : high;
}

/** Square root, rounded to a double once. */
export function rootOf({ high, low }: DoubleDouble): number {
  const root = Math.sqrt(high);
  const square = root * root;
  const rest = (high - square - productError(root, root, square) + low) / (2 * root);
  return Number.isFinite(rest) ? root + rest : root;
}
