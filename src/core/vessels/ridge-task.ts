/** Ridge strength of the lung box as an area in mm², slab by slab, and which voxels are above half contrast. */
import { ridgeHalo, type Kernels } from '../kernels';
import type { CoarseField } from '../lungs';
import type { Piece, Task } from '../parallel';
import type { Vec3 } from '../volume';
import { backgroundRows } from './background';
import { levelAt, type HalfLevel } from './half-level';
import type { RidgeScale } from './scale';

/** State of a voxel: 0 outside the lung field, 1 inside, from 2 on above half contrast with its valley in steps. */
export const IN_LUNG = 1;
export const OVER_HALF = 2;
export const VALLEY_STEP_MM2 = 0.02;

export interface RidgeTaskInput {
  readonly hu: Int16Array | Float32Array;
  readonly size: Vec3;
  readonly spacingMm: Vec3;
  readonly distanceMm: Float32Array;
  readonly background: CoarseField;
  readonly level: HalfLevel;
  readonly scale: RidgeScale;
  readonly lowestHu: number;
  readonly highestHu: number;
  readonly marginMm: number;
  /** Deeper voxels are counted in the histogram of the ridge strength. */
  readonly noiseDepthMm: number;
  /** Written slice by slice: ridge strength in mm², smoothed HU, state. */
  readonly csaMm2: Float32Array;
  readonly smoothedHu: Int16Array;
  readonly state: Uint8Array;
}

/** Bins of the histogram of ridge strength: from −2 to 2 mm² in steps of 0.005. */
export const HISTOGRAM_FROM_MM2 = -2;
export const HISTOGRAM_STEP_MM2 = 0.005;
export const HISTOGRAM_BINS = 800;

/** Slices from … to; answers the histogram of the strength deep in the lung. */
export const ridgeTask: Task<RidgeTaskInput, Uint32Array> = {
  id: 'vessels/ridge',
  run: (input, piece, kernels) => ridgeSlices(input, piece, kernels),
};

function ridgeSlices(input: RidgeTaskInput, piece: Piece, kernels: Kernels): Uint32Array {
  const [nx, ny, nz] = input.size;
  const n = nx * ny;
  const first = piece.from * n;
  const end = piece.to * n;
  const halo = ridgeHalo(input.scale.taps);
  const low = Math.max(0, piece.from - halo);
  const high = Math.min(nz, piece.to + halo);
  const mask = new Uint8Array(end - first);
  for (let at = first; at < end; at += 1) if (input.distanceMm[at] < -input.marginMm) mask[at - first] = 1;
  const { strength, valley, smoothed } = kernels.ridge({
    hu: input.hu.subarray(low * n, high * n),
    size: [nx, ny, high - low],
    from: piece.from - low,
    to: piece.to - low,
    mask,
    taps: input.scale.taps,
    differences: input.scale.differences,
    lowestHu: input.lowestHu,
    highestHu: input.highestHu,
  });
  input.smoothedHu.set(smoothed, first);
  const histogram = new Uint32Array(HISTOGRAM_BINS);
  const background = new Float64Array(nx);
  const readBackground = backgroundRows(input.background, input.spacingMm, nx);
  for (let row = first; row < end; row += nx) {
    const [from, to] = extent(mask, row - first, nx);
    if (from === to) continue;
    const slice = Math.floor(row / n);
    readBackground((row - slice * n) / nx, slice, background);
    for (let i = from; i < to; i += 1) {
      const at = row + i;
      if (mask[at - first] === 0) continue;
      const contrast = Math.max(input.level.bloodHu - background[i], input.level.contrastLeastHu);
      const csa = (input.scale.mm4 * strength[at - first]) / contrast;
      input.csaMm2[at] = csa;
      const over = smoothed[at - first] > levelAt(input.level, at, background[i]);
      const valleyMm2 = (input.scale.mm4 * valley[at - first]) / contrast;
      input.state[at] = over ? overHalf(valleyMm2) : IN_LUNG;
      if (input.distanceMm[at] < -input.noiseDepthMm) count(histogram, csa);
    }
  }
  return histogram;
}

/** First set voxel of a row and the one after its last; equal where there is none. */
function extent(mask: Uint8Array, row: number, nx: number): [number, number] {
  let from = 0;
  while (from < nx && mask[row + from] === 0) from += 1;
  let to = nx;
  while (to > from && mask[row + to - 1] === 0) to -= 1;
  return [from, to];
}

function overHalf(valleyMm2: number): number {
  return Math.min(255, OVER_HALF + Math.floor(Math.max(0, valleyMm2) / VALLEY_STEP_MM2));
}

/** Valley of a state from `OVER_HALF` on, mm²; 5 mm² and more are all the same. */
export function valleyOf(state: number): number {
  return (state - OVER_HALF) * VALLEY_STEP_MM2;
}

function count(histogram: Uint32Array, csa: number): void {
  const bin = Math.floor((csa - HISTOGRAM_FROM_MM2) / HISTOGRAM_STEP_MM2);
  histogram[Math.max(0, Math.min(HISTOGRAM_BINS - 1, bin))] += 1;
}
