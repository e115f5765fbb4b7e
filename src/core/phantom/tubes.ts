/** From branches to tubes: smooth courses cut into short straight pieces with a radius at either end. */
import { sharedFloat64, sharedInt32, sharedUint8 } from '../volume';
import { wallThicknessMm } from './bronchi';
import type { Branch, Forest, Point } from './forest';
import { minus, norm } from './forest';
import { AIRWAY_WALL } from './scene';
import type { Tubes } from './scene';

/** Longest straight piece of a curved course, mm. */
const pieceMm = 0.8;

/** Pieces while they are gathered. */
export interface TubeList {
  readonly pieces: number[];
  readonly kind: number[];
  readonly branch: number[];
}

export const emptyList = (): TubeList => ({ pieces: [], kind: [], branch: [] });

export function addPiece(
  list: TubeList,
  kind: number,
  branch: number,
  a: Point,
  ra: number,
  b: Point,
  rb: number,
): void {
  list.pieces.push(a[0], a[1], a[2], ra, b[0], b[1], b[2], rb);
  list.kind.push(kind);
  list.branch.push(branch);
}

/** The gathered pieces as columns on shared memory. */
export function tubesOf(list: TubeList): Tubes {
  const count = list.kind.length;
  const pieces = sharedFloat64(8 * count);
  pieces.set(list.pieces);
  const kind = sharedUint8(count);
  kind.set(list.kind);
  const branch = sharedInt32(count);
  branch.set(list.branch);
  return { count, pieces, kind, branch };
}

/** Adds every branch of a forest; an airway becomes a wall and a lumen. */
export function addForest(list: TubeList, forest: Forest, lumenKind: (branch: number) => number): void {
  forest.branches.forEach((branch, index) => {
    const points = courseOf(forest, branch);
    for (let k = 0; k + 1 < points.length; k += 1) {
      const ra = radiusAlong(branch, k / (points.length - 1));
      const rb = radiusAlong(branch, (k + 1) / (points.length - 1));
      addPiece(list, branch.kind, index, points[k], ra, points[k + 1], rb);
      if (branch.kind !== AIRWAY_WALL) continue;
      const kind = lumenKind(index);
      const [la, lb] = [ra - wallThicknessMm(ra), rb - wallThicknessMm(rb)];
      addPiece(list, kind, index, points[k], la, points[k + 1], lb);
    }
  });
}

/** A branch keeps its calibre within 3 %: it narrows by forks, as vessels of the lung do. */
const radiusAlong = (branch: Branch, t: number): number => branch.radiusMm * (1.015 - 0.03 * t);

/** Catmull–Rom curve through a branch's vertices, in steps of about `pieceMm`. */
export function courseOf(forest: Forest, branch: Branch): Point[] {
  const at = (k: number): Point => {
    const v = branch.vertices[Math.min(branch.vertices.length - 1, Math.max(0, k))];
    return [forest.points[3 * v], forest.points[3 * v + 1], forest.points[3 * v + 2]];
  };
  const course: Point[] = [at(0)];
  for (let k = 0; k + 1 < branch.vertices.length; k += 1) {
    const [p0, p1, p2, p3] = [at(k - 1), at(k), at(k + 1), at(k + 2)];
    const n = Math.max(1, Math.ceil(norm(minus(p2, p1)) / pieceMm));
    for (let s = 1; s <= n; s += 1) {
      const t = s / n;
      const c = [0, 1, 2].map((axis) => cubic(p0[axis], p1[axis], p2[axis], p3[axis], t));
      course.push([c[0], c[1], c[2]]);
    }
  }
  return course;
}

function cubic(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
