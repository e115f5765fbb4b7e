/** Makes the account of all vessels, and from it the stations of those that count. */
import type { IntervalContext, Ledger } from '../blood-volume';
import type { Vessel } from '../calibre';
import { exp, normalQuantile } from '../maths';
import type { StationTable } from '../result';
import { voxelToWorld, type Geometry, type Vec3 } from '../volume';
import type { VesselAccount } from './types';

/** `vessels` and `ledger` list the same stations in the same order. */
export function vesselAccount(
  vessels: readonly Vessel[],
  ledger: Ledger,
  grid: Geometry,
  from: Vec3,
  context: IntervalContext,
): VesselAccount {
  const first = new Int32Array(vessels.length + 1);
  for (const [v, vessel] of vessels.entries()) first[v + 1] = first[v] + vessel.csaMm2.length;
  const triples = (of: (vessel: Vessel) => Float64Array): Float64Array => {
    const out = new Float64Array(3 * first[vessels.length]);
    for (const [v, vessel] of vessels.entries()) out.set(of(vessel), 3 * first[v]);
    return out;
  };
  return {
    branches: {
      count: vessels.length,
      id: Int32Array.from(vessels, (vessel) => vessel.id),
      tree: treesOf(vessels),
      first,
      ends: Int32Array.from(vessels.flatMap((vessel) => vessel.ends)),
      fitR2: Float64Array.from(vessels, (vessel) => vessel.fitR2),
      rejected: vessels.map((vessel) => vessel.rejected),
    },
    ledger,
    grid,
    from,
    points: triples((vessel) => vessel.points),
    tangents: triples((vessel) => vessel.tangents),
    context,
  };
}

/** LPS position of a station. */
export function stationPosition(account: VesselAccount, station: number): [number, number, number] {
  const { points } = account;
  return positionOf(account, [points[3 * station], points[3 * station + 1], points[3 * station + 2]]);
}

/** LPS position of a place in the millimetres of `points`. */
export function positionOf({ grid, from }: VesselAccount, mm: Vec3): [number, number, number] {
  const [dx, dy, dz] = grid.spacingMm;
  return voxelToWorld(grid, from[0] + mm[0] / dx, from[1] + mm[1] / dy, from[2] + mm[2] / dz);
}

/** 90 % range of a station's CSA from its fit. */
export function csaRange({ ledger }: VesselAccount, station: number): [low: number, high: number] {
  const spread = exp(reach * ledger.csaLogSd[station]);
  return [ledger.csaMm2[station] / spread, ledger.csaMm2[station] * spread];
}

const reach = normalQuantile(0.95);

/** The stations for which `takes` holds as columns in LPS millimetres: what centrelines.csv and the 3-D view show. */
export function stationTable(
  account: VesselAccount,
  takes: (station: number) => boolean = (station) => account.ledger.accepted[station] === 1,
): StationTable {
  const { branches, ledger } = account;
  let rows = 0;
  for (let s = 0; s < ledger.count; s += 1) if (takes(s)) rows += 1;
  const float = (): Float32Array => new Float32Array(rows);
  const table: StationTable = {
    vessel: new Int32Array(rows),
    branch: new Int32Array(rows),
    x: float(),
    y: float(),
    z: float(),
    csaMm2: float(),
    csaLowMm2: float(),
    csaHighMm2: float(),
    lengthMm: float(),
    ml: float(),
    side: new Uint8Array(rows),
  };
  let row = 0;
  for (let s = 0; s < ledger.count; s += 1) {
    if (!takes(s)) continue;
    const b = ledger.vessel[s];
    const [x, y, z] = stationPosition(account, s);
    const [low, high] = csaRange(account, s);
    table.vessel[row] = branches.tree[b];
    table.branch[row] = branches.id[b];
    table.x[row] = x;
    table.y[row] = y;
    table.z[row] = z;
    table.csaMm2[row] = ledger.csaMm2[s];
    table.csaLowMm2[row] = low;
    table.csaHighMm2[row] = high;
    table.lengthMm[row] = ledger.lengthMm[s];
    table.ml[row] = ledger.ml[s];
    table.side[row] = ledger.side[s];
    row += 1;
  }
  return table;
}

/** Number of the connected tree of each vessel, counted from 0 in the order in which trees appear. */
function treesOf(vessels: readonly Vessel[]): Int32Array {
  const parent = Int32Array.from(vessels, (_, v) => v);
  const root = (v: number): number => {
    let at = v;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  const firstAt = new Map<number, number>();
  for (const [v, vessel] of vessels.entries()) {
    if (vessel.rejected !== null) continue;
    for (const node of vessel.ends) {
      if (node < 0) continue;
      const other = firstAt.get(node);
      if (other === undefined) firstAt.set(node, v);
      else parent[root(v)] = root(other);
    }
  }
  const numbers = new Map<number, number>();
  return Int32Array.from(vessels, (_, v) => {
    const r = root(v);
    const known = numbers.get(r) ?? numbers.size;
    numbers.set(r, known);
    return known;
  });
}
