/** Gaussian smoothing on the coarse grid, alone and of values of which only some count. */
import { exp } from '../maths';
import { sharedFloat32 } from '../volume';
import type { Grid } from '../volume';

const RADIUS_IN_SIGMAS = 3;

/** Smooths in place with `sigmaMm` along every axis; beyond the faces the outermost values go on. */
export function smooth(values: Float32Array, grid: Grid, sigmaMm: number): void {
  const [nx, ny, nz] = grid.size;
  const strides = [1, nx, nx * ny];
  for (const axis of [0, 1, 2] as const) {
    if (grid.size[axis] === 1) continue;
    const kernel = kernelOf(sigmaMm / grid.spacingMm[axis]);
    const n = grid.size[axis];
    const line = new Float64Array(n + 2 * (kernel.length - 1));
    const [outer, outerStride, inner, innerStride] =
      axis === 0 ? [nz, nx * ny, ny, nx] : axis === 1 ? [nz, nx * ny, nx, 1] : [ny, nx, nx, 1];
    for (let a = 0; a < outer; a += 1) {
      for (let b = 0; b < inner; b += 1) {
        smoothLine(values, a * outerStride + b * innerStride, strides[axis], n, kernel, line);
      }
    }
  }
}

/** Weighted local mean Σwv/Σw under a Gaussian, and its Σw. Neither input is changed. */
export function localMean(
  values: Float32Array,
  weights: Float32Array,
  grid: Grid,
  sigmaMm: number,
): { mean: Float32Array; weight: Float32Array } {
  const mean = sharedFloat32(values.length);
  const weight = sharedFloat32(values.length);
  weight.set(weights);
  for (let n = 0; n < values.length; n += 1) mean[n] = weights[n] === 0 ? 0 : values[n] * weights[n];
  smooth(mean, grid, sigmaMm);
  smooth(weight, grid, sigmaMm);
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

function smoothLine(
  values: Float32Array,
  start: number,
  stride: number,
  n: number,
  kernel: Float64Array,
  line: Float64Array,
): void {
  const reach = kernel.length - 1;
  let flat = true;
  const first = values[start];
  for (let i = 0, at = start; i < n; i += 1, at += stride) {
    line[reach + i] = values[at];
    if (values[at] !== first) flat = false;
  }
  if (flat) return;
  line.fill(first, 0, reach);
  line.fill(line[reach + n - 1], reach + n, n + 2 * reach);
  for (let i = 0, at = start; i < n; i += 1, at += stride) {
    const middle = reach + i;
    let sum = kernel[0] * line[middle];
    for (let d = 1; d <= reach; d += 1) sum += kernel[d] * (line[middle - d] + line[middle + d]);
    values[at] = sum;
  }
}
