/**
 * All stations of all centrelines in flat arrays, and a coarse lattice that finds those near a point.
 *
 * The fits of many stations run at once and read their neighbours from here, so everything lies on
 * shared memory and nothing in it changes while a round of fits runs.
 */
import type { Centreline } from '../centrelines/types';
import { sharedFloat64, sharedInt32 } from '../volume';
import type { Vessel } from './types';

export interface Stations {
  readonly count: number;
  /** x, y, z in grid mm, 3 · count. */
  readonly points: Float64Array;
  /** Unit tangents, 3 · count. */
  readonly tangents: Float64Array;
  readonly radiusMm: Float64Array;
  /** Radius of the candidate mask: no fit may go far beyond it. */
  readonly maskRadiusMm: Float64Array;
  /** HU of the blood in the station's branch: arteries and veins differ with contrast. */
  readonly bloodHu: Float64Array;
  /** Branch of each station, rising; position in the list of centrelines. */
  readonly branch: Int32Array;
  /** First station of each branch, with the count behind the last: branches + 1 values. */
  readonly first: Int32Array;
  /** Path length from the branch's first station, mm. */
  readonly alongMm: Float64Array;
}

/** Stations of the centrelines; radii and blood are still 0. */
export function stationsOf(centrelines: readonly Pick<Centreline, 'points' | 'maskRadiusMm'>[]): Stations {
  let count = 0;
  for (const line of centrelines) count += line.maskRadiusMm.length;
  const stations: Stations = {
    count,
    points: sharedFloat64(3 * count),
    tangents: sharedFloat64(3 * count),
    radiusMm: sharedFloat64(count),
    maskRadiusMm: sharedFloat64(count),
    bloodHu: sharedFloat64(count),
    branch: sharedInt32(count),
    first: sharedInt32(centrelines.length + 1),
    alongMm: sharedFloat64(count),
  };
  let at = 0;
  for (const [branch, line] of centrelines.entries()) {
    const n = line.maskRadiusMm.length;
    stations.first[branch] = at;
    stations.points.set(line.points, 3 * at);
    stations.maskRadiusMm.set(line.maskRadiusMm, at);
    stations.branch.fill(branch, at, at + n);
    at += n;
  }
  stations.first[centrelines.length] = at;
  for (let branch = 0; branch < centrelines.length; branch += 1) traceBranch(stations, branch);
  return stations;
}

/** The same arrays from sized vessels: radius from their CSA, blood as in each. */
export function stationsOfVessels(vessels: readonly Vessel[]): Stations {
  const stations = stationsOf(vessels.map((vessel) => ({ points: vessel.points, maskRadiusMm: vessel.csaMm2 })));
  for (let s = 0; s < stations.count; s += 1) {
    stations.radiusMm[s] = Math.sqrt(stations.maskRadiusMm[s] / Math.PI);
  }
  stations.maskRadiusMm.set(stations.radiusMm);
  fillBlood(stations, (branch) => vessels[branch].bloodHu);
  return stations;
}

/** Sets the HU of the blood by branch. */
export function fillBlood({ first, bloodHu }: Stations, bloodHuOf: (branch: number) => number): void {
  for (let b = 0; b + 1 < first.length; b += 1) bloodHu.fill(bloodHuOf(b), first[b], first[b + 1]);
}

/** Tangents and path length of one branch from its points: central differences, one-sided at the ends. */
export function traceBranch(stations: Stations, branch: number): void {
  const { points, tangents, alongMm } = stations;
  const from = stations.first[branch];
  const to = stations.first[branch + 1];
  let along = 0;
  for (let s = from; s < to; s += 1) {
    const before = 3 * Math.max(from, s - 1);
    const after = 3 * Math.min(to - 1, s + 1);
    let x = points[after] - points[before];
    let y = points[after + 1] - points[before + 1];
    let z = points[after + 2] - points[before + 2];
    const length = Math.sqrt(x * x + y * y + z * z);
    if (length > 1e-9) {
      x /= length;
      y /= length;
      z /= length;
    } else {
      x = 0;
      y = 0;
      z = 1;
    }
    tangents[3 * s] = x;
    tangents[3 * s + 1] = y;
    tangents[3 * s + 2] = z;
    if (s > from) along += distanceBetween(points, s - 1, s);
    alongMm[s] = along;
  }
}

export function distanceBetween(points: Float64Array, a: number, b: number): number {
  const x = points[3 * a] - points[3 * b];
  const y = points[3 * a + 1] - points[3 * b + 1];
  const z = points[3 * a + 2] - points[3 * b + 2];
  return Math.sqrt(x * x + y * y + z * z);
}

/** Stations by cubic cells: those of cell c are items[start[c] … start[c + 1] − 1], rising. */
export interface StationIndex {
  readonly cellMm: number;
  readonly cells: readonly [number, number, number];
  readonly start: Int32Array;
  readonly items: Int32Array;
  /** Largest radius in the set, so that a search knows how far a neighbour's surface may reach. */
  readonly largestRadiusMm: number;
}

/** Index of the stations on a grid of `extentMm`; points outside go to the nearest cell. */
export function indexStations(
  stations: Stations,
  extentMm: readonly [number, number, number],
  cellMm: number,
): StationIndex {
  const cells = [0, 1, 2].map((axis) => Math.max(1, Math.ceil(extentMm[axis] / cellMm)));
  const [nx, ny, nz] = cells;
  const start = sharedInt32(nx * ny * nz + 1);
  const items = sharedInt32(stations.count);
  const cellOf = (s: number): number =>
    (cellAlong(stations.points[3 * s + 2], cellMm, nz) * ny + cellAlong(stations.points[3 * s + 1], cellMm, ny)) * nx +
    cellAlong(stations.points[3 * s], cellMm, nx);
  let largestRadiusMm = 0;
  for (let s = 0; s < stations.count; s += 1) {
    start[cellOf(s) + 1] += 1;
    largestRadiusMm = Math.max(largestRadiusMm, stations.radiusMm[s]);
  }
  for (let c = 0; c < nx * ny * nz; c += 1) start[c + 1] += start[c];
  const next = Int32Array.from(start);
  for (let s = 0; s < stations.count; s += 1) {
    const c = cellOf(s);
    items[next[c]] = s;
    next[c] += 1;
  }
  return { cellMm, cells: [nx, ny, nz], start, items, largestRadiusMm };
}

export function cellAlong(valueMm: number, cellMm: number, cells: number): number {
  return Math.min(cells - 1, Math.max(0, Math.floor(valueMm / cellMm)));
}
