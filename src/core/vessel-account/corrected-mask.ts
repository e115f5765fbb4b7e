/**
 * The picture of the vessels after changes by hand. A voxel goes with the station whose wall it is deepest behind; what
 * is left out is cleared where no vessel that still counts is as near, and what counts anew is painted in its bin.
 */
import { binOf } from '../blood-volume';
import type { Parameters } from '../parameters';
import { sharedUint8, worldToVoxel, type Geometry, type Vec3 } from '../volume';
import { stationPosition } from './account';
import type { VesselAccount } from './types';

/** Cells of the lattice that finds stations near a voxel, mm. */
const cellMm = 6;

/** A new mask; `mask` stays as it is. Only voxels of the lungs are painted. */
export function correctedMask(
  mask: Uint8Array,
  lungs: Uint8Array,
  geometry: Geometry,
  account: VesselAccount,
  accepted: Uint8Array,
  parameters: Parameters,
): Uint8Array {
  const out = sharedUint8(mask.length);
  out.set(mask);
  const { ledger } = account;
  const places = placesOn(geometry, account);
  const changed: number[] = [];
  for (let s = 0; s < ledger.count; s += 1) if (accepted[s] !== ledger.accepted[s]) changed.push(s);
  const cells = latticeOf(places, changed, accepted);
  for (const s of changed) {
    if (accepted[s] === 0) clear(out, geometry, places, s, cells);
  }
  for (const s of changed) {
    if (accepted[s] === 1) paint(out, lungs, geometry, places, s, binOf(ledger.csaMm2[s], parameters));
  }
  return out;
}

/** Stations in millimetres along the axes of the mask, and their radii. */
interface Places {
  readonly points: Float64Array;
  readonly radiusMm: Float64Array;
}

function placesOn(g: Geometry, account: VesselAccount): Places {
  const { count, csaMm2 } = account.ledger;
  const points = new Float64Array(3 * count);
  for (let s = 0; s < count; s += 1) {
    const index = worldToVoxel(g, ...stationPosition(account, s));
    for (let axis = 0; axis < 3; axis += 1) points[3 * s + axis] = index[axis] * g.spacingMm[axis];
  }
  return { points, radiusMm: Float64Array.from(csaMm2, (csa) => Math.sqrt(csa / Math.PI)) };
}

type Cells = ReadonlyMap<string, readonly number[]>;

const cellOf = (x: number, y: number, z: number): string =>
  `${Math.floor(x / cellMm)} ${Math.floor(y / cellMm)} ${Math.floor(z / cellMm)}`;

/** Stations that count, by cell; only cells a changed station can reach. */
function latticeOf({ points }: Places, changed: readonly number[], accepted: Uint8Array): Cells {
  const cells = new Map<string, number[]>();
  for (const s of changed) {
    for (const [i, j, k] of neighbours) {
      cells.set(cellOf(points[3 * s] + i * cellMm, points[3 * s + 1] + j * cellMm, points[3 * s + 2] + k * cellMm), []);
    }
  }
  for (let s = 0; s < accepted.length; s += 1) {
    if (accepted[s] === 1) cells.get(cellOf(points[3 * s], points[3 * s + 1], points[3 * s + 2]))?.push(s);
  }
  return cells;
}

/** Cells around a cell: the thickest vessels reach over two. */
const reachCells = [-2, -1, 0, 1, 2];
const neighbours = reachCells.flatMap((i) => reachCells.flatMap((j) => reachCells.map((k) => [i, j, k] as const)));

/** Distance behind the wall of a station: below 0 inside it. */
function depthMm({ points, radiusMm }: Places, s: number, at: Vec3): number {
  const [x, y, z] = [points[3 * s] - at[0], points[3 * s + 1] - at[1], points[3 * s + 2] - at[2]];
  return Math.sqrt(x * x + y * y + z * z) - radiusMm[s];
}

function clear(out: Uint8Array, g: Geometry, places: Places, s: number, cells: Cells): void {
  const { points, radiusMm } = places;
  const centre = [points[3 * s], points[3 * s + 1], points[3 * s + 2]] as const;
  const reach = radiusMm[s] + Math.max(...g.spacingMm);
  const near = neighbours
    .flatMap(
      ([i, j, k]) => cells.get(cellOf(centre[0] + i * cellMm, centre[1] + j * cellMm, centre[2] + k * cellMm)) ?? [],
    )
    // no other wall can be as near to a voxel that is farther from it than this one reaches
    .filter((other) => depthMm(places, other, centre) <= 2 * reach);
  eachVoxel(g, places, s, (voxel, at) => {
    if (out[voxel] === 0) return;
    const own = depthMm(places, s, at);
    if (!near.some((other) => depthMm(places, other, at) <= own)) out[voxel] = 0;
  });
}

function paint(out: Uint8Array, lungs: Uint8Array, g: Geometry, places: Places, s: number, label: number): void {
  eachVoxel(g, places, s, (voxel, at) => {
    if (out[voxel] === 0 && lungs[voxel] !== 0 && depthMm(places, s, at) <= 0) out[voxel] = label;
  });
}

/** Voxels within the radius of a station and one voxel more. */
function eachVoxel(g: Geometry, places: Places, s: number, visit: (voxel: number, at: Vec3) => void): void {
  const [dx, dy, dz] = g.spacingMm;
  const [nx, ny, nz] = g.size;
  const { points, radiusMm } = places;
  const reach = radiusMm[s] + Math.max(dx, dy, dz);
  const range = (axis: 0 | 1 | 2, step: number, count: number): [number, number] => [
    Math.max(0, Math.ceil((points[3 * s + axis] - reach) / step)),
    Math.min(count - 1, Math.floor((points[3 * s + axis] + reach) / step)),
  ];
  const [i0, i1] = range(0, dx, nx);
  const [j0, j1] = range(1, dy, ny);
  const [k0, k1] = range(2, dz, nz);
  for (let k = k0; k <= k1; k += 1) {
    for (let j = j0; j <= j1; j += 1) {
      for (let i = i0; i <= i1; i += 1) {
        const at = [i * dx, j * dy, k * dz] as const;
        if (depthMm(places, s, at) <= reach - radiusMm[s]) visit(i + nx * (j + ny * k), at);
      }
    }
  }
}
