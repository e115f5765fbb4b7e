/**
 * The body as a frame: which air has body on its sides. Lungs have it all round, the air beside the patient,
 * cushions and a hollow table do not, whatever their HU.
 */
import type { Parameters } from '../parameters';
import { labelComponents, sharedFloat32, sharedUint8 } from '../volume';
import type { CoarseScan } from './coarse-scan';
import { blockSums, coarserGrid } from './coarser';
import type { CoarserGrid } from './coarser';
import { open } from './morphology';

/** First and last body voxel of every row along x and every column along y; first > last where there is none. */
export interface BodyFrame {
  readonly grid: CoarserGrid;
  /** By k·ny + j. */
  readonly xFirst: Int32Array;
  readonly xLast: Int32Array;
  /** By k·nx + i. */
  readonly yFirst: Int32Array;
  readonly yLast: Int32Array;
  /** Middle of the body along x, in voxels of the coarse scan. */
  readonly middleX: number;
}

/** The frame of what is thick: skin folds, shells of tables and tubes do not count. */
export function bodyFrame(scan: CoarseScan, parameters: Parameters): BodyFrame {
  const grid = coarserGrid(scan, parameters.bodyEdgeMm);
  const ones = sharedFloat32(scan.hu.length).fill(1);
  const counts = blockSums(scan, grid, ones);
  const hu = blockSums(scan, grid, ones, scan.hu);
  const soft = sharedUint8(hu.length);
  for (let n = 0; n < soft.length; n += 1) soft[n] = hu[n] > parameters.bodyAboveHu * counts[n] ? 1 : 0;
  const thick = open(soft, grid, parameters.bodyCoreRadiusMm);
  const components = labelComponents(thick, grid.size, 6);
  let largest = 0;
  for (let label = 1; label <= components.count; label += 1) largest = Math.max(largest, components.counts[label]);
  // a cropped scan can show the body in several parts
  const least = parameters.bodyPartShare * largest;
  for (let n = 0; n < thick.length; n += 1) {
    if (thick[n] !== 0 && components.counts[components.labels[n]] < least) thick[n] = 0;
  }
  return frameOf(thick, grid);
}

function frameOf(core: Uint8Array, grid: CoarserGrid): BodyFrame {
  const [nx, ny, nz] = grid.size;
  const xFirst = new Int32Array(ny * nz).fill(nx);
  const xLast = new Int32Array(ny * nz).fill(-1);
  const yFirst = new Int32Array(nx * nz).fill(ny);
  const yLast = new Int32Array(nx * nz).fill(-1);
  let sum = 0;
  let rows = 0;
  for (let row = 0; row < ny * nz; row += 1) {
    const j = row % ny;
    const k = Math.trunc(row / ny);
    for (let i = 0; i < nx; i += 1) {
      if (core[row * nx + i] === 0) continue;
      if (i < xFirst[row]) xFirst[row] = i;
      xLast[row] = i;
      const column = k * nx + i;
      if (j < yFirst[column]) yFirst[column] = j;
      yLast[column] = j;
    }
    if (xLast[row] < 0) continue;
    sum += (xFirst[row] + xLast[row]) / 2;
    rows += 1;
  }
  const middleX = (rows > 0 ? sum / rows + 0.5 : nx / 2) * grid.block[0] - 0.5;
  return { grid, xFirst, xLast, yFirst, yLast, middleX };
}

/** How many of the four ways left, right, anterior, posterior meet the body from this voxel of the coarse scan. */
export function sidesWithBody(frame: BodyFrame, i: number, j: number, k: number): number {
  const { block, size } = frame.grid;
  const x = Math.trunc(i / block[0]);
  const y = Math.trunc(j / block[1]);
  const z = Math.trunc(k / block[2]);
  const row = z * size[1] + y;
  const column = z * size[0] + x;
  return (
    (frame.xFirst[row] < x ? 1 : 0) +
    (frame.xLast[row] > x ? 1 : 0) +
    (frame.yFirst[column] < y ? 1 : 0) +
    (frame.yLast[column] > y ? 1 : 0)
  );
}
