/** The true centrelines as a table of stations, to score a measurement station by station. */
import { cellsOf, eachPair } from './neighbours';
import { ARTERY, VEIN } from './scene';
import type { Scene, Tubes } from './scene';
import { sideAt } from './truth';

/** Columns, one entry a station (the middle of a straight piece); x, y, z in LPS mm. */
export interface TrueStations {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly radiusMm: Float64Array;
  readonly lengthMm: Float64Array;
  readonly vessel: Int32Array;
  /** 1 artery, 0 vein. */
  readonly artery: Uint8Array;
  /** 1 right lung, 2 left lung, 0 outside the lung fields. */
  readonly side: Uint8Array;
  /** 1 where the axis lies inside a thicker vessel: it owns no blood there. */
  readonly covered: Uint8Array;
}

export function trueStations(scene: Scene): TrueStations {
  const { tubes } = scene;
  const pieces: number[] = [];
  for (let i = 0; i < tubes.count; i += 1) if (tubes.kind[i] === ARTERY || tubes.kind[i] === VEIN) pieces.push(i);
  const count = pieces.length;
  const column = (of: (at: number) => number): Float64Array => Float64Array.from(pieces, (piece) => of(8 * piece));
  const p = tubes.pieces;
  const middle = (axis: number): Float64Array => column((at) => (p[at + axis] + p[at + 4 + axis]) / 2);
  const [x, y, z, radiusMm] = [middle(0), middle(1), middle(2), middle(3)];
  const lengthMm = column((at) => {
    const d = [p[at + 4] - p[at], p[at + 5] - p[at + 1], p[at + 6] - p[at + 2]];
    return Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
  });
  const side = new Uint8Array(count);
  const points = new Float64Array(3 * count);
  for (let i = 0; i < count; i += 1) {
    side[i] = sideAt(scene, x[i], y[i], z[i]);
    points.set([x[i], y[i], z[i]], 3 * i);
  }
  const covered = new Uint8Array(count);
  eachPair(cellsOf(points, radiusMm, 0), points, radiusMm, (thin, thick) => {
    if (covered[thin] === 0 && holds(tubes, pieces[thick], points, 3 * thin)) {
      covered[thin] = tubes.branch[pieces[thick]] === tubes.branch[pieces[thin]] ? 0 : 1;
    }
  });
  return {
    count,
    x,
    y,
    z,
    radiusMm,
    lengthMm,
    vessel: Int32Array.from(pieces, (piece) => tubes.branch[piece]),
    artery: Uint8Array.from(pieces, (piece) => (tubes.kind[piece] === ARTERY ? 1 : 0)),
    side,
    covered,
  };
}

function holds(tubes: Tubes, piece: number, points: Float64Array, at: number): boolean {
  const p = tubes.pieces.subarray(8 * piece, 8 * piece + 8);
  const d = [p[4] - p[0], p[5] - p[1], p[6] - p[2]];
  const q = [points[at] - p[0], points[at + 1] - p[1], points[at + 2] - p[2]];
  const square = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
  const along = (q[0] * d[0] + q[1] * d[1] + q[2] * d[2]) / Math.max(1e-12, square);
  const t = Math.min(1, Math.max(0, along));
  const e = [q[0] - t * d[0], q[1] - t * d[1], q[2] - t * d[2]];
  const radius = p[3] + (p[7] - p[3]) * t;
  return e[0] * e[0] + e[1] * e[1] + e[2] * e[2] < radius * radius;
}
