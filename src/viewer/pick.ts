/** Which vessel is meant by a click: in a slice or slab, and in the turned 3-D picture. */
import { worldToVoxel, type Geometry, type Vec3 } from '../core/volume';
import { placeOf, type Plane } from './planes';
import type { Turn } from './turntable';
import { axesOf } from './turntable';

/** Stations that can be meant; positions in LPS millimetres. */
export interface PickTable {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  readonly csaMm2: Float32Array;
  /** Whether the station is on the screen. */
  isShown(row: number): boolean;
}

/** A click beside the wall by this much still means the vessel. */
const slackMm = 0.8;
const slackPixels = 4;

/** The station under a place of a slice, or of a slab from its first to its last slice; −1 where there is none. */
export function pickInSlices(
  g: Geometry,
  plane: Plane,
  place: readonly [column: number, row: number],
  [first, last]: readonly [first: number, last: number],
  table: PickTable,
): number {
  let best = -1;
  let least = slackMm;
  for (let s = 0; s < table.x.length; s += 1) {
    const [column, row, slice] = placeOf(plane, worldToVoxel(g, table.x[s], table.y[s], table.z[s]));
    const across = (column - place[0]) * plane.right.spacingMm;
    const along = (row - place[1]) * plane.down.spacingMm;
    const radius = Math.sqrt(table.csaMm2[s] / Math.PI);
    if (across * across + along * along > (radius + slackMm) ** 2) continue;
    // a slice is as thick as its spacing: within half of it a vessel is on it
    const beside = Math.max(0, first - slice - 0.5, slice - last - 0.5) * plane.through.spacingMm;
    const distance = Math.sqrt(across * across + along * along + beside * beside) - radius;
    if (distance < least && table.isShown(s)) {
      best = s;
      least = distance;
    }
  }
  return best;
}

/** How the 3-D picture lies on the screen. */
export interface Projection {
  readonly turn: Turn;
  readonly centre: Vec3;
  readonly pixelsPerMm: number;
  readonly width: number;
  readonly height: number;
}

/** The nearest station to the viewer under a place of the 3-D picture; −1 where there is none. */
export function pickInProjection(p: Projection, x: number, y: number, table: PickTable): number {
  const { toEye, up, right } = axesOf(p.turn);
  const dot = (a: Vec3, s: number): number =>
    a[0] * (table.x[s] - p.centre[0]) + a[1] * (table.y[s] - p.centre[1]) + a[2] * (table.z[s] - p.centre[2]);
  let best = -1;
  let nearest = -Infinity;
  for (let s = 0; s < table.x.length; s += 1) {
    const dx = p.width / 2 + p.turn.shiftX * p.height + p.pixelsPerMm * dot(right, s) - x;
    const dy = p.height / 2 + p.turn.shiftY * p.height - p.pixelsPerMm * dot(up, s) - y;
    const reach = Math.max(slackPixels, p.pixelsPerMm * Math.sqrt(table.csaMm2[s] / Math.PI));
    if (dx * dx + dy * dy > reach * reach) continue;
    const depth = dot(toEye, s);
    if (depth > nearest && table.isShown(s)) {
      best = s;
      nearest = depth;
    }
  }
  return best;
}
