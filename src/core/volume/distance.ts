/**
 * Exact Euclidean distance transform on voxels of any shape.
 *
 * Separable lower envelopes of parabolas (Felzenszwalb and Huttenlocher, Theory of Computing 2012;8:415).
 * A run of set voxels between two unset ones is an envelope of its own, so the cost follows the mask, not the box.
 */
import { sharedFloat32 } from './arrays';
import type { Vec3 } from './geometry';

/** Rows read together along k, so that a strided pass uses whole cache lines. */
const TILE = 16;

/**
 * Distance in mm from the centre of every set voxel to the centre of the nearest unset voxel; 0 where unset.
 *
 * Voxels beyond the box are not unset: they are unknown and give no distance. Without any unset voxel within
 * `maximumMm` the distance is `maximumMm`, Infinity by default; a small maximum is also faster on wide masks.
 * `mask` has size[0]·size[1]·size[2] values, i fastest; the answer likewise, on shared memory, owned by the caller.
 */
export function distanceTransform(mask: Uint8Array, size: Vec3, spacingMm: Vec3, maximumMm = Infinity): Float32Array {
  const [nx, ny, nz] = size;
  if (mask.length !== nx * ny * nz) throw new Error('mask and size do not agree');
  const out = sharedFloat32(mask.length);
  const cap = Math.fround(maximumMm * maximumMm);
  alongRows(mask, out, nx, spacingMm[0], cap);
  const envelope = envelopeOf(Math.max(ny, nz));
  for (let k = 0; k < nz; k += 1) {
    const slice = out.subarray(k * nx * ny, (k + 1) * nx * ny);
    alongColumns(slice, ny, nx, nx, spacingMm[1], cap, envelope);
  }
  alongColumns(out, nz, nx * ny, nx * ny, spacingMm[2], cap, envelope);
  for (let n = 0; n < out.length; n += 1) if (out[n] > 0) out[n] = Math.sqrt(out[n]);
  return out;
}

/** Squared distance to the nearest unset voxel of the same row, at most `cap`. */
function alongRows(mask: Uint8Array, out: Float32Array, nx: number, stepMm: number, cap: number): void {
  for (let row = 0; row < mask.length; row += nx) {
    let sinceUnset = Infinity;
    for (let i = row; i < row + nx; i += 1) {
      sinceUnset = mask[i] === 0 ? 0 : sinceUnset + 1;
      out[i] = sinceUnset;
    }
    let untilUnset = Infinity;
    for (let i = row + nx - 1; i >= row; i -= 1) {
      const before = out[i];
      if (before === 0) {
        untilUnset = 0;
        continue;
      }
      untilUnset += 1;
      const mm = Math.min(before, untilUnset) * stepMm;
      out[i] = Math.min(cap, mm * mm);
    }
  }
}

interface Envelope {
  /** One column, copied in and out. */
  readonly column: Float64Array;
  /** Positions of the parabolas of the envelope, their heights, and where each begins to be the lowest. */
  readonly site: Int32Array;
  readonly height: Float64Array;
  readonly from: Float64Array;
}

function envelopeOf(n: number): Envelope {
  return {
    column: new Float64Array(n * TILE),
    site: new Int32Array(n + 1),
    height: new Float64Array(n + 1),
    from: new Float64Array(n + 2),
  };
}

/** Adds one axis: `count` columns side by side, each of n values `stride` apart. */
function alongColumns(
  values: Float32Array,
  n: number,
  stride: number,
  count: number,
  stepMm: number,
  cap: number,
  envelope: Envelope,
): void {
  const { column } = envelope;
  for (let first = 0; first < count; first += TILE) {
    const width = Math.min(TILE, count - first);
    let anySet = false;
    for (let q = 0; q < n; q += 1) {
      for (let t = 0; t < width; t += 1) {
        const value = values[q * stride + first + t];
        column[t * n + q] = value;
        if (value > 0) anySet = true;
      }
    }
    if (!anySet) continue;
    for (let t = 0; t < width; t += 1) eachRun(t * n, n, stepMm, cap, envelope);
    for (let q = 0; q < n; q += 1) {
      for (let t = 0; t < width; t += 1) values[q * stride + first + t] = column[t * n + q];
    }
  }
}

/** Splits a column at its unset voxels (value 0). */
function eachRun(base: number, n: number, stepMm: number, cap: number, envelope: Envelope): void {
  const { column } = envelope;
  let q = 0;
  while (q < n) {
    if (column[base + q] === 0) {
      q += 1;
      continue;
    }
    const from = q;
    while (q < n && column[base + q] !== 0) q += 1;
    lowerEnvelope(base, from, q, n, stepMm * stepMm, cap, envelope);
  }
}

/** min over j of column[j] + (i − j)²·step² for i in from … to − 1; the unset neighbours of the run take part. */
function lowerEnvelope(
  base: number,
  from: number,
  to: number,
  n: number,
  step2: number,
  cap: number,
  envelope: Envelope,
): void {
  const { column, site, height, from: begin } = envelope;
  let top = -1;
  const last = Math.min(n - 1, to);
  for (let j = Math.max(0, from - 1); j <= last; j += 1) {
    const h = column[base + j];
    if (h >= cap) continue;
    let start = -Infinity;
    while (top >= 0) {
      const p = site[top];
      start = (j + p) / 2 + (h - height[top]) / (2 * step2 * (j - p));
      if (start > begin[top]) break;
      top -= 1;
      start = -Infinity;
    }
    top += 1;
    site[top] = j;
    height[top] = h;
    begin[top] = start;
  }
  if (top < 0) return;
  begin[top + 1] = Infinity;
  let at = 0;
  for (let i = from; i < to; i += 1) {
    while (begin[at + 1] < i) at += 1;
    const d = i - site[at];
    column[base + i] = Math.min(cap, height[at] + d * d * step2);
  }
}
