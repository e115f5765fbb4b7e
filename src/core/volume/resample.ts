/**
 * A coarser look at a volume by block means, and values between voxels by trilinear interpolation.
 *
 * Means of whole blocks lower the noise and never skip a voxel; calibre is never read from resampled values.
 */
import type { Piece, Task } from '../parallel';
import { piecesOf, type Parallel } from '../parallel';
import { sharedFloat32 } from './arrays';
import type { Vec3 } from './geometry';
import type { Grid } from './grid';

/** Coarse slices a piece; fixed, so that pieces do not depend on the number of threads. */
const SLICES_PER_PIECE = 8;

export interface BlockMeans {
  /** ceil(size / block) voxels; the last block of an axis may hold fewer CT voxels. */
  readonly grid: Grid;
  /** CT voxels a block along i, j, k. */
  readonly block: Vec3;
  /** Mean HU; on shared memory. */
  readonly values: Float32Array;
}

interface BlockMeansInput {
  readonly hu: Int16Array | Float32Array;
  readonly size: Vec3;
  readonly block: Vec3;
  readonly lowHu: number;
  readonly highHu: number;
  readonly out: Float32Array;
}

/** Coarse slices from … to: each writes its own slices of `out`. */
export const blockMeansTask: Task<BlockMeansInput, null> = {
  id: 'volume/block-means',
  run: (input, piece) => {
    averageSlices(input, piece);
    return null;
  },
};

/** Voxels a block so that its edge comes nearest to `edgeMm` along each axis, at least 1. */
export function blockFor(spacingMm: Vec3, edgeMm: number): Vec3 {
  const along = (axis: 0 | 1 | 2): number => Math.max(1, Math.round(edgeMm / spacingMm[axis]));
  return [along(0), along(1), along(2)];
}

/**
 * Means of `block` voxels of a volume, each voxel first held to lowHu … highHu. A block of nothing but
 * voxels at or under lowHu gives exactly lowHu.
 */
export async function blockMeans(
  hu: Int16Array | Float32Array,
  grid: Grid,
  block: Vec3,
  [lowHu, highHu]: readonly [number, number],
  parallel: Parallel,
): Promise<BlockMeans> {
  const size: Vec3 = [
    Math.ceil(grid.size[0] / block[0]),
    Math.ceil(grid.size[1] / block[1]),
    Math.ceil(grid.size[2] / block[2]),
  ];
  const out = sharedFloat32(size[0] * size[1] * size[2]);
  const input: BlockMeansInput = { hu, size: grid.size, block, lowHu, highHu, out };
  await parallel.map(blockMeansTask, input, piecesOf(size[2], SLICES_PER_PIECE));
  const [dx, dy, dz] = grid.spacingMm;
  return { grid: { size, spacingMm: [dx * block[0], dy * block[1], dz * block[2]] }, block, values: out };
}

function averageSlices(input: BlockMeansInput, piece: Piece): void {
  const { hu, size, block, lowHu, highHu, out } = input;
  const [nx, ny, nz] = size;
  const mx = Math.ceil(nx / block[0]);
  const my = Math.ceil(ny / block[1]);
  const sums = new Float64Array(mx);
  for (let c = piece.from; c < piece.to; c += 1) {
    const kTo = Math.min(nz, (c + 1) * block[2]);
    for (let b = 0; b < my; b += 1) {
      const jTo = Math.min(ny, (b + 1) * block[1]);
      sums.fill(0);
      for (let k = c * block[2]; k < kTo; k += 1) {
        for (let j = b * block[1]; j < jTo; j += 1) addRow(hu, (k * ny + j) * nx, nx, block[0], lowHu, highHu, sums);
      }
      const rows = (kTo - c * block[2]) * (jTo - b * block[1]);
      const base = (c * my + b) * mx;
      for (let a = 0; a < mx; a += 1) {
        out[base + a] = sums[a] / (rows * (Math.min(nx, (a + 1) * block[0]) - a * block[0]));
      }
    }
  }
}

function addRow(
  hu: Int16Array | Float32Array,
  row: number,
  nx: number,
  width: number,
  lowHu: number,
  highHu: number,
  sums: Float64Array,
): void {
  for (let a = 0, i = 0; i < nx; a += 1) {
    const end = Math.min(nx, i + width);
    let sum = 0;
    for (; i < end; i += 1) {
      const value = hu[row + i];
      sum += value < lowHu ? lowHu : value > highHu ? highHu : value;
    }
    sums[a] += sum;
  }
}

/** Value at a point in voxel coordinates; beyond the outer voxel centres the outermost values hold. */
export function sampleTrilinear(
  values: Float32Array | Int16Array,
  [nx, ny, nz]: Vec3,
  x: number,
  y: number,
  z: number,
): number {
  const cx = x < 0 ? 0 : x > nx - 1 ? nx - 1 : x;
  const cy = y < 0 ? 0 : y > ny - 1 ? ny - 1 : y;
  const cz = z < 0 ? 0 : z > nz - 1 ? nz - 1 : z;
  const i = Math.trunc(cx);
  const j = Math.trunc(cy);
  const k = Math.trunc(cz);
  const u = cx - i;
  const v = cy - j;
  const w = cz - k;
  const a = (k * ny + j) * nx + i;
  const di = i < nx - 1 ? 1 : 0;
  const dj = j < ny - 1 ? nx : 0;
  const dk = k < nz - 1 ? nx * ny : 0;
  const near = between(between(values[a], values[a + di], u), between(values[a + dj], values[a + dj + di], u), v);
  const b = a + dk;
  const far = between(between(values[b], values[b + di], u), between(values[b + dj], values[b + dj + di], u), v);
  return between(near, far, w);
}

const between = (a: number, b: number, t: number): number => a + (b - a) * t;
