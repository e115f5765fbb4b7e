/** Looks through the stations near a place, cell by cell of their index. */
import { cellAlong, type StationIndex, type Stations } from './stations';

/** Whether any station within `reachMm` of the place is accepted; the order is that of the cells. */
export function anyStationNear(
  { points }: Stations,
  { cells, cellMm, start, items }: StationIndex,
  [x, y, z]: readonly [number, number, number],
  reachMm: number,
  accept: (station: number) => boolean,
): boolean {
  const [nx, ny, nz] = cells;
  for (let k = cellAlong(z - reachMm, cellMm, nz); k <= cellAlong(z + reachMm, cellMm, nz); k += 1) {
    for (let j = cellAlong(y - reachMm, cellMm, ny); j <= cellAlong(y + reachMm, cellMm, ny); j += 1) {
      const row = (k * ny + j) * nx;
      const end = start[row + cellAlong(x + reachMm, cellMm, nx) + 1];
      for (let at = start[row + cellAlong(x - reachMm, cellMm, nx)]; at < end; at += 1) {
        const other = items[at];
        const dx = points[3 * other] - x;
        const dy = points[3 * other + 1] - y;
        const dz = points[3 * other + 2] - z;
        if (dx * dx + dy * dy + dz * dz < reachMm * reachMm && accept(other)) return true;
      }
    }
  }
  return false;
}
