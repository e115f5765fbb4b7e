/** From the heart and the windpipe to the lobes: the stems that lie in the mediastinum and enter the lungs. */
import type { Anatomy } from './anatomy';
import { addBranch, addVertex, endDirection, endOf, minus, unit, vertexAt } from './forest';
import type { Forest, Point } from './forest';
import { lobeDistanceMm, lobeNames } from './lobes';
import type { Lobes } from './lobes';
import { AIRWAY_WALL, ARTERY, VEIN } from './scene';
import type { CoarseGrid } from './scene';

/** A trunk and the lobes whose stems spring from its end; canonical mm (see `body.ts`). */
interface Trunk {
  readonly kind: number;
  readonly from: Point;
  readonly leave: Point;
  readonly to: Point;
  readonly radiusMm: number;
  readonly lobes: readonly number[];
}

const trunks: readonly Trunk[] = [
  { kind: ARTERY, from: [14, -18, 146], leave: [-0.9, 0.4, 0], to: [-27, -5, 134], radiusMm: 8.5, lobes: [0, 1, 2] },
  { kind: ARTERY, from: [17, -16, 148], leave: [0.5, 0.8, 0.2], to: [33, -3, 143], radiusMm: 8.5, lobes: [3, 4] },
  { kind: VEIN, from: [-10, 10, 108], leave: [-1, -0.4, 0.3], to: [-26, -14, 120], radiusMm: 6.5, lobes: [0, 1] },
  { kind: VEIN, from: [-12, 16, 104], leave: [-1, 0.2, 0], to: [-23, 19, 107], radiusMm: 6, lobes: [2] },
  { kind: VEIN, from: [14, 8, 110], leave: [0.8, -0.5, 0.3], to: [32, -15, 128], radiusMm: 6.5, lobes: [3] },
  { kind: VEIN, from: [14, 15, 104], leave: [1, 0.2, 0], to: [27, 20, 111], radiusMm: 6, lobes: [4] },
];

const carina: Point = [1, 17, 153];
const windpipeRadiusMm = 9.8;
/** Outer radius of the main bronchi and where they end. */
const mainBronchi: readonly { readonly to: Point; readonly radiusMm: number; readonly lobes: readonly number[] }[] = [
  { to: [-25, 11, 133], radiusMm: 7.4, lobes: [0, 1, 2] },
  { to: [33, 14, 131], radiusMm: 6.8, lobes: [3, 4] },
];

/** Index of the stem branch that enters each lobe. */
export type Stems = readonly number[];

const stemStepMm = 1.4;
/** Depth in the lobe at which a stem ends and the tree begins, mm. */
const entryDepthMm = 5.5;

/** Trunks and lobar stems of the arteries or the veins; `radiusMm` gives a lobe's stem. */
export function vesselStems(
  forest: Forest,
  kind: number,
  scale: number,
  grid: CoarseGrid,
  anatomy: Anatomy,
  lobes: Lobes,
  radiusMm: (lobe: number) => number,
): Stems {
  const stems = lobeNames.map(() => -1);
  for (const trunk of trunks) {
    if (trunk.kind !== kind) continue;
    const root = addVertex(forest, times(trunk.from, scale));
    const main = addBranch(
      forest,
      { kind, lobe: -1, parent: -1, radiusMm: trunk.radiusMm * scale },
      root,
      unit(trunk.leave),
      times(trunk.to, scale),
      [0, 0, 0],
      stemStepMm,
    );
    for (const lobe of trunk.lobes) {
      const entry = entryOf(grid, anatomy, lobe, lobes.points[lobe], times(trunk.to, scale));
      const leave = endDirection(forest, forest.branches[main]);
      stems[lobe] = addBranch(
        forest,
        { kind, lobe: -1, parent: main, radiusMm: radiusMm(lobe) },
        endOf(forest.branches[main]),
        leave,
        entry,
        [0, 0, 0],
        stemStepMm,
      );
    }
  }
  return stems;
}

/** Windpipe and main bronchi; returns the branch from which each lobe's bronchus springs. */
export function airwayTrunks(forest: Forest, scale: number, topMm: number): Stems {
  const springs = lobeNames.map(() => -1);
  const root = addVertex(forest, [0, 6 * scale, topMm]);
  const windpipe = addBranch(
    forest,
    { kind: AIRWAY_WALL, lobe: -1, parent: -1, radiusMm: windpipeRadiusMm * scale },
    root,
    [0, 0.05, -1],
    times(carina, scale),
    [0, 0, 0],
    2,
  );
  for (const main of mainBronchi) {
    const to = times(main.to, scale);
    const leave = unit(minus(to, vertexAt(forest, endOf(forest.branches[windpipe]))));
    const index = addBranch(
      forest,
      { kind: AIRWAY_WALL, lobe: -1, parent: windpipe, radiusMm: main.radiusMm * scale },
      endOf(forest.branches[windpipe]),
      leave,
      to,
      [0, 0, 0],
      stemStepMm,
    );
    for (const lobe of main.lobes) springs[lobe] = index;
  }
  return springs;
}

/** The point of a lobe nearest to `from` that lies deep enough for a stem. */
function entryOf(grid: CoarseGrid, anatomy: Anatomy, lobe: number, points: Float64Array, from: Point): Point {
  let best: Point = [points[0], points[1], points[2]];
  let nearest = Infinity;
  for (let i = 0; i < points.length; i += 3) {
    const p: Point = [points[i], points[i + 1], points[i + 2]];
    const d = minus(p, from);
    const distance = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
    if (distance < nearest && lobeDistanceMm(grid, anatomy, lobe, p) < -entryDepthMm) {
      nearest = distance;
      best = p;
    }
  }
  return best;
}

const times = (p: Point, s: number): Point => [p[0] * s, p[1] * s, p[2] * s];
