/** Solid and hollow balls of disease in the lungs, and fluid behind them. */
import { exp, random } from '../maths';
import type { Random } from '../maths';
import type { Anatomy } from './anatomy';
import { newField } from './coarse';
import type { Point } from './forest';
import type { Lobes } from './lobes';
import type { ChestOptions } from './options';
import { HOLE, SOLID } from './scene';
import type { CoarseGrid } from './scene';
import { addPiece } from './tubes';
import type { TubeList } from './tubes';

/** Scatter of diameters: SD of their logarithm. */
const diameterSpread = 0.35;
/** Number of a branch that is none: balls. */
const noBranch = -1;

/** Adds holes and nodules; `depthMm` tells how deep a point lies in lung that holds air, negative outside. */
export function addBalls(list: TubeList, options: ChestOptions, lobes: Lobes, depthMm: (at: Point) => number): void {
  const { emphysema, nodules } = options.disease;
  if (emphysema !== null) {
    addHoles(list, lobes, emphysema, depthMm, random(options.seed, 320));
  }
  if (nodules !== null) {
    const draw = random(options.seed, 321);
    for (let n = 0, tries = 0; n < nodules.count && tries < 1000 * nodules.count; tries += 1) {
      const at = somewhere(lobes, draw);
      const radius = (nodules.diameterMm / 2) * exp(diameterSpread * draw.normal());
      if (depthMm(at) < radius) continue;
      ball(list, SOLID, at, radius);
      n += 1;
    }
  }
}

/** Holes until their volume is the share of the lung asked for, more of them in the upper lobes. */
function addHoles(
  list: TubeList,
  lobes: Lobes,
  emphysema: NonNullable<ChestOptions['disease']['emphysema']>,
  depthMm: (at: Point) => number,
  draw: Random,
): void {
  const cell = lobes.latticeMm * lobes.latticeMm * lobes.latticeMm;
  const lungMm3 = lobes.points.reduce((sum, points) => sum + (points.length / 3) * cell, 0);
  let heldMm3 = 0;
  for (let n = 0; n < 200_000 && heldMm3 < emphysema.fraction * lungMm3; n += 1) {
    const lobe = draw.integer(lobes.points.length);
    // lobes 0 and 3 are the upper ones
    if (lobe % 3 !== 0 && draw.uniform() < 0.6) continue;
    const at = pointOf(lobes.points[lobe], draw);
    const radius = Math.min(12, (emphysema.diameterMm / 2) * exp(diameterSpread * draw.normal()));
    if (depthMm(at) < radius + 0.5) continue;
    ball(list, HOLE, at, radius);
    heldMm3 += (4 / 3) * Math.PI * radius * radius * radius;
  }
}

function somewhere(lobes: Lobes, draw: Random): Point {
  const total = lobes.points.reduce((sum, points) => sum + points.length, 0);
  let at = draw.uniform() * total;
  const lobe = lobes.points.findIndex((points) => {
    at -= points.length;
    return at < 0;
  });
  return pointOf(lobes.points[Math.max(0, lobe)], draw);
}

function pointOf(points: Float64Array, draw: Random): Point {
  const i = 3 * draw.integer(points.length / 3);
  return [points[i] + draw.uniform(), points[i + 1] + draw.uniform(), points[i + 2] + draw.uniform()];
}

const ball = (list: TubeList, kind: number, at: Point, radius: number): void =>
  addPiece(list, kind, noBranch, at, radius, at, radius);

/** The lungs floating on fluid: everything behind a level plane is taken from them. */
export function overFluid(grid: CoarseGrid, anatomy: Anatomy, depthMm: number): Anatomy {
  const [nx, ny] = grid.size;
  const y = (at: number): number => grid.originMm[1] + (Math.floor(at / nx) % ny) * grid.stepMm;
  let backMm = -Infinity;
  for (let at = 0; at < anatomy.right.length; at += 1) {
    if (Math.min(anatomy.right[at], anatomy.left[at]) < 0) backMm = Math.max(backMm, y(at));
  }
  const cut = (field: Float32Array): Float32Array => {
    const out = newField(grid);
    for (let at = 0; at < field.length; at += 1) out[at] = Math.max(field[at], y(at) - (backMm - depthMm));
    return out;
  };
  return { ...anatomy, right: cut(anatomy.right), left: cut(anatomy.left) };
}
