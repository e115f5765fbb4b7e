/** Where vessels may be: ridges by their strength in mm², thick vessels by half contrast, specks dropped. */
import type { Estimate } from '../estimates';
import type { LungField } from '../lungs';
import type { Parallel } from '../parallel';
import { piecesOf } from '../parallel';
import type { Parameters } from '../parameters';
import { sharedFloat32, sharedInt16, sharedUint8, type Vec3 } from '../volume';
import { ballRows, findCore } from './core-mask';
import { halfLevel } from './half-level';
import { fillPinholes, keepSeeded, MEMBER, NOT_A_MEMBER, SEED } from './grow';
import {
  HISTOGRAM_BINS,
  HISTOGRAM_FROM_MM2,
  HISTOGRAM_STEP_MM2,
  OVER_HALF,
  ridgeTask,
  valleyOf,
  type RidgeTaskInput,
} from './ridge-task';
import { ridgeScale } from './scale';
import type { CandidateInput, Candidates } from './types';

/** Slices a piece: small enough for the caches, large enough that the halo costs little. */
const SLICES = 12;

/**
 * Candidate mask of the lung box. Call it again with the measured blur when that differs from the assumed one:
 * the strength of a ridge goes with its fourth power. Two volume-sized arrays are made, ridge strength (float) and
 * smoothed HU (int16); both are the caller's to drop.
 */
export async function findCandidates(
  input: CandidateInput,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Candidates> {
  const { size, spacingMm } = input.lungs.grid;
  const n = size[0] * size[1] * size[2];
  const scale = ridgeScale(spacingMm, input.psfSigmaMm, input.psfSigmaZMm, parameters);
  const csaMm2 = sharedFloat32(n);
  const smoothedHu = sharedInt16(n);
  const mask = sharedUint8(n);
  const task: RidgeTaskInput = {
    hu: input.hu,
    size,
    spacingMm,
    distanceMm: input.lungs.distanceMm,
    background: input.lungs.background,
    level: halfLevel(input.lungs, input.bloodHu, parameters),
    scale,
    lowestHu: parameters.lowestHu,
    highestHu: parameters.highestHu,
    marginMm: parameters.candidateMarginMm,
    noiseDepthMm: parameters.ridgeNoiseDepthMm,
    csaMm2,
    smoothedHu,
    state: mask,
  };
  const histograms = await parallel.map(ridgeTask, task, piecesOf(size[2], SLICES));
  const ridgeNoiseMm2 = ridgeNoise(histograms);
  const growMm2 = Math.max(parameters.growMm2, parameters.growNoiseSd * ridgeNoiseMm2);
  const seedMm2 = Math.max(parameters.seedMm2, parameters.seedNoiseSd * ridgeNoiseMm2);
  const valleyMm2 = Math.max(parameters.valleyMm2, parameters.valleyNoiseSd * ridgeNoiseMm2);
  const { core, coreMl, notVessels, notVesselsMl } = await findCore(input, parameters, parallel);
  clearAround(mask, notVessels, size, spacingMm, parameters.blobRimMm);
  keepVessels(mask, csaMm2, input.lungs, { growMm2, seedMm2, valleyMm2 }, parameters);
  return {
    mask,
    csaMm2,
    smoothedHu,
    core,
    coreMl,
    notVesselsMl,
    ridgeNoiseMm2,
    ridgeSigmaMm: scale.sigmaMm,
    detectionLimitMm2: detectionLimit(growMm2, seedMm2, parameters),
  };
}

interface Thresholds {
  readonly growMm2: number;
  readonly seedMm2: number;
  readonly valleyMm2: number;
}

/** Turns the states into the mask, in place. */
function keepVessels(
  mask: Uint8Array,
  csaMm2: Float32Array,
  { grid, distanceMm }: LungField,
  { growMm2, seedMm2, valleyMm2 }: Thresholds,
  parameters: Parameters,
): void {
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] === 0) continue;
    // between two vessels that touch, the image is bright and has a valley: left out, so that they stay two
    const over = mask[at] >= OVER_HALF && valleyOf(mask[at]) < valleyMm2;
    const csa = csaMm2[at];
    mask[at] = over || csa > seedMm2 ? SEED : csa > growMm2 ? MEMBER : NOT_A_MEMBER;
  }
  const { size, spacingMm } = grid;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  keepSeeded(mask, size, Math.ceil(parameters.candidateLeastMm3 / voxelMm3));
  fillPinholes(mask, (at) => distanceMm[at] < -parameters.candidateMarginMm, size);
}

/**
 * Standard deviation of the ridge strength where there is only noise: from the lower quartile, because vessels
 * are above the median and only few of the dark rims around them reach below the quartile.
 */
export function ridgeNoise(histograms: readonly Uint32Array[]): number {
  const counts = new Float64Array(HISTOGRAM_BINS);
  let total = 0;
  for (const histogram of histograms) {
    for (let bin = 0; bin < HISTOGRAM_BINS; bin += 1) {
      counts[bin] += histogram[bin];
      total += histogram[bin];
    }
  }
  if (total === 0) return 0;
  return (quantile(counts, total, 0.5) - quantile(counts, total, 0.25)) / 0.6745;
}

function quantile(counts: Float64Array, total: number, share: number): number {
  let below = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    if (below + counts[bin] >= share * total) {
      return HISTOGRAM_FROM_MM2 + HISTOGRAM_STEP_MM2 * (bin + (share * total - below) / counts[bin]);
    }
    below += counts[bin];
  }
  return HISTOGRAM_FROM_MM2 + HISTOGRAM_STEP_MM2 * counts.length;
}

/** Unsets `mask` within `mm` of the given voxels. */
function clearAround(mask: Uint8Array, voxels: Int32Array, [nx, ny, nz]: Vec3, spacingMm: Vec3, mm: number): void {
  const rows = ballRows(spacingMm, mm);
  for (const at of voxels) {
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    for (const [dj, dk, reach] of rows) {
      if (j + dj < 0 || j + dj >= ny || k + dk < 0 || k + dk >= nz) continue;
      const row = ((k + dk) * ny + j + dj) * nx;
      mask.fill(0, row + Math.max(0, i - reach), row + Math.min(nx, i + reach + 1));
    }
  }
}

/** A vessel is followed where its strength, lower between voxel centres, passes the growth threshold. */
function detectionLimit(growMm2: number, seedMm2: number, parameters: Parameters): Estimate {
  const value = Math.max(parameters.detectionPerSeed * seedMm2, parameters.detectionPerGrow * growMm2);
  return {
    value,
    low: value * (1 - parameters.detectionSpread),
    high: value * (1 + parameters.detectionSpread),
    how: `thresholds of the ridge strength: ${seedMm2.toFixed(2)} mm² to begin, ${growMm2.toFixed(2)} mm² to go on`,
  };
}
