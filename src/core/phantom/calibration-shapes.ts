/** The shapes of a calibration set, cut into tube pieces. */
import { cbrt, cos, sin } from '../maths';
import { acrossOf, cross, plus } from './forest';
import type { Point } from './forest';
import { AIRWAY_LUMEN, AIRWAY_WALL, ARTERY, VEIN } from './scene';
import { addPiece } from './tubes';
import type { TubeList } from './tubes';

/** A shape about its centre (LPS mm); directions are unit vectors. */
export type CalibrationShape =
  | {
      readonly shape: 'straight';
      readonly at: Point;
      readonly along: Point;
      readonly csaMm2: number;
      readonly lengthMm: number;
    }
  /** An arc of a circle of `bendMm` radius. */
  | {
      readonly shape: 'arc';
      readonly at: Point;
      readonly along: Point;
      readonly csaMm2: number;
      readonly lengthMm: number;
      readonly bendMm: number;
    }
  /** A stem that forks into two branches of r₀³ = r₁³ + r₂³, `share` the first one's part of r₀³. */
  | {
      readonly shape: 'fork';
      readonly at: Point;
      readonly along: Point;
      readonly csaMm2: number;
      readonly lengthMm: number;
      readonly share: number;
      readonly halfAngleDegrees: number;
    }
  /** Two parallel tubes with `gapMm` of lung between them. */
  | {
      readonly shape: 'pair';
      readonly at: Point;
      readonly along: Point;
      readonly csaMm2: number;
      readonly otherCsaMm2: number;
      readonly lengthMm: number;
      readonly gapMm: number;
    }
  | {
      readonly shape: 'airway';
      readonly at: Point;
      readonly along: Point;
      readonly outerRadiusMm: number;
      readonly wallMm: number;
      readonly lengthMm: number;
    }
  /** A vessel and an airway side by side, `gapMm` between them. */
  | {
      readonly shape: 'beside_airway';
      readonly at: Point;
      readonly along: Point;
      readonly csaMm2: number;
      readonly outerRadiusMm: number;
      readonly wallMm: number;
      readonly lengthMm: number;
      readonly gapMm: number;
    }
  | { readonly shape: 'sheet'; readonly at: Point; readonly normal: Point; readonly thicknessMm: number };

/** Length of a piece, mm: also the spacing of the true stations. */
const pieceMm = 0.8;

const radiusOf = (csaMm2: number): number => Math.sqrt(csaMm2 / Math.PI);

/** Adds a shape's pieces; its branches are numbered from `branch` on. A sheet has none. */
export function addShape(list: TubeList, shape: CalibrationShape, branch: number): void {
  if (shape.shape === 'sheet') return;
  const { at, along } = shape;
  const side = acrossOf([0.2, 0.3, 0.9], along);
  const half = shape.lengthMm / 2;
  switch (shape.shape) {
    case 'straight':
      addStraight(list, ARTERY, branch, at, along, half, radiusOf(shape.csaMm2));
      return;
    case 'arc':
      addArc(list, branch, shape, side);
      return;
    case 'fork': {
      const r = radiusOf(shape.csaMm2);
      const angle = (shape.halfAngleDegrees * Math.PI) / 180;
      addStretch(list, ARTERY, branch, plus(at, along, -half), at, r);
      [shape.share, 1 - shape.share].forEach((share, n) => {
        const sign = n === 0 ? 1 : -1;
        const way = plus(
          [along[0] * cos(angle), along[1] * cos(angle), along[2] * cos(angle)],
          side,
          sign * sin(angle),
        );
        addStretch(list, ARTERY, branch + 1 + n, at, plus(at, way, half), r * cbrt(share));
      });
      return;
    }
    case 'pair': {
      const [r1, r2] = [radiusOf(shape.csaMm2), radiusOf(shape.otherCsaMm2)];
      const apart = r1 + r2 + shape.gapMm;
      addStraight(list, ARTERY, branch, plus(at, side, -apart / 2), along, half, r1);
      addStraight(list, VEIN, branch + 1, plus(at, side, apart / 2), along, half, r2);
      return;
    }
    case 'airway':
      addAirway(list, branch, at, along, half, shape.outerRadiusMm, shape.wallMm);
      return;
    case 'beside_airway': {
      const r = radiusOf(shape.csaMm2);
      addStraight(list, ARTERY, branch, at, along, half, r);
      const beside = plus(at, cross(along, side), r + shape.gapMm + shape.outerRadiusMm);
      addAirway(list, branch + 1, beside, along, half, shape.outerRadiusMm, shape.wallMm);
    }
  }
}

/** Straight tube of length 2 · half about a point. */
function addStraight(
  list: TubeList,
  kind: number,
  branch: number,
  at: Point,
  along: Point,
  half: number,
  r: number,
): void {
  addStretch(list, kind, branch, plus(at, along, -half), plus(at, along, half), r);
}

function addStretch(list: TubeList, kind: number, branch: number, a: Point, b: Point, r: number): void {
  const way: Point = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const length = Math.sqrt(way[0] * way[0] + way[1] * way[1] + way[2] * way[2]);
  const n = Math.max(1, Math.round(length / pieceMm));
  for (let k = 0; k < n; k += 1) addPiece(list, kind, branch, plus(a, way, k / n), r, plus(a, way, (k + 1) / n), r);
}

function addArc(list: TubeList, branch: number, arc: CalibrationShape & { readonly shape: 'arc' }, side: Point): void {
  const centre = plus(arc.at, side, arc.bendMm);
  const n = Math.max(2, Math.round((2 * arc.lengthMm) / pieceMm));
  const point = (k: number): Point => {
    const angle = ((k / n - 0.5) * arc.lengthMm) / arc.bendMm;
    return plus(plus(centre, side, -arc.bendMm * cos(angle)), arc.along, arc.bendMm * sin(angle));
  };
  const r = radiusOf(arc.csaMm2);
  for (let k = 0; k < n; k += 1) addPiece(list, ARTERY, branch, point(k), r, point(k + 1), r);
}

function addAirway(
  list: TubeList,
  branch: number,
  at: Point,
  along: Point,
  half: number,
  outer: number,
  wall: number,
): void {
  addStraight(list, AIRWAY_WALL, branch, at, along, half, outer);
  addStraight(list, AIRWAY_LUMEN, branch, at, along, half, outer - wall);
}
