/**
 * The surface of the lungs as a signed distance on the coarse grid, first from the mask, then moved to where the CT
 * shows the border. The grid is coarse, the values are not: between voxels the surface lies where they cross 0.
 */
import type { Parameters } from '../parameters';
import type { Parallel } from '../parallel';
import { sharedFloat32, sharedUint8 } from '../volume';
import type { Grid, Volume } from '../volume';
import type { CoarseScan, PatientGrid } from './coarse-scan';
import { blockSums, coarserGrid, readCoarser } from './coarser';
import type { CoarserGrid } from './coarser';
import { distances } from './distances';
import { localMean, smooth } from './gaussian';
import { borderShifts } from './profiles';
import type { SurfacePoints } from './profiles';

export interface Surface {
  /** Signed distance in mm, negative inside. */
  readonly distanceMm: Float32Array;
  /** How much of the surface nearby was seen on the CT, 0 … 1; meaningful near the surface only. */
  readonly seen: Float32Array;
}

/** Signed distance of a mask: the surface lies half-way between voxel centres, edges slightly rounded. */
export async function signedDistance(
  mask: Uint8Array,
  grid: Grid,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Float32Array> {
  const outside = sharedUint8(mask.length);
  for (let n = 0; n < mask.length; n += 1) outside[n] = mask[n] === 0 ? 1 : 0;
  const [depth, height] = await distances([mask, outside], grid, parameters.distanceReachMm, parallel);
  const half = (grid.spacingMm[0] + grid.spacingMm[1] + grid.spacingMm[2]) / 6;
  for (let n = 0; n < mask.length; n += 1) height[n] = mask[n] === 0 ? height[n] - half : half - depth[n];
  smooth(height, grid, parameters.surfaceRoundingMm);
  return height;
}

/** Moves a signed distance to the border seen on the CT; where none is seen it stays or follows its surroundings. */
export async function fitToCt(
  volume: Volume,
  scan: CoarseScan,
  start: Float32Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Surface> {
  let distanceMm = start;
  let seen = sharedFloat32(start.length);
  for (let round = 0; round < parameters.surfaceRounds; round += 1) {
    const { points, voxels } = surfacePoints(scan, distanceMm);
    const { shiftMm, trust } = await borderShifts(volume, scan, points, parameters, parallel);
    const moved = await spread(scan, voxels, shiftMm, trust, parameters, parallel);
    seen = moved.seen;
    const next = sharedFloat32(start.length);
    for (let n = 0; n < next.length; n += 1) next[n] = distanceMm[n] - moved.shift[n];
    distanceMm = next;
  }
  return { distanceMm, seen };
}

/** The foot on the surface of every voxel beside it, with the outward normal. */
export function surfacePoints(grid: Grid, distanceMm: Float32Array): { points: SurfacePoints; voxels: Int32Array } {
  const [nx, ny, nz] = grid.size;
  const [hx, hy, hz] = grid.spacingMm;
  const band = 0.75 * Math.max(hx, hy, hz);
  const near: number[] = [];
  for (let n = 0; n < distanceMm.length; n += 1) if (Math.abs(distanceMm[n]) < band) near.push(n);
  const at = sharedFloat32(3 * near.length);
  const normal = sharedFloat32(3 * near.length);
  for (let p = 0; p < near.length; p += 1) {
    const n = near[p];
    const i = n % nx;
    const j = Math.trunc(n / nx) % ny;
    const k = Math.trunc(n / (nx * ny));
    const gx = slope(distanceMm, n, i, nx, 1) / hx;
    const gy = slope(distanceMm, n, j, ny, nx) / hy;
    const gz = slope(distanceMm, n, k, nz, nx * ny) / hz;
    const g = Math.sqrt(gx * gx + gy * gy + gz * gz);
    const steep = g > 0.2 ? 1 / g : 0;
    const back = distanceMm[n] * steep;
    normal[3 * p] = gx * steep;
    normal[3 * p + 1] = gy * steep;
    normal[3 * p + 2] = gz * steep;
    at[3 * p] = i - (back * normal[3 * p]) / hx;
    at[3 * p + 1] = j - (back * normal[3 * p + 1]) / hy;
    at[3 * p + 2] = k - (back * normal[3 * p + 2]) / hz;
  }
  return { points: { count: near.length, at, normal }, voxels: Int32Array.from(near) };
}

/** Central difference per voxel, one-sided at a face. */
function slope(values: Float32Array, n: number, i: number, size: number, stride: number): number {
  const up = i < size - 1 ? stride : 0;
  const down = i > 0 ? stride : 0;
  return up + down === 0 ? 0 : (values[n + up] - values[n - down]) / ((up + down) / stride);
}

/** Shifts of single points made a smooth field; points far off their wider surroundings count less. */
async function spread(
  grid: PatientGrid,
  voxels: Int32Array,
  shiftMm: Float32Array,
  trust: Float32Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<{ shift: Float32Array; seen: Float32Array }> {
  const values = sharedFloat32(grid.size[0] * grid.size[1] * grid.size[2]);
  const weights = sharedFloat32(values.length);
  for (let p = 0; p < voxels.length; p += 1) {
    values[voxels[p]] = shiftMm[p];
    weights[voxels[p]] = trust[p];
  }
  const coarser = coarserGrid(grid, parameters.shiftReachMm / 2);
  const wide = await wideMean(values, weights, grid, coarser, parameters, parallel);
  const [nx, ny] = grid.size;
  const wideAt = (n: number): number =>
    readCoarser(wide, coarser, n % nx, Math.trunc(n / nx) % ny, Math.trunc(n / (nx * ny)));
  for (const n of voxels) {
    const off = (values[n] - wideAt(n)) / parameters.shiftOutlierMm;
    weights[n] /= 1 + off * off;
  }
  const near = await localMean(values, weights, grid, parameters.shiftSmoothingMm, parallel);
  // the weight of a fully seen plane under the Gaussian: one voxel layer and a half of full weight
  const layer = 1.5 * Math.max(...grid.spacingMm);
  const full = layer / (parameters.shiftSmoothingMm * Math.sqrt(2 * Math.PI));
  for (let n = 0; n < values.length; n += 1) {
    const seen = Math.min(1, near.weight[n] / (0.5 * full));
    near.weight[n] = seen;
    if (seen < 1) near.mean[n] = near.mean[n] * seen + wideAt(n) * (1 - seen);
  }
  return { shift: near.mean, seen: near.weight };
}

/** The same shifts over a wider reach, on a coarser grid. */
async function wideMean(
  values: Float32Array,
  weights: Float32Array,
  grid: Grid,
  coarser: CoarserGrid,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Float32Array> {
  const weight = blockSums(grid, coarser, weights);
  const mean = blockSums(grid, coarser, weights, values);
  for (let n = 0; n < mean.length; n += 1) if (weight[n] > 0) mean[n] /= weight[n];
  return (await localMean(mean, weight, coarser, parameters.shiftReachMm, parallel)).mean;
}
