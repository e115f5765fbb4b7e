/** Which lung is nearer. */
import { distanceTransform, sharedUint8 } from '../volume';
import type { Grid } from '../volume';
import { LEFT, RIGHT } from './types';

/**
 * Distance in mm to the right lung less distance to the left: below 0 is right. Distances beyond `farMm` are not told
 * apart.
 */
export function sideDistance(grid: Grid, sides: Uint8Array, farMm = Infinity): Float32Array {
  const difference = distanceToSide(grid, sides, RIGHT, farMm);
  const left = distanceToSide(grid, sides, LEFT, farMm);
  for (let n = 0; n < difference.length; n += 1) {
    // where there is one lung only, the other is infinitely far
    difference[n] = difference[n] === left[n] ? 0 : difference[n] - left[n];
  }
  return difference;
}

function distanceToSide(grid: Grid, sides: Uint8Array, side: number, farMm: number): Float32Array {
  const other = sharedUint8(sides.length);
  for (let n = 0; n < other.length; n += 1) other[n] = sides[n] === side ? 0 : 1;
  return distanceTransform(other, grid.size, grid.spacingMm, farMm);
}
