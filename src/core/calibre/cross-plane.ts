/** Looks at the image in the plane across a vessel: HU at places given along and across its axis. */
import { cos, sin } from '../maths';
import { sampleTrilinear, type Grid } from '../volume';
import { planeAcross } from './tube-image';

/** Directions around the axis in which the surroundings are looked at. */
export const directions = 16;
export const cosines = Float64Array.from({ length: directions }, (_, k) => cos((2 * k * Math.PI) / directions));
export const sines = Float64Array.from({ length: directions }, (_, k) => sin((2 * k * Math.PI) / directions));

/** HU at (u, v) mm in the plane and w mm along the axis. */
export type At = (u: number, v: number, w?: number) => number;

/** Moves over the stations of a set: `at` reads around the station given last to `go`. */
export interface CrossPlane {
  readonly go: (s: number) => void;
  readonly at: At;
}

export function crossPlane(
  hu: Int16Array | Float32Array,
  grid: Grid,
  points: Float64Array,
  tangents: Float64Array,
): CrossPlane {
  const [dx, dy, dz] = grid.spacingMm;
  const frame = new Float64Array(6);
  let p = 0;
  return {
    go(s) {
      p = 3 * s;
      planeAcross(tangents[p], tangents[p + 1], tangents[p + 2], frame);
    },
    at: (u, v, w = 0) =>
      sampleTrilinear(
        hu,
        grid.size,
        (points[p] + u * frame[0] + v * frame[3] + w * tangents[p]) / dx,
        (points[p + 1] + u * frame[1] + v * frame[4] + w * tangents[p + 1]) / dy,
        (points[p + 2] + u * frame[2] + v * frame[5] + w * tangents[p + 2]) / dz,
      ),
  };
}
