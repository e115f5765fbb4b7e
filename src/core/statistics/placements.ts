/** How each value of one group lies in the other: shares below plus half of the shares equal. */
import { sorted } from './summary';

/** For each x the share of y below it, ties half. */
export function placements(x: Float64Array, y: Float64Array): Float64Array {
  const ascending = sorted(y);
  return x.map((value) => (countBelow(ascending, value) + countAtMost(ascending, value)) / 2 / y.length);
}

/** How many of the ascending values lie below. */
export function countBelow(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the ascending values lie at or below. */
export function countAtMost(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
