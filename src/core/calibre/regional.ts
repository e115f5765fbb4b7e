/** Regional parenchyma under each station, from the lungs' coarse field. */
import type { CoarseField } from '../lungs/types';
import { sampleTrilinear, sharedFloat64 } from '../volume';
import type { Stations } from './stations';

export function regionalHuAt(field: CoarseField, stations: Stations): Float64Array {
  const { grid, offsetMm, values } = field;
  const [dx, dy, dz] = grid.spacingMm;
  const out = sharedFloat64(stations.count);
  for (let s = 0; s < stations.count; s += 1) {
    out[s] = sampleTrilinear(
      values,
      grid.size,
      (stations.points[3 * s] - offsetMm[0]) / dx,
      (stations.points[3 * s + 1] - offsetMm[1]) / dy,
      (stations.points[3 * s + 2] - offsetMm[2]) / dz,
    );
  }
  return out;
}
