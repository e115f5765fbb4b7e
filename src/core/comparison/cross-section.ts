/**
 * The image across a vessel as other programs look at it: resampled (trilinear) on a plane across the axis, averaged
 * over the same stretch of axis that the fit of BVX sees.
 */
import { planeAcross } from '../calibre';
import type { Grid } from '../volume';
import { alongStepMm, planeHalfMm, planeStepMm } from './rules';

export interface Station {
  /** Grid mm. */
  readonly at: readonly [number, number, number];
  /** Unit vector. */
  readonly tangent: readonly [number, number, number];
}

/** Square image about the axis, `steps` · `steps` points `planeStepMm` apart; NaN outside the scan. */
export interface CrossSection {
  readonly steps: number;
  readonly hu: Float64Array;
  /** Square of the distance from the axis, mm². */
  readonly squareMm2: Float64Array;
}

const half = Math.round(planeHalfMm / planeStepMm);
const steps = 2 * half + 1;
const squareMm2 = Float64Array.from({ length: steps * steps }, (_, n) => {
  const u = ((n % steps) - half) * planeStepMm;
  const v = (Math.floor(n / steps) - half) * planeStepMm;
  return u * u + v * v;
});

/** The mean image over `alongHalfMm` of axis to either side of the station. */
export function crossSectionAt(
  hu: Int16Array | Float32Array,
  grid: Grid,
  station: Station,
  alongHalfMm: number,
): CrossSection {
  const { at, tangent: t } = station;
  const e = new Float64Array(6);
  planeAcross(t[0], t[1], t[2], e);
  const planes = Math.floor(alongHalfMm / alongStepMm);
  const out = new Float64Array(steps * steps);
  for (let n = 0; n < out.length; n += 1) {
    const u = ((n % steps) - half) * planeStepMm;
    const v = (Math.floor(n / steps) - half) * planeStepMm;
    let sum = 0;
    for (let p = -planes; p <= planes; p += 1) {
      const w = p * alongStepMm;
      const x = at[0] + u * e[0] + v * e[3] + w * t[0];
      const y = at[1] + u * e[1] + v * e[4] + w * t[1];
      const z = at[2] + u * e[2] + v * e[5] + w * t[2];
      sum += trilinear(hu, grid, x / grid.spacingMm[0], y / grid.spacingMm[1], z / grid.spacingMm[2]);
    }
    out[n] = sum / (2 * planes + 1);
  }
  return { steps, hu: out, squareMm2 };
}

function trilinear(hu: Int16Array | Float32Array, { size }: Grid, x: number, y: number, z: number): number {
  const [nx, ny, nz] = size;
  if (!(x >= 0 && y >= 0 && z >= 0 && x <= nx - 1 && y <= ny - 1 && z <= nz - 1)) return Number.NaN;
  const i = Math.min(Math.floor(x), nx - 2);
  const j = Math.min(Math.floor(y), ny - 2);
  const k = Math.min(Math.floor(z), nz - 2);
  const [a, b, c] = [x - i, y - j, z - k];
  const at = (k * ny + j) * nx + i;
  const row = (from: number): number => hu[from] + a * (hu[from + 1] - hu[from]);
  const near = row(at) + b * (row(at + nx) - row(at));
  const top = at + nx * ny;
  return near + c * (row(top) + b * (row(top + nx) - row(top)) - near);
}
