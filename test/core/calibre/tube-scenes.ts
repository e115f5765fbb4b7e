/**
 * Images of tubes by plain numerical integration, independent of the disc model under test.
 *
 * `addTube`: straight tubes; every voxel is the point sample of the blurred scene, the two-dimensional
 * Gaussian (with its off-diagonal term, in a frame unlike the program's) integrated over the disc by polar
 * Gauss–Legendre nodes. `latticeScene`: any shape, drawn on a fine lattice (0.125 mm), blurred axis by axis, sampled.
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
export function latticeScene(
  grid: Grid,
  blur: Blur,
  huAt: (x: number, y: number, z: number) => number,
  step = 0.125,
): Float32Array {
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
  for (const axis of [0, 1, 2] as const) {
    const sigma = axis === 2 ? blur.sigmaZMm : blur.sigmaMm;
    values = blurAndSample(
      values,
      fine,
      axis,
      sigma / step,
      grid.size[axis],
      grid.spacingMm[axis] / step,
      margin / step,
    );
    fine[axis] = grid.size[axis];
  }
  return values;
}

/** Gaussian along one axis, at places offset + n · every only. */
function blurAndSample(
  values: Float32Array,
  size: readonly number[],
  axis: number,
  sigma: number,
  count: number,
  every: number,
  offset: number,
): Float32Array<ArrayBuffer> {
  const inner = size.slice(0, axis).reduce((a, b) => a * b, 1);
  const outer = size.slice(axis + 1).reduce((a, b) => a * b, 1);
  const n = size[axis];
  const out = new Float32Array(inner * count * outer);
  for (let c = 0; c < count; c += 1) {
    const at = offset + c * every;
    const from = Math.max(0, Math.ceil(at - 5 * sigma));
    const to = Math.min(n - 1, Math.floor(at + 5 * sigma));
    const weights: number[] = [];
    for (let i = from; i <= to; i += 1) weights.push(Math.exp(-0.5 * ((i - at) / sigma) ** 2));
    const total = weights.reduce((a, b) => a + b, 0);
    for (let o = 0; o < outer; o += 1) {
      for (let i = 0; i < inner; i += 1) {
        let sum = 0;
        for (let k = 0; k < weights.length; k += 1) sum += weights[k] * values[(o * n + from + k) * inner + i];
        out[(o * count + c) * inner + i] = sum / total;
      }
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
