/**
 * From aerated lung to closed lungs: each side closed over its small vessels, filled where a hole is closed in three
 * dimensions, filled where a stem of vessels and bronchi dents it, with its half-aerated parts.
 */
import { piecesOf } from '../parallel';
import type { Parallel, Piece, Task } from '../parallel';
import type { Parameters } from '../parameters';
import { sharedUint8 } from '../volume';
import type { Grid } from '../volume';
import { boxAround, cropMask, cropScan, pasteMask } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { halfAerated } from './dense-lung';
import { close, closings, dilate, fillHoles } from './morphology';
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

interface CloseInput {
  readonly scan: CoarseScan;
  readonly sides: Uint8Array;
  readonly airways: Uint8Array;
  readonly parameters: Parameters;
}

interface ClosedSide {
  readonly lung: Uint8Array;
  readonly stems: Uint8Array;
  readonly masses: Uint8Array;
}

const SIDES = [RIGHT, LEFT] as const;

/** A piece is one lung, by its place in `SIDES`; null where there is none. */
export const closeTask: Task<CloseInput, ClosedSide | null> = {
  id: 'lungs/close',
  run: ({ scan, sides, airways, parameters }, piece: Piece) =>
    closeOne(scan, sides, SIDES[piece.from], airways, parameters),
};

/** `sides` is the aerated lung; on the grid of the scan like all masks. */
export async function closeSides(
  scan: CoarseScan,
  sides: Uint8Array,
  airways: Uint8Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<ClosedLungs> {
  const closed = sharedUint8(sides.length);
  const stems = sharedUint8(sides.length);
  const masses = sharedUint8(sides.length);
  const uncertain = sharedUint8(sides.length);
  closed.set(sides);
  const half = halfAerated(scan, sides, airways, parameters);
  const withHalf = await joinSides(scan, sides, half, parallel);
  const input: CloseInput = { scan, sides: withHalf, airways, parameters };
  const both = await parallel.map(closeTask, input, piecesOf(SIDES.length, 1));
  for (const [index, one] of both.entries()) {
    if (one === null) continue;
    for (let n = 0; n < closed.length; n += 1) {
      if (one.stems[n] !== 0) stems[n] = 1;
      if (one.masses[n] !== 0) masses[n] = 1;
      if (closed[n] === 0 && one.lung[n] !== 0) closed[n] = SIDES[index];
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
): ClosedSide | null {
  const wholeSide = sharedUint8(sides.length);
  for (let n = 0; n < sides.length; n += 1) wholeSide[n] = sides[n] === side ? 1 : 0;
  const box = boxAround(wholeSide, scan, parameters.wrappedRadiusMm + parameters.stemToRadiusMm);
  if (box === null) return null;
  const part = cropScan(scan, box);
  const aerated = cropMask(wholeSide, scan, box);
  const [filled, wrapped] = closings(aerated, part, [parameters.closingRadiusMm, parameters.wrappedRadiusMm]).map(
    (closed) => fillHoles(closed, part),
  );
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
async function joinSides(grid: Grid, sides: Uint8Array, more: Uint8Array, parallel: Parallel): Promise<Uint8Array> {
  const joined = sharedUint8(sides.length);
  joined.set(sides);
  if (!more.includes(1)) return joined;
  const nearer = await sideDistance(grid, sides, parallel);
  for (let n = 0; n < joined.length; n += 1) if (more[n] !== 0) joined[n] = nearer[n] > 0 ? LEFT : RIGHT;
  return joined;
}
