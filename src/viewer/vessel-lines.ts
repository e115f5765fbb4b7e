/**
 * The stations as lines for the 3-D view: one run a stretch of a branch within one calibre bin.
 *
 * Neighbouring runs share a point, so a vessel has no gap where its CSA crosses an edge, and changes
 * its colour at that station. Points nearer than a step are left out: they could not be told apart.
 */
import type { StationTable } from '../core/result/types';
import { isLit, labelOfCsa } from './lit';
import type { CalibreName, Lit } from './types';

export interface VesselLines {
  /** LPS x, y, z of each point. */
  readonly points: Float32Array;
  readonly radiiMm: Float32Array;
  /** First point of each run, and the number of points at the end. */
  readonly starts: Uint32Array;
}

export type LinesByBin = Readonly<Record<CalibreName, VesselLines>>;

const names: readonly CalibreName[] = ['below', 'bv5', 'bv5_10', 'bv10'];

/** Lines of all stations, or of those a figure lights. */
export function vesselLines(stations: StationTable, stepMm: number, lit: Lit | null = null): LinesByBin {
  const builders = names.map(() => new LineBuilder());
  const count = stations.branch.length;
  let from = 0;
  while (from < count) {
    let to = from + 1;
    while (to < count && stations.branch[to] === stations.branch[from]) to += 1;
    addBranch(stations, from, to, stepMm, lit, builders);
    from = to;
  }
  const [below, bv5, bv5To10, bv10] = builders.map((builder) => builder.finish());
  return { below, bv5, bv5_10: bv5To10, bv10 };
}

function addBranch(
  t: StationTable,
  from: number,
  to: number,
  stepMm: number,
  lit: Lit | null,
  builders: readonly LineBuilder[],
): void {
  let open: LineBuilder | null = null;
  let last = -1;
  for (let s = from; s < to; s += 1) {
    const builder = isLit(lit, t.csaMm2[s], t.side[s], t.branch[s]) ? builders[labelOfCsa(t.csaMm2[s]) - 1] : null;
    if (builder !== open) {
      // the station where the bin changes ends one run and begins the next
      open?.add(t, s);
      open?.endRun();
      builder?.add(t, s);
      open = builder;
      last = s;
    } else if (builder !== null && (s === to - 1 || farEnough(t, last, s, stepMm))) {
      builder.add(t, s);
      last = s;
    }
  }
  open?.endRun();
}

function farEnough(t: StationTable, a: number, b: number, stepMm: number): boolean {
  const dx = t.x[a] - t.x[b];
  const dy = t.y[a] - t.y[b];
  const dz = t.z[a] - t.z[b];
  return dx * dx + dy * dy + dz * dz >= stepMm * stepMm;
}

class LineBuilder {
  readonly #points: number[] = [];
  readonly #radii: number[] = [];
  readonly #starts: number[] = [0];

  add(t: StationTable, s: number): void {
    this.#points.push(t.x[s], t.y[s], t.z[s]);
    this.#radii.push(Math.sqrt(t.csaMm2[s] / Math.PI));
  }

  /** A run of one point cannot be drawn and is taken back. */
  endRun(): void {
    const start = this.#starts[this.#starts.length - 1];
    const length = this.#radii.length - start;
    if (length === 1) {
      this.#points.length -= 3;
      this.#radii.length -= 1;
    } else if (length > 1) {
      this.#starts.push(this.#radii.length);
    }
  }

  finish(): VesselLines {
    return {
      points: Float32Array.from(this.#points),
      radiiMm: Float32Array.from(this.#radii),
      starts: Uint32Array.from(this.#starts),
    };
  }
}
