/**
 * The body as a frame: which air has body on its sides. Lungs have it all round, the air beside the patient,
 * cushions and a hollow table do not, whatever their HU.
 */
import type { Parameters } from '../parameters';
import { labelComponents } from '../volume';
import type { Grid } from '../volume';
import { maskOf } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { open } from './morphology';

/** First and last body voxel of every row along x and every column along y; first > last where there is none. */
export interface BodyFrame {
  readonly grid: Grid;
  /** By k·ny + j. */
  readonly xFirst: Int32Array;
  readonly xLast: Int32Array;
  /** By k·nx + i. */
  readonly yFirst: Int32Array;
  readonly yLast: Int32Array;
  /** The body without anything thin: skin folds, table shells, tubes. */
  readonly core: Uint8Array;
}

export function bodyFrame(scan: CoarseScan, parameters: Parameters): BodyFrame {
  const soft = maskOf(scan);
  for (let n = 0; n < soft.length; n += 1) soft[n] = scan.hu[n] > parameters.bodyAboveHu ? 1 : 0;
  const thick = open(soft, scan, parameters.bodyCoreRadiusMm);
  const { labels, count, counts } = labelComponents(thick, scan.size, 6);
  let largest = 0;
  for (let label = 1; label <= count; label += 1) largest = Math.max(largest, counts[label]);
  // a cropped scan can show the body in several parts
  for (let n = 0; n < thick.length; n += 1) {
    if (thick[n] !== 0 && counts[labels[n]] < parameters.bodyPartShare * largest) thick[n] = 0;
  }
  return frameOf(thick, scan);
}

function frameOf(core: Uint8Array, grid: Grid): BodyFrame {
  const [nx, ny, nz] = grid.size;
  const xFirst = new Int32Array(ny * nz).fill(nx);
  const xLast = new Int32Array(ny * nz).fill(-1);
  const yFirst = new Int32Array(nx * nz).fill(ny);
  const yLast = new Int32Array(nx * nz).fill(-1);
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const row = k * ny + j;
      for (let i = 0; i < nx; i += 1) {
        if (core[row * nx + i] === 0) continue;
        if (i < xFirst[row]) xFirst[row] = i;
        xLast[row] = i;
        const column = k * nx + i;
        if (j < yFirst[column]) yFirst[column] = j;
        yLast[column] = j;
      }
    }
  }
  return { grid, xFirst, xLast, yFirst, yLast, core };
}

/** How many of the four ways left, right, anterior, posterior meet the body from this voxel. */
export function sidesWithBody(frame: BodyFrame, i: number, j: number, k: number): number {
  const [nx, ny] = frame.grid.size;
  const row = k * ny + j;
  const column = k * nx + i;
  return (
    (frame.xFirst[row] < i ? 1 : 0) +
    (frame.xLast[row] > i ? 1 : 0) +
    (frame.yFirst[column] < j ? 1 : 0) +
    (frame.yLast[column] > j ? 1 : 0)
  );
}
