/** Values on a coarse grid: linear interpolation, gradients, and whole planes at a height. */
import { sharedFloat32 } from '../volume';
import type { CoarseGrid } from './scene';

export const nodeCount = (grid: CoarseGrid): number => grid.size[0] * grid.size[1] * grid.size[2];

export const newField = (grid: CoarseGrid): Float32Array => sharedFloat32(nodeCount(grid));

/** A grid with the given step that covers a box (mm) and a node more on every side. */
export function gridAround(
  low: readonly [number, number, number],
  high: readonly [number, number, number],
  stepMm: number,
): CoarseGrid {
  const count = (axis: 0 | 1 | 2): number => Math.ceil((high[axis] - low[axis]) / stepMm) + 3;
  return {
    size: [count(0), count(1), count(2)],
    stepMm,
    originMm: [low[0] - stepMm, low[1] - stepMm, low[2] - stepMm],
  };
}

/** Field at a point, mm; outside the grid the border's value. */
export function valueAt(grid: CoarseGrid, field: Float32Array, x: number, y: number, z: number): number {
  const [nx, ny, nz] = grid.size;
  const u = clamp((x - grid.originMm[0]) / grid.stepMm, nx);
  const v = clamp((y - grid.originMm[1]) / grid.stepMm, ny);
  const w = clamp((z - grid.originMm[2]) / grid.stepMm, nz);
  const i = Math.min(Math.floor(u), nx - 2);
  const j = Math.min(Math.floor(v), ny - 2);
  const k = Math.min(Math.floor(w), nz - 2);
  const a = u - i;
  const b = v - j;
  const c = w - k;
  const at = (k * ny + j) * nx + i;
  const up = at + nx * ny;
  const near = mix(mix(field[at], field[at + 1], a), mix(field[at + nx], field[at + nx + 1], a), b);
  const far = mix(mix(field[up], field[up + 1], a), mix(field[up + nx], field[up + nx + 1], a), b);
  return mix(near, far, c);
}

/** Unit vector in which a field rises, from differences over two steps; zero where it is flat. */
export function risingDirection(
  grid: CoarseGrid,
  field: Float32Array,
  x: number,
  y: number,
  z: number,
): [number, number, number] {
  const h = grid.stepMm;
  const gx = valueAt(grid, field, x + h, y, z) - valueAt(grid, field, x - h, y, z);
  const gy = valueAt(grid, field, x, y + h, z) - valueAt(grid, field, x, y - h, z);
  const gz = valueAt(grid, field, x, y, z + h) - valueAt(grid, field, x, y, z - h);
  const length = Math.sqrt(gx * gx + gy * gy + gz * gz);
  return length > 1e-6 ? [gx / length, gy / length, gz / length] : [0, 0, 0];
}

/** One plane of a field at height z into `plane` (nx · ny). */
export function planeAt(grid: CoarseGrid, field: Float32Array, z: number, plane: Float32Array): void {
  const [nx, ny, nz] = grid.size;
  const w = clamp((z - grid.originMm[2]) / grid.stepMm, nz);
  const k = Math.min(Math.floor(w), nz - 2);
  const c = w - k;
  const from = k * nx * ny;
  const n = nx * ny;
  for (let at = 0; at < n; at += 1) plane[at] = mix(field[from + at], field[from + n + at], c);
}

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

const clamp = (u: number, n: number): number => Math.min(Math.max(u, 0), n - 1);
