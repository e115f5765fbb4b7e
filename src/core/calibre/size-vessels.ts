/**
 * The calibre stage: from centrelines to vessels with a size at every station.
 *
 * Rounds of fits: alone, to find the axes; then duplicates go and the blur is measured; then with the other
 * vessels in the model, twice, because each size depends on its neighbours'. Sizes are joined along the
 * branches, and every branch gets a verdict.
 */
import type { Centreline } from '../centrelines/types';
import type { Estimate } from '../estimates';
import type { LungField } from '../lungs/types';
import { piecesOf, type Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { makeProfile, profileBranches, recentre, type Profile } from './along-branch';
import { findDuplicates } from './duplicates';
import { fitStationsTask, fitStride, type FitInput } from './fit-task';
import { chooseStations, measurePsf, type PsfEstimate } from './psf';
import { regionalHuAt } from './regional';
import { indexStations, stationsOf, type Stations } from './stations';
import { surroundingsTask } from './surroundings';
import type { Psf } from './tube-image';
import type { Vessel } from './types';
import { judgeBranches } from './verdicts';

const stationsAPiece = 256;
const cellMm = 4;

export interface SizeInput {
  /** HU of the lung box, on shared memory. */
  readonly hu: Int16Array | Float32Array;
  readonly lungs: LungField;
  readonly centrelines: readonly Centreline[];
  readonly bloodHu: number;
  readonly noiseHu: number;
  /** Blur assumed so far: what the candidates were searched with. */
  readonly assumed: { readonly sigmaMm: number; readonly sigmaZMm: number };
  /** Blur that is known and shall not be measured. */
  readonly psf: Psf | null;
}

export interface Sized {
  /** Every branch but duplicates, rejected ones with their reason. */
  readonly vessels: readonly Vessel[];
  readonly psf: Psf;
  readonly sigmaMm: Estimate;
  readonly sigmaZMm: Estimate;
  /** The measured blur differs so much from the assumed one that the candidates have to be searched again. */
  readonly repeatCandidates: boolean;
  readonly duplicates: { readonly count: number; readonly lengthMm: number };
}

/** Sizes all vessels. `onProgress` gets 0 … 1. */
export async function sizeVessels(
  input: SizeInput,
  parameters: Parameters,
  parallel: Parallel,
  onProgress: (fraction: number) => void,
): Promise<Sized> {
  const start = input.psf ?? { ...input.assumed, sharpening: 0, sharpeningWidth: parameters.sharpeningWidth };
  const everything = openRound(input, input.centrelines, start, parameters);
  for (let s = 0; s < everything.stations.count; s += 1) {
    everything.stations.radiusMm[s] = Math.min(12, Math.max(0.45, everything.stations.maskRadiusMm[s]));
  }
  await runRound(everything, false, parallel, (f) => onProgress(0.3 * f));
  const index = indexStations(everything.stations, everything.extentMm, cellMm);
  const duplicate = findDuplicates(everything.stations, index, input.centrelines, parameters);
  let duplicateMm = 0;
  for (const [b, line] of input.centrelines.entries()) if (duplicate[b]) duplicateMm += line.lengthMm;

  const centrelines = input.centrelines.filter((_, b) => !duplicate[b]);
  const round = openRound(input, centrelines, start, parameters);
  keepRound(everything, round, duplicate);
  let measured: PsfEstimate | null = null;
  if (!input.psf) {
    measured = await measure(round, start, parallel);
    round.psf = measured.psf;
  }
  onProgress(0.45);
  await runRound(round, true, parallel, (f) => onProgress(0.45 + 0.25 * f));
  await runRound(round, true, parallel, (f) => onProgress(0.7 + 0.25 * f));
  const vessels = await closeRound(round, centrelines, parallel);
  onProgress(1);
  const { psf } = round;
  const known = (value: number): Estimate => ({ value, low: value, high: value, how: 'given' });
  return {
    vessels,
    psf,
    sigmaMm: measured?.sigmaMm ?? known(psf.sigmaMm),
    sigmaZMm: measured?.sigmaZMm ?? known(psf.sigmaZMm),
    repeatCandidates: measured !== null && measured.measured && differs(psf, input.assumed, parameters),
    duplicates: { count: duplicate.filter(Boolean).length, lengthMm: duplicateMm },
  };
}

/** Stations with their latest fits and profile; `psf` is the blur in use. */
interface Round {
  readonly input: SizeInput;
  readonly parameters: Parameters;
  readonly stations: Stations;
  readonly regionalHu: Float64Array;
  readonly fits: Float64Array;
  readonly profile: Profile;
  readonly extentMm: readonly [number, number, number];
  psf: Psf;
}

function openRound(input: SizeInput, centrelines: readonly Centreline[], psf: Psf, parameters: Parameters): Round {
  const stations = stationsOf(centrelines);
  const { size, spacingMm } = input.lungs.grid;
  return {
    input,
    parameters,
    stations,
    regionalHu: regionalHuAt(input.lungs.background, stations),
    fits: new Float64Array(fitStride * stations.count),
    profile: makeProfile(stations.count),
    extentMm: [size[0] * spacingMm[0], size[1] * spacingMm[1], size[2] * spacingMm[2]],
    psf,
  };
}

/** Carries stations and fits of the branches that stay into a round of their own. */
function keepRound(from: Round, to: Round, dropped: readonly boolean[]): void {
  let at = 0;
  for (let b = 0; b < dropped.length; b += 1) {
    if (dropped[b]) continue;
    const a = from.stations.first[b];
    const z = from.stations.first[b + 1];
    to.stations.points.set(from.stations.points.subarray(3 * a, 3 * z), 3 * at);
    to.stations.tangents.set(from.stations.tangents.subarray(3 * a, 3 * z), 3 * at);
    to.stations.alongMm.set(from.stations.alongMm.subarray(a, z), at);
    to.stations.radiusMm.set(from.stations.radiusMm.subarray(a, z), at);
    to.profile.weight.set(from.profile.weight.subarray(a, z), at);
    to.fits.set(from.fits.subarray(fitStride * a, fitStride * z), fitStride * at);
    at += z - a;
  }
}

function fitInput(round: Round, withNeighbours: boolean): FitInput {
  const { input, stations, parameters } = round;
  return {
    grid: input.lungs.grid,
    hu: input.hu,
    distanceMm: input.lungs.distanceMm,
    labels: input.lungs.labels,
    stations,
    regionalHu: round.regionalHu,
    index: withNeighbours ? indexStations(stations, round.extentMm, cellMm) : null,
    selected: null,
    setting: { psf: round.psf, bloodHu: input.bloodHu, noiseHu: input.noiseHu, parameters },
  };
}

/** One fit of every station, joined along the branches; the stations move to the fitted axes. */
async function runRound(
  round: Round,
  withNeighbours: boolean,
  parallel: Parallel,
  onProgress: (fraction: number) => void,
): Promise<void> {
  const { stations, fits, profile, parameters } = round;
  const input = fitInput(round, withNeighbours);
  const pieces = piecesOf(stations.count, stationsAPiece);
  // in a few batches, so that progress can be told
  const batch = Math.max(1, Math.ceil(pieces.length / 8));
  for (let done = 0; done < pieces.length; done += batch) {
    const part = pieces.slice(done, done + batch);
    const answers = await parallel.map(fitStationsTask, input, part);
    for (const [k, answer] of answers.entries()) fits.set(answer, part[k].from * fitStride);
    onProgress((done + part.length) / pieces.length);
  }
  profileBranches(stations, fits, parameters, profile);
  recentre(stations, fits, profile, parameters);
}

async function measure(round: Round, assumed: Psf, parallel: Parallel): Promise<PsfEstimate> {
  const { stations, fits, profile, parameters, regionalHu, input } = round;
  const chosen = chooseStations(stations, fits, profile, regionalHu, input.bloodHu, parameters);
  return measurePsf(fitInput(round, true), chosen, assumed, parallel);
}

async function closeRound(round: Round, centrelines: readonly Centreline[], parallel: Parallel): Promise<Vessel[]> {
  const { stations, fits, profile, parameters } = round;
  const pieces = piecesOf(stations.count, stationsAPiece);
  const answers = await parallel.map(
    surroundingsTask,
    { ...fitInput(round, false), backgroundHu: profile.backgroundHu },
    pieces,
  );
  const surroundings = new Float64Array(2 * stations.count);
  for (const [k, answer] of answers.entries()) surroundings.set(answer, 2 * pieces[k].from);
  const ends = centrelines.map((line) => line.ends);
  const verdicts = judgeBranches(stations, fits, surroundings, profile, ends, parameters);
  return centrelines.map((line, b): Vessel => {
    const from = stations.first[b];
    const to = stations.first[b + 1];
    return {
      id: line.id,
      points: stations.points.slice(3 * from, 3 * to),
      tangents: stations.tangents.slice(3 * from, 3 * to),
      csaMm2: profile.csaMm2.slice(from, to),
      csaLogSd: profile.csaLogSd.slice(from, to),
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

function differs(psf: Psf, assumed: SizeInput['assumed'], parameters: Parameters): boolean {
  const off = (a: number, b: number): boolean => Math.abs(a - b) > parameters.psfRepeatShare * b;
  return off(psf.sigmaMm, assumed.sigmaMm) || off(psf.sigmaZMm, assumed.sigmaZMm);
}
