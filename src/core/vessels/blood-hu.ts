/**
 * HU of blood, read in the depth of the thickest vessels of the lung field.
 *
 * The blur of the scanner lowers everything near an edge: only voxels around which a ball of 3 mm is above −250 HU
 * count. Near a rim the answer would be 4–9 HU low, and 10 HU are one per cent of every CSA.
 */
import type { Estimate } from '../estimates';
import { UNCERTAIN, type LungField } from '../lungs/types';
import type { Parallel, Piece, Task } from '../parallel';
import { piecesOf } from '../parallel';
import type { Parameters } from '../parameters';
import type { Vec3 } from '../volume';
import { isAbove, sphereSteps } from './sphere';

const SLICES = 12;

/** Blood read in one thick vessel: arteries and veins differ where contrast is on its way. */
export interface BloodSample {
  /** Centre of the voxels read, grid millimetres of the lung box. */
  readonly placeMm: Vec3;
  readonly hu: number;
  readonly voxels: number;
}

export interface BloodHu {
  readonly estimate: Estimate;
  /** Largest first; empty where no vessel is thick enough. */
  readonly samples: readonly BloodSample[];
  /** Difference between the two pools where contrast has not reached both alike; null where there is one pool. */
  readonly arteryVeinHu: number | null;
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
  const depthsMm = [parameters.bloodDepthLeastMm, parameters.bloodDepthMm].map((mm) =>
    Math.max(mm, parameters.bloodDepthVoxels * Math.max(...spacingMm) * (mm / parameters.bloodDepthMm)),
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
  for (let depth = 2; depth >= 1; depth -= 1) {
    const voxels = found.flatMap((part) => Array.from(part.voxels.filter((_, n) => part.depths[n] >= depth)));
    if (voxels.length < parameters.bloodVoxelsLeast) continue;
    return fromVoxels(hu, Int32Array.from(voxels), lungs, depthsMm[depth - 1], parameters);
  }
  const prior = parameters.bloodPriorHu;
  const how = 'no vessel is thick enough to read it: usual blood without contrast';
  const estimate = { value: prior, low: parameters.bloodPriorLowHu, high: parameters.bloodPriorHighHu, how };
  return { estimate, samples: [], arteryVeinHu: null };
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
  const enhanced = voxels.filter((at) => hu[at] > parameters.bloodEnhancedHu);
  const isEnhanced = enhanced.length > parameters.bloodEnhancedShare * voxels.length;
  const blood = isEnhanced
    ? enhanced
    : voxels.filter((at) => hu[at] > parameters.bloodLeastHu && hu[at] <= parameters.bloodEnhancedHu);
  const used = blood.length > 0 ? blood : voxels;
  const samples = samplesOf(hu, used, lungs, parameters.bloodSampleVoxels);
  const pools = isEnhanced ? twoPools(samples, parameters.bloodPoolsLeastHu) : null;
  const value = pools === null ? median(Array.from(used, (at) => hu[at])) : (pools[0] + pools[1]) / 2;
  const spread = samples.map((sample) => Math.abs(sample.hu - value));
  const weights = samples.map((sample) => sample.voxels);
  const half = Math.max(parameters.bloodErrorHu, weightedQuantile(spread, weights, 0.9));
  const kind = isEnhanced ? 'with contrast' : 'without contrast';
  const where = `${used.length} voxels at least ${depthMm.toFixed(1)} mm deep in ${samples.length} thick vessels, ${kind}`;
  const how =
    pools === null
      ? `median of ${where}`
      : `half way between two pools of ${pools[0].toFixed(0)} and ${pools[1].toFixed(0)} HU: ${where}`;
  const arteryVeinHu = pools === null ? null : pools[1] - pools[0];
  return { estimate: { value, low: value - half, high: value + half, how }, samples, arteryVeinHu };
}

/**
 * Means of two groups of samples, the lower first, where splitting them (Otsu's rule, weights by voxels) leaves the
 * groups at least `leastHu` apart and each four times narrower than that; else null.
 */
function twoPools(samples: readonly BloodSample[], leastHu: number): [number, number] | null {
  const sorted = samples.toSorted((a, b) => a.hu - b.hu);
  let best: { between: number; means: [number, number]; sd: number } | null = null;
  for (let cut = 1; cut < sorted.length; cut += 1) {
    const low = moments(sorted.slice(0, cut));
    const high = moments(sorted.slice(cut));
    const distance = high.mean - low.mean;
    const between = low.weight * high.weight * distance * distance;
    if (best !== null && between <= best.between) continue;
    const within = low.square + high.square;
    best = { between, means: [low.mean, high.mean], sd: Math.sqrt(within / (low.weight + high.weight)) };
  }
  if (best === null) return null;
  const apart = best.means[1] - best.means[0];
  return apart >= leastHu && apart >= 4 * best.sd ? best.means : null;
}

function moments(samples: readonly BloodSample[]): { weight: number; mean: number; square: number } {
  let weight = 0;
  let sum = 0;
  for (const { hu, voxels } of samples) {
    weight += voxels;
    sum += voxels * hu;
  }
  const mean = sum / weight;
  let square = 0;
  for (const { hu, voxels } of samples) square += voxels * (hu - mean) * (hu - mean);
  return { weight, mean, square };
}

/** Connected pieces of the deep voxels, each with its own median; small ones are left out. */
function samplesOf(
  hu: Int16Array | Float32Array,
  voxels: Int32Array,
  { grid }: LungField,
  least: number,
): BloodSample[] {
  const [nx, ny] = grid.size;
  const open = new Set(voxels);
  const samples: BloodSample[] = [];
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
    if (piece.length >= least) samples.push({ placeMm: centreMm(piece, grid), ...read(hu, piece) });
  }
  return samples.toSorted((a, b) => b.voxels - a.voxels);
}

function read(hu: Int16Array | Float32Array, piece: readonly number[]): { hu: number; voxels: number } {
  return { hu: median(piece.map((at) => hu[at])), voxels: piece.length };
}

function centreMm(piece: readonly number[], { size, spacingMm }: LungField['grid']): Vec3 {
  let x = 0;
  let y = 0;
  let z = 0;
  for (const at of piece) {
    x += at % size[0];
    y += Math.floor(at / size[0]) % size[1];
    z += Math.floor(at / (size[0] * size[1]));
  }
  const n = piece.length;
  return [(x / n) * spacingMm[0], (y / n) * spacingMm[1], (z / n) * spacingMm[2]];
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Value below which a share of the weight lies; 0 without values. */
function weightedQuantile(values: readonly number[], weights: readonly number[], share: number): number {
  const order = values.map((_, n) => n).toSorted((a, b) => values[a] - values[b] || a - b);
  let total = 0;
  for (const weight of weights) total += weight;
  let below = 0;
  for (const n of order) {
    below += weights[n];
    if (below >= share * total) return values[n];
  }
  return 0;
}
