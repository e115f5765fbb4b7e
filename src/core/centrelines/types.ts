/** Centrelines of vessels: what the calibre stage measures along. Coordinates: grid millimetres of the lung box. */
export interface Centreline {
  /** Stable within a measurement: 0, 1, 2 … */
  readonly id: number;
  /** x, y, z of each station in mm; 3 · n values, stations about 0.75 mm apart. */
  readonly points: Float64Array;
  /** Radius of the candidate mask at each station in mm: a start value, not a size. */
  readonly maskRadiusMm: Float64Array;
  readonly lengthMm: number;
  /** Node at either end: equal numbers meet in a junction; −1 is a free end. */
  readonly ends: readonly [number, number];
}
