/** The five lobes: their points on a lattice, and how far a place is from the border of its lobe. */
import type { Anatomy } from './anatomy';
import { risingDirection, valueAt } from './coarse';
import type { Point } from './forest';
import type { CoarseGrid } from './scene';

export const RIGHT_UPPER = 0;
export const RIGHT_MIDDLE = 1;
export const RIGHT_LOWER = 2;
export const LEFT_UPPER = 3;
export const LEFT_LOWER = 4;
export const lobeNames = ['right upper', 'right middle', 'right lower', 'left upper', 'left lower'] as const;

/** x, y, z of lattice points of each lobe, `latticeMm` apart, at least 1 mm inside. */
export interface Lobes {
  readonly latticeMm: number;
  readonly points: readonly Float64Array[];
}

export function lobesOf(grid: CoarseGrid, anatomy: Anatomy, latticeMm: number): Lobes {
  const found: number[][] = lobeNames.map(() => []);
  const count = (axis: 0 | 1 | 2): number => Math.floor(((grid.size[axis] - 1) * grid.stepMm) / latticeMm);
  for (let k = 0; k <= count(2); k += 1) {
    const z = grid.originMm[2] + k * latticeMm;
    for (let j = 0; j <= count(1); j += 1) {
      const y = grid.originMm[1] + j * latticeMm;
      for (let i = 0; i <= count(0); i += 1) {
        const x = grid.originMm[0] + i * latticeMm;
        const lobe = lobeAt(grid, anatomy, x, y, z);
        if (lobe >= 0 && lobeDistanceMm(grid, anatomy, lobe, [x, y, z]) < -1) found[lobe].push(x, y, z);
      }
    }
  }
  return { latticeMm, points: found.map((points) => Float64Array.from(points)) };
}

function lobeAt(grid: CoarseGrid, anatomy: Anatomy, x: number, y: number, z: number): number {
  const right = valueAt(grid, anatomy.right, x, y, z) < 0;
  if (!right && !(valueAt(grid, anatomy.left, x, y, z) < 0)) return -1;
  const above = valueAt(grid, anatomy.oblique, x, y, z) > 0;
  if (!right) return above ? LEFT_UPPER : LEFT_LOWER;
  if (!above) return RIGHT_LOWER;
  return valueAt(grid, anatomy.horizontal, x, y, z) > 0 ? RIGHT_UPPER : RIGHT_MIDDLE;
}

/** The field nearest to being crossed when leaving a lobe, with the sign that makes inside negative. */
function nearestBorder(grid: CoarseGrid, anatomy: Anatomy, lobe: number, p: Point): [Float32Array, number, number] {
  const pleura = lobe <= RIGHT_LOWER ? anatomy.right : anatomy.left;
  let best: [Float32Array, number, number] = [pleura, 1, valueAt(grid, pleura, p[0], p[1], p[2])];
  const consider = (field: Float32Array, sign: number): void => {
    const value = sign * valueAt(grid, field, p[0], p[1], p[2]);
    if (value > best[2]) best = [field, sign, value];
  };
  consider(anatomy.oblique, lobe === RIGHT_LOWER || lobe === LEFT_LOWER ? 1 : -1);
  if (lobe === RIGHT_UPPER) consider(anatomy.horizontal, -1);
  if (lobe === RIGHT_MIDDLE) consider(anatomy.horizontal, 1);
  return best;
}

/** Distance to the border of a lobe (pleura or fissure), negative inside, mm. */
export function lobeDistanceMm(grid: CoarseGrid, anatomy: Anatomy, lobe: number, p: Point): number {
  return nearestBorder(grid, anatomy, lobe, p)[2];
}

/** The same with the unit direction out of the lobe. */
export function lobeBorder(
  grid: CoarseGrid,
  anatomy: Anatomy,
  lobe: number,
  p: Point,
): { distanceMm: number; outwards: Point } {
  const [field, sign, distanceMm] = nearestBorder(grid, anatomy, lobe, p);
  const up = risingDirection(grid, field, p[0], p[1], p[2]);
  return { distanceMm, outwards: [sign * up[0], sign * up[1], sign * up[2]] };
}
