/**
 * The scan as the lung search sees it: means of blocks of about 2 mm, turned so that its axes run
 * left, posterior and superior. Whatever way the slices were stored, anatomy has one orientation here.
 */
import type { Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { AXES, blockFor, blockMeans, patientFrame, sharedFloat32, sharedUint8 } from '../volume';
import type { Axis, Box, Grid, PatientFrame, Vec3, Volume } from '../volume';

/** A grid along the patient's axes with the way back to the CT. */
export interface PatientGrid extends Grid {
  readonly frame: PatientFrame;
  /** CT voxel index of the first voxel, and the step in CT voxels, along x, y, z. */
  readonly ctStart: Vec3;
  readonly ctStep: Vec3;
}

export interface CoarseScan extends PatientGrid {
  /** Mean HU, x fastest, clipped; exactly the lower clip where the block holds no tissue and no air but padding. */
  readonly hu: Float32Array;
}

/** Block means of the whole volume in the patient's orientation. Padding is clipped before it is averaged. */
export async function coarseScan(volume: Volume, parameters: Parameters, parallel: Parallel): Promise<CoarseScan> {
  const { size, spacingMm, direction } = volume.geometry;
  const block = blockFor(spacingMm, parameters.coarseEdgeMm);
  const clip = [parameters.clipLowHu, parameters.clipHighHu] as const;
  const means = await blockMeans(volume.hu, { size, spacingMm }, block, clip, parallel);
  const frame = patientFrame(direction);
  const pick = (v: Vec3): Vec3 => [v[frame.axes[0]], v[frame.axes[1]], v[frame.axes[2]]];
  const patientSize = pick(means.grid.size);
  const hu = sharedFloat32(means.values.length);
  permute(means.values, hu, patientSize, ctSteps(means.grid.size, frame));
  const blocks = pick(block);
  const start = (p: Axis): number => (frame.flipped[p] ? (patientSize[p] - 1) * blocks[p] : 0) + (blocks[p] - 1) / 2;
  const step = (p: Axis): number => (frame.flipped[p] ? -blocks[p] : blocks[p]);
  return {
    frame,
    size: patientSize,
    spacingMm: pick(means.grid.spacingMm),
    ctStart: [start(0), start(1), start(2)],
    ctStep: [step(0), step(1), step(2)],
    hu,
  };
}

/** The box of a scan that holds the mask and `marginMm` around it, as far as the scan goes; null for an empty mask. */
export function boxAround(mask: Uint8Array, grid: Grid, marginMm: number): Box | null {
  const [nx, ny, nz] = grid.size;
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  for (let row = 0; row < ny * nz; row += 1) {
    const j = row % ny;
    const k = Math.trunc(row / ny);
    for (let i = 0; i < nx; i += 1) {
      if (mask[row * nx + i] === 0) continue;
      if (i < low[0]) low[0] = i;
      if (i > high[0]) high[0] = i;
      if (j < low[1]) low[1] = j;
      if (j > high[1]) high[1] = j;
      if (k < low[2]) low[2] = k;
      high[2] = k;
    }
  }
  if (high[0] < 0) return null;
  const margin = (axis: Axis): number => Math.ceil(marginMm / grid.spacingMm[axis]);
  const first = (axis: Axis): number => Math.max(0, low[axis] - margin(axis));
  const count = (axis: Axis): number => Math.min(grid.size[axis], high[axis] + margin(axis) + 1) - first(axis);
  return { from: [first(0), first(1), first(2)], size: [count(0), count(1), count(2)] };
}

export function cropScan(scan: CoarseScan, box: Box): CoarseScan {
  const hu = sharedFloat32(box.size[0] * box.size[1] * box.size[2]);
  copyBox(scan.hu, scan.size, box, hu);
  const start = (axis: Axis): number => ctIndex(scan, axis, box.from[axis]);
  return { ...scan, size: box.size, ctStart: [start(0), start(1), start(2)], hu };
}

export function cropMask(mask: Uint8Array, grid: Grid, box: Box): Uint8Array {
  const out = sharedUint8(box.size[0] * box.size[1] * box.size[2]);
  copyBox(mask, grid.size, box, out);
  return out;
}

/** The mask of a box on the whole grid. */
export function pasteMask(mask: Uint8Array, box: Box, grid: Grid): Uint8Array {
  const out = maskOf(grid);
  const [nx, ny, nz] = box.size;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const at = ((box.from[2] + k) * grid.size[1] + box.from[1] + j) * grid.size[0] + box.from[0];
      out.set(mask.subarray((k * ny + j) * nx, (k * ny + j + 1) * nx), at);
    }
  }
  return out;
}

function copyBox<T extends Uint8Array | Float32Array>(values: T, size: Vec3, box: Box, out: T): void {
  const [nx, ny, nz] = box.size;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const at = ((box.from[2] + k) * size[1] + box.from[1] + j) * size[0] + box.from[0];
      out.set(values.subarray(at, at + nx), (k * ny + j) * nx);
    }
  }
}

/** CT voxel index along the CT axis of patient axis `axis`, for a coordinate of the grid (fractions allowed). */
export function ctIndex(grid: PatientGrid, axis: Axis, at: number): number {
  return grid.ctStart[axis] + grid.ctStep[axis] * at;
}

/** The patient axis that runs along a CT axis. */
export function patientAxis(grid: PatientGrid, ct: Axis): Axis {
  return AXES[grid.frame.axes.indexOf(ct)];
}

/** Values in the order of the CT axes, and the CT voxel (fractions allowed) of the first of them. */
export function inCtOrder(
  grid: PatientGrid,
  values: Float32Array,
): { values: Float32Array; grid: Grid; firstCtVoxel: Vec3 } {
  const order = [patientAxis(grid, 0), patientAxis(grid, 1), patientAxis(grid, 2)] as const;
  const pick = (of: (p: Axis) => number): Vec3 => [of(order[0]), of(order[1]), of(order[2])];
  const { flipped } = grid.frame;
  const strides = [1, grid.size[0], grid.size[0] * grid.size[1]];
  const start = AXES.reduce<number>((sum, p) => sum + (flipped[p] ? (grid.size[p] - 1) * strides[p] : 0), 0);
  const out = sharedFloat32(values.length);
  const size = pick((p) => grid.size[p]);
  permute(values, out, size, { start, steps: pick((p) => (flipped[p] ? -strides[p] : strides[p])) });
  return {
    values: out,
    grid: { size, spacingMm: pick((p) => grid.spacingMm[p]) },
    firstCtVoxel: pick((p) => ctIndex(grid, p, flipped[p] ? grid.size[p] - 1 : 0)),
  };
}

/** Empty mask of the size of a scan. */
export const maskOf = (grid: Grid): Uint8Array => sharedUint8(grid.size[0] * grid.size[1] * grid.size[2]);

interface Steps {
  readonly start: number;
  readonly steps: Vec3;
}

/** How to walk an array stored in CT order along x, y, z. */
function ctSteps(ctSize: Vec3, frame: PatientFrame): Steps {
  const strides = [1, ctSize[0], ctSize[0] * ctSize[1]];
  const step = (p: Axis): number => (frame.flipped[p] ? -1 : 1) * strides[frame.axes[p]];
  const start = AXES.reduce<number>(
    (sum, p) => sum + (frame.flipped[p] ? (ctSize[frame.axes[p]] - 1) * strides[frame.axes[p]] : 0),
    0,
  );
  return { start, steps: [step(0), step(1), step(2)] };
}

function permute(from: Float32Array, to: Float32Array, [nx, ny, nz]: Vec3, { start, steps }: Steps): void {
  let at = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      let source = start + k * steps[2] + j * steps[1];
      for (let i = 0; i < nx; i += 1, at += 1, source += steps[0]) to[at] = from[source];
    }
  }
}
