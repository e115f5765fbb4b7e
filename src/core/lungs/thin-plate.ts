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

/** Second differences as rows of up to four voxels (indices into the active list). */
interface Rows {
  readonly at: Int32Array;
  readonly factor: Float64Array;
  readonly count: number;
}

const STOP = 1e-5;

/** Field on the active voxels, from a start. `stiffness` λ is in units of the mean voxel edge. */
export function thinPlate(
  grid: Grid,
  data: PlateData,
  start: Float64Array,
  stiffness: number,
  steps: number,
): Float64Array {
  const n = data.voxels.length;
  const rows = bendingRows(grid, data.voxels);
  const bent = new Float64Array(rows.count);
  const apply = (x: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < n; i += 1) out[i] = data.weight[i] * x[i];
    for (let r = 0; r < rows.count; r += 1) {
      const q = 4 * r;
      let sum = 0;
      for (let c = q; c < q + 4; c += 1) sum += rows.factor[c] * x[rows.at[c]];
      bent[r] = sum * stiffness;
    }
    for (let r = 0; r < rows.count; r += 1) {
      const q = 4 * r;
      for (let c = q; c < q + 4; c += 1) out[rows.at[c]] += rows.factor[c] * bent[r];
    }
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

/** φxx, φyy, φzz and √2·φxy, √2·φxz, √2·φyz wherever all their voxels are active; lengths in mean voxel edges. */
function bendingRows(grid: Grid, voxels: Int32Array): Rows {
  const [nx, ny] = grid.size;
  const [hx, hy, hz] = grid.spacingMm;
  const mean = (hx + hy + hz) / 3;
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
    for (let a = 0; a < 3; a += 1) {
      const s = strides[a];
      const f = 1 / (edges[a] * edges[a]);
      add([-s, 0, s, 0], [f, -2 * f, f, 0], n);
      for (let b = a + 1; b < 3; b += 1) {
        const t = strides[b];
        const g = Math.SQRT2 / (edges[a] * edges[b]);
        add([0, s, t, s + t], [g, -g, -g, g], n);
      }
    }
  }
  return { at: Int32Array.from(at), factor: Float64Array.from(factor), count: at.length / 4 };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}
