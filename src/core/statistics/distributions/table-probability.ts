/**
 * Exact probability of all tables with given margins that are no more probable than one of them.
 *
 * Columns are filled one after the other, as in the network of Mehta & Patel (1983): a state is the row sums that
 * remain, in ascending order because rows may change places, with the weights of all paths that lead to it. The last
 * two columns are not walked: their fillings are sorted once a state, and every path finds its place among them.
 */
import { exp, log } from '../../maths';
import { logFactorial } from './log-gamma';

/** Paths and fillings after which the table counts as too large: some seconds. */
export const TABLE_STEPS_MOST = 15_000_000;
/** Paths whose log weights differ by less are one. */
const SAME_WEIGHT = 1e-10;

/** Log weights of paths to a state with how many share them. */
interface Paths {
  readonly rows: readonly number[];
  weights: number[];
  counts: number[];
}

/** The p of the table, or null where counting would take too long. `slack` widens "no more probable". */
export function exactTableP(table: readonly (readonly number[])[], slack: number): number | null {
  const walk = prepare(table);
  if (walk === null) return null;
  const { columns, factorials } = walk;
  const observed = -table.flat().reduce((sum, k) => sum + factorials[k], 0) + log(slack);
  const whole = logTotal(walk.rows, columns, factorials);
  let steps = 0;
  let states = new Map<number, Paths>([[0, { rows: walk.rows, weights: [0], counts: [1] }]]);
  const walked = columns.slice(0, -2);
  for (let at = 0; at < walked.length; at += 1) {
    const next = new Map<number, Paths>();
    for (const paths of states.values()) {
      eachFilling(paths.rows, walked[at], (filling) => {
        steps += paths.weights.length;
        if (steps <= TABLE_STEPS_MOST) extend(next, paths, filling, walk);
        return steps <= TABLE_STEPS_MOST;
      });
      if (steps > TABLE_STEPS_MOST) return null;
    }
    // after the last walked column a path is used once more only
    if (at + 1 < walked.length) for (const paths of next.values()) merge(paths);
    states = next;
  }
  let p = 0;
  for (const paths of states.values()) {
    const ends = completions(paths.rows, columns[columns.length - 2], factorials);
    steps += ends.weights.length;
    if (steps > TABLE_STEPS_MOST) return null;
    paths.weights.forEach((weight, i) => {
      p += paths.counts[i] * exp(weight - whole) * ends.sumUpTo(observed - weight);
    });
  }
  return Math.min(1, p);
}

interface Walk {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly factorials: Float64Array;
  /** One more than the largest row sum: the base of a state's number. */
  readonly base: number;
  /** Room for the remaining row sums of the state just reached. */
  readonly scratch: Int32Array;
}

function prepare(table: readonly (readonly number[])[]): Walk | null {
  const sums = [
    table.map((row) => row.reduce((sum, k) => sum + k, 0)),
    table[0].map((_, j) => table.reduce((sum, row) => sum + row[j], 0)),
  ].toSorted((a, b) => a.length - b.length);
  // the shorter side makes the states; small columns first, for they have the fewest fillings
  const rows = sums[0].toSorted((a, b) => a - b);
  const columns = sums[1].toSorted((a, b) => a - b);
  const n = rows.reduce((sum, k) => sum + k, 0);
  const base = rows[rows.length - 1] + 1;
  const fits = rows.length * log(base) < 36;
  const factorials = Float64Array.from({ length: n + 1 }, (_, k) => logFactorial(k));
  return fits ? { rows, columns, base, factorials, scratch: new Int32Array(rows.length) } : null;
}

/** Adds the paths that go on with this filling to the state they lead to. */
function extend(next: Map<number, Paths>, from: Paths, filling: readonly number[], walk: Walk): void {
  const { scratch, base, factorials } = walk;
  let weight = 0;
  for (let i = 0; i < filling.length; i += 1) {
    weight -= factorials[filling[i]];
    const left = from.rows[i] - filling[i];
    let place = i;
    while (place > 0 && scratch[place - 1] > left) {
      scratch[place] = scratch[place - 1];
      place -= 1;
    }
    scratch[place] = left;
  }
  let key = 0;
  for (let i = 0; i < filling.length; i += 1) key = key * base + scratch[i];
  let to = next.get(key);
  if (to === undefined) {
    to = { rows: Array.from(scratch.subarray(0, filling.length)), weights: [], counts: [] };
    next.set(key, to);
  }
  for (let i = 0; i < from.weights.length; i += 1) {
    to.weights.push(from.weights[i] + weight);
    to.counts.push(from.counts[i]);
  }
}

/** Joins paths of one weight, so that the next column meets fewer. */
function merge(paths: Paths): void {
  const order = Uint32Array.from(paths.weights, (_, i) => i).toSorted((a, b) => paths.weights[a] - paths.weights[b]);
  const weights: number[] = [];
  const counts: number[] = [];
  for (const i of order) {
    const last = weights.length - 1;
    if (last >= 0 && paths.weights[i] - weights[last] < SAME_WEIGHT) counts[last] += paths.counts[i];
    else {
      weights.push(paths.weights[i]);
      counts.push(paths.counts[i]);
    }
  }
  paths.weights = weights;
  paths.counts = counts;
}

/** All ways to fill the last two columns, by weight, with running sums of 1/∏ cells!. */
function completions(rows: readonly number[], column: number, factorials: Float64Array) {
  const found: number[] = [];
  eachFilling(rows, column, (filling) => {
    let weight = 0;
    for (let i = 0; i < rows.length; i += 1) weight -= factorials[filling[i]] + factorials[rows[i] - filling[i]];
    found.push(weight);
    return found.length <= TABLE_STEPS_MOST;
  });
  const weights = Float64Array.from(found).toSorted();
  const sums = new Float64Array(weights.length + 1);
  for (let i = 0; i < weights.length; i += 1) sums[i + 1] = sums[i] + exp(weights[i]);
  return {
    weights,
    /** Sum over the fillings whose log weight is at most the limit. */
    sumUpTo(limit: number): number {
      let low = 0;
      let high = weights.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (weights[middle] <= limit) low = middle + 1;
        else high = middle;
      }
      return sums[low];
    },
  };
}

/** log Σ 1/∏ cells! over all tables with these margins: N! / (∏ rows! ∏ columns!). */
function logTotal(rows: readonly number[], columns: readonly number[], factorials: Float64Array): number {
  const product = (sums: readonly number[]): number => sums.reduce((sum, k) => sum + factorials[k], 0);
  return factorials[rows.reduce((sum, k) => sum + k, 0)] - product(rows) - product(columns);
}

/** All ways to spread `total` over rows that hold at most `rows[i]` each, until `visit` says false. */
function eachFilling(rows: readonly number[], total: number, visit: (filling: readonly number[]) => boolean): void {
  const filling = rows.map(() => 0);
  const room = rows.map((_, i) => rows.slice(i + 1).reduce((sum, k) => sum + k, 0));
  const fill = (i: number, left: number): boolean => {
    if (i === rows.length - 1) {
      filling[i] = left;
      return visit(filling);
    }
    for (let k = Math.max(0, left - room[i]); k <= Math.min(rows[i], left); k += 1) {
      filling[i] = k;
      if (!fill(i + 1, left - k)) return false;
    }
    return true;
  };
  fill(0, total);
}
