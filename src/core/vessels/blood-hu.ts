/**
 * HU of blood, read in the depth of the thickest vessels of the lung field.
 *
 * The blur of the scanner lowers everything near an edge: only voxels around which a ball of 3 mm is above −250 HU
 * count. Near a rim the answer would be 4–9 HU low, and 10 HU are one per cent of every CSA.
 */
import type { Estimate } from '../estimates';
import { UNCERTAIN, type LungField } from '../lungs';
import type { Parallel, Piece, Task } from '../parallel';
import { piecesOf } from '../parallel';
import type { Parameters } from '../parameters';
import type { Vec3 } from '../volume';
import { median, medianError, poolSpread, twoPools } from './blood-pools';
import { hilumMiddles } from './near-hilum';
import { isBlob, isDetachedLump, pieceShape } from './piece-shape';
import { isAbove, sphereSteps } from './sphere';

const SLICES = 12;

export interface BloodHu {
  readonly estimate: Estimate;
  /** The two pools, the lower first, where contrast has not reached both alike; null where there is one. */
  readonly poolsHu: readonly [number, number] | null;
}

interface DeepTaskInput {
  readonly hu: Int16Array | Float32Array;
  readonly size: Vec3;
  readonly labels: Uint8Array;
  readonly distanceMm: Float32Array;
  readonly surfaceHu: number;
  /** Steps in voxels to the spheres, the smallest first. */
  readonly spheres: readonly Float64Array[];
}

/** Slices from … to; answers the deep voxels and the number of spheres that fit around each. */
export const deepTask: Task<DeepTaskInput, { readonly voxels: Int32Array; readonly depths: Uint8Array }> = {
  id: 'vessels/deep',
  run: (input, piece) => deepVoxels(input, piece),
};

/** `hu` is the lung box. Never refuses: without thick vessels the prior stands, with a wide interval. */
export async function estimateBloodHu(
  hu: Int16Array | Float32Array,
  lungs: LungField,
  parameters: Parameters,
  parallel: Parallel,
): Promise<BloodHu> {
  const { size, spacingMm } = lungs.grid;
  const { bloodRimMm, bloodDepthLeastMm, bloodDepthMm, bloodDepthVoxels } = parameters;
  const depthsMm = [bloodRimMm, bloodDepthLeastMm, bloodDepthMm].map((mm) =>
    Math.max(mm, bloodDepthVoxels * Math.max(...spacingMm) * (mm / bloodDepthMm)),
  );
  const task: DeepTaskInput = {
    hu,
    size,
    labels: lungs.labels,
    distanceMm: lungs.distanceMm,
    surfaceHu: parameters.bloodSurfaceHu,
    spheres: depthsMm.map((mm) => sphereSteps(spacingMm, mm)),
  };
  const found = await parallel.map(deepTask, task, piecesOf(size[2], SLICES));
  const deeperThan = (depth: number): number[] =>
    found.flatMap((part) => Array.from(part.voxels.filter((_, n) => part.depths[n] >= depth)));
  for (const depth of [3, 2]) {
    const voxels = deeperThan(depth);
    if (voxels.length < parameters.bloodVoxelsLeast) continue;
    return fromVoxels(hu, Int32Array.from(voxels), lungs, depthsMm[depth - 1], parameters);
  }
  return withoutThickVessels(
    deeperThan(1).map((at) => hu[at]),
    parameters,
  );
}

/** The usual blood; with contrast, what the middle of thinner vessels shows, which the blur has lowered a little. */
function withoutThickVessels(rimHu: readonly number[], parameters: Parameters): BloodHu {
  const bright = rimHu.filter((value) => value > parameters.bloodEnhancedHu);
  if (bright.length >= parameters.bloodVoxelsLeast && bright.length > rimHu.length / 2) {
    const value = median(bright);
    const high = value + parameters.bloodRimLossShare * (value - parameters.lowestHu);
    const how = `median of ${bright.length} voxels in vessels too thin to be sure, with contrast`;
    return { estimate: { value, low: value - parameters.bloodErrorHu, high, how }, poolsHu: null };
  }
  return prior(parameters);
}

function prior(parameters: Parameters): BloodHu {
  const { bloodPriorHu, bloodPriorLowHu, bloodPriorHighHu } = parameters;
  const how = 'no vessel is thick enough to read it: usual blood without contrast';
  return {
    estimate: { value: bloodPriorHu, low: bloodPriorLowHu, high: bloodPriorHighHu, how },
    poolsHu: null,
  };
}

function deepVoxels(input: DeepTaskInput, piece: Piece): { voxels: Int32Array; depths: Uint8Array } {
  const { hu, size, labels, distanceMm, surfaceHu, spheres } = input;
  const [nx, ny] = size;
  const voxels: number[] = [];
  const depths: number[] = [];
  for (let at = piece.from * nx * ny; at < piece.to * nx * ny; at += 1) {
    // consolidated lung is as bright as blood without contrast and fills far more voxels
    if (distanceMm[at] >= 0 || hu[at] <= surfaceHu || (labels[at] & UNCERTAIN) !== 0) continue;
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    let depth = 0;
    while (depth < spheres.length && isAbove(hu, size, i, j, k, spheres[depth], surfaceHu)) depth += 1;
    if (depth === 0) continue;
    voxels.push(at);
    depths.push(depth);
  }
  return { voxels: Int32Array.from(voxels), depths: Uint8Array.from(depths) };
}

function fromVoxels(
  hu: Int16Array | Float32Array,
  voxels: Int32Array,
  lungs: LungField,
  depthMm: number,
  parameters: Parameters,
): BloodHu {
  const pieces = vesselPieces(voxels, lungs, parameters);
  const deep = pieces.flat();
  // of a voxel and its six neighbours, so that noise alone neither passes for contrast nor is cut off on one side
  const meanHu = (at: number): number => meanAround(hu, at, lungs.grid.size);
  const bright = deep.filter((at) => meanHu(at) > parameters.bloodEnhancedHu).length;
  const isEnhanced = bright >= parameters.bloodVoxelsLeast && bright > parameters.bloodEnhancedShare * deep.length;
  const [low, high] = isEnhanced
    ? [parameters.bloodEnhancedHu, parameters.highestHu]
    : [parameters.bloodLeastHu, parameters.bloodEnhancedHu];
  const blood = pieces.map((piece) => piece.map(meanHu).filter((value) => value > low && value <= high));
  const samples = blood
    .filter((values) => values.length >= parameters.bloodSampleVoxels)
    .map((values) => ({ hu: median(values), voxels: values.length }));
  const values = blood.flat();
  if (values.length === 0) return prior(parameters);
  const pools = isEnhanced ? twoPools(samples, parameters.bloodPoolsLeastHu, parameters.bloodPoolsLeastShare) : null;
  const read = pools === null ? median(values) : (pools[0] + pools[1]) / 2;
  // few vessels with contrast may all be arteries, or all veins
  const isOneSided = isEnhanced && samples.length < parameters.bloodSamplesLeast;
  const unseen = isOneSided ? parameters.bloodOneSidedShare * (read - parameters.lowestHu) : 0;
  const unsure = pools === null ? medianError(values, read) : poolSpread(samples, read);
  const readError = Math.max(parameters.bloodErrorHu, unseen, unsure);
  const [value, half] = isEnhanced ? [read, readError] : withPrior(read, readError, parameters);
  const kind = isEnhanced ? 'with contrast' : 'without contrast';
  const where = `${values.length} voxels at least ${depthMm.toFixed(1)} mm deep in ${samples.length} thick vessels, ${kind}`;
  const how =
    pools === null
      ? `median ${read.toFixed(0)} HU of ${where}${isEnhanced ? '' : ', and usual blood'}`
      : `half way between two pools of ${pools[0].toFixed(0)} and ${pools[1].toFixed(0)} HU: ${where}`;
  return { estimate: { value, low: value - half, high: value + half, how }, poolsHu: pools };
}

/**
 * Without contrast blood is known beforehand: reading and usual blood by their errors (90 %). At the hilum, fat and nodes
 * between the vessels, and scatter, can take 10 HU and more from a reading of thousands of voxels.
 */
function withPrior(readHu: number, errorHu: number, parameters: Parameters): [number, number] {
  const { bloodPriorHu, bloodPriorLowHu, bloodPriorHighHu } = parameters;
  const priorErrorHu = (bloodPriorHighHu - bloodPriorLowHu) / 2;
  const weight = 1 / (errorHu * errorHu);
  const priorWeight = 1 / (priorErrorHu * priorErrorHu);
  const value = (weight * readHu + priorWeight * bloodPriorHu) / (weight + priorWeight);
  return [value, 1 / Math.sqrt(weight + priorWeight)];
}

/** Mean of a voxel and its six neighbours. */
export function meanAround(hu: Int16Array | Float32Array, at: number, [nx, ny, nz]: Vec3): number {
  const i = at % nx;
  const j = Math.floor(at / nx) % ny;
  const k = Math.floor(at / (nx * ny));
  let sum = hu[at];
  let count = 1;
  const take = (inside: boolean, step: number): void => {
    if (!inside) return;
    sum += hu[at + step];
    count += 1;
  };
  take(i > 0, -1);
  take(i < nx - 1, 1);
  take(j > 0, -nx);
  take(j < ny - 1, nx);
  take(k > 0, -nx * ny);
  take(k < nz - 1, nx * ny);
  return sum / count;
}

/** Connected pieces of the deep voxels, without nodules and masses where anything else is left. */
function vesselPieces(voxels: Int32Array, lungs: LungField, parameters: Parameters): number[][] {
  const { grid } = lungs;
  const pieces = connected(voxels, grid.size);
  const middles = hilumMiddles(lungs);
  const vessels = pieces.filter((piece) => {
    if (piece.length < parameters.bloodSampleVoxels) return true;
    const place = Int32Array.from(piece);
    return (
      !isBlob(pieceShape(place, grid.size, grid.spacingMm), parameters) &&
      !isDetachedLump(place, parameters.coreBallMm, lungs, middles, parameters)
    );
  });
  const left = vessels.reduce((sum, piece) => sum + piece.length, 0);
  return left >= parameters.bloodSampleVoxels ? vessels : pieces;
}

/** 26-connected pieces of a list of voxels. */
function connected(voxels: Int32Array, [nx, ny]: Vec3): number[][] {
  const open = new Set(voxels);
  const pieces: number[][] = [];
  for (const start of voxels) {
    if (!open.delete(start)) continue;
    const piece = [start];
    for (let head = 0; head < piece.length; head += 1) {
      for (let dk = -1; dk <= 1; dk += 1) {
        for (let dj = -1; dj <= 1; dj += 1) {
          for (let di = -1; di <= 1; di += 1) {
            const next = piece[head] + (dk * ny + dj) * nx + di;
            if (open.delete(next)) piece.push(next);
          }
        }
      }
    }
    pieces.push(piece);
  }
  return pieces;
}
