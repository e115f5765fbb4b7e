/** Points near a place: a hash of cubic cells. */

const cellMm = 3;

export interface NeighbourSearch {
  /** Index of the nearest point within `withinMm`, −1 where there is none; of equals the first. */
  nearest(x: number, y: number, z: number, withinMm: number): number;
  /** Every point within `withinMm`. */
  each(x: number, y: number, z: number, withinMm: number, visit: (index: number, distanceMm: number) => void): void;
}

const cell = (value: number): number => Math.floor(value / cellMm);
/** One number a cell; places within ±6 m. */
const keyOf = (i: number, j: number, k: number): number => ((k + 2048) * 4096 + j + 2048) * 4096 + i + 2048;

export function neighbourSearch(x: ArrayLike<number>, y: ArrayLike<number>, z: ArrayLike<number>): NeighbourSearch {
  const cells = new Map<number, number[]>();
  for (let i = 0; i < x.length; i += 1) {
    const key = keyOf(cell(x[i]), cell(y[i]), cell(z[i]));
    const list = cells.get(key);
    if (list === undefined) cells.set(key, [i]);
    else list.push(i);
  }
  const each: NeighbourSearch['each'] = (px, py, pz, withinMm, visit) => {
    for (let k = cell(pz - withinMm); k <= cell(pz + withinMm); k += 1) {
      for (let j = cell(py - withinMm); j <= cell(py + withinMm); j += 1) {
        for (let i = cell(px - withinMm); i <= cell(px + withinMm); i += 1) {
          for (const index of cells.get(keyOf(i, j, k)) ?? []) {
            const dx = x[index] - px;
            const dy = y[index] - py;
            const dz = z[index] - pz;
            const distance = Math.sqrt(dx * dx + dy * dy + dz * dz);
            if (distance <= withinMm) visit(index, distance);
          }
        }
      }
    }
  };
  return {
    each,
    nearest: (px, py, pz, withinMm) => {
      let best = -1;
      let least = Infinity;
      each(px, py, pz, withinMm, (index, distance) => {
        if (distance < least || (distance === least && index < best)) {
          best = index;
          least = distance;
        }
      });
      return best;
    },
  };
}
