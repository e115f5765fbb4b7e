/** The axes to which cores of thick vessels belong: they lie far from the core's rim, further than any image reaches. */
import type { AttributeInput } from './attribute-input';
import type { Blocks } from './blocks';
import type { Vec3 } from '../volume';

/** Stations that may be the nearest to a voxel of the block opened last. */
export interface CoreAxes {
  /** Layer and row of blocks for which `inLayer` and `inRow` hold the stations within reach. */
  layer: number;
  inLayer: readonly number[];
  row: number;
  inRow: readonly number[];
  readonly station: number[];
  readonly surfaceMm: number[];
}

export const makeCoreAxes = (): CoreAxes => ({
  layer: -1,
  inLayer: [],
  row: -1,
  inRow: [],
  station: [],
  surfaceMm: [],
});

/** Nearest surfaces to a point: of a vessel that may own a core, within reach, and of any; −1 where there is none. */
export interface NearestAxes {
  owner: number;
  /** How far the surface of the owner is, below 0 inside it, mm. */
  ownerMm: number;
  any: number;
}

/** Collects for block b all stations within `coreReachMm` that can be the nearest one somewhere in the block. */
export function gatherCoreAxes(axes: CoreAxes, input: AttributeInput, b: number): void {
  const { blocks, parameters } = input;
  const { points, radiusMm } = input.stations;
  const [x, y, z] = centreOf(blocks, input.grid.spacingMm, b);
  const reach = blocks.halfMm + parameters.coreReachMm;
  const layer = Math.floor(b / (blocks.count[0] * blocks.count[1]));
  if (layer !== axes.layer) {
    axes.layer = layer;
    axes.inLayer = stationsNear(input, null, 2, z, reach);
  }
  const row = Math.floor(b / blocks.count[0]);
  if (row !== axes.row) {
    axes.row = row;
    axes.inRow = stationsNear(input, axes.inLayer, 1, y, reach);
  }
  axes.station.length = 0;
  axes.surfaceMm.length = 0;
  let nearestOwner = Infinity;
  let nearest = Infinity;
  for (const s of axes.inRow) {
    const limit = reach + radiusMm[s];
    const px = points[3 * s] - x;
    const py = points[3 * s + 1] - y;
    const pz = points[3 * s + 2] - z;
    const square = px * px + py * py + pz * pz;
    if (square > limit * limit) continue;
    const surface = Math.sqrt(square) - radiusMm[s];
    axes.station.push(s);
    axes.surfaceMm.push(surface);
    nearest = Math.min(nearest, surface);
    if (ownsCores(input, s)) nearestOwner = Math.min(nearestOwner, surface);
  }
  let kept = 0;
  for (const [n, s] of axes.station.entries()) {
    const least = ownsCores(input, s) ? nearestOwner : nearest;
    if (axes.surfaceMm[n] > least + 2 * blocks.halfMm) continue;
    axes.station[kept] = s;
    kept += 1;
  }
  axes.station.length = kept;
}

/** Stations, of a list or all, whose surface comes within reach of a plane across an axis. */
function stationsNear(
  { stations }: AttributeInput,
  list: readonly number[] | null,
  axis: 0 | 1 | 2,
  planeMm: number,
  reachMm: number,
): number[] {
  const { points, radiusMm, count } = stations;
  const near: number[] = [];
  for (let n = 0; n < (list?.length ?? count); n += 1) {
    const s = list?.[n] ?? n;
    if (Math.abs(points[3 * s + axis] - planeMm) <= reachMm + radiusMm[s]) near.push(s);
  }
  return near;
}

/** Looks for the nearest among the gathered axes. */
export function nearestCoreAxes(
  axes: CoreAxes,
  input: AttributeInput,
  x: number,
  y: number,
  z: number,
  out: NearestAxes,
): void {
  const { points, radiusMm } = input.stations;
  let ownerMm = input.parameters.coreReachMm;
  let anyMm = Infinity;
  out.owner = -1;
  out.ownerMm = Infinity;
  out.any = -1;
  for (const s of axes.station) {
    const px = points[3 * s] - x;
    const py = points[3 * s + 1] - y;
    const pz = points[3 * s + 2] - z;
    const surface = Math.sqrt(px * px + py * py + pz * pz) - radiusMm[s];
    if (surface < anyMm) {
      anyMm = surface;
      out.any = s;
    }
    if (surface < ownerMm && ownsCores(input, s)) {
      ownerMm = surface;
      out.owner = s;
      out.ownerMm = surface;
    }
  }
}

/** A core is the inside of a thick vessel: a thin one beside a lump owns nothing of it. */
function ownsCores({ accepted, stations, parameters }: AttributeInput, s: number): boolean {
  const { branch, radiusMm } = stations;
  return accepted[branch[s]] !== 0 && Math.PI * radiusMm[s] * radiusMm[s] >= parameters.coreOwnerLeastMm2;
}

function centreOf({ voxels, count }: Blocks, spacingMm: Vec3, b: number): Vec3 {
  const at = [b % count[0], Math.floor(b / count[0]) % count[1], Math.floor(b / (count[0] * count[1]))];
  const along = (axis: number): number => (at[axis] * voxels[axis] + 0.5 * (voxels[axis] - 1)) * spacingMm[axis];
  return [along(0), along(1), along(2)];
}
