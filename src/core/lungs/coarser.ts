/** Smooth things on a grid of about 4 mm: sums over blocks of coarse voxels, and values read back between them. */
import { blockFor, sampleTrilinear, sharedFloat32 } from '../volume';
import type { Axis, Grid, Vec3 } from '../volume';
import { ctIndex } from './coarse-scan';
import type { PatientGrid } from './coarse-scan';

export interface CoarserGrid extends PatientGrid {
  /** Voxels of the finer grid in a block. */
  readonly block: Vec3;
}

export function coarserGrid(grid: PatientGrid, edgeMm: number): CoarserGrid {
  const block = blockFor(grid.spacingMm, edgeMm);
  return {
    frame: grid.frame,
    block,
    size: each((a) => Math.ceil(grid.size[a] / block[a])),
    spacingMm: each((a) => grid.spacingMm[a] * block[a]),
    ctStart: each((a) => ctIndex(grid, a, (block[a] - 1) / 2)),
    ctStep: each((a) => grid.ctStep[a] * block[a]),
  };
}

const each = (of: (axis: Axis) => number): Vec3 => [of(0), of(1), of(2)];

/** Sum over each block of weight·value; without values, of the weights. */
export function blockSums(
  grid: Grid,
  coarser: CoarserGrid,
  weights: Float32Array,
  values?: Float32Array,
): Float32Array {
  const [nx, ny, nz] = grid.size;
  const [mx, my, mz] = coarser.size;
  const [bx, by, bz] = coarser.block;
  const out = sharedFloat32(mx * my * mz);
  let n = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const row = (Math.trunc(k / bz) * my + Math.trunc(j / by)) * mx;
      for (let i = 0; i < nx; i += 1, n += 1) {
        if (weights[n] === 0) continue;
        out[row + Math.trunc(i / bx)] += values === undefined ? weights[n] : weights[n] * values[n];
      }
    }
  }
  return out;
}

/** Value of a coarser field at a voxel of the finer grid. */
export function readCoarser(values: Float32Array, coarser: CoarserGrid, i: number, j: number, k: number): number {
  const [bx, by, bz] = coarser.block;
  return sampleTrilinear(values, coarser.size, inBlocks(i, bx), inBlocks(j, by), inBlocks(k, bz));
}

const inBlocks = (n: number, block: number): number => (n - (block - 1) / 2) / block;
