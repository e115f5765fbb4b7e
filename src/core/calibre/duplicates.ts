/**
 * Finds branches that run inside another one: two tracks in one vessel would halve it between them.
 *
 * They have to go before neighbours are modelled. The shorter branch goes; of equal ones the later.
 */
import type { Centreline } from '../centrelines/types';
import type { Parameters } from '../parameters';
import { anyStationNear } from './near-stations';
import type { StationIndex, Stations } from './stations';

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
      const place = [points[3 * s], points[3 * s + 1], points[3 * s + 2]] as const;
      const found = anyStationNear(stations, index, place, reach, (other) => {
        const c = branch[other];
        const longer = centrelines[c].lengthMm;
        const goesFirst = longer > line.lengthMm || (longer === line.lengthMm && c < b);
        return c !== b && goesFirst && radiusMm[other] > parameters.duplicateRadiusRatio * radiusMm[s];
      });
      if (found) inside += 1;
    }
    return inside > parameters.duplicateShare * (first[b + 1] - first[b]);
  });
}
