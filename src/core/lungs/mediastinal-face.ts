/** The mediastinal face of the lungs: the part of their surface that looks towards the middle of the body. */
import type { Parameters } from '../parameters';
import { distanceTransform, sharedUint8 } from '../volume';
import type { Grid } from '../volume';
import { surfacePoints } from './surface';
import { LEFT } from './types';

/** Distance in mm of every coarse voxel to the mediastinal face of its side. */
export function mediastinalDistance(
  grid: Grid,
  distanceMm: Float32Array,
  closed: Uint8Array,
  parameters: Parameters,
): Float32Array {
  const away = sharedUint8(closed.length).fill(1);
  const { points, voxels } = surfacePoints(grid, distanceMm);
  for (let p = 0; p < points.count; p += 1) {
    const n = voxels[p];
    if (closed[n] === 0) continue;
    const inwards = closed[n] === LEFT ? -1 : 1;
    const medial = points.normal[3 * p] * inwards > parameters.medialNormal;
    const level = Math.abs(points.normal[3 * p + 2]) < parameters.levelNormal;
    if (medial && level) away[n] = 0;
  }
  return distanceTransform(away, grid.size, grid.spacingMm, 2 * parameters.nearHilumMm);
}
