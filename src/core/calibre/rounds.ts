/**
 * A round: all stations with their latest fits, and one pass of fits over them that moves each to its fitted axis.
 */
import type { Centreline } from '../centrelines/types';
import type { LungField } from '../lungs/types';
import { piecesOf, type Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { makeProfile, profileBranches, recentre, type Profile } from './along-branch';
import { fitFields, fitStationsTask, fitStride, type FitInput } from './fit-task';
import { regionalHuAt } from './regional';
import { fillBlood, indexStations, stationsOf, type Stations } from './stations';
import { windowSigmaMm, type Psf } from './tube-image';

export const stationsAPiece = 256;
export const cellMm = 4;
/** Start radii: below, the image hardly changes with the radius; above, the core mask holds the vessel. */
const startLeastMm = 0.45;
const startMostMm = 12;

/** What every fit needs to know about the scan. */
export interface ScanOfVessels {
  /** HU of the lung box, on shared memory. */
  readonly hu: Int16Array | Float32Array;
  readonly lungs: LungField;
  /** Of the scan as a whole. */
  readonly bloodHu: number;
  readonly noiseHu: number;
}

/** Stations with their latest fits and profile; `psf` is the blur in use. */
export interface Round {
  readonly input: ScanOfVessels;
  readonly parameters: Parameters;
  readonly stations: Stations;
  readonly regionalHu: Float64Array;
  readonly fits: Float64Array;
  readonly profile: Profile;
  readonly extentMm: readonly [number, number, number];
  psf: Psf;
  /** Stations and radii come from an earlier round. */
  isStartGood: boolean;
}

/** `bloodHuOf`: HU of the blood in each centreline. */
export function openRound(
  input: ScanOfVessels,
  centrelines: readonly Centreline[],
  bloodHuOf: ArrayLike<number>,
  psf: Psf,
  parameters: Parameters,
): Round {
  const stations = stationsOf(centrelines);
  fillBlood(stations, (b) => bloodHuOf[b]);
  for (let s = 0; s < stations.count; s += 1) {
    stations.radiusMm[s] = Math.min(startMostMm, Math.max(startLeastMm, stations.maskRadiusMm[s]));
  }
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
    isStartGood: false,
  };
}

/** Carries stations and fits of the branches that stay into a round of their own. */
export function keepRound(from: Round, to: Round, dropped: readonly boolean[]): void {
  to.isStartGood = from.isStartGood;
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

export function fitInput(round: Round, withNeighbours: boolean): FitInput {
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
    isStartGood: round.isStartGood,
    setting: {
      psf: round.psf,
      windowSigmaMm: windowSigmaMm(round.psf),
      noiseHu: input.noiseHu,
      parameters,
    },
  };
}

/** Which stations a round fits. */
export type Share = 'all' | 'half';

/**
 * One pass of fits, joined along the branches; the stations move to the fitted axes. Half of the stations do where
 * the answer is only a start: slabs of neighbouring stations share most of their voxels.
 */
export async function runRound(
  round: Round,
  withNeighbours: boolean,
  share: Share,
  parallel: Parallel,
  onProgress: (fraction: number) => void,
): Promise<void> {
  const { stations, fits, profile, parameters } = round;
  const selected = share === 'half' ? everySecond(stations) : null;
  const input = { ...fitInput(round, withNeighbours), selected };
  const pieces = piecesOf(selected?.length ?? stations.count, stationsAPiece);
  // in a few batches, so that progress can be told
  const batch = Math.max(1, Math.ceil(pieces.length / 8));
  for (let done = 0; done < pieces.length; done += batch) {
    const part = pieces.slice(done, done + batch);
    const answers = await parallel.map(fitStationsTask, input, part);
    for (const [k, answer] of answers.entries()) keepFits(fits, answer, part[k].from, selected);
    onProgress((done + part.length) / pieces.length);
  }
  if (selected !== null) fillBetween(stations, fits);
  profileBranches(stations, fits, parameters, profile);
  recentre(stations, fits, profile, parameters);
  round.isStartGood = true;
}

function keepFits(fits: Float64Array, answer: Float64Array, from: number, selected: Int32Array | null): void {
  if (selected === null) {
    fits.set(answer, from * fitStride);
    return;
  }
  for (let k = 0; k * fitStride < answer.length; k += 1) {
    fits.set(answer.subarray(k * fitStride, (k + 1) * fitStride), selected[from + k] * fitStride);
  }
}

/** First station of each branch and every second one after it. */
function everySecond({ first, count }: Stations): Int32Array {
  const list = new Int32Array(count);
  let n = 0;
  for (let b = 0; b + 1 < first.length; b += 1) {
    for (let s = first[b]; s < first[b + 1]; s += 2) list[n++] = s;
  }
  return list.slice(0, n);
}

/** Stations between fitted ones: moved as those beside them are, and without a vote on the size. */
function fillBetween({ first, points }: Stations, fits: Float64Array): void {
  for (let b = 0; b + 1 < first.length; b += 1) {
    for (let s = first[b] + 1; s < first[b + 1]; s += 2) {
      const before = s - 1;
      const after = s + 1 < first[b + 1] ? s + 1 : before;
      for (let axis = 0; axis < 3; axis += 1) {
        const moved = (at: number): number => fits[at * fitStride + axis] - points[3 * at + axis];
        fits[s * fitStride + axis] = points[3 * s + axis] + (moved(before) + moved(after)) / 2;
      }
      fits[s * fitStride + fitFields.radiusMm] = -1;
    }
  }
}
