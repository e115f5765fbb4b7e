/** The kernels against their plain twins on the same voxels: the stages that run on them, timed, and their bits compared. */
import { traceCentrelines } from '../centrelines';
import { sameBlood, sizeVessels } from '../calibre';
import { psfOfScan } from '../comparison';
import { defaultParameters } from '../parameters';
import type { Parallel } from '../parallel';
import { makeTubes } from '../phantom';
import { findCandidates } from '../vessels';
import { calibrationPlans } from './calibration-sets';
import { lungOf } from './calibration-trial';
import type { BenchRecord } from './records';

interface Timed {
  readonly ridgeSeconds: number;
  readonly fitSeconds: number;
  readonly ridge: Float32Array;
  readonly sizes: Float64Array;
}

/** One after another; each runs its kernels in this thread. `now` in seconds. */
export async function benchKernels(
  plain: Parallel,
  wasm: Parallel,
  now: () => number,
): Promise<BenchRecord['kernels']> {
  const slow = await timed(plain, now);
  const fast = await timed(wasm, now);
  return [
    {
      name: 'ridge strength (search for candidates)',
      plainSeconds: slow.ridgeSeconds,
      wasmSeconds: fast.ridgeSeconds,
      sameBits: sameValues(slow.ridge, fast.ridge),
    },
    {
      name: 'fits of stations (calibre)',
      plainSeconds: slow.fitSeconds,
      wasmSeconds: fast.fitSeconds,
      sameBits: sameValues(slow.sizes, fast.sizes),
    },
  ];
}

async function timed(parallel: Parallel, now: () => number): Promise<Timed> {
  const options = calibrationPlans[0].options(5);
  const { volume } = await makeTubes(options, parallel);
  const psf = psfOfScan(options.scan);
  const lungs = lungOf(volume.geometry, options);
  const { hu } = volume;
  const { bloodHu } = options;
  const input = { hu, lungs, bloodHu, psfSigmaMm: psf.sigmaMm, psfSigmaZMm: psf.sigmaZMm };
  const start = now();
  const candidates = await findCandidates(input, defaultParameters, parallel);
  const found = now();
  const centrelines = traceCentrelines(candidates, lungs.grid, defaultParameters);
  const traced = now();
  const branchBlood = sameBlood(centrelines.length, bloodHu);
  const scan = { hu, lungs, bloodHu, noiseHu: options.scan.noiseHu, centrelines, branchBlood, psf };
  const { vessels } = await sizeVessels(scan, defaultParameters, parallel, () => {});
  return {
    ridgeSeconds: found - start,
    fitSeconds: now() - traced,
    ridge: candidates.csaMm2,
    sizes: Float64Array.from(vessels.flatMap(({ csaMm2 }) => [...csaMm2])),
  };
}

const sameValues = (a: Float32Array | Float64Array, b: Float32Array | Float64Array): boolean =>
  a.length === b.length && a.every((value, at) => Object.is(value, b[at]));
