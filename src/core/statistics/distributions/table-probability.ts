/**
 * Exact probability of all tables with given margins that are no more probable than one of them.
 *
 * Columns are filled one after the other, as in the network of Mehta & Patel (1983): a state is the row sums that
 * remain, in ascending order because rows may change places, with the weights of all paths that lead to it. Paths
 * whose tables are all no more probable, or all more probable, than the observed one end there: bounds of the weight
 * of what remains tell. The last two columns are not walked: their fillings are sorted once a state, and every path
 * finds its place among them.
 */
import { exp, log } from '../../maths';
import { logFactorial } from './log-gamma';
import { boundsOfRest, type Bounds } from './table-bounds';

/** Paths and fillings after which the table counts as too large: about a minute. R counts most of these tables, too. */
const STEPS_MOST = 80_000_000;
/** What a new state with its bounds costs, in steps. */
const NEW_STATE = 100;
/** What a filling of the last two columns costs, in steps. */
const FILLING = 0.4;
/** Paths held at once: some 200 MB. */
const PATHS_MOST = 8_000_000;
/** Fillings of the last two columns of one state. */
const FILLINGS_MOST = 2_000_000;
/** Paths whose log weights differ by less are one. */
const SAME_WEIGHT = 1e-10;
/** A list of paths is put in order for the first time at this length, then whenever it has doubled. */
const FIRST_MERGE = 512;
/** Bounds must be passed by more than rounding. */
const CLEARLY = 1e-9;

/** A state with the log weights of the paths that lead to it, how many share each, and what holds for the rest. */
interface Paths {
  readonly rows: readonly number[];
  /** log Σ 1/∏ cells! over all ways on. */
  readonly total: number;
  readonly bounds: Bounds;
  weights: number[];
  counts: number[];
  mergeAt: number;
}

/** The p of the table, or null where counting would take too long. `slack` widens "no more probable". */
export function exactTableP(table: readonly (readonly number[])[], slack: number): number | null {
  const walk = prepare(table);
  if (walk === null) return null;
  const { columns, factorials } = walk;
  const observed = -table.flat().reduce((sum, k) => sum + factorials[k], 0) + log(slack);
  const first = stateOf(walk.rows, columns, factorials);
  let p = 0;
  let steps = 0;
  let states = new Map<number, Paths>([[0, { ...first, weights: [0], counts: [1] }]]);
  const walked = columns.slice(0, -2);
  if (fillingCount(walk.rows, walked[0] ?? 0) > STEPS_MOST) return null;
  for (let at = 0; at < walked.length; at += 1) {
    const next = new Map<number, Paths>();
    const rest = columns.slice(at + 1);
    let held = 0;
    for (const [key, paths] of states) {
      states.delete(key);
      if (paths.weights.length === 0) continue;
      merge(paths);
      const shares = runningShares(paths, first.total);
      eachFilling(paths.rows, walked[at], (filling) => {
        const known = next.size;
        const { to, weight } = reached(next, paths, filling, rest, walk);
        const { weights, counts } = paths;
        // in order of weight: first those whose tables all count, then the open ones, then those of which none does
        const decided = countUpTo(weights, observed - CLEARLY - to.bounds.most - weight);
        const open = countUpTo(weights, observed + CLEARLY - to.bounds.least - weight);
        p += shares[decided] * exp(weight + to.total - paths.total);
        const before = to.weights.length;
        for (let i = decided; i < open; i += 1) {
          to.weights.push(weights[i] + weight);
          to.counts.push(counts[i]);
        }
        if (to.weights.length > to.mergeAt) {
          merge(to);
          to.mergeAt = Math.max(FIRST_MERGE, 2 * to.weights.length);
        }
        held += to.weights.length - before;
        steps += 1 + open - decided + (next.size - known) * NEW_STATE;
        return steps <= STEPS_MOST && held <= PATHS_MOST;
      });
      if (steps > STEPS_MOST || held > PATHS_MOST) return null;
    }
    states = next;
  }
  for (const [key, { rows, total, weights, counts }] of states) {
    if (weights.length === 0) continue;
    const ends = completions(rows, columns[columns.length - 2], factorials, total);
    steps += (ends?.weights.length ?? Infinity) * FILLING;
    if (ends === null || steps > STEPS_MOST) return null;
    for (let i = 0; i < weights.length; i += 1) {
      const share = ends.sums[countUpTo(ends.weights, observed - weights[i])];
      p += counts[i] * exp(weights[i] + total - first.total) * share;
    }
    states.delete(key);
  }
  return Math.min(1, p);
}

function stateOf(rows: readonly number[], columns: readonly number[], factorials: Float64Array): Paths {
  return {
    rows,
    total: logTotal(rows, columns, factorials),
    bounds: boundsOfRest(rows, columns, factorials),
    weights: [],
    counts: [],
    mergeAt: FIRST_MERGE,
  };
}

/** Share of all tables that go through the first k paths of a state. */
function runningShares({ weights, counts, total }: Paths, whole: number): Float64Array {
  const shares = new Float64Array(weights.length + 1);
  for (let i = 0; i < weights.length; i += 1) shares[i + 1] = shares[i] + counts[i] * exp(weights[i] + total - whole);
  return shares;
}

/** How many values in ascending order are at most the limit. */
function countUpTo(values: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
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

/** The state that a filling leads to, with the log weight of the filling. */
function reached(
  next: Map<number, Paths>,
  from: Paths,
  filling: readonly number[],
  rest: readonly number[],
  { scratch, base, factorials }: Walk,
): { readonly to: Paths; readonly weight: number } {
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
    to = stateOf(Array.from(scratch.subarray(0, filling.length)), rest, factorials);
    next.set(key, to);
  }
  return { to, weight };
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

/** All ways to fill the last two columns, by weight, with their running share; null where they are too many. */
function completions(rows: readonly number[], column: number, factorials: Float64Array, total: number) {
  const found: number[] = [];
  eachFilling(rows, column, (filling) => {
    let weight = 0;
    for (let i = 0; i < rows.length; i += 1) weight -= factorials[filling[i]] + factorials[rows[i] - filling[i]];
    found.push(weight);
    return found.length <= FILLINGS_MOST;
  });
  if (found.length > FILLINGS_MOST) return null;
  const weights = Float64Array.from(found).toSorted();
  const sums = new Float64Array(weights.length + 1);
  for (let i = 0; i < weights.length; i += 1) sums[i + 1] = sums[i] + exp(weights[i] - total);
  return { weights, sums };
}

/** log Σ 1/∏ cells! over all tables with these margins: N! / (∏ rows! ∏ columns!). */
function logTotal(rows: readonly number[], columns: readonly number[], factorials: Float64Array): number {
  const product = (sums: readonly number[]): number => sums.reduce((sum, k) => sum + factorials[k], 0);
  return factorials[rows.reduce((sum, k) => sum + k, 0)] - product(rows) - product(columns);
}

/** In how many ways `total` spreads over rows that hold at most `rows[i]` each. */
function fillingCount(rows: readonly number[], total: number): number {
  let ways = Float64Array.from({ length: total + 1 }, (_, k) => (k === 0 ? 1 : 0));
  for (const row of rows) {
    const next = new Float64Array(total + 1);
    let sum = 0;
    for (let k = 0; k <= total; k += 1) {
      sum += ways[k] - (k > row ? ways[k - row - 1] : 0);
      next[k] = sum;
    }
    ways = next;
  }
  return ways[total];
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
