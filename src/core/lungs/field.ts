/**
 * From the coarse surface to the CT grid: signed distance and labels of every voxel of the lung box.
 * The two arrays made here are the only ones of the stage as large as the box; the caller owns them.
 */
import type { Parameters } from '../parameters';
import { piecesOf } from '../parallel';
import type { Parallel, Piece, Task } from '../parallel';
import { AXES, sharedFloat32, sharedUint8 } from '../volume';
import type { Axis, Box, Vec3, Volume } from '../volume';
import { ctIndex, inCtOrder, patientAxis } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { LEFT, NEAR_HILUM, RIGHT, UNCERTAIN } from './types';

const SLICES_PER_PIECE = 8;

/** What is known on the coarse grid, in the frame of the coarse scan. */
export interface CoarseLungs {
  readonly distanceMm: Float32Array;
  /** Distance to the right lung less distance to the left, mm. */
  readonly sideMm: Float32Array;
  /** Distance to the mediastinal face, mm. */
  readonly hilumMm: Float32Array;
  /** Above one half where the lung is dense and its border uncertain. */
  readonly uncertain: Float32Array;
  /** Above one half in airless lung, which lies outside the surface. */
  readonly airless: Float32Array;
}

export interface FineLungs {
  readonly box: Box;
  readonly labels: Uint8Array;
  readonly distanceMm: Float32Array;
  readonly sums: LungSums;
}

/** Counts of voxels, and the sum of the HU of all lung voxels. */
export interface LungSums {
  readonly right: number;
  readonly left: number;
  readonly uncertain: number;
  readonly hu: number;
}

interface FillInput {
  readonly hu: Int16Array | Float32Array;
  readonly ctSize: Vec3;
  readonly box: Box;
  /** Coarse fields in CT order. */
  readonly fields: CoarseLungs;
  readonly coarseSize: Vec3;
  /** CT voxel of the first coarse voxel, and CT voxels per coarse voxel, along i, j, k. */
  readonly start: Vec3;
  readonly block: Vec3;
  readonly clampMm: number;
  readonly nearHilumMm: number;
  readonly clipLowHu: number;
  readonly clipHighHu: number;
  readonly distanceMm: Float32Array;
  readonly labels: Uint8Array;
}

/** Slices from … to of the box: writes their distances and labels, gives their sums. */
export const fillTask: Task<FillInput, LungSums> = {
  id: 'lungs/fill',
  run: fillSlices,
};

export async function fineLungs(
  volume: Volume,
  scan: CoarseScan,
  coarse: CoarseLungs,
  parameters: Parameters,
  parallel: Parallel,
): Promise<FineLungs> {
  const box = lungBox(volume, scan, coarse.distanceMm, parameters);
  const voxels = box.size[0] * box.size[1] * box.size[2];
  const labels = sharedUint8(voxels);
  const distanceMm = sharedFloat32(voxels);
  const ordered = inCtOrder(scan, coarse.distanceMm);
  const input: FillInput = {
    hu: volume.hu,
    ctSize: volume.geometry.size,
    box,
    fields: {
      distanceMm: ordered.values,
      sideMm: inCtOrder(scan, coarse.sideMm).values,
      hilumMm: inCtOrder(scan, coarse.hilumMm).values,
      uncertain: inCtOrder(scan, coarse.uncertain).values,
      airless: inCtOrder(scan, coarse.airless).values,
    },
    coarseSize: ordered.grid.size,
    start: ordered.firstCtVoxel,
    block: blockInCtOrder(scan),
    clampMm: parameters.distanceClampMm,
    nearHilumMm: parameters.nearHilumMm,
    clipLowHu: parameters.clipLowHu,
    clipHighHu: parameters.clipHighHu,
    distanceMm,
    labels,
  };
  const parts = await parallel.map(fillTask, input, piecesOf(box.size[2], SLICES_PER_PIECE));
  const sums = parts.reduce((a, b) => ({
    right: a.right + b.right,
    left: a.left + b.left,
    uncertain: a.uncertain + b.uncertain,
    hu: a.hu + b.hu,
  }));
  return { box, labels, distanceMm, sums };
}

/** The CT box around the lungs with a margin. */
function lungBox(volume: Volume, scan: CoarseScan, distanceMm: Float32Array, parameters: Parameters): Box {
  const [nx, ny, nz] = scan.size;
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  for (let n = 0; n < distanceMm.length; n += 1) {
    if (distanceMm[n] > parameters.boxMarginMm) continue;
    const at = [n % nx, Math.trunc(n / nx) % ny, Math.trunc(n / (nx * ny))];
    for (const axis of AXES) {
      if (at[axis] < low[axis]) low[axis] = at[axis];
      if (at[axis] > high[axis]) high[axis] = at[axis];
    }
  }
  const range = (ct: Axis): [from: number, count: number] => {
    const axis = patientAxis(scan, ct);
    const a = ctIndex(scan, axis, low[axis]);
    const b = ctIndex(scan, axis, high[axis]);
    const half = Math.abs(scan.ctStep[axis]) / 2;
    const from = Math.max(0, Math.ceil(Math.min(a, b) - half));
    const last = Math.min(volume.geometry.size[ct] - 1, Math.floor(Math.max(a, b) + half));
    return [from, last - from + 1];
  };
  const [i, j, k] = [range(0), range(1), range(2)];
  return { from: [i[0], j[0], k[0]], size: [i[1], j[1], k[1]] };
}

function blockInCtOrder(scan: CoarseScan): Vec3 {
  const along = (ct: Axis): number => Math.abs(scan.ctStep[patientAxis(scan, ct)]);
  return [along(0), along(1), along(2)];
}

/** For each voxel of a row of the box along one axis: its lower coarse neighbour, and the share of the upper one. */
function positions(input: FillInput, axis: Axis): { low: Int32Array; up: Int32Array; share: Float64Array } {
  const count = input.box.size[axis];
  const low = new Int32Array(count);
  const up = new Int32Array(count);
  const share = new Float64Array(count);
  const last = input.coarseSize[axis] - 1;
  for (let n = 0; n < count; n += 1) {
    const c = (input.box.from[axis] + n - input.start[axis]) / input.block[axis];
    const held = c < 0 ? 0 : c > last ? last : c;
    low[n] = Math.trunc(held);
    up[n] = Math.min(last, low[n] + 1);
    share[n] = held - low[n];
  }
  return { low, up, share };
}

function fillSlices(input: FillInput, piece: Piece): LungSums {
  const { hu, ctSize, box, fields, coarseSize, distanceMm, labels, clampMm } = input;
  const [nx, ny] = box.size;
  const [mx, my] = coarseSize;
  const x = positions(input, 0);
  const y = positions(input, 1);
  const z = positions(input, 2);
  const depth = new Float64Array(mx);
  const side = new Float64Array(mx);
  const hilum = new Float64Array(mx);
  const dense = new Float64Array(mx);
  const airless = new Float64Array(mx);
  const at = (row: Float64Array, i: number): number => row[x.low[i]] + (row[x.up[i]] - row[x.low[i]]) * x.share[i];
  const sums = { right: 0, left: 0, uncertain: 0, hu: 0 };
  for (let k = piece.from; k < piece.to; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const corners = {
        a: (z.low[k] * my + y.low[j]) * mx,
        b: (z.low[k] * my + y.up[j]) * mx,
        c: (z.up[k] * my + y.low[j]) * mx,
        d: (z.up[k] * my + y.up[j]) * mx,
        v: y.share[j],
        w: z.share[k],
      };
      const least = blendRow(fields.distanceMm, corners, depth);
      const base = (k * ny + j) * nx;
      for (let i = 0; i < nx; i += 1) {
        const value = at(depth, i);
        distanceMm[base + i] = value > clampMm ? clampMm : value < -clampMm ? -clampMm : value;
      }
      const most = mostOf(fields.airless, corners, mx);
      if (least >= 0 && most === 0) continue;
      blendRow(fields.airless, corners, airless);
      blendRow(fields.sideMm, corners, side);
      blendRow(fields.hilumMm, corners, hilum);
      blendRow(fields.uncertain, corners, dense);
      const source = ((box.from[2] + k) * ctSize[1] + box.from[1] + j) * ctSize[0] + box.from[0];
      for (let i = 0; i < nx; i += 1) {
        const inside = distanceMm[base + i] < 0;
        if (!inside && (most === 0 || at(airless, i) <= 0.5)) continue;
        const left = at(side, i) > 0;
        const uncertain = !inside || at(dense, i) > 0.5;
        const near = at(hilum, i) < input.nearHilumMm;
        labels[base + i] = (left ? LEFT : RIGHT) + (uncertain ? UNCERTAIN : 0) + (near ? NEAR_HILUM : 0);
        if (left) sums.left += 1;
        else sums.right += 1;
        if (uncertain) sums.uncertain += 1;
        sums.hu += Math.min(input.clipHighHu, Math.max(input.clipLowHu, hu[source + i]));
      }
    }
  }
  return sums;
}

/** Starts of the four coarse rows about a row of the box, with the shares of the upper ones. */
interface Corners {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly v: number;
  readonly w: number;
}

/** The highest value of the four coarse rows about a row of the box. */
function mostOf(values: Float32Array, { a, b, c, d }: Corners, count: number): number {
  let most = 0;
  for (const row of [a, b, c, d]) for (let n = row; n < row + count; n += 1) if (values[n] > most) most = values[n];
  return most;
}

/** One row along i of a coarse field between its four rows; gives its least value. */
function blendRow(values: Float32Array, { a, b, c, d, v, w }: Corners, row: Float64Array): number {
  let least = Infinity;
  for (let n = 0; n < row.length; n += 1) {
    const near = values[a + n] + (values[b + n] - values[a + n]) * v;
    const far = values[c + n] + (values[d + n] - values[c + n]) * v;
    row[n] = near + (far - near) * w;
    if (row[n] < least) least = row[n];
  }
  return least;
}
