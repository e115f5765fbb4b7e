/**
 * The mediastinal face about the hilum: the part of the surface that looks towards the middle of the body, within reach
 * of where the stems come in. The figures without the hilum leave out what lies near it.
 */
import type { Parameters } from '../parameters';
import { distanceTransform, sharedUint8 } from '../volume';
import type { Grid } from '../volume';
import { surfacePoints } from './surface';

/** Distance in mm of every voxel to the mediastinal face of either lung; `sideMm` is above 0 on the left. */
export function mediastinalDistance(
  grid: Grid,
  distanceMm: Float32Array,
  sideMm: Float32Array,
  stems: Uint8Array,
  parameters: Parameters,
): Float32Array {
  const face = medialVoxels(grid, distanceMm, sideMm, parameters);
  const hilum = face.filter((n) => stems[n] !== 0);
  // without any stem the whole face counts
  const toHilum = hilum.length > 0 ? distanceTo(grid, hilum, parameters.hilumReachMm) : null;
  const near = toHilum === null ? face : face.filter((n) => toHilum[n] < parameters.hilumReachMm);
  return distanceTo(grid, near, 2 * parameters.nearHilumMm);
}

/** Voxels at the surface that look towards the middle of the body, neither up nor down. */
function medialVoxels(grid: Grid, distanceMm: Float32Array, sideMm: Float32Array, parameters: Parameters): Int32Array {
  const { points, voxels } = surfacePoints(grid, distanceMm);
  return voxels.filter((n, p) => {
    const inwards = sideMm[n] > 0 ? -1 : 1;
    const medial = points.normal[3 * p] * inwards > parameters.medialNormal;
    const level = Math.abs(points.normal[3 * p + 2]) < parameters.levelNormal;
    return medial && level;
  });
}

function distanceTo(grid: Grid, voxels: Int32Array, maximumMm: number): Float32Array {
  const away = sharedUint8(grid.size[0] * grid.size[1] * grid.size[2]).fill(1);
  for (const n of voxels) away[n] = 0;
  return distanceTransform(away, grid.size, grid.spacingMm, maximumMm);
}
