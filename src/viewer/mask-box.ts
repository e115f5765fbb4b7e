/** The box of voxels that a mask takes up, to fit a view to it. */
import type { Geometry } from '../core/volume';
import type { SliceBox } from './camera';
import { placeOf, type Plane } from './planes';

export interface MaskBox {
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number, number];
  onPlane(plane: Plane): SliceBox;
}

/** Null for an empty mask. Within a slice every second voxel is looked at: a view needs no more. */
export function maskBox(g: Geometry, mask: Uint8Array): MaskBox | null {
  const [ni, nj, nk] = g.size;
  const from: [number, number, number] = [ni, nj, nk];
  const to: [number, number, number] = [-1, -1, -1];
  for (let k = 0; k < nk; k += 1) {
    for (let j = 0; j < nj; j += 2) {
      const row = ni * (j + nj * k);
      for (let i = 0; i < ni; i += 2) {
        if (mask[row + i] === 0) continue;
        if (i < from[0]) from[0] = i;
        if (i > to[0]) to[0] = i;
        if (j < from[1]) from[1] = j;
        if (j > to[1]) to[1] = j;
        if (k < from[2]) from[2] = k;
        if (k > to[2]) to[2] = k;
      }
    }
  }
  if (to[0] < 0) return null;
  return {
    from,
    to,
    onPlane(plane) {
      const a = placeOf(plane, from);
      const b = placeOf(plane, to);
      return {
        fromColumn: Math.min(a[0], b[0]),
        toColumn: Math.max(a[0], b[0]),
        fromRow: Math.min(a[1], b[1]),
        toRow: Math.max(a[1], b[1]),
      };
    },
  };
}
