/**
 * Airways beside the arteries: each bronchus runs along its artery at a fixed gap, on the side that is
 * square to the plane of the next fork, so that the two trees divide without crossing each other.
 */
import { acrossOf, addVertex, cross, dot, endDirection, endOf, minus, norm, plus, unit, vertexAt } from './forest';
import type { Branch, Forest, Point } from './forest';
import { AIRWAY_WALL, ARTERY } from './scene';

/** Outer radius of a bronchus over the radius of its artery. */
const outerToArtery = 1.12;
/** Bronchi thinner than this (outer radius) are not drawn: lumen about 1 mm. */
export const thinnestBronchusMm = 1.35;
/** Lung between a bronchus and its artery, mm: they share a sheath and nearly touch. */
const sheathMm = 0.25;

/** Thickness of an airway wall: about 17 % of the outer diameter at 3 mm, 12 % at 10 mm. */
export const wallThicknessMm = (outerRadiusMm: number): number => 0.2 + 0.2 * outerRadiusMm;

interface Companion {
  /** Branch of the airway. */
  readonly airway: number;
  /** Side of the artery on which it ends, unit vector. */
  readonly side: Point;
  readonly offsetMm: number;
}

/** Adds the bronchi of all lobes. `springs`: airway branch each lobe starts from; `stems`: its artery's stem. */
export function growBronchi(forest: Forest, springs: readonly number[], stems: readonly number[]): void {
  const arteries = forest.branches.length;
  const children = childrenOf(forest);
  const companions = new Map<number, Companion>();
  stems.forEach((stem, lobe) => {
    companions.set(
      stem,
      lobarBronchus(forest, springs[lobe], forest.branches[stem], forkNormal(forest, children[stem])),
    );
  });
  for (let index = 0; index < arteries; index += 1) {
    const artery = forest.branches[index];
    const before = companions.get(artery.parent);
    const outer = artery.radiusMm * outerToArtery;
    if (artery.kind !== ARTERY || artery.lobe < 0 || before === undefined || outer < thinnestBronchusMm) continue;
    companions.set(index, beside(forest, artery, before, outer, forkNormal(forest, children[index])));
  }
}

function childrenOf(forest: Forest): number[][] {
  const children: number[][] = forest.branches.map(() => []);
  forest.branches.forEach((branch, index) => {
    if (branch.parent >= 0) children[branch.parent].push(index);
  });
  return children;
}

/** Normal of the plane in which a branch forks; null where it does not. */
function forkNormal(forest: Forest, children: readonly number[]): Point | null {
  if (children.length < 2) return null;
  const start = (index: number): Point => {
    const { vertices } = forest.branches[index];
    const far = Math.min(vertices.length - 1, 4);
    return unit(minus(vertexAt(forest, vertices[far]), vertexAt(forest, vertices[0])));
  };
  const normal = cross(start(children[0]), start(children[1]));
  return norm(normal) > 0.1 ? unit(normal) : null;
}

/** The lobar bronchus from the main bronchus to the side of the artery's stem. */
function lobarBronchus(forest: Forest, spring: number, stem: Branch, fork: Point | null): Companion {
  const outer = Math.max(2, stem.radiusMm * outerToArtery);
  const along = endDirection(forest, stem);
  const tip = vertexAt(forest, endOf(stem));
  const from = endOf(forest.branches[spring]);
  const here = acrossOf(minus(vertexAt(forest, from), tip), along);
  const side = fork === null ? here : towards(acrossOf(fork, along), here);
  const offsetMm = stem.radiusMm + outer + sheathMm;
  const target = plus(tip, side, offsetMm);
  const start = vertexAt(forest, from);
  const way = minus(target, start);
  const length = norm(way);
  const n = Math.max(2, Math.ceil(length / 1.4));
  const vertices = [from];
  for (let k = 1; k <= n; k += 1) {
    const t = k / n;
    const late = t * t * (t - 1) * length;
    const h3 = t * t * (3 - 2 * t);
    const early = t * (1 - t) * (1 - t);
    const straight = h3 + 0.7 * early;
    vertices.push(addVertex(forest, plus(plus(start, way, straight), along, 0.7 * late)));
  }
  forest.branches.push({ kind: AIRWAY_WALL, lobe: -1, parent: spring, radiusMm: outer, vertices });
  return { airway: forest.branches.length - 1, side, offsetMm };
}

function beside(forest: Forest, artery: Branch, before: Companion, outer: number, fork: Point | null): Companion {
  const offsetMm = artery.radiusMm + outer + sheathMm;
  const n = artery.vertices.length;
  const vertices = [endOf(forest.branches[before.airway])];
  let side = before.side;
  for (let k = 1; k < n; k += 1) {
    const here = vertexAt(forest, artery.vertices[k]);
    const along = unit(minus(here, vertexAt(forest, artery.vertices[k - 1])));
    side = acrossOf(side, along);
    const t = k / (n - 1);
    const turn = t * t * (3 - 2 * t);
    const goal = fork === null ? side : towards(acrossOf(fork, along), side);
    const now = acrossOf(plus([side[0] * (1 - turn), side[1] * (1 - turn), side[2] * (1 - turn)], goal, turn), along);
    const early = Math.min(1, (k * 1.4) / (2 + outer));
    vertices.push(addVertex(forest, plus(here, now, before.offsetMm + (offsetMm - before.offsetMm) * early)));
    if (k === n - 1) side = now;
  }
  forest.branches.push({ kind: AIRWAY_WALL, lobe: artery.lobe, parent: before.airway, radiusMm: outer, vertices });
  return { airway: forest.branches.length - 1, side, offsetMm };
}

/** v or −v, whichever is nearer to `like`. */
const towards = (v: Point, like: Point): Point => (dot(v, like) < 0 ? [-v[0], -v[1], -v[2]] : v);
