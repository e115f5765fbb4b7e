/**
 * HU of the blood in each branch, where contrast has reached arteries and veins differently.
 *
 * Stations are fitted with the blood of either pool: a vessel no thinner than the blur shows by its shape which one it
 * holds. Thinner ones are told by what they join: branches that meet are mostly of one tree. Where neither tells,
 * a branch lies between the pools, with an SD of half their distance.
 */
import type { Centreline } from '../centrelines/types';
import { log } from '../maths';
import { piecesOf, type Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { fitFields, fitStationsTask, fitStride } from './fit-task';
import { branchBeliefs } from './branch-beliefs';
import { fitInput, openRound, runRound, type Round, type ScanOfVessels } from './rounds';
import { fillBlood } from './stations';
import type { Psf } from './tube-image';

/** One value a branch. */
export interface BranchBlood {
  readonly bloodHu: Float64Array;
  /** What it may lie off the scan's own error, one standard deviation. */
  readonly sdHu: Float64Array;
}

const stationsAPiece = 256;

/** Every branch holds the blood of the scan. */
export function sameBlood(branches: number, bloodHu: number): BranchBlood {
  return { bloodHu: new Float64Array(branches).fill(bloodHu), sdHu: new Float64Array(branches) };
}

/** `poolsHu`: blood of the two pools, the lower first; `psf` as measured. */
export async function tellBranchBlood(
  scan: ScanOfVessels,
  centrelines: readonly Centreline[],
  poolsHu: readonly [number, number],
  psf: Psf,
  parameters: Parameters,
  parallel: Parallel,
): Promise<BranchBlood> {
  const n = centrelines.length;
  const [low, high] = poolsHu;
  const round = openRound(scan, centrelines, new Float64Array(n).fill(scan.bloodHu), psf, parameters);
  await runRound(round, false, 'half', parallel, () => {});
  const selected = shownStations(round, parameters);
  const withLow = await residuals(round, selected, low, parallel);
  const withHigh = await residuals(round, selected, high, parallel);
  const evidence = new Float64Array(n);
  for (const [k, s] of selected.entries()) {
    if (withLow[k] <= 0 || withHigh[k] <= 0) continue;
    const station = parameters.poolVoxelsPerStation * log(withLow[k] / withHigh[k]);
    const most = parameters.poolStationMost;
    evidence[round.stations.branch[s]] += Math.min(most, Math.max(-most, station));
  }
  const beliefs = branchBeliefs(evidence, centrelines, parameters);
  return {
    bloodHu: beliefs.map((p) => low + p * (high - low)),
    sdHu: beliefs.map((p) => Math.sqrt(p * (1 - p)) * (high - low)),
  };
}

/** Fitted stations that are thick enough and clear enough to show their blood. */
function shownStations({ stations, fits }: Round, parameters: Parameters): Int32Array {
  const shown: number[] = [];
  for (let s = 0; s < stations.count; s += 1) {
    const at = s * fitStride;
    if (fits[at + fitFields.radiusMm] < parameters.poolLeastRadiusMm) continue;
    if (fits[at + fitFields.r2] > parameters.poolLeastR2) shown.push(s);
  }
  return Int32Array.from(shown);
}

/** Residuals of the stations in HU, if all blood were of `bloodHu`; 0 where no fit is possible. */
async function residuals(
  round: Round,
  selected: Int32Array,
  bloodHu: number,
  parallel: Parallel,
): Promise<Float64Array> {
  fillBlood(round.stations, () => bloodHu);
  const input = { ...fitInput(round, true), selected };
  const answers = await parallel.map(fitStationsTask, input, piecesOf(selected.length, stationsAPiece));
  const out = new Float64Array(selected.length);
  for (const [piece, fits] of answers.entries()) {
    for (let k = 0; k * fitStride < fits.length; k += 1) {
      const at = k * fitStride;
      out[piece * stationsAPiece + k] = fits[at + fitFields.radiusMm] > 0 ? fits[at + fitFields.residualHu] : 0;
    }
  }
  return out;
}
