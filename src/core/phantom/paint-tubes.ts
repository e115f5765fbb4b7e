/** Tubes on one plane of the fine lattice: kind after kind, within a kind the union. */
import { cbrt } from '../maths';
import type { Lattice } from './lattice';
import { TUBE_KINDS } from './scene';
import type { Tubes } from './scene';
import { rowHalf } from './thickest';

/**
 * Radius to draw a tube of radius r with, where its edge is a ramp of width w, so that the area drawn is
 * πr² exactly: the ramp alone would add πw²/12, 4 % of a BV5 vessel at its thinnest.
 * Thin tubes are all ramp: ∫ is πR³/3w with R = drawn radius + w/2.
 */
export function drawnRadiusMm(radiusMm: number, edgeMm: number): number {
  const r2 = radiusMm * radiusMm;
  return 3 * r2 > edgeMm * edgeMm ? Math.sqrt(r2 - (edgeMm * edgeMm) / 12) : cbrt(3 * edgeMm * r2) - edgeMm / 2;
}

/** Indices of the pieces that may touch heights low … high, a list a kind. */
export function piecesBetween(tubes: Tubes, low: number, high: number): Int32Array[] {
  const found: number[][] = Array.from({ length: TUBE_KINDS }, () => []);
  for (let i = 0; i < tubes.count; i += 1) {
    const p = 8 * i;
    const a = tubes.pieces[p + 2];
    const b = tubes.pieces[p + 6];
    const reach = Math.max(tubes.pieces[p + 3], tubes.pieces[p + 7]) + 1;
    if (Math.min(a, b) - reach <= high && Math.max(a, b) + reach >= low) found[tubes.kind[i]].push(i);
  }
  return found.map((list) => Int32Array.from(list));
}

export interface TubeBuffers {
  /** Share of each lattice place that the kind in hand covers; zero between calls. */
  readonly cover: Float32Array;
  touched: Int32Array;
}

export const tubeBuffers = (lattice: Lattice): TubeBuffers => ({
  cover: new Float32Array(lattice.columns * lattice.rows),
  touched: new Int32Array(1 << 16),
});

export function paintTubes(
  tubes: Tubes,
  tubeHu: readonly number[],
  lattice: Lattice,
  byKind: readonly Int32Array[],
  z: number,
  buffers: TubeBuffers,
  out: Float32Array,
): void {
  for (let kind = 0; kind < byKind.length; kind += 1) {
    let n = 0;
    for (const piece of byKind[kind]) n = coverPiece(tubes.pieces, 8 * piece, lattice, z, buffers, n);
    const hu = tubeHu[kind];
    for (let t = 0; t < n; t += 1) {
      const at = buffers.touched[t];
      out[at] += buffers.cover[at] * (hu - out[at]);
      buffers.cover[at] = 0;
    }
  }
}

/** Raises the cover of the places that a piece reaches at height z; returns the new number of touched places. */
function coverPiece(
  p: Float64Array,
  at: number,
  lattice: Lattice,
  z: number,
  buffers: TubeBuffers,
  touched: number,
): number {
  const w = lattice.edgeMm;
  const az = p[at + 2];
  const bz = p[at + 6];
  const reach = Math.max(p[at + 3], p[at + 7]) + w / 2;
  if (Math.min(az, bz) - reach > z || Math.max(az, bz) + reach < z) return touched;
  const ax = p[at];
  const ay = p[at + 1];
  const bx = p[at + 4];
  const by = p[at + 5];
  const ra = drawnRadiusMm(p[at + 3], w);
  const rb = drawnRadiusMm(p[at + 7], w);
  const dx = bx - ax;
  const dy = by - ay;
  const dz = bz - az;
  const square = dx * dx + dy * dy + dz * dz;
  const inverse = 1 / Math.max(1e-12, square);
  const across = square - dx * dx;
  const slants = across > 1e-3 * square;
  const line = (mm: number, first: number): number => (mm - first) / lattice.stepMm;
  const i0 = Math.max(0, Math.ceil(line(Math.min(ax, bx) - reach, lattice.firstX)));
  const i1 = Math.min(lattice.columns - 1, Math.floor(line(Math.max(ax, bx) + reach, lattice.firstX)));
  const j0 = Math.max(0, Math.ceil(line(Math.min(ay, by) - reach, lattice.firstY)));
  const j1 = Math.min(lattice.rows - 1, Math.floor(line(Math.max(ay, by) + reach, lattice.firstY)));
  const pz = z - az;
  let n = touched;
  for (let j = j0; j <= j1; j += 1) {
    const py = lattice.firstY + j * lattice.stepMm - ay;
    // on a row the endless tube about the piece is an interval: middle ± half
    const half = slants ? rowHalf(square, dx, py, dy, pz, dz, reach) : Infinity;
    if (half < 0) continue;
    const middle = slants ? ax + (dx * (py * dy + pz * dz)) / across : ax;
    const from = Math.max(i0, Math.ceil(line(middle - half, lattice.firstX)));
    const to = Math.min(i1, Math.floor(line(middle + half, lattice.firstX)));
    for (let i = from; i <= to; i += 1) {
      const px = lattice.firstX + i * lattice.stepMm - ax;
      const t = Math.min(1, Math.max(0, (px * dx + py * dy + pz * dz) * inverse));
      const ex = px - t * dx;
      const ey = py - t * dy;
      const ez = pz - t * dz;
      const cover = 0.5 + (ra + (rb - ra) * t - Math.sqrt(ex * ex + ey * ey + ez * ez)) / w;
      if (cover <= 0) continue;
      const place = j * lattice.columns + i;
      const before = buffers.cover[place];
      if (before === 0) {
        if (n === buffers.touched.length) buffers.touched = grown(buffers.touched);
        buffers.touched[n] = place;
        n += 1;
      }
      if (cover > before) buffers.cover[place] = Math.min(1, cover);
    }
  }
  return n;
}

function grown(list: Int32Array): Int32Array {
  const larger = new Int32Array(2 * list.length);
  larger.set(list);
  return larger;
}
