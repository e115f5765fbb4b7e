/**
 * A tree of vessels that fills a lobe: each branch runs towards the middle of the lung that it feeds,
 * which is then split in two across its longest side; the radius follows from the volume fed (Murray).
 *
 * Splitting a volume by planes through its middle goes back to Kitaoka 1999 and Tawhai 2000
 * (doi 10.1152/jappl.1999.87.6.2207, 10.1114/1.1289457).
 */
import type { Random } from '../maths';
import { log, power } from '../maths';
import { acrossOf, addBranch, cross, dot, endDirection, endOf, minus, norm, plus, unit, vertexAt } from './forest';
import type { Forest, Point } from './forest';

export interface TreeRules {
  readonly kind: number;
  readonly lobe: number;
  /** Radius of a branch that feeds 1 L, mm. */
  readonly radiusOfLitreMm: number;
  readonly murrayExponent: number;
  readonly terminalRadiusMm: number;
  /** Volume that a lattice point stands for, mm³. */
  readonly pointMm3: number;
  readonly shape: TreeShape;
}

/** What makes one tree look unlike another. */
export interface TreeShape {
  /** Least share of a territory that goes to the smaller of two branches at a fork. */
  readonly leastShare: number;
  /** Chance that a branch gives off a far smaller one instead of forking. */
  readonly sideChance: number;
  /** Scatter of the plane of a fork about the longest side of its territory, radians. */
  readonly turn: number;
  /** How far branches go towards the middle of their territory. */
  readonly reach: number;
  /** Sideways bend of a branch, share of its length. */
  readonly bend: number;
}

/** `variation` 0 gives the middle of every range, and no side branches. */
export function drawShape(draw: Random, variation: number): TreeShape {
  const between = (low: number, high: number): number =>
    (low + high) / 2 + (variation * (high - low) * (2 * draw.uniform() - 1)) / 2;
  return {
    leastShare: between(0.17, 0.31),
    sideChance: variation * 0.16 * draw.uniform(),
    turn: between(0.35, 0.65),
    reach: between(0.37, 0.47),
    bend: between(0.03, 0.06),
  };
}

/** Smaller share of a territory at a side branch. */
const sideShare = [0.04, 0.14] as const;
/** No branch is thinner at its start, mm. */
const thinnestMm = 0.36;

/** Steepest turn between a branch and the one it springs from: cosine of 65°. */
const turnCosine = 0.42;
/** Spacing of vertices along a branch, mm. */
export const vertexStepMm = 1.4;

export function radiusOfVolume(rules: TreeRules, volumeMm3: number): number {
  return rules.radiusOfLitreMm * power(volumeMm3 / 1e6, 1 / rules.murrayExponent);
}

/** Adds the tree that feeds `points` (x, y, z …) from the end of branch `root` on. */
export function growTree(forest: Forest, rules: TreeRules, root: number, points: Float64Array, draw: Random): void {
  interface Open {
    readonly parent: number;
    readonly points: Float64Array;
  }
  const open: Open[] = [{ parent: root, points }];
  // depth first, so the order of random draws does not depend on anything but the points
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const n = next.points.length / 3;
    const radiusMm = radiusOfVolume(rules, n * rules.pointMm3);
    const isFirst = next.parent === root;
    const parent = forest.branches[next.parent];
    const from = endOf(parent);
    const start = vertexAt(forest, from);
    const leave = endDirection(forest, parent);
    const target = centroid(next.points);
    const isLast = radiusMm < rules.terminalRadiusMm * 1.2 || n < 12;
    const end = branchEnd(
      start,
      leave,
      target,
      isLast ? 0.9 : shareOfWay(n * rules.pointMm3, rules.shape.reach),
      isFirst,
    );
    const index = addBranch(
      forest,
      { kind: rules.kind, lobe: rules.lobe, parent: next.parent, radiusMm },
      from,
      leave,
      end,
      bendOf(start, end, rules.shape.bend, draw),
      vertexStepMm,
    );
    if (isLast) continue;
    const [small, large] = split(next.points, end, unit(minus(end, start)), rules, draw);
    open.push({ parent: index, points: large }, { parent: index, points: small });
  }
}

/** How far a branch goes towards the middle of its territory: lobar ones divide early, near the hilum. */
function shareOfWay(volumeMm3: number, reach: number): number {
  const t = Math.min(1, Math.max(0, log(volumeMm3 / 4e4) / log(10)));
  return reach - 0.32 * t;
}

function branchEnd(start: Point, leave: Point, target: Point, share: number, isFirst: boolean): Point {
  const way = minus(target, start);
  const length = Math.max(1.5, share * norm(way));
  let direction = unit(way);
  const cosine = dot(direction, leave);
  if (!isFirst && cosine < turnCosine) {
    const side = acrossOf(direction, leave);
    const sine = Math.sqrt(1 - turnCosine * turnCosine);
    direction = plus([leave[0] * turnCosine, leave[1] * turnCosine, leave[2] * turnCosine], side, sine);
  }
  return plus(start, direction, length);
}

function bendOf(start: Point, end: Point, bend: number, draw: Random): Point {
  const way = minus(end, start);
  const length = norm(way);
  const side = acrossOf([draw.normal(), draw.normal(), draw.normal()], unit(way));
  const size = bend * length * draw.normal();
  return [side[0] * size, side[1] * size, side[2] * size];
}

/** Cuts a territory across its longest side, into a smaller and a larger part. */
function split(
  points: Float64Array,
  at: Point,
  along: Point,
  rules: TreeRules,
  draw: Random,
): [Float64Array, Float64Array] {
  const n = points.length / 3;
  const side = longestSide(points, along);
  const turn = rules.shape.turn * draw.normal();
  const other = cross(along, side);
  const normal = unit(plus(side, other, turn));
  const way = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    way[i] =
      (points[3 * i] - at[0]) * normal[0] +
      (points[3 * i + 1] - at[1]) * normal[1] +
      (points[3 * i + 2] - at[2]) * normal[2];
  }
  const share = smallerShare(n * rules.pointMm3, rules, draw);
  const smallBelow = draw.uniform() < 0.5;
  const limit = way.toSorted()[Math.floor(n * (smallBelow ? share : 1 - share))];
  const below: number[] = [];
  const above: number[] = [];
  for (let i = 0; i < n; i += 1) {
    const part = way[i] < limit ? below : above;
    part.push(points[3 * i], points[3 * i + 1], points[3 * i + 2]);
  }
  const parts: [Float64Array, Float64Array] = [Float64Array.from(below), Float64Array.from(above)];
  return smallBelow ? parts : [parts[1], parts[0]];
}

function smallerShare(volumeMm3: number, rules: TreeRules, draw: Random): number {
  const { leastShare, sideChance } = rules.shape;
  if (sideChance === 0) return leastShare + (0.5 - leastShare) * draw.uniform();
  const [low, high] = draw.uniform() < sideChance ? sideShare : [leastShare, 0.5];
  const wanted = low + (high - low) * draw.uniform();
  const least = power(thinnestMm / radiusOfVolume(rules, volumeMm3), rules.murrayExponent);
  return Math.min(0.5, Math.max(wanted, least));
}

/** Direction across `along` in which the points spread most: the first axis of their 2 × 2 covariance. */
function longestSide(points: Float64Array, along: Point): Point {
  const e1 = acrossOf([0.3, 0.5, 0.8], along);
  const e2 = cross(along, e1);
  const c = centroid(points);
  let aa = 0;
  let ab = 0;
  let bb = 0;
  for (let i = 0; i < points.length; i += 3) {
    const d: Point = [points[i] - c[0], points[i + 1] - c[1], points[i + 2] - c[2]];
    const a = dot(d, e1);
    const b = dot(d, e2);
    aa += a * a;
    ab += a * b;
    bb += b * b;
  }
  const half = (aa - bb) / 2;
  const root = Math.sqrt(half * half + ab * ab);
  // eigenvector of the larger eigenvalue, the better conditioned of its two forms
  const v: [number, number] = half >= 0 ? [half + root, ab] : [ab, root - half];
  return root > 1e-9
    ? unit([e1[0] * v[0] + e2[0] * v[1], e1[1] * v[0] + e2[1] * v[1], e1[2] * v[0] + e2[2] * v[1]])
    : e1;
}

function centroid(points: Float64Array): Point {
  let x = 0;
  let y = 0;
  let z = 0;
  for (let i = 0; i < points.length; i += 3) {
    x += points[i];
    y += points[i + 1];
    z += points[i + 2];
  }
  const n = Math.max(1, points.length / 3);
  return [x / n, y / n, z / n];
}
