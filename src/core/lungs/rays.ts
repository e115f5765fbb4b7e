/**
 * The chest seen from its middle: along each ray of a slice, where the lung ends and where the ribs begin.
 *
 * Ribs are seen in some slices only, so a ray takes a bone from the slices and rays beside it.
 */
import { atan2, cos, sin } from '../maths';
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
  /** Middle of the rib cage along x, voxels, and half its width. */
  readonly middleX: number;
  readonly halfWidthMm: number;
  /** By k: the row about which the spine begins; all that lies behind it beside the spine is lung, or fluid. */
  readonly spineFront: Float32Array;
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
  const wallMm = wallOf(bone, nz, reach, parameters.wallSlackMm);
  for (let row = 0; row < wallMm.length; row += 1) {
    wallMm[row] = wallMm[row] < Infinity ? wallMm[row] - parameters.ribToPleuraMm : 0;
  }
  return {
    count: COUNT,
    lungMm,
    belowMm,
    wallMm,
    ...cageOf(scan, middle, wallMm, parameters.spineFrontShare),
    at: (i, j) => ({ ray: ray[j * nx + i], mm: mm[j * nx + i] }),
  };
}

/**
 * The nearest bone of the rays and slices about each, and of these the furthest: between two ribs the bound is that of
 * the nearer rib, and where the ribs slope it follows them.
 */
function wallOf(bone: Float32Array, nz: number, reach: number, slackMm: number): Float32Array {
  const nearest = overWindow(bone, nz, reach, (a, b) => Math.min(a, b), Infinity);
  for (let row = 0; row < nearest.length; row += 1) if (nearest[row] === Infinity) nearest[row] = -1;
  const furthest = overWindow(nearest, nz, reach, (a, b) => Math.max(a, b), -1);
  for (let row = 0; row < furthest.length; row += 1) {
    // above the first rib the next bone is a shoulder blade
    furthest[row] = nearest[row] < 0 ? Infinity : Math.min(furthest[row], nearest[row] + slackMm);
  }
  return furthest;
}

/** The least or greatest value of `reach` slices up and down, and of the rays beside. */
function overWindow(
  values: Float32Array,
  nz: number,
  reach: number,
  pick: (a: number, b: number) => number,
  start: number,
): Float32Array {
  const out = new Float32Array(values.length);
  for (let k = 0; k < nz; k += 1) {
    for (let r = 0; r < COUNT; r += 1) {
      let best = start;
      for (let m = Math.max(0, k - reach); m <= Math.min(nz - 1, k + reach); m += 1) {
        for (let d = -BESIDE; d <= BESIDE; d += 1) best = pick(best, values[m * COUNT + ((r + d + COUNT) % COUNT)]);
      }
      out[k * COUNT + r] = best;
    }
  }
  return out;
}

/** The rib cage by the ends of the rays: its middle along x, and the row at a share of its depth. */
function cageOf(
  { size, spacingMm }: CoarseScan,
  middle: readonly [number, number],
  wallMm: Float32Array,
  depthShare: number,
): Pick<Rays, 'middleX' | 'halfWidthMm' | 'spineFront'> {
  const middles: number[] = [];
  const widths: number[] = [];
  const spineFront = new Float32Array(size[2]).fill(Infinity);
  for (let k = 0; k < size[2]; k += 1) {
    const low = [Infinity, Infinity];
    const high = [-Infinity, -Infinity];
    for (let r = 0; r < COUNT; r += 1) {
      const mm = wallMm[k * COUNT + r];
      if (mm <= 0) continue;
      const angle = (2 * (r + 0.5)) / COUNT - 1;
      const end = [
        middle[0] + (mm * cos(angle * Math.PI)) / spacingMm[0],
        middle[1] + (mm * sin(angle * Math.PI)) / spacingMm[1],
      ];
      for (const a of [0, 1]) {
        low[a] = Math.min(low[a], end[a]);
        high[a] = Math.max(high[a], end[a]);
      }
    }
    if (low[0] === Infinity) continue;
    middles.push((low[0] + high[0]) / 2);
    widths.push((high[0] - low[0]) * spacingMm[0]);
    spineFront[k] = low[1] + depthShare * (high[1] - low[1]);
  }
  return { middleX: medianOf(middles) ?? middle[0], halfWidthMm: (medianOf(widths) ?? 0) / 2, spineFront };
}

function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.toSorted((a, b) => a - b)[values.length >> 1];
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
