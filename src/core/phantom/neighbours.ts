/** Which balls come near each other: points with radii sorted into cubic cells. */

const cellMm = 4;

export interface Cells {
  readonly size: readonly [number, number, number];
  readonly low: readonly [number, number, number];
  /** Items of cell c: items[first[c]] … items[first[c + 1] − 1]. */
  readonly first: Int32Array;
  readonly items: Int32Array;
}

/** Each point is entered in all cells where a thinner or equal partner within radii + `reachMm` may be. */
export function cellsOf(points: Float64Array, radiusMm: Float64Array, reachMm: number): Cells {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 3) {
    for (let axis = 0; axis < 3; axis += 1) {
      low[axis] = Math.min(low[axis], points[i + axis]);
      high[axis] = Math.max(high[axis], points[i + axis]);
    }
  }
  // without points there are no cells
  const along = (axis: 0 | 1 | 2): number => Math.max(0, Math.floor((high[axis] - low[axis]) / cellMm) + 1);
  const size: [number, number, number] = [along(0), along(1), along(2)];
  const first = new Int32Array(size[0] * size[1] * size[2] + 1);
  eachEntry(points, radiusMm, reachMm, size, low, (cell) => {
    first[cell + 1] += 1;
  });
  for (let c = 0; c + 1 < first.length; c += 1) first[c + 1] += first[c];
  const items = new Int32Array(first[first.length - 1]);
  const next = first.slice();
  eachEntry(points, radiusMm, reachMm, size, low, (cell, i) => {
    items[next[cell]] = i;
    next[cell] += 1;
  });
  return { size, low, first, items };
}

/** Every pair that may be nearer than radii + reach, once; the order depends on the points alone. */
export function eachPair(
  cells: Cells,
  points: Float64Array,
  radiusMm: Float64Array,
  visit: (i: number, j: number) => void,
): void {
  const [nx, ny] = cells.size;
  const n = points.length / 3;
  for (let i = 0; i < n; i += 1) {
    const x = Math.floor((points[3 * i] - cells.low[0]) / cellMm);
    const y = Math.floor((points[3 * i + 1] - cells.low[1]) / cellMm);
    const z = Math.floor((points[3 * i + 2] - cells.low[2]) / cellMm);
    const home = (z * ny + y) * nx + x;
    for (let p = cells.first[home]; p < cells.first[home + 1]; p += 1) {
      const j = cells.items[p];
      // seen from the thinner one; between equals from the later one
      if (radiusMm[j] > radiusMm[i] || (radiusMm[j] === radiusMm[i] && j < i)) visit(i, j);
    }
  }
}

function eachEntry(
  points: Float64Array,
  radiusMm: Float64Array,
  reachMm: number,
  size: readonly [number, number, number],
  low: readonly [number, number, number],
  enter: (cell: number, i: number) => void,
): void {
  const n = points.length / 3;
  const from = [0, 0, 0];
  const to = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const reach = 2 * radiusMm[i] + reachMm;
    for (let axis = 0; axis < 3; axis += 1) {
      const u = points[3 * i + axis] - low[axis];
      from[axis] = Math.max(0, Math.floor((u - reach) / cellMm));
      to[axis] = Math.min(size[axis] - 1, Math.floor((u + reach) / cellMm));
    }
    for (let z = from[2]; z <= to[2]; z += 1) {
      for (let y = from[1]; y <= to[1]; y += 1) {
        for (let x = from[0]; x <= to[0]; x += 1) enter((z * size[1] + y) * size[0] + x, i);
      }
    }
  }
}
