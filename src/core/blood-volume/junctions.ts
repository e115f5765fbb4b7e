/**
 * What a branch holds within the end of a thicker vessel at their junction. A vessel goes on around its last point as far
 * as it is round, and a branch begins where it leaves it; the image of a tube, cut flat at its end, gives that to the branch.
 */
import type { Stations, Vessel } from '../calibre';
import type { Parameters } from '../parameters';
import { sharedInt32, type Grid } from '../volume';

/** Of each station near a junction the last station there of the thickest vessel, if that is of a higher bin; else −1. */
export function thickerEnds(
  { count, first, radiusMm, alongMm }: Stations,
  vessels: readonly Vessel[],
  label: Uint8Array,
  { stationSpacingMm }: Parameters,
): Int32Array {
  const ends = vessels.flatMap((vessel, v) =>
    vessel.rejected === null
      ? [
          { junction: vessel.ends[0], v, s: first[v] },
          { junction: vessel.ends[1], v, s: first[v + 1] - 1 },
        ].filter(({ junction }) => junction >= 0)
      : [],
  );
  const thickest = new Map<number, number>();
  for (const { junction, s } of ends) {
    const held = thickest.get(junction);
    if (held === undefined || radiusMm[s] > radiusMm[held]) thickest.set(junction, s);
  }
  const out = sharedInt32(count).fill(-1);
  for (const { junction, v, s } of ends) {
    const end = thickest.get(junction);
    if (end === undefined || end === s) continue;
    const reach = radiusMm[end] + stationSpacingMm;
    for (let q = first[v]; q < first[v + 1]; q += 1) {
      if (Math.abs(alongMm[q] - alongMm[s]) < reach && label[q] < label[end]) out[q] = end;
    }
  }
  return out;
}

/** Whom the blood of station s in voxel (i, j, k) belongs to: the thicker vessel within its radius of its end. */
export function ownerAt(
  s: number,
  thicker: Int32Array,
  { points, radiusMm }: Stations,
  { spacingMm: [dx, dy, dz] }: Grid,
  i: number,
  j: number,
  k: number,
): number {
  const end = thicker[s];
  if (end < 0) return s;
  const x = i * dx - points[3 * end];
  const y = j * dy - points[3 * end + 1];
  const z = k * dz - points[3 * end + 2];
  return x * x + y * y + z * z < radiusMm[end] * radiusMm[end] ? end : s;
}
