/** The stations of accepted vessels as columns in LPS millimetres: what centrelines.csv and the 3-D view show. */
import type { Ledger } from './blood-volume';
import type { Vessel } from './calibre';
import { exp, normalQuantile } from './maths';
import type { StationTable } from './result';
import { voxelToWorld, type Box, type Geometry } from './volume';

/** `vessels` and `ledger` list the same stations in the same order. CSA low and high: the 90 % range of its fit. */
export function stationTable(vessels: readonly Vessel[], ledger: Ledger, geometry: Geometry, box: Box): StationTable {
  const rows = ledger.accepted.reduce((sum, accepted) => sum + accepted, 0);
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
  const reach = normalQuantile(0.95);
  const tree = treesOf(vessels);
  const [dx, dy, dz] = geometry.spacingMm;
  let station = 0;
  let row = 0;
  for (const [v, vessel] of vessels.entries()) {
    for (let s = 0; s < vessel.csaMm2.length; s += 1, station += 1) {
      if (ledger.accepted[station] === 0) continue;
      const [x, y, z] = voxelToWorld(
        geometry,
        box.from[0] + vessel.points[3 * s] / dx,
        box.from[1] + vessel.points[3 * s + 1] / dy,
        box.from[2] + vessel.points[3 * s + 2] / dz,
      );
      const spread = exp(reach * vessel.csaLogSd[s]);
      table.vessel[row] = tree[v];
      table.branch[row] = vessel.id;
      table.x[row] = x;
      table.y[row] = y;
      table.z[row] = z;
      table.csaMm2[row] = vessel.csaMm2[s];
      table.csaLowMm2[row] = vessel.csaMm2[s] / spread;
      table.csaHighMm2[row] = vessel.csaMm2[s] * spread;
      table.lengthMm[row] = vessel.lengthsMm[s];
      table.ml[row] = ledger.ml[station];
      table.side[row] = ledger.side[station];
      row += 1;
    }
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
