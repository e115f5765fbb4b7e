/**
 * Ridge kernel: Gaussian smoothing of a slab and two eigenvalues of its Hessian, and its plain twin.
 *
 * The twin rounds to single precision after every step, in the order of the SIMD build
 * (`src/kernels/assembly/ridge.ts`), so that both give the same bits.
 */
import type { Vec3 } from '../volume/geometry';

export interface RidgeSlab {
  /**
   * HU of whole slices, i fastest. Around the wanted slices there must be `ridgeHalo(taps)` more on either
   * side, fewer only where the volume ends: there the last slice is repeated.
   */
  readonly hu: Int16Array | Float32Array;
  /** Voxels of the slab along i, j, k. */
  readonly size: Vec3;
  /** Wanted slices of the slab, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Not 0 where the strength is wanted; the wanted slices only. */
  readonly mask: Uint8Array;
  /** Half of the symmetric smoothing weights along i, j, k: centre first. */
  readonly taps: readonly [Float32Array, Float32Array, Float32Array];
  /** Factors on the differences ii, jj, kk, ij, ik, jk: with them the Hessian is in HU/mm². */
  readonly differences: Float32Array;
  /** HU are clamped to this range first: padding and metal. */
  readonly lowestHu: number;
  readonly highestHu: number;
}

/** All of the size of the wanted slices. */
export interface RidgeAnswer {
  /** Minus the middle eigenvalue in HU/mm², 0 where the mask is 0: positive on bright ridges. */
  readonly strength: Float32Array;
  /** The highest eigenvalue in HU/mm², 0 where the mask is 0: positive in the valley between two vessels. */
  readonly valley: Float32Array;
  /** The smoothed HU. */
  readonly smoothed: Float32Array;
}

export type RidgeKernel = (slab: RidgeSlab) => RidgeAnswer;

/** Slices needed beyond the wanted ones. */
export function ridgeHalo(taps: RidgeSlab['taps']): number {
  return taps[2].length;
}

/** Checks what both twins rely on; a wrong slab is a bug. */
export function assertRidgeSlab({ hu, size, from, to, mask, taps, differences }: RidgeSlab): void {
  const [nx, ny, nz] = size;
  const ok =
    hu.length === nx * ny * nz &&
    from >= 0 &&
    from < to &&
    to <= nz &&
    mask.length === nx * ny * (to - from) &&
    taps.every((half) => half.length >= 1) &&
    differences.length === 6;
  if (!ok) throw new Error('ridge slab: sizes do not agree');
}

const { fround, max, min, sqrt } = Math;
const THIRD = fround(1 / 3);
const SIXTH = fround(1 / 6);
const LEAST_P2 = fround(1e-12);
/** cos(⅔ arccos t) on 0 … 1 by a polynomial of degree 6, highest power first; error below 2e-7. */
const COS_TWO_THIRDS = Float32Array.of(
  -0.00214344734,
  0.010623047,
  -0.0265382149,
  0.0515479085,
  -0.11082304,
  0.57733346,
  0.500000163,
);

export const plainRidge: RidgeKernel = (slab) => {
  assertRidgeSlab(slab);
  const { size, from, to } = slab;
  const [nx, ny, nz] = size;
  const first = max(0, from - 1);
  const end = min(nz, to + 1);
  const slices = smoothSlices(slab, first, end);
  const strength = new Float32Array(nx * ny * (to - from));
  const valley = new Float32Array(strength.length);
  const smoothed = slices.slice(nx * ny * (from - first), nx * ny * (to - first));
  const f = slab.differences;
  let out = 0;
  for (let k = from; k < to; k += 1) {
    const here = (k - first) * nx * ny;
    const below = (max(0, k - 1) - first) * nx * ny;
    const above = (min(nz - 1, k + 1) - first) * nx * ny;
    for (let j = 0; j < ny; j += 1) {
      const at = j * nx;
      const up = max(0, j - 1) * nx;
      const down = min(ny - 1, j + 1) * nx;
      for (let i = 0; i < nx; i += 1, out += 1) {
        if (slab.mask[out] === 0) continue;
        const l = max(0, i - 1);
        const r = min(nx - 1, i + 1);
        const c = slices[here + at + i];
        const xx = second(f[0], slices[here + at + r], slices[here + at + l], c);
        const yy = second(f[1], slices[here + down + i], slices[here + up + i], c);
        const zz = second(f[2], slices[above + at + i], slices[below + at + i], c);
        const xy = cross(
          f[3],
          slices[here + down + r],
          slices[here + up + l],
          slices[here + down + l],
          slices[here + up + r],
        );
        const xz = cross(
          f[4],
          slices[above + at + r],
          slices[below + at + l],
          slices[above + at + l],
          slices[below + at + r],
        );
        const yz = cross(
          f[5],
          slices[above + down + i],
          slices[below + up + i],
          slices[above + up + i],
          slices[below + down + i],
        );
        const trace = fround(fround(xx + yy) + zz);
        const [highest, lowest] = outerEigenvalues(trace, xx, yy, zz, xy, xz, yz);
        strength[out] = -fround(fround(trace - highest) - lowest);
        valley[out] = highest;
      }
    }
  }
  return { strength, valley, smoothed };
};

/** Slices first … end − 1 of the slab, smoothed along k, then j, then i. */
function smoothSlices(slab: RidgeSlab, first: number, end: number): Float32Array {
  const [nx, ny, nz] = slab.size;
  const [tapsX, tapsY, tapsZ] = slab.taps;
  const n = nx * ny;
  const input = new Float32Array(slab.hu);
  const low = fround(slab.lowestHu);
  const high = fround(slab.highestHu);
  for (let at = 0; at < input.length; at += 1) input[at] = min(max(input[at], low), high);
  const out = new Float32Array(n * (end - first));
  const a = new Float32Array(n);
  const b = new Float32Array(n);
  for (let k = first; k < end; k += 1) {
    for (let at = 0; at < n; at += 1) a[at] = weighted(input, tapsZ, at, n, k, nz);
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1) b[j * nx + i] = weighted(a, tapsY, i, nx, j, ny);
    }
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1) out[(k - first) * n + j * nx + i] = weighted(b, tapsX, j * nx, 1, i, nx);
    }
  }
  return out;
}

/** Weighted sum around position q of a line of n values from `base`, `stride` apart; the ends are repeated. */
function weighted(
  values: Float32Array,
  taps: Float32Array,
  base: number,
  stride: number,
  q: number,
  n: number,
): number {
  let sum = fround(taps[0] * values[base + q * stride]);
  for (let t = 1; t < taps.length; t += 1) {
    const pair = fround(values[base + max(0, q - t) * stride] + values[base + min(n - 1, q + t) * stride]);
    sum = fround(sum + fround(taps[t] * pair));
  }
  return sum;
}

function second(factor: number, after: number, before: number, centre: number): number {
  return fround(factor * fround(fround(after + before) - fround(centre + centre)));
}

function cross(factor: number, pp: number, mm: number, mp: number, pm: number): number {
  return fround(factor * fround(fround(pp + mm) - fround(mp + pm)));
}

/**
 * Highest and lowest eigenvalue of a symmetric 3 × 3 matrix by the trigonometric solution of its cubic,
 * with cos(⅔ arccos t) as a polynomial: no branch, no inverse function.
 */
function outerEigenvalues(
  trace: number,
  xx: number,
  yy: number,
  zz: number,
  xy: number,
  xz: number,
  yz: number,
): [number, number] {
  const q = fround(trace * THIRD);
  const a = fround(xx - q);
  const b = fround(yy - q);
  const c = fround(zz - q);
  const xy2 = fround(xy * xy);
  const xz2 = fround(xz * xz);
  const yz2 = fround(yz * yz);
  const diagonal = fround(fround(fround(a * a) + fround(b * b)) + fround(c * c));
  const outer = fround(fround(xy2 + xz2) + yz2);
  const p2 = max(fround(fround(diagonal + fround(outer + outer)) * SIXTH), LEAST_P2);
  const p = fround(sqrt(p2));
  const det1 = fround(a * fround(fround(b * c) - yz2));
  const det2 = fround(xy * fround(fround(xz * yz) - fround(xy * c)));
  const det3 = fround(xz * fround(fround(xy * yz) - fround(b * xz)));
  const det = fround(fround(det1 + det2) + det3);
  const p3 = fround(p2 * p);
  const rho = min(max(fround(det / fround(p3 + p3)), -1), 1);
  const u = fround(sqrt(fround(fround(1 + rho) * 0.5)));
  const v = fround(sqrt(fround(fround(1 - rho) * 0.5)));
  const twoP = fround(p + p);
  const highest = fround(q + fround(twoP * cosTwoThirds(u)));
  const lowest = fround(q - fround(twoP * cosTwoThirds(v)));
  return [highest, lowest];
}

function cosTwoThirds(t: number): number {
  let g = COS_TWO_THIRDS[0];
  for (let n = 1; n < 7; n += 1) g = fround(fround(g * t) + COS_TWO_THIRDS[n]);
  return g;
}
