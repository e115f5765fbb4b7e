/**
 * Right and left: parts the two lungs where they touch, and names a side by the patient's axes, never by the
 * order of slices or voxels.
 */
import type { Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { distanceTransform, labelComponents, sharedUint8 } from '../volume';
import type { Box, Grid } from '../volume';
import { pasteMask } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { sideDistance } from './side-distance';
import { sideOfSingleLung } from './single-lung';
import { LEFT, RIGHT } from './types';
import { floodFromSeeds } from './watershed';

/** RIGHT, LEFT or 0 of each voxel of the aerated lung, on the scan cropped to `box`; `whole` shows its surroundings. */
export async function partSides(
  scan: CoarseScan,
  lung: Uint8Array,
  whole: CoarseScan,
  box: Box,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Uint8Array> {
  const clear = clearLung(scan, lung, parameters);
  const depth = distanceTransform(clear, scan.size, scan.spacingMm, 2 * parameters.partErosionMm);
  const seeds = twoSeeds(scan, lung, depth, parameters);
  if (seeds === null) {
    const side = sideOfSingleLung(whole, pasteMask(lung, box, whole), parameters);
    const sides = sharedUint8(lung.length);
    for (let n = 0; n < lung.length; n += 1) sides[n] = lung[n] === 0 ? 0 : side;
    return sides;
  }
  floodFromSeeds(seeds, depth, lung, scan);
  await joinIslands(seeds, lung, scan, parallel);
  return seeds;
}

/**
 * The lung without anything denser than parenchyma. Where the lungs touch, two layers of pleura lie between them: too
 * thin to part the lungs at the border's level, dense enough to be seen here.
 */
function clearLung(scan: CoarseScan, lung: Uint8Array, parameters: Parameters): Uint8Array {
  let sum = 0;
  let count = 0;
  for (let n = 0; n < lung.length; n += 1) {
    if (lung[n] === 0) continue;
    sum += scan.hu[n];
    count += 1;
  }
  const below = sum / Math.max(1, count) + parameters.pleuraAboveMeanHu;
  const clear = sharedUint8(lung.length);
  for (let n = 0; n < lung.length; n += 1) clear[n] = lung[n] !== 0 && scan.hu[n] < below ? 1 : 0;
  return clear;
}

/** Two cores side by side, at the least erosion at which there are two; null where there is one lung only. */
function twoSeeds(scan: CoarseScan, lung: Uint8Array, depth: Float32Array, parameters: Parameters): Uint8Array | null {
  const core = sharedUint8(lung.length);
  for (let erosion = 0; erosion <= parameters.partErosionMm; erosion += parameters.partErosionStepMm) {
    for (let n = 0; n < core.length; n += 1) core[n] = depth[n] > erosion ? 1 : 0;
    const { labels, count, counts } = labelComponents(core, scan.size, 6);
    if (count < 2) continue;
    const pair = sideBySide(scan, labels, counts, parameters);
    if (pair === null) continue;
    for (let n = 0; n < core.length; n += 1) {
      core[n] = labels[n] === pair.right ? RIGHT : labels[n] === pair.left ? LEFT : 0;
    }
    return core;
  }
  return null;
}

/** The largest component and the largest other one that lies beside it. */
function sideBySide(
  scan: Grid,
  labels: Int32Array,
  counts: Uint32Array,
  parameters: Parameters,
): { right: number; left: number } | null {
  const places = placesOf(scan, labels, counts);
  let first = 1;
  for (let label = 2; label < counts.length; label += 1) if (counts[label] > counts[first]) first = label;
  let second = 0;
  for (let label = 1; label < counts.length; label += 1) {
    if (label === first || counts[label] < parameters.smallerLungShare * counts[first]) continue;
    if (!areBeside(places[first], places[label], parameters)) continue;
    if (second === 0 || counts[label] > counts[second]) second = label;
  }
  if (second === 0) return null;
  return places[first].x < places[second].x ? { right: first, left: second } : { right: second, left: first };
}

/** Where a component lies along x, how wide it is, and its range along z; mm. */
interface Place {
  readonly x: number;
  readonly spreadX: number;
  readonly lowZ: number;
  readonly highZ: number;
}

function placesOf({ size, spacingMm }: Grid, labels: Int32Array, counts: Uint32Array): Place[] {
  const [nx, ny] = size;
  const sum = new Float64Array(counts.length);
  const squares = new Float64Array(counts.length);
  const low = new Float64Array(counts.length).fill(Infinity);
  const high = new Float64Array(counts.length).fill(-Infinity);
  for (let n = 0; n < labels.length; n += 1) {
    const label = labels[n];
    if (label === 0) continue;
    const x = (n % nx) * spacingMm[0];
    const z = Math.trunc(n / (nx * ny)) * spacingMm[2];
    sum[label] += x;
    squares[label] += x * x;
    if (z < low[label]) low[label] = z;
    if (z > high[label]) high[label] = z;
  }
  return Array.from(counts, (count, label) => {
    const x = sum[label] / count;
    return { x, spreadX: Math.sqrt(Math.max(0, squares[label] / count - x * x)), lowZ: low[label], highZ: high[label] };
  });
}

/** Two lungs lie beside each other with little overlap along x and at the same height; two parts of one do not. */
function areBeside(a: Place, b: Place, parameters: Parameters): boolean {
  const apart = Math.abs(a.x - b.x);
  const shared = Math.min(a.highZ, b.highZ) - Math.max(a.lowZ, b.lowZ);
  const lower = Math.min(a.highZ - a.lowZ, b.highZ - b.lowZ);
  return (
    apart > parameters.lungsApartMm &&
    apart > parameters.lungsApartSpreads * (a.spreadX + b.spreadX) &&
    shared >= parameters.lungsSharedHeight * lower
  );
}

/** Pieces without a seed go to the nearer lung. */
async function joinIslands(sides: Uint8Array, lung: Uint8Array, grid: Grid, parallel: Parallel): Promise<void> {
  let islands = false;
  for (let n = 0; n < lung.length && !islands; n += 1) islands = lung[n] !== 0 && sides[n] === 0;
  if (!islands) return;
  const nearer = await sideDistance(grid, sides, parallel);
  for (let n = 0; n < lung.length; n += 1) if (lung[n] !== 0 && sides[n] === 0) sides[n] = nearer[n] > 0 ? LEFT : RIGHT;
}
