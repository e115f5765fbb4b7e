/**
 * The smoothest field through scattered values on a grid: least bending, Σw(φ − d)² + λ·Σ(second differences)².
 *
 * Where there are values the field follows them; where there are none it goes on as a thin plate does, with the slope it
 * has at the rim. Solved by conjugate gradients on the active voxels only.
 */
import type { Grid } from '../volume';

export interface PlateData {
  /** Voxels of the field, in rising order. */
  readonly voxels: Int32Array;
  /** Value and weight of each; weight 0 where nothing is known. */
  readonly value: Float64Array;
  readonly weight: Float64Array;
}

/** The bending of a field: second differences as rows of up to four voxels (indices into the active list). */
export interface PlateSystem {
  readonly at: Int32Array;
  readonly factor: Float64Array;
  readonly count: number;
  readonly stiffness: number;
}

const STOP = 1e-6;

/** Field on the active voxels, from a start, by at most `steps` steps. */
export function thinPlate(system: PlateSystem, data: PlateData, start: Float64Array, steps: number): Float64Array {
  const n = data.voxels.length;
  const apply = (x: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < n; i += 1) out[i] = data.weight[i] * x[i];
    addBending(system, x, out);
  };
  const x = Float64Array.from(start);
  const residual = new Float64Array(n);
  const product = new Float64Array(n);
  apply(x, product);
  for (let i = 0; i < n; i += 1) residual[i] = data.weight[i] * data.value[i] - product[i];
  const direction = Float64Array.from(residual);
  let rr = dot(residual, residual);
  const enough = STOP * STOP * Math.max(rr, 1e-12);
  for (let step = 0; step < steps && rr > enough; step += 1) {
    apply(direction, product);
    const curvature = dot(direction, product);
    if (!(curvature > 0)) break;
    const a = rr / curvature;
    for (let i = 0; i < n; i += 1) {
      x[i] += a * direction[i];
      residual[i] -= a * product[i];
    }
    const next = dot(residual, residual);
    const b = next / rr;
    rr = next;
    for (let i = 0; i < n; i += 1) direction[i] = residual[i] + b * direction[i];
  }
  return x;
}

/** out += λ·Bᵀ·B·x, with B the rows of the system. */
function addBending({ at, factor, count, stiffness }: PlateSystem, x: Float64Array, out: Float64Array): void {
  for (let q = 0; q < 4 * count; q += 4) {
    const a = at[q];
    const b = at[q + 1];
    const c = at[q + 2];
    const d = at[q + 3];
    const bent = stiffness * (factor[q] * x[a] + factor[q + 1] * x[b] + factor[q + 2] * x[c] + factor[q + 3] * x[d]);
    out[a] += factor[q] * bent;
    out[b] += factor[q + 1] * bent;
    out[c] += factor[q + 2] * bent;
    out[d] += factor[q + 3] * bent;
  }
}

/**
 * φxx, φyy, φzz and √2·φxy, √2·φxz, √2·φyz wherever all their voxels are active, in mean voxel edges h. The stiffness
 * λ = (stiffnessMm/h)⁴: bends much shorter than 2π·stiffnessMm are smoothed away even where the surface is seen.
 */
export function plateSystem(grid: Grid, voxels: Int32Array, stiffnessMm: number): PlateSystem {
  const [nx, ny, nz] = grid.size;
  const [hx, hy, hz] = grid.spacingMm;
  const mean = (hx + hy + hz) / 3;
  const ratio = stiffnessMm / mean;
  const stiffness = ratio * ratio * ratio * ratio;
  const index = new Map<number, number>();
  for (let i = 0; i < voxels.length; i += 1) index.set(voxels[i], i);
  const strides = [1, nx, nx * ny];
  const edges = [hx / mean, hy / mean, hz / mean];
  const at: number[] = [];
  const factor: number[] = [];
  const add = (offsets: readonly number[], factors: readonly number[], from: number): void => {
    const found: number[] = [];
    for (const offset of offsets) {
      const i = index.get(from + offset);
      if (i === undefined) return;
      found.push(i);
    }
    at.push(...found);
    factor.push(...factors);
  };
  for (const n of voxels) {
    const place = [n % nx, Math.trunc(n / nx) % ny, Math.trunc(n / (nx * ny))];
    // the next voxel of a last one would be the first of the next row
    const ends = [place[0] === nx - 1, place[1] === ny - 1, place[2] === nz - 1];
    for (let a = 0; a < 3; a += 1) {
      if (ends[a]) continue;
      const s = strides[a];
      const f = 1 / (edges[a] * edges[a]);
      if (place[a] > 0) add([-s, 0, s, 0], [f, -2 * f, f, 0], n);
      for (let b = a + 1; b < 3; b += 1) {
        if (ends[b]) continue;
        const t = strides[b];
        const g = Math.SQRT2 / (edges[a] * edges[b]);
        add([0, s, t, s + t], [g, -g, -g, g], n);
      }
    }
  }
  return { at: Int32Array.from(at), factor: Float64Array.from(factor), count: at.length / 4, stiffness };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}
