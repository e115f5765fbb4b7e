/** Sizes and measures a small scene that is lung everywhere, along given centrelines or from the search on. */
import { measureBloodVolume, type BloodVolume } from '../../../src/core/blood-volume';
import { sameBlood, sizeVessels, type Psf, type Vessel } from '../../../src/core/calibre';
import { traceCentrelines } from '../../../src/core/centrelines';
import type { Centreline } from '../../../src/core/centrelines/types';
import { plainKernels } from '../../../src/core/kernels';
import type { LungField } from '../../../src/core/lungs/types';
import { inlineParallel } from '../../../src/core/parallel';
import { defaultParameters } from '../../../src/core/parameters';
import { findCandidates } from '../../../src/core/vessels';
import type { Grid } from '../../../src/core/volume';
import { bloodHu } from '../calibre/tube-scenes';
import { wholeLung } from '../calibre/whole-lung';

export const psf: Psf = { sigmaMm: 0.6, sigmaZMm: 0.6, sharpening: 0, sharpeningWidth: 1.8 };
export const parallel = inlineParallel(plainKernels);

export interface Measured {
  readonly vessels: readonly Vessel[];
  readonly blood: BloodVolume;
  /** TBV and blood below range in mm³. */
  readonly mm3: number;
}

export async function measureScene(
  hu: Float32Array,
  grid: Grid,
  centrelines: readonly Centreline[],
  noiseHu: number,
  lungs: LungField = wholeLung(grid),
): Promise<Measured> {
  return measureAlong(hu, centrelines, new Uint8Array(hu.length), noiseHu, lungs);
}

/** The chain from the search for candidates on, in a scene of lung with the given noise. */
export async function searchAndMeasure(hu: Float32Array, grid: Grid, noiseHu: number): Promise<Measured> {
  const lungs = wholeLung(grid);
  const input = { hu, lungs, bloodHu, psfSigmaMm: psf.sigmaMm, psfSigmaZMm: psf.sigmaZMm };
  const found = await findCandidates(input, defaultParameters, parallel);
  return measureAlong(hu, traceCentrelines(found, grid, defaultParameters), found.core, noiseHu, lungs);
}

async function measureAlong(
  hu: Float32Array,
  centrelines: readonly Centreline[],
  core: Uint8Array,
  noiseHu: number,
  lungs: LungField,
): Promise<Measured> {
  const scan = { hu, lungs, bloodHu, noiseHu: Math.max(8, noiseHu) };
  const sizing = { ...scan, centrelines, branchBlood: sameBlood(centrelines.length, bloodHu), psf };
  const { vessels, hu: lungAndVessels } = await sizeVessels(sizing, defaultParameters, parallel, () => {});
  const input = { ...scan, hu: lungAndVessels, vessels, core, psf, superior: [0, 0, 1] as const };
  const blood = await measureBloodVolume(input, defaultParameters, parallel);
  const { tbvMl, belowMl } = blood.whole.volumes;
  return { vessels, blood, mm3: 1000 * ((tbvMl ?? 0) + (belowMl ?? 0)) };
}
