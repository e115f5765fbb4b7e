/** The same scan otherwise: what is done to its voxels and header to see how the figures move. */
import { addNoise } from '../phantom';
import type { ScanOptions } from '../phantom';
import { exp } from '../maths';
import {
  sharedInt16,
  storedAs,
  voxelCount,
  voxelToWorld,
  type Geometry,
  type Mat3,
  type Vec3,
  type Volume,
} from '../volume';

/** Noise of standard deviation `sdHu` on top, with the grain of the scan's own. */
export function withNoise(volume: Volume, scan: ScanOptions, sdHu: number, seed: number): Volume {
  const pixels = volume.geometry.size[0] * volume.geometry.size[1];
  const hu = sharedInt16(volume.hu.length);
  const noise = new Float32Array(pixels);
  for (let k = 0; k < volume.geometry.size[2]; k += 1) {
    noise.fill(0);
    addNoise(noise, { ...scan, noiseHu: sdHu }, seed, k);
    for (let p = 0; p < pixels; p += 1) hu[k * pixels + p] = whole(volume.hu[k * pixels + p] + noise[p]);
  }
  return { ...volume, hu };
}

/** Blurred by a Gaussian of `sigmaMm` in all directions. Holds one float copy. */
export function blurred(volume: Volume, sigmaMm: number): Volume {
  const { size, spacingMm } = volume.geometry;
  const values = Float32Array.from(volume.hu);
  for (const axis of [0, 1, 2] as const) filterAxis(values, size, axis, gaussianTaps(sigmaMm / spacingMm[axis]));
  return { ...volume, hu: wholeValues(values) };
}

/** Edges enhanced in the slices: I + a·(I − Gaussian of `sigmaMm` * I). Holds one float copy. */
export function sharpened(volume: Volume, a: number, sigmaMm: number): Volume {
  const { size, spacingMm } = volume.geometry;
  const values = Float32Array.from(volume.hu);
  for (const axis of [0, 1] as const) filterAxis(values, size, axis, gaussianTaps(sigmaMm / spacingMm[axis]));
  for (let at = 0; at < values.length; at += 1) values[at] = (1 + a) * volume.hu[at] - a * values[at];
  return { ...volume, hu: wholeValues(values) };
}

/** Each `n` neighbouring slices as one; slices that are left over go. */
export function slicesAveraged(volume: Volume, n: number): Volume {
  const { geometry } = volume;
  const pixels = geometry.size[0] * geometry.size[1];
  const size: Vec3 = [geometry.size[0], geometry.size[1], Math.floor(geometry.size[2] / n)];
  const hu = sharedInt16(pixels * size[2]);
  for (let k = 0; k < size[2]; k += 1) {
    for (let p = 0; p < pixels; p += 1) {
      let sum = 0;
      for (let s = 0; s < n; s += 1) sum += volume.hu[(k * n + s) * pixels + p];
      hu[k * pixels + p] = whole(sum / n);
    }
  }
  const [dx, dy, dz] = geometry.spacingMm;
  const originMm = voxelToWorld(geometry, 0, 0, (n - 1) / 2);
  return { ...volume, geometry: { ...geometry, size, spacingMm: [dx, dy, n * dz], originMm }, hu };
}

/** Mirrored left to right: another patient, whose right lung is this one's left. */
export function mirrored(volume: Volume): Volume {
  const flipped = storedAs(volume, { axes: [0, 1, 2], reversed: [true, false, false] });
  return { ...volume, hu: flipped.hu };
}

/** The patient turned about the z and then the x axis, in the header alone: voxels as they were. `turn` is [cos, sin]. */
export function turnedInHeader(
  volume: Volume,
  aboutZ: readonly [number, number],
  aboutX: readonly [number, number],
): Volume {
  const { geometry } = volume;
  const z: Mat3 = [aboutZ[0], -aboutZ[1], 0, aboutZ[1], aboutZ[0], 0, 0, 0, 1];
  const x: Mat3 = [1, 0, 0, 0, aboutX[0], -aboutX[1], 0, aboutX[1], aboutX[0]];
  const turn = product(x, z);
  const [a, b, c] = geometry.originMm;
  const originMm: Vec3 = [
    turn[0] * a + turn[1] * b + turn[2] * c,
    turn[3] * a + turn[4] * b + turn[5] * c,
    turn[6] * a + turn[7] * b + turn[8] * c,
  ];
  return { ...volume, geometry: { ...geometry, originMm, direction: product(turn, geometry.direction) } };
}

/** A box of the scan: from `from` up to and without `to`. */
export function cropped(volume: Volume, from: Vec3, to: Vec3): Volume {
  const { geometry } = volume;
  const size: Vec3 = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const cut: Geometry = { ...geometry, size, originMm: voxelToWorld(geometry, ...from) };
  const hu = sharedInt16(voxelCount(cut));
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      const at = ((from[2] + k) * geometry.size[1] + from[1] + j) * geometry.size[0] + from[0];
      for (let i = 0; i < size[0]; i += 1) hu[(k * size[1] + j) * size[0] + i] = volume.hu[at + i];
    }
  }
  return { ...volume, geometry: cut, hu };
}

/** Twice as many columns and rows, linear in between: adds no knowledge, only voxels. */
export function upsampled(volume: Volume): Volume {
  const { geometry } = volume;
  const [nx, ny, nz] = geometry.size;
  const size: Vec3 = [2 * nx - 1, 2 * ny - 1, nz];
  const [dx, dy, dz] = geometry.spacingMm;
  const hu = sharedInt16(size[0] * size[1] * nz);
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      const low = (k * ny + (j >> 1)) * nx;
      const high = low + (j & 1) * nx;
      for (let i = 0; i < size[0]; i += 1) {
        const a = i >> 1;
        const b = a + (i & 1);
        const sum = volume.hu[low + a] + volume.hu[low + b] + volume.hu[high + a] + volume.hu[high + b];
        hu[(k * size[1] + j) * size[0] + i] = whole(sum / 4);
      }
    }
  }
  return { ...volume, geometry: { ...geometry, size, spacingMm: [dx / 2, dy / 2, dz] }, hu };
}

const whole = (value: number): number => Math.min(3071, Math.max(-1024, Math.round(value)));

function wholeValues(values: Float32Array): Int16Array {
  const hu = sharedInt16(values.length);
  for (let at = 0; at < hu.length; at += 1) hu[at] = whole(values[at]);
  return hu;
}

function product(a: Mat3, b: Mat3): Mat3 {
  const at = (r: number, c: number): number => a[3 * r] * b[c] + a[3 * r + 1] * b[3 + c] + a[3 * r + 2] * b[6 + c];
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)];
}

/** Taps of a Gaussian, `sigma` in voxels, out to 4 σ. */
function gaussianTaps(sigma: number): Float64Array {
  const half = Math.max(1, Math.ceil(4 * sigma));
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, t) =>
    exp((-(t - half) * (t - half)) / (2 * sigma * sigma)),
  );
  const sum = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => tap / sum);
}

/** Filters along one axis in place; the border's value goes on beyond it. */
function filterAxis(values: Float32Array, size: Vec3, axis: 0 | 1 | 2, taps: Float64Array): void {
  const strides = [1, size[0], size[0] * size[1]];
  const stride = strides[axis];
  const n = size[axis];
  const half = (taps.length - 1) / 2;
  const line = new Float64Array(n + 2 * half);
  const [u, v] = [0, 1, 2].filter((other) => other !== axis);
  for (let b = 0; b < size[v]; b += 1) {
    for (let a = 0; a < size[u]; a += 1) {
      const first = a * strides[u] + b * strides[v];
      for (let t = 0; t < line.length; t += 1) {
        line[t] = values[first + Math.min(n - 1, Math.max(0, t - half)) * stride];
      }
      for (let t = 0; t < n; t += 1) {
        let sum = 0;
        for (let s = 0; s < taps.length; s += 1) sum += taps[s] * line[t + s];
        values[first + t * stride] = sum;
      }
    }
  }
}
