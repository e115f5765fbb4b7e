/**
 * The chest seen from its middle: along each ray of a slice, where the lung ends and where the ribs begin.
 *
 * Ribs are seen in some slices only, so a ray takes the nearest bone of the slices and rays beside it: the bound lies
 * rather too far in than too far out.
 */
import { atan2 } from '../maths';
import type { Parameters } from '../parameters';
import type { CoarseScan } from './coarse-scan';
import { LEFT, RIGHT } from './types';

/** Rays of a slice, 3° apart, and how many on either side share a bone. */
const COUNT = 120;
const BESIDE = 2;

export interface Rays {
  readonly count: number;
  /** By k·count + ray: mm from the middle to the outermost lung, 0 where there is none. */
  readonly lungMm: Float32Array;
  /** The same, carried down to the slices below the lung. */
  readonly belowMm: Float32Array;
  /** mm from the middle to the chest wall; 0 where no bone was met. */
  readonly wallMm: Float32Array;
  at(i: number, j: number): { ray: number; mm: number };
}

/** Null where there is one lung only: its middle is not that of the chest. */
export function raysOf(scan: CoarseScan, sides: Uint8Array, parameters: Parameters): Rays | null {
  const middle = middleOf(scan, sides);
  if (middle === null) return null;
  const [nx, ny, nz] = scan.size;
  const [hx, hy, hz] = scan.spacingMm;
  const ray = new Uint8Array(nx * ny);
  const mm = new Float32Array(nx * ny);
  for (let n = 0; n < ray.length; n += 1) {
    const x = ((n % nx) - middle[0]) * hx;
    const y = (Math.trunc(n / nx) - middle[1]) * hy;
    mm[n] = Math.sqrt(x * x + y * y);
    ray[n] = Math.floor(((atan2(y, x) / Math.PI + 1) * COUNT) / 2) % COUNT;
  }
  const lungMm = new Float32Array(nz * COUNT);
  const belowMm = new Float32Array(nz * COUNT);
  const bone = new Float32Array(nz * COUNT).fill(Infinity);
  for (let k = nz - 1; k >= 0; k -= 1) {
    const slice = k * nx * ny;
    for (let n = 0; n < ray.length; n += 1) {
      const row = k * COUNT + ray[n];
      if (sides[slice + n] !== 0 && mm[n] > lungMm[row]) lungMm[row] = mm[n];
    }
    for (let row = k * COUNT; row < (k + 1) * COUNT; row += 1) {
      belowMm[row] = lungMm[row] > 0 || k === nz - 1 ? lungMm[row] : belowMm[row + COUNT];
    }
    for (let n = 0; n < ray.length; n += 1) {
      const row = k * COUNT + ray[n];
      const beyond = belowMm[row] > 0 && mm[n] > belowMm[row] && mm[n] < bone[row];
      if (beyond && scan.hu[slice + n] > parameters.boneAboveHu) bone[row] = mm[n];
    }
  }
  const reach = Math.round(parameters.ribApartMm / 2 / hz);
  const wallMm = new Float32Array(nz * COUNT);
  for (let k = 0; k < nz; k += 1) {
    for (let r = 0; r < COUNT; r += 1) {
      let nearest = Infinity;
      for (let m = Math.max(0, k - reach); m <= Math.min(nz - 1, k + reach); m += 1) {
        for (let d = -BESIDE; d <= BESIDE; d += 1) {
          nearest = Math.min(nearest, bone[m * COUNT + ((r + d + COUNT) % COUNT)]);
        }
      }
      if (nearest < Infinity) wallMm[k * COUNT + r] = nearest - parameters.ribToPleuraMm;
    }
  }
  return { count: COUNT, lungMm, belowMm, wallMm, at: (i, j) => ({ ray: ray[j * nx + i], mm: mm[j * nx + i] }) };
}

/** Half-way between the middles of the two lungs. */
function middleOf({ size: [nx, ny] }: CoarseScan, sides: Uint8Array): [number, number] | null {
  const count = [0, 0];
  const x = [0, 0];
  const y = [0, 0];
  for (let n = 0; n < sides.length; n += 1) {
    if (sides[n] !== RIGHT && sides[n] !== LEFT) continue;
    const side = sides[n] === RIGHT ? 0 : 1;
    count[side] += 1;
    x[side] += n % nx;
    y[side] += Math.trunc(n / nx) % ny;
  }
  if (count[0] === 0 || count[1] === 0) return null;
  return [(x[0] / count[0] + x[1] / count[1]) / 2, (y[0] / count[0] + y[1] / count[1]) / 2];
}
