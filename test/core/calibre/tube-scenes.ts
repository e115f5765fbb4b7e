/**
 * Images of tubes by plain numerical integration, independent of the disc model under test.
 *
 * `addTube`: straight tubes; every voxel is the point sample of the blurred scene, the two-dimensional
 * Gaussian (with its off-diagonal term, in a frame unlike the program's) integrated over the disc by polar
 * Gauss–Legendre nodes. `latticeScene`: any shape, drawn on a 0.125 mm lattice, blurred axis by axis, sampled.
 */
import type { Centreline } from '../../../src/core/centrelines/types';
import { random } from '../../../src/core/maths';
import type { Grid } from '../../../src/core/volume';

export type Vec = readonly [number, number, number];

export interface Tube {
  /** A point of the axis, mm. */
  readonly centre: Vec;
  readonly direction: Vec;
  readonly csaMm2: number;
}

export interface Blur {
  readonly sigmaMm: number;
  readonly sigmaZMm: number;
}

export const lungHu = -870;
export const bloodHu = 40;

export function unit(v: Vec): Vec {
  const l = Math.hypot(...v);
  return [v[0] / l, v[1] / l, v[2] / l];
}

export function gridOf(lengthMm: number, spacingMm: Vec): Grid {
  const size = spacingMm.map((s) => Math.floor(lengthMm / s) + 1);
  return { size: [size[0], size[1], size[2]], spacingMm };
}

export function emptyScene(grid: Grid): Float32Array {
  return new Float32Array(grid.size[0] * grid.size[1] * grid.size[2]).fill(lungHu);
}

/** Adds the blurred image of a straight, endless tube (times `strength`, for mixtures of blurs). */
export function addTube(hu: Float32Array, grid: Grid, tube: Tube, blur: Blur, strength = 1): void {
  const t = unit(tube.direction);
  const helper: Vec = Math.abs(t[0]) < 0.7 ? [1, 0, 0] : [0, 1, 0];
  const a = unit(cross(t, helper));
  const b = cross(t, a);
  const sxx = blur.sigmaMm ** 2;
  const szz = blur.sigmaZMm ** 2;
  const covariance = (p: Vec, q: Vec): number => sxx * (p[0] * q[0] + p[1] * q[1]) + szz * p[2] * q[2];
  const caa = covariance(a, a);
  const cab = covariance(a, b);
  const cbb = covariance(b, b);
  const det = caa * cbb - cab * cab;
  const r = Math.sqrt(tube.csaMm2 / Math.PI);
  const inSigmas = r / Math.min(blur.sigmaMm, blur.sigmaZMm);
  const rings = gaussLegendre(Math.ceil(5 + 2.5 * inSigmas));
  const spokes = Math.ceil(12 + 5 * inSigmas);
  const px: number[] = [];
  const py: number[] = [];
  const pw: number[] = [];
  for (const { node, weight } of rings) {
    const rho = 0.5 * r * (1 + node);
    for (let k = 0; k < spokes; k += 1) {
      const angle = ((k + 0.5) / spokes) * 2 * Math.PI;
      px.push(rho * Math.cos(angle));
      py.push(rho * Math.sin(angle));
      pw.push((rho * 0.5 * r * weight) / spokes / Math.sqrt(det));
    }
  }
  const reach = r + 5 * Math.max(blur.sigmaMm, blur.sigmaZMm);
  eachVoxel(grid, (x, y, z, at) => {
    const d: Vec = [x - tube.centre[0], y - tube.centre[1], z - tube.centre[2]];
    const u = dot(d, a);
    const v = dot(d, b);
    if (u * u + v * v > reach * reach) return;
    let share = 0;
    for (let k = 0; k < px.length; k += 1) {
      const du = u - px[k];
      const dv = v - py[k];
      share += pw[k] * Math.exp((-0.5 * (cbb * du * du - 2 * cab * du * dv + caa * dv * dv)) / det);
    }
    hu[at] += strength * share * (bloodHu - lungHu);
  });
}

/** Any scene: HU as a function of a point, drawn on a fine lattice, blurred and sampled at the voxels. */
export function latticeScene(grid: Grid, blur: Blur, huAt: (x: number, y: number, z: number) => number): Float32Array {
  const step = 0.125;
  const margin = 4 * Math.max(blur.sigmaMm, blur.sigmaZMm);
  const fine = grid.size.map((n, a) => Math.ceil(((n - 1) * grid.spacingMm[a] + 2 * margin) / step) + 1);
  const [nx, ny, nz] = fine;
  let values = new Float32Array(nx * ny * nz);
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1) {
        values[(k * ny + j) * nx + i] = huAt(i * step - margin, j * step - margin, k * step - margin);
      }
    }
  }
  values = blurAxis(values, fine, 0, blur.sigmaMm / step);
  values = blurAxis(values, fine, 1, blur.sigmaMm / step);
  values = blurAxis(values, fine, 2, blur.sigmaZMm / step);
  const out = emptyScene(grid);
  eachVoxel(grid, (x, y, z, at) => {
    const p = [(x + margin) / step, (y + margin) / step, (z + margin) / step];
    const [i, j, k] = p.map(Math.floor);
    const [fx, fy, fz] = [p[0] - i, p[1] - j, p[2] - k];
    let sum = 0;
    for (let c = 0; c < 8; c += 1) {
      const [a, b, d] = [c & 1, (c >> 1) & 1, c >> 2];
      const w = (a ? fx : 1 - fx) * (b ? fy : 1 - fy) * (d ? fz : 1 - fz);
      if (w > 0) sum += w * values[((k + d) * ny + j + b) * nx + i + a];
    }
    out[at] = sum;
  });
  return out;
}

function blurAxis(
  values: Float32Array,
  size: readonly number[],
  axis: number,
  sigma: number,
): Float32Array<ArrayBuffer> {
  const half = Math.ceil(5 * sigma);
  const kernel = Array.from({ length: 2 * half + 1 }, (_, i) => Math.exp(-0.5 * ((i - half) / sigma) ** 2));
  const total = kernel.reduce((a, b) => a + b, 0);
  const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const n = size[axis];
  const out = new Float32Array(values.length);
  const line = new Float64Array(n + 2 * half);
  for (let base = 0; base < values.length; base += 1) {
    if (Math.floor(base / stride) % n !== 0) continue;
    for (let i = -half; i < n + half; i += 1) {
      line[i + half] = values[base + Math.min(n - 1, Math.max(0, i)) * stride];
    }
    for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let k = 0; k <= 2 * half; k += 1) sum += kernel[k] * line[i + k];
      out[base + i * stride] = sum / total;
    }
  }
  return out;
}

/** Independent Gaussian noise. */
export function addNoise(hu: Float32Array, noiseHu: number, seed: number): void {
  const dice = random(seed);
  for (let i = 0; i < hu.length; i += 1) hu[i] += noiseHu * dice.normal();
}

/** A centreline along a tube's axis, from −half to +half of `lengthMm` around its centre, moved by up to `shake` mm. */
export function lineAlong(
  tube: Tube,
  lengthMm: number,
  id: number,
  shake = 0,
  ends: readonly [number, number] = [-1, -1],
): Centreline {
  const t = unit(tube.direction);
  const dice = random(77 + id);
  const n = Math.round(lengthMm / 0.75) + 1;
  const step = lengthMm / (n - 1);
  const points = new Float64Array(3 * n);
  const off = [0, 1, 2].map(() => shake * (2 * dice.uniform() - 1));
  for (let s = 0; s < n; s += 1) {
    for (let a = 0; a < 3; a += 1) points[3 * s + a] = tube.centre[a] + (s * step - lengthMm / 2) * t[a] + off[a];
  }
  const r = Math.sqrt(tube.csaMm2 / Math.PI);
  return { id, points, maskRadiusMm: new Float64Array(n).fill(Math.max(0.5, 0.9 * r + 0.3)), lengthMm, ends };
}

/** Nodes and weights on −1 … 1: roots of the Legendre polynomial by Newton steps. */
export function gaussLegendre(n: number): { node: number; weight: number }[] {
  return Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 50; step += 1) {
      let [before, value] = [1, x];
      for (let k = 2; k <= n; k += 1) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (n * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    return { node: x, weight: 2 / ((1 - x * x) * slope * slope) };
  });
}

/** A direction on the sphere from two numbers in 0 … 1. */
export function directionOf(a: number, b: number): Vec {
  const z = 2 * a - 1;
  const s = Math.sqrt(1 - z * z);
  return [s * Math.cos(2 * Math.PI * b), s * Math.sin(2 * Math.PI * b), z];
}

export function eachVoxel(grid: Grid, visit: (x: number, y: number, z: number, at: number) => void): void {
  const [nx, ny, nz] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1) visit(i * dx, j * dy, k * dz, (k * ny + j) * nx + i);
    }
  }
}

function dot(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
