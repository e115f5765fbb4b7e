/** Blurred tubes in closed form, for tests: a line of given area through a Gaussian blur, a tube by its edge. */
import { exp, normalCdf, random } from '../../../src/core/maths';
import type { Grid, Vec3 } from '../../../src/core/volume';

export interface Blur {
  readonly sigmaMm: number;
  readonly sigmaZMm: number;
}

/** Adds a thin straight tube: its whole area on a line, spread by the blur projected across the line. */
export function addThinTube(
  hu: Float32Array,
  { size, spacingMm }: Grid,
  throughMm: Vec3,
  direction: Vec3,
  csaMm2: number,
  contrastHu: number,
  { sigmaMm, sigmaZMm }: Blur,
): void {
  const [tx, ty, tz] = unit(direction);
  // across the tube: e2 lies in the slice, e1 has the steepest rise along z
  const flat = Math.sqrt(tx * tx + ty * ty);
  const e2: Vec3 = flat > 1e-9 ? [ty / flat, -tx / flat, 0] : [1, 0, 0];
  const e1: Vec3 = [ty * e2[2] - tz * e2[1], tz * e2[0] - tx * e2[2], tx * e2[1] - ty * e2[0]];
  const variance1 = sigmaMm * sigmaMm * tz * tz + sigmaZMm * sigmaZMm * (1 - tz * tz);
  const variance2 = sigmaMm * sigmaMm;
  const peak = (contrastHu * csaMm2) / (2 * Math.PI * Math.sqrt(variance1 * variance2));
  eachVoxel(size, spacingMm, (at, x, y, z) => {
    const d: Vec3 = [x - throughMm[0], y - throughMm[1], z - throughMm[2]];
    const u = dot(d, e1);
    const v = dot(d, e2);
    const q = (u * u) / variance1 + (v * v) / variance2;
    if (q < 40) hu[at] += peak * exp(-0.5 * q);
  });
}

/** Adds a thick tube with an isotropic blur by its distance: right for radii above three blurs. */
export function addThickTube(
  hu: Float32Array,
  { size, spacingMm }: Grid,
  throughMm: Vec3,
  direction: Vec3,
  radiusMm: number,
  contrastHu: number,
  sigmaMm: number,
): void {
  const t = unit(direction);
  eachVoxel(size, spacingMm, (at, x, y, z) => {
    const d: Vec3 = [x - throughMm[0], y - throughMm[1], z - throughMm[2]];
    const along = dot(d, t);
    const across = Math.sqrt(Math.max(0, dot(d, d) - along * along));
    const depth = (radiusMm - across) / sigmaMm;
    if (depth > -5) hu[at] += depth > 5 ? contrastHu : contrastHu * normalCdf(depth);
  });
}

/** Adds a sheet through a point. */
export function addSheet(
  hu: Float32Array,
  { size, spacingMm }: Grid,
  throughMm: Vec3,
  normal: Vec3,
  thicknessMm: number,
  contrastHu: number,
  sigmaMm: number,
): void {
  const n = unit(normal);
  const peak = (contrastHu * thicknessMm) / (Math.sqrt(2 * Math.PI) * sigmaMm);
  eachVoxel(size, spacingMm, (at, x, y, z) => {
    const q = dot([x - throughMm[0], y - throughMm[1], z - throughMm[2]], n) / sigmaMm;
    hu[at] += peak * exp(-0.5 * q * q);
  });
}

export function noisy(hu: Float32Array, noiseHu: number, seed: number): Int16Array {
  const draw = random(seed);
  return Int16Array.from(hu, (value) => Math.round(value + noiseHu * draw.normal()));
}

function eachVoxel(size: Vec3, step: Vec3, use: (at: number, x: number, y: number, z: number) => void): void {
  let at = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      for (let i = 0; i < size[0]; i += 1, at += 1) use(at, i * step[0], j * step[1], k * step[2]);
    }
  }
}

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export function unit(v: Vec3): Vec3 {
  const length = Math.sqrt(dot(v, v));
  return [v[0] / length, v[1] / length, v[2] / length];
}
