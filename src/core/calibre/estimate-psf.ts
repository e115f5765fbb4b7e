/**
 * The scanner's blur before anything is sized: from a sample of clear vessels, so that the search for candidates
 * and all sizes use the measured blur from the start.
 */
import type { Centreline } from '../centrelines/types';
import type { Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { chooseStations, measurePsf, type PsfEstimate } from './psf';
import { fitInput, openRound, runRound, type ScanOfVessels } from './rounds';
import type { Psf } from './tube-image';

/** Blur of the scan, measured on centrelines that were found with the blur `assumed`; that one where too few show it. */
export async function estimatePsf(
  scan: ScanOfVessels,
  centrelines: readonly Centreline[],
  assumed: Psf,
  parameters: Parameters,
  parallel: Parallel,
): Promise<PsfEstimate> {
  const sample = sampleOf(centrelines, parameters);
  const blood = new Float64Array(sample.length).fill(scan.bloodHu);
  const round = openRound(scan, sample, blood, assumed, parameters);
  await runRound(round, false, 'all', parallel, () => {});
  await runRound(round, true, 'all', parallel, () => {});
  const { stations, fits, regionalHu } = round;
  const chosen = chooseStations(stations, fits, regionalHu, scan.bloodHu, parameters);
  return measurePsf(fitInput(round, true), chosen, assumed, parallel);
}

/** Whether the candidates have to be searched again: ridge strength goes with the fourth power of the blur. */
export function differs(psf: Psf, assumed: Psf, parameters: Parameters): boolean {
  const off = (a: number, b: number): boolean => Math.abs(a - b) > parameters.psfRepeatShare * b;
  return off(psf.sigmaMm, assumed.sigmaMm) || off(psf.sigmaZMm, assumed.sigmaZMm);
}

/** Branches long enough and of a radius that shows the blur, evenly over the list, up to `psfSampleStations`. */
function sampleOf(centrelines: readonly Centreline[], parameters: Parameters): Centreline[] {
  const clear = centrelines.filter((line) => {
    const middle = line.maskRadiusMm[line.maskRadiusMm.length >> 1];
    return (
      line.lengthMm > parameters.psfSampleLeastMm &&
      middle > parameters.psfLeastRadiusMm - 0.2 &&
      middle < parameters.psfMostRadiusMm + 0.5
    );
  });
  let total = 0;
  for (const line of clear) total += line.maskRadiusMm.length;
  const share = Math.min(1, parameters.psfSampleStations / Math.max(1, total));
  // the k-th branch is taken where k·share passes a whole number: even over the list, without a draw
  return clear.filter((_, k) => Math.floor((k + 1) * share) > Math.floor(k * share));
}
