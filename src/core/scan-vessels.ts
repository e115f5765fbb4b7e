/**
 * From the lung box to sized vessels: what is known about blood, noise and blur, the search for candidates, their
 * centrelines and sizes. The search is made again where the measured blur is another than the assumed one.
 */
import { differs, estimatePsf, sameBlood, sizeVessels, tellBranchBlood, type Psf, type Vessel } from './calibre';
import { traceCentrelines, type Centreline } from './centrelines';
import type { Estimate, ScanEstimates } from './estimates';
import type { LungField } from './lungs';
import type { Parallel } from './parallel';
import type { Parameters } from './parameters';
import type { Watch } from './stage-watch';
import { estimateBloodHu, estimateNoiseHu, findCandidates } from './vessels';

export interface FoundVessels {
  readonly vessels: readonly Vessel[];
  /** The lung box without the bronchi at the sides of vessels: what blood is summed from. */
  readonly hu: Int16Array | Float32Array;
  readonly psf: Psf;
  readonly estimates: ScanEstimates;
  readonly core: Uint8Array;
  readonly arteryVeinHu: number | null;
}

/** `hu` is the lung box, on shared memory. Ridge strength and smoothed HU live only within `search`. */
export async function scanVessels(
  hu: Int16Array | Float32Array,
  lungs: LungField,
  parameters: Parameters,
  parallel: Parallel,
  watch: Watch,
): Promise<FoundVessels> {
  const blood = await watch('vessels', () => estimateBloodHu(hu, lungs, parameters, parallel));
  const noise = await watch('vessels', () => Promise.resolve(estimateNoiseHu(hu, lungs, parameters).estimate));
  const bloodHu = blood.estimate.value;
  const scan = { hu, lungs, bloodHu, noiseHu: noise.value };
  const search = async (psf: Psf): Promise<{ lines: Centreline[]; core: Uint8Array; limit: Estimate }> => {
    const input = { hu, lungs, bloodHu, psfSigmaMm: psf.sigmaMm, psfSigmaZMm: psf.sigmaZMm };
    const found = await watch('vessels', () => findCandidates(input, parameters, parallel));
    const lines = await watch('centrelines', () => Promise.resolve(traceCentrelines(found, lungs.grid, parameters)));
    return { lines, core: found.core, limit: found.detectionLimitMm2 };
  };
  const assumed = startingPsf(lungs, parameters);
  let found = await search(assumed);
  const { lines } = found;
  const blur = await watch('calibre', () => estimatePsf(scan, lines, assumed, parameters, parallel), 0, 0.2);
  if (blur.measured && differs(blur.psf, assumed, parameters)) found = await search(blur.psf);
  const pools = blood.poolsHu;
  const branchBlood =
    pools === null
      ? sameBlood(found.lines.length, bloodHu)
      : await watch(
          'calibre',
          () => tellBranchBlood(scan, found.lines, pools, blur.psf, parameters, parallel),
          0.2,
          0.3,
        );
  const input = { ...scan, centrelines: found.lines, branchBlood, psf: blur.psf };
  const { vessels, hu: lungAndVessels } = await watch(
    'calibre',
    (report) => sizeVessels(input, parameters, parallel, report),
    0.3,
  );
  return {
    vessels,
    hu: lungAndVessels,
    psf: blur.psf,
    core: found.core,
    arteryVeinHu: blood.poolsHu === null ? null : blood.poolsHu[1] - blood.poolsHu[0],
    estimates: {
      bloodHu: blood.estimate,
      noiseHu: noise,
      psfSigmaMm: blur.sigmaMm,
      psfSigmaZMm: blur.sigmaZMm,
      detectionLimitMm2: found.limit,
    },
  };
}

/** What the first search assumes: a standard kernel and the voxels' own size; the measured blur replaces it. */
function startingPsf(lungs: LungField, parameters: Parameters): Psf {
  const [, , dz] = lungs.grid.spacingMm;
  return {
    sigmaMm: parameters.startPsfSigmaMm,
    sigmaZMm: Math.max(parameters.startPsfSigmaMm, parameters.startPsfSigmaZShare * dz),
    sharpening: 0,
    sharpeningWidth: parameters.sharpeningWidth,
  };
}
