/**
 * Regional HU of the parenchyma between the vessels: what blood volume is measured against.
 *
 * The commonest value in a ball, not the mean: vessels and walls are a minority on one side of it, air spaces of emphysema
 * one on the other, and at the rim of ground glass the larger part decides.
 */
import { piecesOf } from '../parallel';
import type { Parallel, Piece, Task } from '../parallel';
import type { Parameters } from '../parameters';
import { sharedFloat32 } from '../volume';
import type { Grid } from '../volume';
import type { CoarseScan } from './coarse-scan';
import { coarserGrid } from './coarser';
import type { CoarserGrid } from './coarser';
import { localMean } from './gaussian';
import { dilate } from './morphology';

/** Width of a histogram bin in HU, and the bins on either side that count with their neighbour. */
const BIN_HU = 10;
const NEIGHBOURS = 3;
const SLICES_PER_PIECE = 4;
/** Share of wider surroundings where the near ones are fully known. */
const LEAN = 0.02;

export interface Background {
  readonly grid: CoarserGrid;
  /** HU, in the frame of the coarse scan; beyond the lungs it goes on as it is at the border. */
  readonly values: Float32Array;
}

interface ModesInput {
  readonly scan: Grid;
  readonly candidates: Float32Array;
  readonly grid: CoarserGrid;
  readonly parameters: Parameters;
  readonly values: Float32Array;
  readonly weights: Float32Array;
}

/** Slices from … to of the coarser grid: each writes its own values and weights. */
export const modesTask: Task<ModesInput, null> = {
  id: 'lungs/modes',
  run: (input, piece) => {
    findModes(input, piece);
    return null;
  },
};

/** `airways`: lumens of the large bronchi, which are no parenchyma. */
export async function parenchymaBackground(
  scan: CoarseScan,
  distanceMm: Float32Array,
  airways: Uint8Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Background> {
  const grid = coarserGrid(scan, parameters.backgroundEdgeMm);
  const voxels = grid.size[0] * grid.size[1] * grid.size[2];
  const values = sharedFloat32(voxels);
  const weights = sharedFloat32(voxels);
  const candidates = candidateHu(scan, distanceMm, airways, parameters);
  const bare: Grid = { size: scan.size, spacingMm: scan.spacingMm };
  const input: ModesInput = { scan: bare, candidates, grid, parameters, values, weights };
  await parallel.map(modesTask, input, piecesOf(grid.size[2], SLICES_PER_PIECE));
  return { grid, values: await fillGaps(grid, values, weights, parameters, parallel) };
}

function findModes({ scan, candidates, grid, parameters, values, weights }: ModesInput, piece: Piece): void {
  const ball = ballOffsets(scan, parameters.backgroundRadiusMm);
  const ballVoxels = ball.length / 3;
  const histogram = newHistogram(parameters);
  let n = piece.from * grid.size[0] * grid.size[1];
  for (let k = piece.from; k < piece.to; k += 1) {
    for (let j = 0; j < grid.size[1]; j += 1) {
      for (let i = 0; i < grid.size[0]; i += 1, n += 1) {
        const found = fillHistogram(histogram, scan, candidates, ball, grid, i, j, k);
        if (found < parameters.backgroundLeastShare * ballVoxels) continue;
        const mode = modeOf(histogram, parameters);
        values[n] = mode.hu;
        weights[n] = mode.voxels / ballVoxels;
      }
    }
  }
}

/** HU of voxels that can be parenchyma, NaN elsewhere. */
function candidateHu(
  scan: CoarseScan,
  distanceMm: Float32Array,
  airways: Uint8Array,
  parameters: Parameters,
): Float32Array {
  const walls = dilate(airways, scan, parameters.airwayWallMm);
  const hu = sharedFloat32(scan.hu.length);
  for (let n = 0; n < hu.length; n += 1) {
    const inside = walls[n] === 0 && distanceMm[n] < -parameters.backgroundDepthMm;
    hu[n] = inside && scan.hu[n] < parameters.aeratedBelowHu ? scan.hu[n] : NaN;
  }
  return hu;
}

/** Steps to the voxels of a ball: three numbers each, flat because this loop is the longest of the stage. */
function ballOffsets({ spacingMm: [hx, hy, hz] }: Grid, radiusMm: number): Int32Array {
  const offsets: number[] = [];
  const reach = (h: number): number => Math.floor(radiusMm / h);
  for (let k = -reach(hz); k <= reach(hz); k += 1) {
    for (let j = -reach(hy); j <= reach(hy); j += 1) {
      for (let i = -reach(hx); i <= reach(hx); i += 1) {
        const [x, y, z] = [i * hx, j * hy, k * hz];
        if (x * x + y * y + z * z <= radiusMm * radiusMm) offsets.push(i, j, k);
      }
    }
  }
  return Int32Array.from(offsets);
}

interface Histogram {
  readonly lowHu: number;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

function newHistogram(parameters: Parameters): Histogram {
  const bins = Math.ceil((parameters.aeratedBelowHu - parameters.clipLowHu) / BIN_HU) + 1;
  return { lowHu: parameters.clipLowHu, counts: new Float64Array(bins), sums: new Float64Array(bins) };
}

/** Counts the candidates in the ball about a voxel of the coarser grid; gives their number. */
function fillHistogram(
  { lowHu, counts, sums }: Histogram,
  scan: Grid,
  candidates: Float32Array,
  ball: Int32Array,
  { block }: CoarserGrid,
  i: number,
  j: number,
  k: number,
): number {
  const [nx, ny, nz] = scan.size;
  counts.fill(0);
  sums.fill(0);
  const i0 = Math.trunc((i + 0.5) * block[0]);
  const j0 = Math.trunc((j + 0.5) * block[1]);
  const k0 = Math.trunc((k + 0.5) * block[2]);
  let found = 0;
  for (let at = 0; at < ball.length; at += 3) {
    const x = i0 + ball[at];
    const y = j0 + ball[at + 1];
    const z = k0 + ball[at + 2];
    if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) continue;
    const hu = candidates[(z * ny + y) * nx + x];
    // not a candidate
    if (!(hu >= lowHu)) continue;
    const bin = Math.trunc((hu - lowHu) / BIN_HU);
    counts[bin] += 1;
    sums[bin] += hu;
    found += 1;
  }
  return found;
}

/** Mean of the voxels about the highest point of the smoothed histogram, and their number. */
function modeOf({ counts, sums }: Histogram, parameters: Parameters): { hu: number; voxels: number } {
  let peak = 0;
  let most = -1;
  for (let bin = 0; bin < counts.length; bin += 1) {
    let height = 0;
    for (let d = -NEIGHBOURS; d <= NEIGHBOURS; d += 1) {
      height += (NEIGHBOURS + 1 - Math.abs(d)) * (counts[bin + d] ?? 0);
    }
    if (height > most) {
      most = height;
      peak = bin;
    }
  }
  const reach = Math.round(parameters.modeReachHu / BIN_HU);
  let sum = 0;
  let voxels = 0;
  for (let bin = Math.max(0, peak - reach); bin <= Math.min(counts.length - 1, peak + reach); bin += 1) {
    sum += sums[bin];
    voxels += counts[bin];
  }
  return { hu: sum / voxels, voxels };
}

/** Slightly smoothed; where little is known it leans on wider surroundings, at last on the whole. */
async function fillGaps(
  grid: CoarserGrid,
  values: Float32Array,
  weights: Float32Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Float32Array> {
  let sum = 0;
  let count = 0;
  for (let n = 0; n < values.length; n += 1) {
    sum += values[n] * weights[n];
    count += weights[n];
  }
  const whole = count > 0 ? sum / count : parameters.parenchymaHu;
  const near = await localMean(values, weights, grid, parameters.backgroundSigmaMm, parallel);
  const wide = await localMean(values, weights, grid, 4 * parameters.backgroundSigmaMm, parallel);
  for (let n = 0; n < values.length; n += 1) {
    const a = near.weight[n];
    const b = LEAN * wide.weight[n];
    const c = LEAN * LEAN * LEAN;
    values[n] = (a * near.mean[n] + b * wide.mean[n] + c * whole) / (a + b + c);
  }
  return values;
}
