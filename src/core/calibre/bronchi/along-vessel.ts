/**
 * Joins what single stations show into bronchi that run along their vessels: a bronchus goes on over some millimetres with
 * the same width on the same side, what only looks like one does not.
 */
import { exp } from '../../maths';
import type { Parameters } from '../../parameters';
import type { Stations } from '../stations';
import { found, foundStride } from './find-task';

/** A bronchus at the side of a run of stations. */
export interface BronchusRun {
  /** x, y, z of its axis beside each station, grid mm. */
  readonly points: Float64Array;
  readonly lumenMm: Float64Array;
  readonly outerMm: Float64Array;
  /** HU of the lung around. */
  readonly backgroundHu: Float64Array;
}

/** `selected` rises; `rows` has `foundStride` numbers for each of it. */
export function bronchiAlong(
  stations: Stations,
  selected: Int32Array,
  rows: Float64Array,
  backgroundHu: Float64Array,
  parameters: Parameters,
): BronchusRun[] {
  const runs: BronchusRun[] = [];
  const { branch, first } = stations;
  for (let from = 0; from < selected.length;) {
    const b = branch[selected[from]];
    let to = from;
    while (to < selected.length && branch[selected[to]] === b) to += 1;
    const held = heldBy(stations, selected, rows, from, to, parameters);
    if (held.length > 0)
      addRuns(runs, stations, first[b], first[b + 1], selected, rows, held, backgroundHu, parameters);
    from = to;
  }
  return runs;
}

/** Positions in `selected` whose bronchus their neighbours along the vessel show as well. */
function heldBy(
  { alongMm }: Stations,
  selected: Int32Array,
  rows: Float64Array,
  from: number,
  to: number,
  parameters: Parameters,
): number[] {
  const held: number[] = [];
  for (let k = from; k < to; k += 1) {
    if (rows[k * foundStride + found.trust] === 0) continue;
    let near = 0;
    let alike = 0;
    for (let q = from; q < to; q += 1) {
      if (q === k || Math.abs(alongMm[selected[q]] - alongMm[selected[k]]) > parameters.bronchusHoldMm) continue;
      near += 1;
      if (isAlike(rows, k, q)) alike += 1;
    }
    if (alike >= 1 && alike >= parameters.bronchusHoldShare * near) held.push(k);
  }
  return held;
}

function isAlike(rows: Float64Array, k: number, q: number): boolean {
  const [a, b] = [k * foundStride, q * foundStride];
  if (rows[b + found.trust] === 0) return false;
  const x = rows[a] - rows[b];
  const y = rows[a + 1] - rows[b + 1];
  const z = rows[a + 2] - rows[b + 2];
  const outer = Math.min(rows[a + found.outerMm], rows[b + found.outerMm]);
  const ratio = rows[a + found.lumenMm] / rows[b + found.lumenMm];
  return x * x + y * y + z * z < outer * outer && ratio > 0.6 && ratio < 1.67;
}

/** One run for each stretch of the branch that lies near held stations. */
function addRuns(
  runs: BronchusRun[],
  stations: Stations,
  first: number,
  end: number,
  selected: Int32Array,
  rows: Float64Array,
  held: readonly number[],
  backgroundHu: Float64Array,
  parameters: Parameters,
): void {
  const { alongMm, points } = stations;
  let open: { points: number[]; lumenMm: number[]; outerMm: number[]; backgroundHu: number[] } | null = null;
  const close = (): void => {
    if (open !== null && open.lumenMm.length > 1)
      runs.push({
        points: Float64Array.from(open.points),
        lumenMm: Float64Array.from(open.lumenMm),
        outerMm: Float64Array.from(open.outerMm),
        backgroundHu: Float64Array.from(open.backgroundHu),
      });
    open = null;
  };
  const mean = new Float64Array(foundStride);
  for (let s = first; s < end; s += 1) {
    const nearest = held.reduce((least, k) => Math.min(least, Math.abs(alongMm[selected[k]] - alongMm[s])), Infinity);
    if (nearest > parameters.bronchusBridgeMm) {
      close();
      continue;
    }
    meanAround(alongMm[s], alongMm, selected, rows, held, mean, parameters);
    open ??= { points: [], lumenMm: [], outerMm: [], backgroundHu: [] };
    for (let axis = 0; axis < 3; axis += 1) open.points.push(points[3 * s + axis] + mean[axis]);
    open.lumenMm.push(mean[found.lumenMm]);
    open.outerMm.push(mean[found.outerMm]);
    open.backgroundHu.push(backgroundHu[s]);
  }
  close();
}

/** Robust mean of the held rows about a place along the branch: a fit at a fork or at the end of either is far off. */
function meanAround(
  hereMm: number,
  alongMm: Float64Array,
  selected: Int32Array,
  rows: Float64Array,
  held: readonly number[],
  mean: Float64Array,
  parameters: Parameters,
): void {
  for (let round = 0; round < 4; round += 1) {
    const [x, y, z] = mean;
    const sum = new Float64Array(foundStride);
    let total = 0;
    for (const k of held) {
      const away = (alongMm[selected[k]] - hereMm) / parameters.bronchusSmoothingMm;
      if (Math.abs(away) > 3) continue;
      const row = k * foundStride;
      let w = rows[row + found.trust] * exp(-0.5 * away * away);
      if (round > 0) {
        const square = (rows[row] - x) ** 2 + (rows[row + 1] - y) ** 2 + (rows[row + 2] - z) ** 2;
        w /= 1 + square / parameters.bronchusRobustMm ** 2;
      }
      total += w;
      for (let c = 0; c < foundStride; c += 1) sum[c] += w * rows[row + c];
    }
    for (let c = 0; c < foundStride; c += 1) mean[c] = sum[c] / total;
  }
}
