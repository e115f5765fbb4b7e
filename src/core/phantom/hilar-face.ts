/**
 * The mediastinal face about the hilum, from which the figures without the hilum keep 10 mm away: by the rule of the
 * product (docs/definitions.md), worked out on the true surfaces.
 *
 * The face is what of a lung's surface looks within 72° of the way to the other lung, neither steeply up nor down, no
 * further than 40 mm from a place where a vessel crosses it.
 */
import { newField, nodeCount, risingDirection, valueAt } from './coarse';
import { ARTERY, VEIN } from './scene';
import type { CoarseGrid, Tubes } from './scene';

const medialNormal = 0.3;
const levelNormal = 0.8;
const hilumReachMm = 40;
/** Distances further from the face than this carry no meaning. */
const farMm = 14;

/** Distance in mm of every node to the nearest point of the face of either lung, at most 14. */
export function hilarFaceDistance(
  grid: CoarseGrid,
  rightMm: Float32Array,
  leftMm: Float32Array,
  tubes: Tubes,
): Float32Array {
  const out = newField(grid).fill(farMm);
  const [nx, ny] = grid.size;
  for (const point of [...facePoints(grid, rightMm, tubes, 1), ...facePoints(grid, leftMm, tubes, -1)]) {
    const place = point.map((x, axis) => (x - grid.originMm[axis]) / grid.stepMm);
    const reach = farMm / grid.stepMm;
    const [i, j, k] = place.map((at, axis): [number, number] => [
      Math.max(0, Math.ceil(at - reach)),
      Math.min(grid.size[axis] - 1, Math.floor(at + reach)),
    ]);
    for (let c = k[0]; c <= k[1]; c += 1) {
      for (let b = j[0]; b <= j[1]; b += 1) {
        const across = (b - place[1]) * (b - place[1]) + (c - place[2]) * (c - place[2]);
        for (let a = i[0]; a <= i[1]; a += 1) {
          const distanceMm = grid.stepMm * Math.sqrt((a - place[0]) * (a - place[0]) + across);
          const at = (c * ny + b) * nx + a;
          if (distanceMm < out[at]) out[at] = distanceMm;
        }
      }
    }
  }
  return out;
}

/** Where grid lines cross the medial surface near the hilum; `medial` is the sign of x towards the other lung. */
function facePoints(grid: CoarseGrid, lungMm: Float32Array, tubes: Tubes, medial: 1 | -1): number[][] {
  const crossings = vesselCrossings(grid, lungMm, tubes);
  const [nx, ny] = grid.size;
  const points: number[][] = [];
  for (let at = 0; at < nodeCount(grid); at += 1) {
    const place = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    for (let axis = 0; axis < 3; axis += 1) {
      if (place[axis] + 1 >= grid.size[axis]) continue;
      const next = at + [1, nx, nx * ny][axis];
      if (lungMm[at] < 0 === lungMm[next] < 0) continue;
      const share = lungMm[at] / (lungMm[at] - lungMm[next]);
      const [x, y, z] = place.map((index, a) => grid.originMm[a] + (index + (a === axis ? share : 0)) * grid.stepMm);
      const normal = risingDirection(grid, lungMm, x, y, z);
      if (normal[0] * medial <= medialNormal || Math.abs(normal[2]) >= levelNormal) continue;
      const isNear = crossings.some(([a, b, c]) => {
        const square = (a - x) * (a - x) + (b - y) * (b - y) + (c - z) * (c - z);
        return square < hilumReachMm * hilumReachMm;
      });
      if (isNear) points.push([x, y, z]);
    }
  }
  return points;
}

/** Middles of pieces of vessel that begin and end on different sides of the surface. */
function vesselCrossings(grid: CoarseGrid, lungMm: Float32Array, { count, kind, pieces }: Tubes): number[][] {
  const crossings: number[][] = [];
  for (let i = 0; i < count; i += 1) {
    if (kind[i] !== ARTERY && kind[i] !== VEIN) continue;
    const [ax, ay, az, , bx, by, bz] = pieces.subarray(8 * i, 8 * i + 7);
    if (valueAt(grid, lungMm, ax, ay, az) < 0 === valueAt(grid, lungMm, bx, by, bz) < 0) continue;
    crossings.push([(ax + bx) / 2, (ay + by) / 2, (az + bz) / 2]);
  }
  return crossings;
}
