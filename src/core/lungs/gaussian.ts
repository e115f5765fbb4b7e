/** Gaussian smoothing on the coarse grid, alone and of values of which only some count. */
import { exp } from '../maths';
import { piecesOf } from '../parallel';
import type { Parallel, Task } from '../parallel';
import { sharedFloat32 } from '../volume';
import type { Grid } from '../volume';

const RADIUS_IN_SIGMAS = 3;

/** Smooths in place with `sigmaMm` along every axis; beyond the faces the outermost values go on. */
export function smooth(values: Float32Array, grid: Grid, sigmaMm: number): void {
  const [nx, ny, nz] = grid.size;
  const kernel = (axis: 0 | 1 | 2): Float64Array => kernelOf(sigmaMm / grid.spacingMm[axis]);
  if (nx > 1) smoothRows(values, nx, kernel(0));
  // along j and k whole rows are added at once: their values lie side by side
  const across = kernel(1);
  const up = kernel(2);
  for (let k = 0; k < nz; k += 1) smoothAcross(values, k * nx * ny, nx, ny, nx, across);
  for (let j = 0; j < ny; j += 1) smoothAcross(values, j * nx, nx, nz, nx * ny, up);
}

interface SmoothInput {
  readonly fields: readonly Float32Array[];
  readonly grid: Grid;
  readonly sigmaMm: number;
}

/** A piece is one of the fields, smoothed in place. */
export const smoothTask: Task<SmoothInput, null> = {
  id: 'lungs/smooth',
  run: ({ fields, grid, sigmaMm }, piece) => {
    for (let f = piece.from; f < piece.to; f += 1) smooth(fields[f], grid, sigmaMm);
    return null;
  },
};

/** Weighted local mean Σwv/Σw under a Gaussian, and its Σw. Neither input is changed. */
export async function localMean(
  values: Float32Array,
  weights: Float32Array,
  grid: Grid,
  sigmaMm: number,
  parallel: Parallel,
): Promise<{ mean: Float32Array; weight: Float32Array }> {
  const mean = sharedFloat32(values.length);
  const weight = sharedFloat32(values.length);
  weight.set(weights);
  for (let n = 0; n < values.length; n += 1) mean[n] = weights[n] === 0 ? 0 : values[n] * weights[n];
  const bare: Grid = { size: grid.size, spacingMm: grid.spacingMm };
  await parallel.map(smoothTask, { fields: [mean, weight], grid: bare, sigmaMm }, piecesOf(2, 1));
  for (let n = 0; n < mean.length; n += 1) mean[n] = weight[n] > 0 ? mean[n] / weight[n] : 0;
  return { mean, weight };
}

/** Half of a symmetric kernel, its middle first, sum 1 over both halves. */
function kernelOf(sigma: number): Float64Array {
  const radius = Math.max(1, Math.ceil(RADIUS_IN_SIGMAS * sigma));
  const half = Float64Array.from({ length: radius + 1 }, (_, n) => exp((-n * n) / (2 * sigma * sigma)));
  let sum = half[0];
  for (let n = 1; n <= radius; n += 1) sum += 2 * half[n];
  return half.map((value) => value / sum);
}

function smoothRows(values: Float32Array, nx: number, kernel: Float64Array): void {
  const reach = kernel.length - 1;
  const line = new Float64Array(nx + 2 * reach);
  for (let row = 0; row < values.length; row += nx) {
    const source = values.subarray(row, row + nx);
    if (isFlat(source)) continue;
    line.set(source, reach);
    line.fill(source[0], 0, reach);
    line.fill(source[nx - 1], reach + nx);
    for (let i = 0; i < nx; i += 1) {
      const middle = reach + i;
      let sum = kernel[0] * line[middle];
      for (let d = 1; d <= reach; d += 1) sum += kernel[d] * (line[middle - d] + line[middle + d]);
      source[i] = sum;
    }
  }
}

/** Smooths `count` rows of nx values, `stride` apart from `start`, across the rows. */
function smoothAcross(
  values: Float32Array,
  start: number,
  nx: number,
  count: number,
  stride: number,
  kernel: Float64Array,
): void {
  const reach = kernel.length - 1;
  const before = new Float32Array(nx * count);
  for (let r = 0; r < count; r += 1) before.set(values.subarray(start + r * stride, start + r * stride + nx), r * nx);
  if (count === 1 || isFlat(before)) return;
  const sum = new Float64Array(nx);
  for (let r = 0; r < count; r += 1) {
    sum.fill(0);
    for (let d = -reach; d <= reach; d += 1) {
      const from = Math.min(count - 1, Math.max(0, r + d)) * nx;
      const weight = kernel[d < 0 ? -d : d];
      for (let i = 0; i < nx; i += 1) sum[i] += weight * before[from + i];
    }
    values.set(sum, start + r * stride);
  }
}

function isFlat(values: Float32Array): boolean {
  const first = values[0];
  for (let n = 1; n < values.length; n += 1) if (values[n] !== first) return false;
  return true;
}
