/** Where lung runs into the edge of the scan: a face of the volume, or padding at the rim of the image. */
import type { Parameters } from '../parameters';
import { AXES } from '../volume';
import type { Axis, Vec3, Volume } from '../volume';
import type { CoarseScan } from './coarse-scan';
import type { FineLungs } from './field';
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

type End = 0 | 1;

/** Directions in which more lung than `cutOffMinimumMm2` meets the edge, in the order of `DIRECTIONS`. */
export function cutFaces(
  volume: Volume,
  scan: CoarseScan,
  coarseDistanceMm: Float32Array,
  fine: FineLungs,
  parameters: Parameters,
): CutFace[] {
  const faces: CutFace[] = [];
  for (const axis of AXES) {
    for (const end of [0, 1] as const) {
      const areaMm2 =
        faceArea(volume, scan, fine, axis, end) + paddingArea(scan, coarseDistanceMm, axis, end, parameters);
      if (areaMm2 > parameters.cutOffMinimumMm2) faces.push({ direction: DIRECTIONS[axis][end], areaMm2 });
    }
  }
  return faces;
}

/** Lung on the outermost CT voxels of an end. */
function faceArea(volume: Volume, scan: CoarseScan, fine: FineLungs, axis: Axis, end: End): number {
  const ct = scan.frame.axes[axis];
  const last = (end === 1) !== scan.frame.flipped[axis];
  const { size } = volume.geometry;
  const { box, labels } = fine;
  const plane = last ? size[ct] - 1 - box.from[ct] : -box.from[ct];
  if (plane < 0 || plane >= box.size[ct]) return 0;
  const strides = [1, box.size[0], box.size[0] * box.size[1]];
  const others = AXES.filter((other) => other !== ct);
  let count = 0;
  for (let b = 0; b < box.size[others[1]]; b += 1) {
    let at = plane * strides[ct] + b * strides[others[1]];
    for (let a = 0; a < box.size[others[0]]; a += 1, at += strides[others[0]]) if (labels[at] !== 0) count += 1;
  }
  return count * facetMm2(volume.geometry.spacingMm, ct);
}

/** Lung on the coarse grid beyond which, in that direction, there is padding and nothing else up to the edge of the box. */
function paddingArea(scan: CoarseScan, distanceMm: Float32Array, axis: Axis, end: End, parameters: Parameters): number {
  const [nx, ny, nz] = scan.size;
  const stride = [1, nx, nx * ny][axis];
  const step = end === 0 ? -stride : stride;
  const atEdge = end === 0 ? 0 : [nx, ny, nz][axis] - 1;
  let count = 0;
  for (let n = 0; n < distanceMm.length; n += 1) {
    if (distanceMm[n] >= 0) continue;
    let i = axis === 0 ? n % nx : axis === 1 ? Math.trunc(n / nx) % ny : Math.trunc(n / (nx * ny));
    if (i === atEdge) continue;
    for (let m = n + step; i !== atEdge && scan.hu[m] <= parameters.clipLowHu; m += step) i += end === 0 ? -1 : 1;
    if (i === atEdge) count += 1;
  }
  return count * facetMm2(scan.spacingMm, axis);
}

/** Area of the side of a voxel that looks along an axis. */
const facetMm2 = ([hx, hy, hz]: Vec3, axis: Axis): number => (axis === 0 ? hy * hz : axis === 1 ? hx * hz : hx * hy);
