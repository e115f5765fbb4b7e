/** Where lung runs into the edge of the scan: a face of the volume, or padding at the rim of the image. */
import type { Parameters } from '../parameters';
import { AXES } from './coarse-scan';
import type { Axis, CoarseScan } from './coarse-scan';
import type { CutOff } from './types';

/** By patient axis x, y, z: the direction of its low and its high end. */
const DIRECTIONS: readonly (readonly [CutOff, CutOff])[] = [
  ['right', 'left'],
  ['anterior', 'posterior'],
  ['inferior', 'superior'],
];

export interface CutFace {
  readonly direction: CutOff;
  readonly areaMm2: number;
}

/** Directions in which more lung than `cutOffMinimumMm2` meets the edge, in the order of `DIRECTIONS`. */
export function cutFaces(scan: CoarseScan, distanceMm: Float32Array, parameters: Parameters): CutFace[] {
  const faces: CutFace[] = [];
  for (const axis of AXES) {
    const [hx, hy, hz] = scan.spacingMm;
    const voxelMm2 = (hx * hy * hz) / scan.spacingMm[axis];
    for (const end of [0, 1] as const) {
      const areaMm2 = voxelMm2 * voxelsAtEdge(scan, distanceMm, axis, end, parameters);
      if (areaMm2 > parameters.cutOffMinimumMm2) faces.push({ direction: DIRECTIONS[axis][end], areaMm2 });
    }
  }
  return faces;
}

/** Lung voxels beyond which, in that direction, there is nothing but padding up to the edge of the box, or its edge. */
function voxelsAtEdge(
  scan: CoarseScan,
  distanceMm: Float32Array,
  axis: Axis,
  end: 0 | 1,
  parameters: Parameters,
): number {
  const [nx, ny, nz] = scan.size;
  const stride = [1, nx, nx * ny][axis];
  const last = [nx, ny, nz][axis] - 1;
  const step = end === 0 ? -stride : stride;
  const atEdge = end === 0 ? 0 : last;
  let count = 0;
  for (let n = 0; n < distanceMm.length; n += 1) {
    if (distanceMm[n] >= 0) continue;
    const i = axis === 0 ? n % nx : axis === 1 ? Math.trunc(n / nx) % ny : Math.trunc(n / (nx * ny));
    let beyond = i;
    for (let m = n + step; beyond !== atEdge && scan.hu[m] <= parameters.clipLowHu; m += step) {
      beyond += end === 0 ? -1 : 1;
    }
    if (beyond === atEdge) count += 1;
  }
  return count;
}
