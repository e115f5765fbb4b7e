/**
 * Measures the scanner's blur from the vessels themselves: the widths that leave the smallest residuals.
 *
 * About 500 well-shaped stations are fitted over trial widths; the mean log residual is a valley whose floor
 * is the blur. A vessel along z shows only σ, a horizontal one σ and σz, so the choice takes both kinds.
 * Width and sharpening trade off against each other: a soft scan read with sharpening comes out 10 % too wide
 * and moves BV5 by 4 points. All trials are compared on the same voxels; then sharpening raises the residual of
 * every soft phantom and lowers that of sharp ones.
 */
import type { Estimate } from '../estimates';
import { exp, log } from '../maths';
import { piecesOf, type Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { fitFields, fitStationsTask, fitStride, type FitInput } from './fit-task';
import type { Stations } from './stations';
import type { Psf } from './tube-image';

const stationsAPiece = 64;
/** Less is no different from a soft kernel; more is beyond what three floors can tell. */
const sharpeningLeast = 0.1;
const sharpeningMost = 0.8;
const sharpeningStepLeast = 0.03;

export interface PsfEstimate {
  readonly psf: Psf;
  readonly sigmaMm: Estimate;
  readonly sigmaZMm: Estimate;
  /** False where there were too few stations: then `psf` is the assumed one. */
  readonly measured: boolean;
}

/** Stations that show the blur well: up to `psfStations`, half of them steep where there are enough. */
export function chooseStations(
  stations: Stations,
  fits: Float64Array,
  regionalHu: Float64Array,
  bloodHu: number,
  parameters: Parameters,
): Int32Array {
  const steep: number[] = [];
  const level: number[] = [];
  for (let s = 0; s < stations.count; s += 1) {
    const at = s * fitStride;
    const r = fits[at + fitFields.radiusMm];
    const good =
      fits[at + fitFields.r2] > parameters.psfLeastR2 &&
      r > parameters.psfLeastRadiusMm &&
      r < parameters.psfMostRadiusMm &&
      fits[at + fitFields.airShare] === 0 &&
      fits[at + fitFields.crowding] < parameters.psfMostCrowding &&
      fits[at + fitFields.weight] > parameters.psfLeastWeight &&
      isAwayFromEnds(stations, s, r, parameters) &&
      (bloodHu - regionalHu[s]) / (bloodHu + 1000) > parameters.psfLeastContrast;
    if (!good) continue;
    const tz = stations.tangents[3 * s + 2];
    (tz * tz > 0.5 ? steep : level).push(s);
  }
  const half = Math.floor(parameters.psfStations / 2);
  const fromSteep = Math.min(steep.length, Math.max(half, parameters.psfStations - level.length));
  const fromLevel = Math.min(level.length, parameters.psfStations - fromSteep);
  return Int32Array.from([...spread(steep, fromSteep), ...spread(level, fromLevel)]);
}

function isAwayFromEnds({ first, branch, alongMm }: Stations, s: number, r: number, parameters: Parameters): boolean {
  const end = alongMm[first[branch[s] + 1] - 1];
  const reach = parameters.junctionReachRadii * r + parameters.junctionReachMm;
  return Math.min(alongMm[s], end - alongMm[s]) > reach;
}

/** n of the list, evenly over its length. */
function spread(list: readonly number[], n: number): number[] {
  return Array.from({ length: n }, (_, k) => list[Math.floor(((k + 0.5) * list.length) / n)]);
}

/** Widths that fit the chosen stations best, starting from `assumed`. */
export async function measurePsf(
  input: FitInput,
  chosen: Int32Array,
  assumed: Psf,
  parallel: Parallel,
): Promise<PsfEstimate> {
  const { parameters } = input.setting;
  const level = levelCount(input.stations, chosen);
  if (chosen.length < parameters.psfLeastStations) return notMeasured(assumed, chosen.length, parameters);
  // what protects a size from a twig at the rim would cut the bright side of the noise off, and the tails with it
  const even = { ...parameters, fitBrightWeight: 1, fitRobustScales: parameters.psfRobustScales };
  const cost = async (psf: Psf, stations: Int32Array): Promise<number> => {
    const setting = { ...input.setting, psf, parameters: even };
    const pieces = await parallel.map(
      fitStationsTask,
      { ...input, setting, selected: stations },
      piecesOf(stations.length, stationsAPiece),
    );
    return meanLogResidual(pieces);
  };
  const few = Int32Array.from(spread([...chosen], Math.min(chosen.length, 160)));
  let psf = await searchWidths(assumed, (trial) => cost(trial, few), 0.25, 2);
  psf = await searchWidths(psf, (trial) => cost(trial, few), 0.1, 1);
  const floorAt = (start: Psf): Promise<Valley> => valleyFloor(start, 0.06, (trial) => cost(trial, chosen));
  const soft = await floorAt(psf);
  const sharp = await sharpenedFloor(soft, floorAt, (start) => searchWidths(start, (p) => cost(p, few), 0.1, 2));
  const isSharp = sharp !== null && soft.cost - sharp.cost > parameters.sharpeningGain;
  const valley = isSharp ? sharp : soft;
  return describe(valley, chosen.length, level, parameters);
}

/**
 * Valley floor over the sharpening too: floors at 0, 0.25, 0.5, then twice at the vertex of the parabola through the
 * lowest and its neighbours; null where the first step already climbs.
 */
async function sharpenedFloor(
  soft: Valley,
  floorAt: (start: Psf) => Promise<Valley>,
  approach: (start: Psf) => Promise<Psf>,
): Promise<Valley | null> {
  const step = 0.25;
  const first = await floorAt(await approach({ ...soft.psf, sharpening: step }));
  if (first.cost >= soft.cost) return null;
  const second = await floorAt(await approach({ ...first.psf, sharpening: 2 * step }));
  let floors = [soft, first, second];
  for (let round = 0; round < 2; round += 1) {
    const sharpening = Math.min(sharpeningMost, Math.max(sharpeningLeast, vertexOf(floors)));
    const lowest = lowestOf(floors);
    if (floors.some((floor) => Math.abs(floor.psf.sharpening - sharpening) < sharpeningStepLeast)) return lowest;
    const next = await floorAt(await approach({ ...lowest.psf, sharpening }));
    floors = [...floors, next].toSorted((p, q) => p.psf.sharpening - q.psf.sharpening);
  }
  return lowestOf(floors);
}

const lowestOf = (floors: readonly Valley[]): Valley => floors.reduce((a, b) => (b.cost < a.cost ? b : a));

/** Sharpening at the vertex of the parabola through the lowest floor and one on either side; a step beyond where there is none. */
function vertexOf(floors: readonly Valley[]): number {
  const middle = Math.min(floors.length - 2, Math.max(1, floors.indexOf(lowestOf(floors))));
  const [p, q, r] = floors.slice(middle - 1, middle + 2);
  const [x0, x1, x2] = [p, q, r].map((floor) => floor.psf.sharpening);
  const left = (q.cost - p.cost) / (x1 - x0);
  const right = (r.cost - q.cost) / (x2 - x1);
  const bend = (right - left) / (x2 - x0);
  return bend > 0 ? (x0 + x1) / 2 - left / (2 * bend) : x2 + (right < 0 ? 0.25 : 0);
}

function levelCount(stations: Stations, chosen: Int32Array): number {
  let level = 0;
  for (const s of chosen) if (stations.tangents[3 * s + 2] ** 2 <= 0.5) level += 1;
  return level;
}

function meanLogResidual(pieces: readonly Float64Array[]): number {
  let sum = 0;
  let n = 0;
  for (const fits of pieces) {
    for (let at = 0; at < fits.length; at += fitStride) {
      if (fits[at + fitFields.radiusMm] <= 0) continue;
      sum += log(Math.max(1, fits[at + fitFields.residualHu]));
      n += 1;
    }
  }
  return n > 0 ? sum / n : 0;
}

/** Walks σ and σz in turn by factors e^±step until neither lowers the cost. */
async function searchWidths(
  start: Psf,
  cost: (psf: Psf) => Promise<number>,
  step: number,
  rounds: number,
): Promise<Psf> {
  let best = start;
  let lowest = await cost(start);
  for (let round = 0; round < rounds; round += 1) {
    for (const which of ['sigmaMm', 'sigmaZMm'] as const) {
      for (const direction of [1, -1]) {
        let moved = false;
        for (;;) {
          const value = best[which] * exp(direction * step);
          if (value < 0.25 || value > 2.5) break;
          const trial = { ...best, [which]: value };
          const c = await cost(trial);
          if (c >= lowest) break;
          best = trial;
          lowest = c;
          moved = true;
        }
        if (moved) break;
      }
    }
  }
  return best;
}

interface Valley {
  readonly psf: Psf;
  readonly cost: number;
  /** Curvature of the cost by ln σ and ln σz. */
  readonly curvature: number;
  readonly curvatureZ: number;
}

/** Quadratic through a 3 × 3 lattice in ln σ, ln σz; its minimum, at most one and a half steps away. */
async function valleyFloor(start: Psf, step: number, cost: (psf: Psf) => Promise<number>): Promise<Valley> {
  const at = (i: number, j: number): Psf => ({
    ...start,
    sigmaMm: start.sigmaMm * exp(i * step),
    sigmaZMm: start.sigmaZMm * exp(j * step),
  });
  const c: number[][] = [];
  for (let i = -1; i <= 1; i += 1) {
    const row: number[] = [];
    for (let j = -1; j <= 1; j += 1) row.push(await cost(at(i, j)));
    c.push(row);
  }
  // least squares of the full quadratic on the 3 × 3 lattice
  const sumRow = (i: number): number => c[i][0] + c[i][1] + c[i][2];
  const sumColumn = (j: number): number => c[0][j] + c[1][j] + c[2][j];
  const gx = (sumRow(2) - sumRow(0)) / 6;
  const gy = (sumColumn(2) - sumColumn(0)) / 6;
  const hxx = (sumRow(0) - 2 * sumRow(1) + sumRow(2)) / 3;
  const hyy = (sumColumn(0) - 2 * sumColumn(1) + sumColumn(2)) / 3;
  const hxy = (c[2][2] + c[0][0] - c[2][0] - c[0][2]) / 4;
  const det = hxx * hyy - hxy * hxy;
  let x = 0;
  let y = 0;
  if (det > 1e-12 && hxx > 0) {
    x = Math.min(1.5, Math.max(-1.5, (hxy * gy - hyy * gx) / det));
    y = Math.min(1.5, Math.max(-1.5, (hxy * gx - hxx * gy) / det));
  }
  const mean = (sumRow(0) + sumRow(1) + sumRow(2)) / 9;
  const floor = mean - (hxx + hyy) / 3 + gx * x + gy * y + 0.5 * (hxx * x * x + hyy * y * y) + hxy * x * y;
  return { psf: at(x, y), cost: floor, curvature: hxx / (step * step), curvatureZ: hyy / (step * step) };
}

/** Interval: statistical SD from the valley's curvature, and a floor for what the model leaves out. */
function describe(valley: Valley, stations: number, level: number, parameters: Parameters): PsfEstimate {
  const { psf } = valley;
  const how = (kind: string): string =>
    `${kind} of ${stations} vessel stations (${level} horizontal), sharpening ${psf.sharpening.toFixed(2)}`;
  const estimate = (value: number, curvature: number, kind: string): Estimate => {
    // a station of about 60 voxels holds some 20 independent ones
    const statistical = curvature > 0 ? 1 / Math.sqrt(20 * stations * curvature) : 0.2;
    const sd = Math.sqrt(statistical * statistical + parameters.psfSdFloor * parameters.psfSdFloor);
    return { value, low: value * exp(-1.645 * sd), high: value * exp(1.645 * sd), how: how(kind) };
  };
  return {
    psf,
    sigmaMm: estimate(psf.sigmaMm, valley.curvature, 'smallest residual in plane'),
    sigmaZMm: estimate(psf.sigmaZMm, valley.curvatureZ, 'smallest residual across slices'),
    measured: true,
  };
}

function notMeasured(assumed: Psf, stations: number, parameters: Parameters): PsfEstimate {
  const how = `assumed from the voxel size: only ${stations} of ${parameters.psfLeastStations} stations show it`;
  const wide = (value: number): Estimate => ({ value, low: 0.7 * value, high: 1.4 * value, how });
  return { psf: assumed, sigmaMm: wide(assumed.sigmaMm), sigmaZMm: wide(assumed.sigmaZMm), measured: false };
}
