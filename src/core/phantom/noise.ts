/** Noise of a reconstructed slice: grainy in the plane, little of it at low frequencies, shared between overlapping slices. */
import { exp } from '../maths';
import type { ScanOptions } from './options';

/** A wider Gaussian of this share and width is subtracted: filtered back-projection leaves little slow noise. */
const slowShare = 0.6;
const slowWidth = 3;

/** Adds slice k's noise to `pixels` (columns · rows), the same for a seed whichever slices are made. */
export function addNoise(pixels: Float32Array, scan: ScanOptions, seed: number, k: number): void {
  if (!(scan.noiseHu > 0)) return;
  const { columns, rows } = scan;
  const white = whiteSlice(scan, seed, k);
  const fine = gaussianTaps(scan.noiseCorrelationMm / scan.pixelMm);
  const slow = gaussianTaps((slowWidth * scan.noiseCorrelationMm) / scan.pixelMm);
  const fast = filtered(white, columns, rows, fine);
  const drift = filtered(white, columns, rows, slow);
  const ff = product(fine, fine);
  const fs = product(fine, slow);
  const ss = product(slow, slow);
  const size = Math.sqrt(ff * ff - 2 * slowShare * fs * fs + slowShare * slowShare * ss * ss);
  for (let j = 0; j < rows; j += 1) {
    for (let i = 0; i < columns; i += 1) {
      const u = (2 * i) / (columns - 1) - 1;
      const v = (2 * j) / (rows - 1) - 1;
      const sd = scan.noiseHu * (1 - ((1 - scan.noiseRim) * (u * u + v * v)) / 2);
      const at = j * columns + i;
      pixels[at] += (sd * (fast[at] - slowShare * drift[at])) / size;
    }
  }
}

/** White noise of unit variance; slices thicker than their spacing share layers with their neighbours. */
function whiteSlice(scan: ScanOptions, seed: number, k: number): Float32Array {
  const n = scan.columns * scan.rows;
  const out = new Float32Array(n);
  const half = scan.sliceThicknessMm / scan.sliceSpacingMm / 2;
  const reach = Math.max(0, Math.ceil(half - 0.5));
  let squares = 0;
  for (let d = -reach; d <= reach; d += 1) {
    const weight = reach === 0 ? 1 : Math.max(0, Math.min(half, d + 0.5) - Math.max(-half, d - 0.5));
    squares += weight * weight;
    addWhite(out, weight, seed, k + d);
  }
  const scale = 1 / Math.sqrt(squares);
  for (let i = 0; i < n; i += 1) out[i] *= scale;
  return out;
}

/** Sum of four uniforms a pixel: near enough to a normal before it is filtered. Hash: Wellons' lowbias32. */
function addWhite(out: Float32Array, weight: number, seed: number, layer: number): void {
  let state = hash(hash(seed ^ 0x51ed270b) + Math.imul(layer + 4096, 0x9e3779b1));
  const scale = (weight * Math.sqrt(3)) / 65536;
  for (let i = 0; i < out.length; i += 1) {
    state = (state + 0x9e3779b9) | 0;
    const a = hash(state);
    const b = hash(state ^ 0x2545f491);
    out[i] += scale * ((a & 0xffff) + (a >>> 16) + (b & 0xffff) + (b >>> 16) - 131070);
  }
}

function hash(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

function gaussianTaps(sigma: number): Float64Array {
  const half = Math.max(1, Math.ceil(3.5 * sigma));
  const taps = new Float64Array(2 * half + 1);
  let sum = 0;
  for (let t = -half; t <= half; t += 1) {
    taps[t + half] = exp((-t * t) / (2 * Math.max(sigma * sigma, 1e-3)));
    sum += taps[t + half];
  }
  return taps.map((tap) => tap / sum);
}

/** Σ a·b of two centred sets of taps. */
function product(a: Float64Array, b: Float64Array): number {
  const shift = (b.length - a.length) / 2;
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i + shift];
  return sum;
}

/** Separable filter, wrapping round at the borders. */
function filtered(image: Float32Array, columns: number, rows: number, taps: Float64Array): Float32Array {
  const half = (taps.length - 1) / 2;
  const across = new Float32Array(image.length);
  for (let j = 0; j < rows; j += 1) {
    for (let t = 0; t < taps.length; t += 1) {
      const from = ((j + t - half + rows) % rows) * columns;
      const to = j * columns;
      const tap = taps[t];
      for (let i = 0; i < columns; i += 1) across[to + i] += tap * image[from + i];
    }
  }
  const out = new Float32Array(image.length);
  const line = new Float32Array(columns + 2 * half);
  for (let j = 0; j < rows; j += 1) {
    const row = across.subarray(j * columns, (j + 1) * columns);
    line.set(row.subarray(columns - half), 0);
    line.set(row, half);
    line.set(row.subarray(0, half), half + columns);
    for (let i = 0; i < columns; i += 1) {
      let sum = 0;
      for (let t = 0; t < taps.length; t += 1) sum += taps[t] * line[i + t];
      out[j * columns + i] = sum;
    }
  }
  return out;
}
