/**
 * Finds branches that run inside another one: two tracks in one vessel would halve it between them.
 *
 * They have to go before neighbours are modelled. The shorter branch goes; of equal ones the later.
 */
import type { Centreline } from '../centrelines/types';
import type { Parameters } from '../parameters';
import { cellAlong, type StationIndex, type Stations } from './stations';

/** For each branch, whether it only repeats a longer one. */
export function findDuplicates(
  stations: Stations,
  index: StationIndex,
  centrelines: readonly Centreline[],
  parameters: Parameters,
): boolean[] {
  const { points, branch, radiusMm, first } = stations;
  return centrelines.map((line, b) => {
    let inside = 0;
    for (let s = first[b]; s < first[b + 1]; s += 1) {
      const reach = Math.min(3, parameters.duplicateRadii * radiusMm[s] + parameters.duplicateMarginMm);
      const found = anyWithin(stations, index, s, reach, (other) => {
        const c = branch[other];
        const longer = centrelines[c].lengthMm;
        const goesFirst = longer > line.lengthMm || (longer === line.lengthMm && c < b);
        return c !== b && goesFirst && radiusMm[other] > parameters.duplicateRadiusRatio * radiusMm[s];
      });
      if (found) inside += 1;
    }
    return inside > parameters.duplicateShare * (first[b + 1] - first[b]);
  });

  function anyWithin(
    all: Stations,
    cells: StationIndex,
    s: number,
    reach: number,
    accept: (other: number) => boolean,
  ): boolean {
    const [x, y, z] = [points[3 * s], points[3 * s + 1], points[3 * s + 2]];
    const [nx, ny, nz] = cells.cells;
    const low = [x, y, z].map((v) => v - reach);
    const high = [x, y, z].map((v) => v + reach);
    for (let k = cellAlong(low[2], cells.cellMm, nz); k <= cellAlong(high[2], cells.cellMm, nz); k += 1) {
      for (let j = cellAlong(low[1], cells.cellMm, ny); j <= cellAlong(high[1], cells.cellMm, ny); j += 1) {
        const row = (k * ny + j) * nx;
        const end = cells.start[row + cellAlong(high[0], cells.cellMm, nx) + 1];
        for (let at = cells.start[row + cellAlong(low[0], cells.cellMm, nx)]; at < end; at += 1) {
          const other = cells.items[at];
          const dx = all.points[3 * other] - x;
          const dy = all.points[3 * other + 1] - y;
          const dz = all.points[3 * other + 2] - z;
          if (dx * dx + dy * dy + dz * dz < reach * reach && accept(other)) return true;
        }
      }
    }
    return false;
  }
}
