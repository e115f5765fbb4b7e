/**
 * From aerated lung to closed lungs: each side closed over its small vessels, filled where a hole is closed in three
 * dimensions, filled where a stem of vessels and bronchi dents it, with its half-aerated parts.
 */
import type { Parameters } from '../parameters';
import { sharedUint8 } from '../volume';
import type { Grid } from '../volume';
import { boxAround, cropMask, cropScan, pasteMask } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { halfAerated } from './dense-lung';
import { close, dilate, fillHoles } from './morphology';
import { sideDistance } from './side-distance';
import { findStems } from './stems';
import { LEFT, RIGHT } from './types';

export interface ClosedLungs {
  /** RIGHT, LEFT or 0. */
  readonly sides: Uint8Array;
  readonly stems: Uint8Array;
  readonly masses: Uint8Array;
  /** Dense lung, within `sides`. */
  readonly uncertain: Uint8Array;
}

/** `sides` is the aerated lung; on the grid of the scan like all masks. */
export function closeSides(
  scan: CoarseScan,
  sides: Uint8Array,
  airways: Uint8Array,
  parameters: Parameters,
): ClosedLungs {
  const closed = sharedUint8(sides.length);
  const stems = sharedUint8(sides.length);
  const masses = sharedUint8(sides.length);
  const uncertain = sharedUint8(sides.length);
  closed.set(sides);
  const half = halfAerated(scan, sides, airways, parameters);
  const withHalf = joinSides(scan, sides, half);
  for (const side of [RIGHT, LEFT]) {
    const one = closeOne(scan, withHalf, side, airways, parameters);
    if (one === null) continue;
    for (let n = 0; n < closed.length; n += 1) {
      if (one.stems[n] !== 0) stems[n] = 1;
      if (one.masses[n] !== 0) masses[n] = 1;
      if (closed[n] === 0 && one.lung[n] !== 0) closed[n] = side;
    }
  }
  if (!half.includes(1)) return { sides: closed, stems, masses, uncertain };
  const dense = close(half, scan, parameters.closingRadiusMm);
  for (let n = 0; n < closed.length; n += 1) if (dense[n] !== 0 && closed[n] !== 0 && sides[n] === 0) uncertain[n] = 1;
  return { sides: closed, stems, masses, uncertain };
}

/** One side closed on a box of its own, with its stems; null where there is none. */
function closeOne(
  scan: CoarseScan,
  sides: Uint8Array,
  side: number,
  airways: Uint8Array,
  parameters: Parameters,
): { lung: Uint8Array; stems: Uint8Array; masses: Uint8Array } | null {
  const wholeSide = sharedUint8(sides.length);
  for (let n = 0; n < sides.length; n += 1) wholeSide[n] = sides[n] === side ? 1 : 0;
  const box = boxAround(wholeSide, scan, parameters.wrappedRadiusMm + parameters.stemToRadiusMm);
  if (box === null) return null;
  const part = cropScan(scan, box);
  const aerated = cropMask(wholeSide, scan, box);
  const filled = fillHoles(close(aerated, part, parameters.closingRadiusMm), part);
  const wrapped = fillHoles(close(aerated, part, parameters.wrappedRadiusMm), part);
  const { stems, masses } = findStems(part, filled, wrapped, cropMask(airways, scan, box), parameters);
  const near = dilate(stems, part, parameters.stemShadowMm);
  for (let n = 0; n < filled.length; n += 1) if (wrapped[n] !== 0 && near[n] !== 0) filled[n] = 1;
  return {
    lung: pasteMask(filled, box, scan),
    stems: pasteMask(stems, box, scan),
    masses: pasteMask(masses, box, scan),
  };
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
