/** The scanner's blur as weights on the fine lattice, and a lattice plane turned into image pixels. */
import { exp, normalCdf } from '../maths';
import type { Lattice } from './lattice';
import type { ScanOptions } from './options';

export interface Blur {
  /** Gaussians of the in-plane PSF: their shares sum to 1, the weights of each (one a lattice line) as well. */
  readonly inPlane: readonly { readonly share: number; readonly weights: Float64Array }[];
  /** Weights of the lattice planes that a slice is made of; they sum to 1. */
  readonly across: Float64Array;
}

export function blurOf(scan: ScanOptions, lattice: Lattice): Blur {
  const a = scan.sharpening;
  const gaussian = (sigmaMm: number): Float64Array => inPlaneWeights(lattice, sigmaMm);
  return {
    inPlane:
      a > 0
        ? [
            { share: 1 + a, weights: gaussian(scan.psfSigmaMm) },
            { share: -a, weights: gaussian(scan.sharpeningSigmaMm) },
          ]
        : [{ share: 1, weights: gaussian(scan.psfSigmaMm) }],
    across: acrossWeights(scan, lattice),
  };
}

/** A Gaussian that is narrower than asked for by what the edges of the lattice already blur. */
function inPlaneWeights(lattice: Lattice, sigmaMm: number): Float64Array {
  const edges = (lattice.edgeMm * lattice.edgeMm) / 12;
  const variance = Math.max(sigmaMm * sigmaMm - edges, 0.05 * lattice.stepMm * lattice.stepMm);
  return normalised(lattice.perPixel + 2 * lattice.margin, lattice.stepMm, (x) => exp((-x * x) / (2 * variance)));
}

/** Box and Gaussian of the slice profile; each plane stands for the layer of one step about it. */
function acrossWeights(scan: ScanOptions, lattice: Lattice): Float64Array {
  const step = lattice.stepZMm;
  // edges of the lattice and the layers blur too; the Gaussian gives way, then the box
  const rest = scan.psfSigmaZMm * scan.psfSigmaZMm - (lattice.edgeMm * lattice.edgeMm + step * step) / 12;
  const sigma = Math.sqrt(Math.max(rest, 0));
  const half = Math.sqrt(Math.max(scan.sliceThicknessMm * scan.sliceThicknessMm + 12 * Math.min(rest, 0), 1e-6)) / 2;
  const upTo = (z: number): number => profileArea(z + half, sigma) - profileArea(z - half, sigma);
  return normalised(lattice.perSlice + 2 * lattice.marginZ, step, (z) => upTo(z + step / 2) - upTo(z - step / 2));
}

/** ∫ Φ(z/σ) dz from −∞: the box profile blurred by a Gaussian, integrated once more. */
function profileArea(z: number, sigma: number): number {
  if (sigma < 1e-6) return Math.max(0, z);
  const u = z / sigma;
  return z * normalCdf(u) + (sigma * exp((-u * u) / 2)) / Math.sqrt(2 * Math.PI);
}

function normalised(n: number, stepMm: number, at: (x: number) => number): Float64Array {
  const out = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    out[i] = at((i - (n - 1) / 2) * stepMm);
    sum += out[i];
  }
  for (let i = 0; i < n; i += 1) out[i] /= sum;
  return out;
}

/** Buffers for `blurPlane`, reused from plane to plane. */
export interface BlurBuffers {
  readonly narrow: Float32Array;
  readonly pixels: Float32Array;
}

export function blurBuffers(scan: ScanOptions, lattice: Lattice): BlurBuffers {
  return {
    narrow: new Float32Array(scan.columns * lattice.rows),
    pixels: new Float32Array(scan.columns * scan.rows),
  };
}

/** Image pixels of a lattice plane: Gaussian along x, then y, only where a pixel is. Fills `buffers.pixels`. */
export function blurPlane(
  plane: Float32Array,
  scan: ScanOptions,
  lattice: Lattice,
  blur: Blur,
  buffers: BlurBuffers,
): void {
  buffers.pixels.fill(0);
  for (const { share, weights } of blur.inPlane) {
    const [from, used] = trimmed(weights);
    alongX(plane, scan, lattice, used, from, buffers.narrow);
    alongY(buffers.narrow, scan, lattice, used, from, share, buffers.pixels);
  }
}

/** Weights without the negligible ends, and how many were left off in front. */
function trimmed(weights: Float64Array): [number, Float64Array] {
  let from = 0;
  while (from < weights.length / 2 - 1 && weights[from] < 2e-5) from += 1;
  return [from, weights.subarray(from, weights.length - from)];
}

function alongX(
  plane: Float32Array,
  scan: ScanOptions,
  lattice: Lattice,
  weights: Float64Array,
  from: number,
  out: Float32Array,
): void {
  const n = weights.length;
  const half = n >> 1;
  const odd = n & 1;
  const per = lattice.perPixel;
  for (let row = 0; row < lattice.rows; row += 1) {
    const start = row * lattice.columns + from;
    const to = row * scan.columns;
    for (let i = 0; i < scan.columns; i += 1) {
      const a = start + i * per;
      const b = a + n - 1;
      let sum = odd === 1 ? weights[half] * plane[a + half] : 0;
      for (let t = 0; t < half; t += 1) sum += weights[t] * (plane[a + t] + plane[b - t]);
      out[to + i] = sum;
    }
  }
}

function alongY(
  narrow: Float32Array,
  scan: ScanOptions,
  lattice: Lattice,
  weights: Float64Array,
  from: number,
  share: number,
  out: Float32Array,
): void {
  const width = scan.columns;
  for (let j = 0; j < scan.rows; j += 1) {
    const to = j * width;
    for (let t = 0; t < weights.length; t += 1) {
      const w = share * weights[t];
      const at = (j * lattice.perPixel + from + t) * width;
      for (let i = 0; i < width; i += 1) out[to + i] += w * narrow[at + i];
    }
  }
}
