/**
 * Where a line along x runs inside a solid. Fields are linear between nodes, so on such a line the border is
 * met exactly where two neighbouring nodes differ in sign: no sampling.
 */
import { planeAt } from './coarse';
import type { CoarseGrid, Scene } from './scene';

/** Both lungs at one height. */
export interface LungPlanes {
  readonly right: Float32Array;
  readonly left: Float32Array;
}

export function lungPlanes(grid: CoarseGrid): LungPlanes {
  const n = grid.size[0] * grid.size[1];
  return { right: new Float32Array(n), left: new Float32Array(n) };
}

export function lungsAt(scene: Scene, z: number, planes: LungPlanes): void {
  planeAt(scene.grid, scene.rightLungMm, z, planes.right);
  planeAt(scene.grid, scene.leftLungMm, z, planes.left);
}

/** Calls `run` with the ends (mm) of every stretch of the line at height y that lies inside, left to right. */
export function insideRuns(
  grid: CoarseGrid,
  plane: Float32Array,
  y: number,
  run: (from: number, to: number) => void,
): void {
  const [nx, ny] = grid.size;
  const v = Math.min(ny - 1, Math.max(0, (y - grid.originMm[1]) / grid.stepMm));
  const j = Math.min(Math.floor(v), ny - 2);
  const b = v - j;
  const at = j * nx;
  let before = plane[at] + (plane[at + nx] - plane[at]) * b;
  // beyond the grid the border's value holds
  let start = before < 0 ? -Infinity : NaN;
  for (let i = 1; i < nx; i += 1) {
    const here = plane[at + i] + (plane[at + i + nx] - plane[at + i]) * b;
    if (before < 0 !== here < 0) {
      const x = grid.originMm[0] + (i - 1 + before / (before - here)) * grid.stepMm;
      if (here < 0) start = x;
      else run(start, x);
    }
    before = here;
  }
  if (before < 0) run(start, Infinity);
}

/** Side (1 right, 2 left, 0 neither) of every point of a plane of points, into `sides`. */
export function sidesOf(
  grid: CoarseGrid,
  planes: LungPlanes,
  points: {
    readonly firstX: number;
    readonly firstY: number;
    readonly stepMm: number;
    readonly columns: number;
    readonly rows: number;
  },
  sides: Uint8Array,
): void {
  const { firstX, firstY, stepMm, columns, rows } = points;
  sides.fill(0);
  for (let j = 0; j < rows; j += 1) {
    const mark =
      (side: number) =>
      (from: number, to: number): void => {
        const first = Math.max(0, Math.ceil((from - firstX) / stepMm));
        const last = Math.min(columns - 1, Math.floor((to - firstX) / stepMm));
        if (last >= first) sides.fill(side, j * columns + first, j * columns + last + 1);
      };
    insideRuns(grid, planes.left, firstY + j * stepMm, mark(2));
    insideRuns(grid, planes.right, firstY + j * stepMm, mark(1));
  }
}

/** Side of one point of the planes' height: 0 outside both lungs, 1 right, 2 left. */
export function sideOnPlanes(grid: CoarseGrid, planes: LungPlanes, x: number, y: number): number {
  const [nx, ny] = grid.size;
  const u = Math.min(nx - 1, Math.max(0, (x - grid.originMm[0]) / grid.stepMm));
  const v = Math.min(ny - 1, Math.max(0, (y - grid.originMm[1]) / grid.stepMm));
  const i = Math.min(Math.floor(u), nx - 2);
  const j = Math.min(Math.floor(v), ny - 2);
  const at = j * nx + i;
  if (between(planes.right, at, nx, u - i, v - j) < 0) return 1;
  return between(planes.left, at, nx, u - i, v - j) < 0 ? 2 : 0;
}

function between(plane: Float32Array, at: number, nx: number, a: number, b: number): number {
  const near = plane[at] + (plane[at + 1] - plane[at]) * a;
  const far = plane[at + nx] + (plane[at + nx + 1] - plane[at + nx]) * a;
  return near + (far - near) * b;
}
