/** Outlines of a mask in one slice, between the voxel centres, as chains that can be drawn dashed. */
import type { Geometry } from '../core/volume';
import { strides, type Plane } from './planes';

export interface Contour {
  /** Column, row, column, row …; closed chains repeat their first point. */
  readonly points: Float32Array;
  readonly uncertain: boolean;
}

/** Corners of a cell that are inside (1 upper left, 2 upper right, 4 lower right, 8 lower left) → edges to join. */
const edgesOfCase: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];

/** Middle of the four edges of a cell, in half voxels from its upper left corner. */
const edgeMiddle: readonly (readonly [number, number])[] = [
  [1, 0],
  [2, 1],
  [1, 2],
  [0, 1],
];

/**
 * Outlines of all voxels for which `inside(label)` holds; a chain is uncertain where the voxels it
 * surrounds are. Voxels beyond the slice count as outside.
 */
export function contoursOf(
  g: Geometry,
  mask: Uint8Array,
  plane: Plane,
  slice: number,
  inside: (label: number) => boolean,
  isUncertain: (label: number) => boolean,
): Contour[] {
  const { first, column, row } = strides(g, plane, slice);
  const columns = plane.right.count;
  const rows = plane.down.count;
  const read = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= columns || y >= rows ? 0 : mask[first + y * row + x * column];
  const certain = new Segments(columns);
  const uncertain = new Segments(columns);
  let above = new Uint8Array(columns + 1);
  let here = new Uint8Array(columns + 1);
  for (let y = -1; y < rows; y += 1) {
    // `above` holds row y, `here` row y + 1, both shifted by one column
    for (let x = 0; x < columns; x += 1) here[x + 1] = inside(read(x, y + 1)) ? 1 : 0;
    for (let x = -1; x < columns; x += 1) {
      const next = x + 1 < columns ? 1 : 0;
      const upperLeft = above[x + 1];
      const upperRight = next ? above[x + 2] : 0;
      const lowerRight = next ? here[x + 2] : 0;
      const lowerLeft = here[x + 1];
      const which = upperLeft | (upperRight << 1) | (lowerRight << 2) | (lowerLeft << 3);
      if (which === 0 || which === 15) continue;
      const doubtful =
        (upperLeft && isUncertain(read(x, y))) ||
        (upperRight && isUncertain(read(x + 1, y))) ||
        (lowerRight && isUncertain(read(x + 1, y + 1))) ||
        (lowerLeft && isUncertain(read(x, y + 1)));
      const into = doubtful ? uncertain : certain;
      for (const [from, to] of edgesOfCase[which]) {
        into.add(
          2 * x + edgeMiddle[from][0],
          2 * y + edgeMiddle[from][1],
          2 * x + edgeMiddle[to][0],
          2 * y + edgeMiddle[to][1],
        );
      }
    }
    [above, here] = [here, above];
  }
  return [
    ...certain.chains().map((points) => ({ points, uncertain: false })),
    ...uncertain.chains().map((points) => ({ points, uncertain: true })),
  ];
}

/** Directed segments on the half-voxel lattice, each start used at most twice; joined end to start. */
class Segments {
  readonly #width: number;
  readonly #next = new Map<number, number[]>();
  readonly #ends = new Set<number>();

  constructor(columns: number) {
    this.#width = 2 * columns + 4;
  }

  #key(x: number, y: number): number {
    return (y + 2) * this.#width + x + 2;
  }

  add(x0: number, y0: number, x1: number, y1: number): void {
    const from = this.#key(x0, y0);
    const to = this.#key(x1, y1);
    const known = this.#next.get(from);
    if (known === undefined) this.#next.set(from, [to]);
    else known.push(to);
    this.#ends.add(to);
  }

  chains(): Float32Array[] {
    const chains: Float32Array[] = [];
    // open chains first, from starts that no segment leads to; what is left are closed ones
    for (const start of this.#next.keys()) if (!this.#ends.has(start)) this.#follow(start, chains);
    for (const start of this.#next.keys()) this.#follow(start, chains);
    return chains;
  }

  #follow(start: number, chains: Float32Array[]): void {
    while ((this.#next.get(start)?.length ?? 0) > 0) {
      const points: number[] = [];
      let at: number | undefined = start;
      while (at !== undefined) {
        points.push(((at % this.#width) - 2) / 2, (Math.floor(at / this.#width) - 2) / 2);
        at = this.#next.get(at)?.pop();
      }
      if (points.length > 2) chains.push(Float32Array.from(points));
    }
  }
}
