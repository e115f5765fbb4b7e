/**
 * Makes room: vessels and airways of different branches are pushed apart where they would run through
 * each other, and back from the border of their lobe, while their course stays smooth.
 */
import type { Anatomy } from './anatomy';
import { cellsOf, eachPair } from './neighbours';
import type { Forest, Point } from './forest';
import { lobeBorder, lobeDistanceMm } from './lobes';
import { AIRWAY_WALL, ARTERY } from './scene';
import type { CoarseGrid } from './scene';

/** Free tissue kept between two tubes, and between a tube and the border of its lobe, mm. */
const gapMm = 0.3;
const borderMm = 1;
/** Largest push of a vertex in one round, mm. */
const stepMm = 0.6;
/** Neighbours are looked for every so many rounds, this much further than they push. */
const roundsPerSearch = 6;
const slackMm = 0.8;
interface Vertices {
  readonly count: number;
  readonly start: Float64Array;
  readonly push: Float64Array;
  readonly radiusMm: Float64Array;
  readonly branch: Int32Array;
  /** How readily it moves: 0 for a root. */
  readonly ease: Float64Array;
  /** Pairs of neighbours along branches: 2 · edges. */
  readonly edges: Int32Array;
}

/** Moves the forest's points in place; returns the number of pairs still too close. */
export function relax(forest: Forest, grid: CoarseGrid, anatomy: Anatomy, rounds: number): number {
  const v = verticesOf(forest);
  const points = Float64Array.from(forest.points);
  let close = 0;
  let pairs: Int32Array = new Int32Array(0);
  for (let round = 0; round < rounds; round += 1) {
    if (round % roundsPerSearch === 0) pairs = nearPairs(forest, v, points);
    close = pushApart(v, points, pairs);
    pushInside(forest, v, points, grid, anatomy);
    smooth(v, 2);
    for (let i = 0; i < points.length; i += 1) points[i] = v.start[i] + v.push[i];
  }
  for (let i = 0; i < points.length; i += 1) forest.points[i] = points[i];
  return close;
}

function verticesOf(forest: Forest): Vertices {
  const count = forest.points.length / 3;
  const radiusMm = new Float64Array(count);
  const branch = new Int32Array(count).fill(-1);
  const ease = new Float64Array(count);
  const edges: number[] = [];
  forest.branches.forEach((b, index) => {
    const base = b.kind === ARTERY ? 0.5 : b.kind === AIRWAY_WALL ? 0.6 : 1;
    const mobility = base / (1 + 0.5 * b.radiusMm);
    b.vertices.forEach((vertex, k) => {
      if (k > 0) edges.push(b.vertices[k - 1], vertex);
      // a junction belongs to the branch that ends in it
      if (k > 0 || branch[vertex] < 0) {
        branch[vertex] = index;
        radiusMm[vertex] = b.radiusMm;
        ease[vertex] = k === 0 && b.parent < 0 ? 0 : mobility;
      }
    });
  });
  return {
    count,
    start: Float64Array.from(forest.points),
    push: new Float64Array(3 * count),
    radiusMm,
    branch,
    ease,
    edges: Int32Array.from(edges),
  };
}

/** Branches that meet in a junction or nearly so may touch. */
function areKin(branches: Forest['branches'], a: number, b: number): boolean {
  if (a === b) return true;
  const pa = branches[a].parent;
  const pb = branches[b].parent;
  if (pa === b || pb === a || (pa === pb && pa >= 0)) return true;
  const ga = pa >= 0 ? branches[pa].parent : -2;
  const gb = pb >= 0 ? branches[pb].parent : -2;
  return ga === b || gb === a || ga === pb || gb === pa;
}

/** Pairs of strangers that are close or may become so in the next rounds: 2 · pairs. */
function nearPairs(forest: Forest, v: Vertices, points: Float64Array): Int32Array {
  const pairs: number[] = [];
  const reach = gapMm + slackMm;
  eachPair(cellsOf(points, v.radiusMm, reach), points, v.radiusMm, (i, j) => {
    const limit = v.radiusMm[i] + v.radiusMm[j] + reach;
    const dx = points[3 * i] - points[3 * j];
    const dy = points[3 * i + 1] - points[3 * j + 1];
    const dz = points[3 * i + 2] - points[3 * j + 2];
    if (dx * dx + dy * dy + dz * dz < limit * limit && !areKin(forest.branches, v.branch[i], v.branch[j]))
      pairs.push(i, j);
  });
  return Int32Array.from(pairs);
}

function pushApart(v: Vertices, points: Float64Array, pairs: Int32Array): number {
  const move = new Float64Array(3 * v.count);
  let close = 0;
  for (let p = 0; p < pairs.length; p += 2) {
    const i = pairs[p];
    const j = pairs[p + 1];
    const limit = v.radiusMm[i] + v.radiusMm[j] + gapMm;
    const dx = points[3 * i] - points[3 * j];
    const dy = points[3 * i + 1] - points[3 * j + 1];
    const dz = points[3 * i + 2] - points[3 * j + 2];
    const d2 = dx * dx + dy * dy + dz * dz;
    if (d2 >= limit * limit) continue;
    close += 1;
    const d = Math.sqrt(d2);
    const ease = v.ease[i] + v.ease[j];
    if (ease <= 0 || d < 1e-6) continue;
    const push = (0.6 * (limit - d)) / (d * ease);
    const a = push * v.ease[i];
    const b = push * v.ease[j];
    move[3 * i] += a * dx;
    move[3 * i + 1] += a * dy;
    move[3 * i + 2] += a * dz;
    move[3 * j] -= b * dx;
    move[3 * j + 1] -= b * dy;
    move[3 * j + 2] -= b * dz;
  }
  addMoves(v, move);
  return close;
}

/** Keeps the lobes' own branches off fissures and pleura. */
function pushInside(forest: Forest, v: Vertices, points: Float64Array, grid: CoarseGrid, anatomy: Anatomy): void {
  const move = new Float64Array(3 * v.count);
  for (let i = 0; i < v.count; i += 1) {
    const { lobe } = forest.branches[v.branch[i]];
    if (lobe < 0) continue;
    const p: Point = [points[3 * i], points[3 * i + 1], points[3 * i + 2]];
    const limit = -(v.radiusMm[i] + borderMm);
    if (lobeDistanceMm(grid, anatomy, lobe, p) <= limit) continue;
    const { distanceMm, outwards } = lobeBorder(grid, anatomy, lobe, p);
    const push = 0.6 * (distanceMm - limit);
    for (let axis = 0; axis < 3; axis += 1) move[3 * i + axis] -= push * outwards[axis];
  }
  addMoves(v, move);
}

function addMoves(v: Vertices, move: Float64Array): void {
  for (let i = 0; i < v.count; i += 1) {
    const x = move[3 * i];
    const y = move[3 * i + 1];
    const z = move[3 * i + 2];
    const length = Math.sqrt(x * x + y * y + z * z);
    if (length === 0 || v.ease[i] === 0) continue;
    const s = length > stepMm ? stepMm / length : 1;
    v.push[3 * i] += s * x;
    v.push[3 * i + 1] += s * y;
    v.push[3 * i + 2] += s * z;
  }
}

/** Smooths the pushes, not the points: what a branch did before stays. */
function smooth(v: Vertices, passes: number): void {
  for (let pass = 0; pass < passes; pass += 1) {
    const sum = new Float64Array(3 * v.count);
    const n = new Uint8Array(v.count);
    for (let e = 0; e < v.edges.length; e += 2) {
      const a = v.edges[e];
      const b = v.edges[e + 1];
      n[a] += 1;
      n[b] += 1;
      for (let axis = 0; axis < 3; axis += 1) {
        sum[3 * a + axis] += v.push[3 * b + axis];
        sum[3 * b + axis] += v.push[3 * a + axis];
      }
    }
    for (let i = 0; i < v.count; i += 1) {
      if (n[i] === 0) continue;
      for (let axis = 0; axis < 3; axis += 1) {
        const at = 3 * i + axis;
        v.push[at] = v.ease[i] === 0 ? 0 : v.push[at] + 0.35 * (sum[at] / n[i] - v.push[at]);
      }
    }
  }
}
