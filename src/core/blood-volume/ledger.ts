/**
 * What every station holds, so that figures can be binned again under other assumptions without the voxels.
 *
 * Bins, parts of the lung, the histogram and the intervals are all sums over this one table.
 */
import type { Stations, Vessel } from '../calibre';
import { LEFT, RIGHT, UNCERTAIN, type LungField } from '../lungs/types';
import type { Parameters } from '../parameters';
import { sumCount, sums } from './attribute';
import type { LungThirds } from './thirds';

export const UPPER = 0;
export const MIDDLE = 1;
export const LOWER = 2;

/** Positions of the sides in sums of samples; blood whose axis lies outside both lungs has none. */
export const RIGHT_SIDE = 0;
export const LEFT_SIDE = 1;
export const NO_SIDE = 2;

/** Thirds of either lung, and what has no side. */
export const regionCount = 7;

export function regionOf(ledger: Ledger, s: number): number {
  if (ledger.side[s] === RIGHT) return ledger.third[s];
  return ledger.side[s] === LEFT ? 3 + ledger.third[s] : 6;
}

export function sideOfRegion(region: number): 0 | 1 | 2 {
  return region < 3 ? RIGHT_SIDE : region < 6 ? LEFT_SIDE : NO_SIDE;
}

export interface Ledger {
  readonly count: number;
  /** Position of the vessel in the list of vessels. */
  readonly vessel: Int32Array;
  readonly csaMm2: Float64Array;
  readonly csaLogSd: Float64Array;
  readonly backgroundHu: Float64Array;
  /** Blood in the vessel, and one SD of what sets it apart from the scan's. */
  readonly bloodHu: Float64Array;
  readonly bloodSdHu: Float64Array;
  readonly lengthMm: Float64Array;
  /** 1 where the vessel counts. */
  readonly accepted: Uint8Array;
  /** RIGHT, LEFT or OUTSIDE. */
  readonly side: Uint8Array;
  /** UPPER, MIDDLE or LOWER third of the lung volume. */
  readonly third: Uint8Array;
  /** 1 within `peelMm` of the surface. */
  readonly peel: Uint8Array;
  readonly uncertain: Uint8Array;
  /** Blood in the lung field in mL, and parts of it. */
  readonly ml: Float64Array;
  readonly coreMl: Float64Array;
  readonly hilumMl: Float64Array;
  readonly hilumCoreMl: Float64Array;
  readonly borderMl: Float64Array;
  /** Volume the blood was summed over. */
  readonly windowMl: Float64Array;
  readonly gapMl: Float64Array;
}

/** Joins the sums of the voxels with the vessels and the places of their stations. */
export function makeLedger(
  vessels: readonly Vessel[],
  stations: Stations,
  bloodHu: Float64Array,
  rows: Float64Array,
  lungs: LungField,
  thirds: LungThirds,
  parameters: Parameters,
): Ledger {
  const n = stations.count;
  const column = (field: number): Float64Array => {
    const out = new Float64Array(n);
    for (let s = 0; s < n; s += 1) out[s] = rows[s * sumCount + field] / 1000;
    return out;
  };
  const ledger: Ledger = {
    count: n,
    vessel: Int32Array.from(stations.branch),
    csaMm2: joined(vessels, n, (vessel) => vessel.csaMm2),
    csaLogSd: joined(vessels, n, (vessel) => vessel.csaLogSd),
    backgroundHu: joined(vessels, n, (vessel) => vessel.backgroundHu),
    bloodHu,
    bloodSdHu: Float64Array.from(stations.branch, (v) => vessels[v].bloodSdHu),
    lengthMm: joined(vessels, n, (vessel) => vessel.lengthsMm),
    accepted: new Uint8Array(n),
    side: new Uint8Array(n),
    third: new Uint8Array(n),
    peel: new Uint8Array(n),
    uncertain: new Uint8Array(n),
    ml: column(sums.blood),
    coreMl: column(sums.core),
    hilumMl: column(sums.hilum),
    hilumCoreMl: column(sums.hilumCore),
    borderMl: column(sums.border),
    windowMl: column(sums.window),
    gapMl: column(sums.gap),
  };
  for (let s = 0; s < n; s += 1) {
    const [x, y, z] = [stations.points[3 * s], stations.points[3 * s + 1], stations.points[3 * s + 2]];
    const at = nearestVoxel(lungs, x, y, z);
    ledger.accepted[s] = vessels[stations.branch[s]].rejected === null ? 1 : 0;
    ledger.side[s] = lungs.labels[at] & (RIGHT | LEFT);
    ledger.uncertain[s] = (lungs.labels[at] & UNCERTAIN) !== 0 ? 1 : 0;
    ledger.third[s] = thirds.of(x, y, z);
    ledger.peel[s] = lungs.distanceMm[at] > -parameters.peelMm ? 1 : 0;
  }
  return ledger;
}

function joined(vessels: readonly Vessel[], n: number, values: (vessel: Vessel) => Float64Array): Float64Array {
  const out = new Float64Array(n);
  let at = 0;
  for (const vessel of vessels) {
    out.set(values(vessel), at);
    at += vessel.csaMm2.length;
  }
  return out;
}

export function nearestVoxel(lungs: LungField, x: number, y: number, z: number): number {
  const [nx, ny, nz] = lungs.grid.size;
  const [dx, dy, dz] = lungs.grid.spacingMm;
  const i = Math.min(nx - 1, Math.max(0, Math.round(x / dx)));
  const j = Math.min(ny - 1, Math.max(0, Math.round(y / dy)));
  const k = Math.min(nz - 1, Math.max(0, Math.round(z / dz)));
  return (k * ny + j) * nx + i;
}
