/**
 * The lung stage from end to end: coarse search, sides, closing over vessels, surface from the CT, and the field on
 * the CT grid with its summary.
 */
import { done, refused } from '../issues';
import type { Issue, Outcome } from '../issues';
import { issues as catalogue, refusals } from '../issue-catalogue';
import type { Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { distanceTransform, sharedUint8, voxelVolumeMm3 } from '../volume';
import type { Grid, Volume } from '../volume';
import { growAirways } from './airways';
import { parenchymaBackground } from './background';
import type { Background } from './background';
import { bodyFrame } from './body';
import { boxAround, coarseScan, cropMask, cropScan, inCtOrder } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { cutFaces } from './cut-off';
import { halfAerated } from './dense-lung';
import { fineLungs } from './field';
import type { FineLungs } from './field';
import { closeHilum } from './hilum';
import { mediastinalDistance } from './mediastinal-face';
import { close, dilate, fillHoles } from './morphology';
import { airInBody } from './outside';
import { selectLungs } from './select';
import { partSides } from './sides';
import { findStems } from './stems';
import { fitToCt, signedDistance } from './surface';
import { findTrachea } from './trachea';
import { LEFT, RIGHT } from './types';
import type { CoarseField, LungField, LungSummary } from './types';

/**
 * The lung field of a chest CT: sides, sub-voxel signed distance, regional background and summary.
 *
 * Works on any orientation of the grid, on cropped scans and on one lung alone. Refuses (`no_lungs`) where less than
 * `lungsMinimumMl` of lung is found. `onProgress` gets fractions of the stage, rising to 1.
 */
export async function findLungs(
  volume: Volume,
  parameters: Parameters,
  parallel: Parallel,
  onProgress: (fraction: number) => void = () => {},
): Promise<Outcome<LungField>> {
  const whole = await coarseScan(volume, parameters, parallel);
  onProgress(0.1);
  const found = aeratedLung(whole, parameters);
  if (!found.ok) return refused(refusals.no_lungs(found.largestAirMl / 1000));
  const { scan, sides, airways } = found;
  onProgress(0.4);
  const { closed, stems, uncertain } = closeSides(scan, sides, airways, parameters);
  const start = signedDistance(closed, scan, parameters);
  onProgress(0.5);
  const surface = await fitToCt(volume, scan, start, parameters, parallel);
  const distanceMm = closeHilum(scan, surface, stems, parameters);
  onProgress(0.7);
  const background = parenchymaBackground(scan, distanceMm, parameters);
  onProgress(0.8);
  const fine = await fineLungs(
    volume,
    scan,
    {
      distanceMm,
      sideMm: sideDistance(scan, closed),
      hilumMm: mediastinalDistance(scan, distanceMm, closed, parameters),
      uncertain: Float32Array.from(uncertain),
    },
    parameters,
    parallel,
  );
  onProgress(1);
  const summary = summarise(volume, scan, distanceMm, fine, parameters);
  return done(
    {
      box: fine.box,
      grid: { size: fine.box.size, spacingMm: volume.geometry.spacingMm },
      labels: fine.labels,
      distanceMm: fine.distanceMm,
      background: inBoxFrame(volume, background, fine),
      summary,
    },
    missingSides(summary),
  );
}

type Found =
  | { readonly ok: true; readonly scan: CoarseScan; readonly sides: Uint8Array; readonly airways: Uint8Array }
  | { readonly ok: false; readonly largestAirMl: number };

/** The aerated lungs with their sides, on a coarse scan cropped to them. */
function aeratedLung(whole: CoarseScan, parameters: Parameters): Found {
  const frame = bodyFrame(whole, parameters);
  const air = airInBody(whole, frame, parameters);
  const trachea = findTrachea(whole, air, whole.size[0] / 2, parameters);
  const airways = growAirways(whole, air, trachea, parameters);
  const lung = selectLungs(whole, air, airways, frame, parameters);
  const box = boxAround(lung.mask, whole, parameters.distanceReachMm);
  if (lung.ml < parameters.lungsMinimumMl || box === null) return { ok: false, largestAirMl: lung.largestAirMl };
  const sides = partSides(whole, lung.mask, parameters);
  return {
    ok: true,
    scan: cropScan(whole, box),
    sides: cropMask(sides, whole, box),
    airways: cropMask(airways, whole, box),
  };
}

/**
 * Each lung closed over its vessels, holes filled that are closed in three dimensions, and filled where a stem of vessels
 * and bronchi dents it; with the stems.
 */
function closeSides(
  scan: CoarseScan,
  sides: Uint8Array,
  airways: Uint8Array,
  parameters: Parameters,
): { closed: Uint8Array; stems: Uint8Array; uncertain: Uint8Array } {
  const closed = sharedUint8(sides.length);
  const stems = sharedUint8(sides.length);
  const uncertain = sharedUint8(sides.length);
  closed.set(sides);
  const half = halfAerated(scan, sides, airways, parameters);
  const withHalf = joinSides(scan, sides, half);
  for (const side of [RIGHT, LEFT]) {
    const one = only(withHalf, side);
    if (one === null) continue;
    const filled = fillHoles(close(one, scan, parameters.closingRadiusMm), scan);
    const wrapped = fillHoles(close(one, scan, parameters.wrappedRadiusMm), scan);
    const own = findStems(scan, filled, wrapped, airways, parameters);
    const near = dilate(own, scan, parameters.stemShadowMm);
    for (let n = 0; n < closed.length; n += 1) {
      if (own[n] !== 0) stems[n] = 1;
      if (closed[n] === 0 && (filled[n] !== 0 || (wrapped[n] !== 0 && near[n] !== 0))) closed[n] = side;
    }
  }
  const dense = close(half, scan, parameters.closingRadiusMm);
  for (let n = 0; n < closed.length; n += 1) if (dense[n] !== 0 && closed[n] !== 0 && sides[n] === 0) uncertain[n] = 1;
  return { closed, stems, uncertain };
}

/** The sides with further voxels given to the nearer lung. */
function joinSides(grid: Grid, sides: Uint8Array, more: Uint8Array): Uint8Array {
  const joined = sharedUint8(sides.length);
  joined.set(sides);
  if (!more.includes(1)) return joined;
  const nearer = sideDistance(grid, sides);
  for (let n = 0; n < joined.length; n += 1) if (more[n] !== 0) joined[n] = nearer[n] > 0 ? LEFT : RIGHT;
  return joined;
}

function only(sides: Uint8Array, side: number): Uint8Array | null {
  const one = sharedUint8(sides.length);
  let any = false;
  for (let n = 0; n < sides.length; n += 1) {
    if (sides[n] !== side) continue;
    one[n] = 1;
    any = true;
  }
  return any ? one : null;
}

/** Distance to the right lung less distance to the left: below 0 is right. */
function sideDistance(grid: Grid, closed: Uint8Array): Float32Array {
  const away = (side: number): Float32Array => {
    const other = sharedUint8(closed.length);
    for (let n = 0; n < other.length; n += 1) other[n] = closed[n] === side ? 0 : 1;
    return distanceTransform(other, grid.size, grid.spacingMm, 1000);
  };
  const difference = away(RIGHT);
  const left = away(LEFT);
  for (let n = 0; n < difference.length; n += 1) difference[n] -= left[n];
  return difference;
}

function summarise(
  volume: Volume,
  scan: CoarseScan,
  distanceMm: Float32Array,
  fine: FineLungs,
  parameters: Parameters,
): LungSummary {
  const voxelMl = voxelVolumeMm3(volume.geometry) / 1000;
  const { right, left, uncertain, hu } = fine.sums;
  const faces = cutFaces(scan, distanceMm, parameters);
  const least = parameters.smallerLungShare * (right + left) * 0.1;
  return {
    rightMl: right > least ? right * voxelMl : null,
    leftMl: left > least ? left * voxelMl : null,
    meanHu: hu / Math.max(1, right + left),
    uncertainMl: uncertain * voxelMl,
    cutOff: faces.map((face) => face.direction),
    cutOffMm2: faces.map((face) => face.areaMm2),
  };
}

function missingSides(summary: LungSummary): Issue[] {
  if (summary.rightMl === null) return [catalogue.lung_missing('right', summary.leftMl ?? 0)];
  if (summary.leftMl === null) return [catalogue.lung_missing('left', summary.rightMl)];
  return [];
}

function inBoxFrame(volume: Volume, background: Background, fine: FineLungs): CoarseField {
  const { values, grid, firstCtVoxel } = inCtOrder(background.grid, background.values);
  const { spacingMm } = volume.geometry;
  const offset = (axis: 0 | 1 | 2): number => (firstCtVoxel[axis] - fine.box.from[axis]) * spacingMm[axis];
  return { grid, offsetMm: [offset(0), offset(1), offset(2)], values };
}
