/** Which lung is nearer. */
import type { Parallel } from '../parallel';
import { sharedUint8 } from '../volume';
import type { Grid } from '../volume';
import { distances } from './distances';
import { LEFT, RIGHT } from './types';

/**
 * Distance in mm to the right lung less distance to the left: below 0 is right. Distances beyond `farMm` are not told
 * apart.
 */
export async function sideDistance(
  grid: Grid,
  sides: Uint8Array,
  parallel: Parallel,
  farMm = Infinity,
): Promise<Float32Array> {
  const [difference, left] = await distances([outsideOf(sides, RIGHT), outsideOf(sides, LEFT)], grid, farMm, parallel);
  for (let n = 0; n < difference.length; n += 1) {
    // where there is one lung only, the other is infinitely far
    difference[n] = difference[n] === left[n] ? 0 : difference[n] - left[n];
  }
  return difference;
}

function outsideOf(sides: Uint8Array, side: number): Uint8Array {
  const other = sharedUint8(sides.length);
  for (let n = 0; n < other.length; n += 1) other[n] = sides[n] === side ? 0 : 1;
  return other;
}
