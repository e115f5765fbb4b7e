/**
 * The calibre stage: from centrelines to vessels with a size at every station.
 *
 * Rounds of fits with the known blur: alone, to find the axes; then, without duplicates, with the other vessels in
 * the model, twice, because each size depends on its neighbours'. Before the last round the bronchi at the sides of the
 * vessels are taken off the image. Sizes are joined along the branches, and every branch gets a verdict, on the image as it
 * was: a wall is told by its ring.
 */
import type { Centreline } from '../centrelines/types';
import { piecesOf, type Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import type { BranchBlood } from './branch-blood';
import { findBronchi, withoutBronchi } from './bronchi';
import { findDuplicates } from './duplicates';
import {
  cellMm,
  fitInput,
  keepRound,
  openRound,
  runRound,
  stationsAPiece,
  type Round,
  type ScanOfVessels,
} from './rounds';
import { indexStations } from './stations';
import { surroundingsStride, surroundingsTask } from './surroundings';
import type { Psf } from './tube-image';
import type { Vessel } from './types';
import { findUnenhanced } from './unenhanced';
import { judgeBranches } from './verdicts';

export interface SizeInput extends ScanOfVessels {
  readonly centrelines: readonly Centreline[];
  /** Blood in each of the centrelines. */
  readonly branchBlood: BranchBlood;
  readonly psf: Psf;
}

export interface Sized {
  /** Every branch but duplicates, rejected ones with their reason. */
  readonly vessels: readonly Vessel[];
  /** The scan without the bronchi at their sides. */
  readonly hu: Int16Array | Float32Array;
  readonly duplicates: { readonly count: number; readonly lengthMm: number };
}

/** Sizes all vessels. `onProgress` gets 0 … 1. */
export async function sizeVessels(
  input: SizeInput,
  parameters: Parameters,
  parallel: Parallel,
  onProgress: (fraction: number) => void,
): Promise<Sized> {
  const everything = openRound(input, input.centrelines, input.branchBlood.bloodHu, input.psf, parameters);
  await runRound(everything, false, 'half', parallel, (f) => onProgress(0.3 * f));
  const index = indexStations(everything.stations, everything.extentMm, cellMm);
  const duplicate = findDuplicates(everything.stations, index, input.centrelines, parameters);
  let duplicateMm = 0;
  for (const [b, line] of input.centrelines.entries()) if (duplicate[b]) duplicateMm += line.lengthMm;

  const isKept = (_: unknown, b: number): boolean => !duplicate[b];
  const centrelines = input.centrelines.filter(isKept);
  const blood = {
    bloodHu: input.branchBlood.bloodHu.filter(isKept),
    sdHu: input.branchBlood.sdHu.filter(isKept),
  };
  const round = openRound(input, centrelines, blood.bloodHu, input.psf, parameters);
  keepRound(everything, round, duplicate);
  await runRound(round, true, 'half', parallel, (f) => onProgress(0.3 + 0.2 * f));
  const bronchi = await findBronchi(fitInput(round, true), round.profile.backgroundHu, parameters, parallel);
  onProgress(0.6);
  const hu = withoutBronchi(input.hu, input.lungs.grid, bronchi, input.psf, parameters);
  const cleared: Round = { ...round, input: { ...input, hu } };
  await runRound(cleared, true, 'all', parallel, (f) => onProgress(0.6 + 0.35 * f));
  const unenhanced = await findUnenhanced(cleared, parallel);
  const vessels = closeRound(round, centrelines, blood, await lookAround(round, parallel), unenhanced);
  onProgress(1);
  return { vessels, hu, duplicates: { count: duplicate.filter(Boolean).length, lengthMm: duplicateMm } };
}

/** What is seen around every station, `surroundingsStride` numbers each. */
export async function lookAround(round: Round, parallel: Parallel): Promise<Float64Array> {
  const { stations, profile } = round;
  const pieces = piecesOf(stations.count, stationsAPiece);
  const input = { ...fitInput(round, false), backgroundHu: profile.backgroundHu };
  const answers = await parallel.map(surroundingsTask, input, pieces);
  const surroundings = new Float64Array(surroundingsStride * stations.count);
  for (const [k, answer] of answers.entries()) surroundings.set(answer, surroundingsStride * pieces[k].from);
  return surroundings;
}

/** The round's answer: vessels with their verdicts. */
export function closeRound(
  round: Round,
  centrelines: readonly Centreline[],
  blood: BranchBlood,
  surroundings: Float64Array,
  unenhanced: readonly boolean[],
): Vessel[] {
  const { stations, fits, profile, parameters } = round;
  const ends = centrelines.map((line) => line.ends);
  const index = indexStations(stations, round.extentMm, cellMm);
  const verdicts = judgeBranches(stations, index, fits, surroundings, profile, ends, unenhanced, parameters);
  return centrelines.map((line, b): Vessel => {
    const from = stations.first[b];
    const to = stations.first[b + 1];
    return {
      id: line.id,
      points: stations.points.slice(3 * from, 3 * to),
      tangents: stations.tangents.slice(3 * from, 3 * to),
      csaMm2: profile.csaMm2.slice(from, to),
      csaLogSd: profile.csaLogSd.slice(from, to),
      bloodHu: blood.bloodHu[b],
      bloodSdHu: blood.sdHu[b],
      backgroundHu: profile.backgroundHu.slice(from, to),
      lengthsMm: stationLengths(stations.alongMm, from, to),
      ends: line.ends,
      fitR2: verdicts[b].r2,
      rejected: verdicts[b].rejected,
    };
  });
}

/** Each station stands for half the way to either neighbour. */
function stationLengths(alongMm: Float64Array, from: number, to: number): Float64Array {
  const lengths = new Float64Array(to - from);
  for (let s = from; s < to; s += 1) {
    lengths[s - from] = (alongMm[Math.min(to - 1, s + 1)] - alongMm[Math.max(from, s - 1)]) / 2;
  }
  return lengths;
}
