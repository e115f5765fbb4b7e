/** Planes across the patient that cut the lungs into thirds of equal volume. */
import { OUTSIDE, type LungField } from '../lungs/types';
import type { Vec3 } from '../volume';

export interface LungThirds {
  /** 0 upper, 1 middle, 2 lower third of a point in grid mm. */
  of(x: number, y: number, z: number): 0 | 1 | 2;
}

const stepMm = 0.5;

/** `superior` is the patient's z direction in the grid's axes: the last row of the direction matrix. */
export function lungThirds(lungs: LungField, superior: Vec3): LungThirds {
  const [nx, ny, nz] = lungs.grid.size;
  const [dx, dy, dz] = lungs.grid.spacingMm;
  const height = (x: number, y: number, z: number): number => superior[0] * x + superior[1] * y + superior[2] * z;
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((c) =>
    height((c & 1) * nx * dx, ((c >> 1) & 1) * ny * dy, (c >> 2) * nz * dz),
  );
  const lowest = Math.min(...corners) - stepMm;
  const counts = new Float64Array(Math.ceil((Math.max(...corners) - lowest) / stepMm) + 2);
  let total = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const row = (k * ny + j) * nx;
      for (let i = 0; i < nx; i += 1) {
        if (lungs.labels[row + i] === OUTSIDE) continue;
        counts[Math.floor((height(i * dx, j * dy, k * dz) - lowest) / stepMm)] += 1;
        total += 1;
      }
    }
  }
  const cut = (share: number): number => {
    let below = 0;
    for (let bin = 0; bin < counts.length; bin += 1) {
      if (counts[bin] > 0 && below + counts[bin] >= share * total) {
        return lowest + stepMm * (bin + (share * total - below) / counts[bin]);
      }
      below += counts[bin];
    }
    return lowest;
  };
  const low = cut(1 / 3);
  const high = cut(2 / 3);
  return {
    of: (x, y, z) => {
      const h = height(x, y, z);
      return h >= high ? 0 : h >= low ? 1 : 2;
    },
  };
}
