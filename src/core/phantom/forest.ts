/**
 * Branching vessels and airways while they grow: vertices that junctions share, and branches over them.
 */
export interface Branch {
  /** A tube kind of `scene.ts`: ARTERY, VEIN or AIRWAY_WALL. */
  readonly kind: number;
  /** 0 … 4 inside a lobe, −1 for stems in the mediastinum. */
  readonly lobe: number;
  /** Index of the branch it springs from, −1 at a root. */
  readonly parent: number;
  /** Outer radius, mm. */
  radiusMm: number;
  /** Indices of its vertices from the root's side outwards; the first is the parent's last. */
  readonly vertices: readonly number[];
}

export interface Forest {
  /** x, y, z of each vertex, LPS mm. */
  readonly points: number[];
  readonly branches: Branch[];
}

export type Point = readonly [number, number, number];

export function addVertex(forest: Forest, point: Point): number {
  forest.points.push(point[0], point[1], point[2]);
  return forest.points.length / 3 - 1;
}

export function vertexAt(forest: Forest, index: number): Point {
  return [forest.points[3 * index], forest.points[3 * index + 1], forest.points[3 * index + 2]];
}

/**
 * A curved branch from an existing vertex to a point: a cubic that leaves along `leave` (unit) and arrives
 * along its own direction, with a sideways bend of `bend` (mm, added as a half wave). Returns its index.
 */
export function addBranch(
  forest: Forest,
  branch: Omit<Branch, 'vertices'>,
  from: number,
  leave: Point,
  to: Point,
  bend: Point,
  stepMm: number,
): number {
  const start = vertexAt(forest, from);
  const along = minus(to, start);
  const length = norm(along);
  const n = Math.max(2, Math.ceil(length / stepMm));
  const vertices = [from];
  for (let k = 1; k <= n; k += 1) {
    const t = k / n;
    const h1 = t * (1 - t) * (1 - t) * length * 0.8;
    const h3 = t * t * (3 - 2 * t);
    const h2 = t * t * (t - 1) * 0.9;
    const wave = 4 * t * (1 - t);
    vertices.push(
      addVertex(forest, [
        start[0] + h1 * leave[0] + (h2 + h3) * along[0] + wave * bend[0],
        start[1] + h1 * leave[1] + (h2 + h3) * along[1] + wave * bend[1],
        start[2] + h1 * leave[2] + (h2 + h3) * along[2] + wave * bend[2],
      ]),
    );
  }
  forest.branches.push({ ...branch, vertices });
  return forest.branches.length - 1;
}

export const endOf = (branch: Branch): number => branch.vertices[branch.vertices.length - 1];

/** Unit direction in which a branch ends. */
export function endDirection(forest: Forest, branch: Branch): Point {
  const n = branch.vertices.length;
  return unit(minus(vertexAt(forest, branch.vertices[n - 1]), vertexAt(forest, branch.vertices[n - 2])));
}

export const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const plus = (a: Point, b: Point, s: number): Point => [a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2]];
export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const norm = (a: Point): number => Math.sqrt(dot(a, a));

export function unit(a: Point): Point {
  const n = norm(a);
  return n > 1e-9 ? [a[0] / n, a[1] / n, a[2] / n] : [0, 0, 1];
}

/** The part of a across the unit vector t, as a unit vector. */
export function acrossOf(a: Point, t: Point): Point {
  const rest = plus(a, t, -dot(a, t));
  if (norm(rest) > 1e-6) return unit(rest);
  return unit(cross(t, Math.abs(t[0]) < 0.6 ? [1, 0, 0] : [0, 1, 0]));
}
