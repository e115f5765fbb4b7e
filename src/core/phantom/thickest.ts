/** Which points of a plane lie in a vessel, and how thick the thickest vessel is that holds them. */
import type { Tubes } from './scene';

/** Points stepMm apart; `radiusMm` is zero between calls. */
export interface RadiusPlane {
  readonly firstX: number;
  readonly firstY: number;
  readonly stepMm: number;
  readonly columns: number;
  readonly rows: number;
  readonly radiusMm: Float32Array;
}

/** Calls `found` once for every point of the plane at height z that lies in one of the pieces. */
export function thickestRadii(
  tubes: Tubes,
  lists: readonly Int32Array[],
  z: number,
  plane: RadiusPlane,
  found: (at: number, radiusMm: number) => void,
): void {
  const touched: number[] = [];
  for (const list of lists) for (const piece of list) raise(tubes.pieces, 8 * piece, z, plane, touched);
  for (const at of touched) {
    found(at, plane.radiusMm[at]);
    plane.radiusMm[at] = 0;
  }
}

function raise(p: Float64Array, at: number, z: number, plane: RadiusPlane, touched: number[]): void {
  const az = p[at + 2];
  const bz = p[at + 6];
  const ra = p[at + 3];
  const rb = p[at + 7];
  const reach = Math.max(ra, rb);
  if (Math.min(az, bz) - reach > z || Math.max(az, bz) + reach < z) return;
  const ax = p[at];
  const ay = p[at + 1];
  const bx = p[at + 4];
  const by = p[at + 5];
  const dx = bx - ax;
  const dy = by - ay;
  const dz = bz - az;
  const square = dx * dx + dy * dy + dz * dz;
  const inverse = 1 / Math.max(1e-12, square);
  const i0 = Math.max(0, Math.ceil((Math.min(ax, bx) - reach - plane.firstX) / plane.stepMm));
  const i1 = Math.min(plane.columns - 1, Math.floor((Math.max(ax, bx) + reach - plane.firstX) / plane.stepMm));
  const j0 = Math.max(0, Math.ceil((Math.min(ay, by) - reach - plane.firstY) / plane.stepMm));
  const j1 = Math.min(plane.rows - 1, Math.floor((Math.max(ay, by) + reach - plane.firstY) / plane.stepMm));
  const pz = z - az;
  for (let j = j0; j <= j1; j += 1) {
    const py = plane.firstY + j * plane.stepMm - ay;
    // on a row the endless tube about the piece is an interval: middle ± half
    const across = square - dx * dx;
    const slant = across > 1e-3 * square ? (dx * (py * dy + pz * dz)) / across : 0;
    const half = across > 1e-3 * square ? rowHalf(square, dx, py, dy, pz, dz, reach) : Infinity;
    if (half < 0) continue;
    const from = Math.max(i0, Math.ceil((ax + slant - half - plane.firstX) / plane.stepMm));
    const to = Math.min(i1, Math.floor((ax + slant + half - plane.firstX) / plane.stepMm));
    for (let i = from; i <= to; i += 1) {
      const px = plane.firstX + i * plane.stepMm - ax;
      const t = Math.min(1, Math.max(0, (px * dx + py * dy + pz * dz) * inverse));
      const ex = px - t * dx;
      const ey = py - t * dy;
      const ez = pz - t * dz;
      const radius = ra + (rb - ra) * t;
      if (ex * ex + ey * ey + ez * ez >= radius * radius) continue;
      const place = j * plane.columns + i;
      if (plane.radiusMm[place] === 0) touched.push(place);
      if (radius > plane.radiusMm[place]) plane.radiusMm[place] = radius;
    }
  }
}

/**
 * Half the length in x that a row (py, pz from the tube's start) shares with an endless tube of direction
 * (dx, dy, dz) and the given radius; negative where they do not meet. For tubes not along x.
 */
export function rowHalf(
  square: number,
  dx: number,
  py: number,
  dy: number,
  pz: number,
  dz: number,
  radiusMm: number,
): number {
  const across = square - dx * dx;
  const b = py * dy + pz * dz;
  const c = py * py + pz * pz - (b * b) / square - radiusMm * radiusMm;
  // distance² to the axis = (across/square)·x² − 2·(dx·b/square)·x + py² + pz² − b²/square
  const root = (dx * b * dx * b) / (across * across) - (c * square) / across;
  return root >= 0 ? Math.sqrt(root) : -1;
}
