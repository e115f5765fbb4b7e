/**
 * Exact probability of all tables with given margins that are no more probable than one of them.
 *
 * Columns are filled one after the other; states are the row sums that remain, in ascending order because rows may
 * change places. A state whose best completion is no more probable than the observed table counts as a whole (its sum
 * over all completions has a closed form), one whose worst completion is more probable is dropped: the idea of Mehta &
 * Patel's network (1983), with both bounds exact.
 */
import { exp, log } from '../../maths';
import { logFactorial } from './log-gamma';

/** Steps after which the table counts as too large. */
export const TABLE_STEPS_MOST = 6_000_000;

/** How probable paths to a state are: log weight, rounded for the key, with how often it occurs. */
type Paths = Map<number, { readonly logWeight: number; count: number }>;

interface State {
  readonly rows: readonly number[];
  readonly paths: Paths;
}

/** The p of the table, or null where counting would take too long. `slack` widens "no more probable". */
export function exactTableP(table: readonly (readonly number[])[], slack: number): number | null {
  // the shorter side makes the states
  const rows = table.length <= table[0].length ? table : table[0].map((_, j) => table.map((row) => row[j]));
  const rowSums = rows.map((row) => row.reduce((sum, k) => sum + k, 0)).toSorted((a, b) => a - b);
  const columnSums = rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0)).toSorted((a, b) => b - a);
  const n = rowSums.reduce((sum, k) => sum + k, 0);
  const factorials = Float64Array.from({ length: n + 1 }, (_, k) => logFactorial(k));
  const budget = { left: TABLE_STEPS_MOST };
  const limits = completionLimits(columnSums, factorials, budget);

  const observed = -rows.flat().reduce((sum, k) => sum + factorials[k], 0) + log(slack);
  const all = logTotal(rowSums, columnSums, factorials);
  let states = new Map<string, State>([
    [rowSums.join(), { rows: rowSums, paths: new Map([[0, { logWeight: 0, count: 1 }]]) }],
  ]);
  let p = 0;
  for (let column = 0; column < columnSums.length; column += 1) {
    const next = new Map<string, State>();
    const later = columnSums.slice(column);
    for (const { rows: left, paths } of states.values()) {
      const { best, worst } = limits(left, column);
      if (budget.left < 0) return null;
      const whole = logTotal(left, later, factorials);
      const open: Paths = new Map();
      for (const [key, path] of paths) {
        if (path.logWeight + best <= observed) p += path.count * exp(path.logWeight + whole - all);
        else if (path.logWeight + worst <= observed) open.set(key, path);
      }
      if (open.size === 0) continue;
      eachFilling(left, columnSums[column], (filling) => {
        budget.left -= open.size;
        const weight = -filling.reduce((sum, k) => sum + factorials[k], 0);
        const remaining = left.map((k, i) => k - filling[i]).toSorted((a, b) => a - b);
        const key = remaining.join();
        const state = next.get(key) ?? { rows: remaining, paths: new Map() };
        next.set(key, state);
        for (const path of open.values()) addPath(state.paths, path.logWeight + weight, path.count);
      });
      if (budget.left < 0) return null;
    }
    states = next;
  }
  return Math.min(1, p);
}

function addPath(paths: Paths, logWeight: number, count: number): void {
  const key = Math.round(logWeight * 1e9);
  const known = paths.get(key);
  if (known === undefined) paths.set(key, { logWeight, count });
  else known.count += count;
}

/** log Σ 1/∏ cells! over all tables with these margins: N! / (∏ rows! ∏ columns!). */
function logTotal(rows: readonly number[], columns: readonly number[], factorials: Float64Array): number {
  const product = (sums: readonly number[]): number => sums.reduce((sum, k) => sum + factorials[k], 0);
  return factorials[rows.reduce((sum, k) => sum + k, 0)] - product(rows) - product(columns);
}

interface Limits {
  readonly best: number;
  readonly worst: number;
}

/** Largest and smallest log(1/∏ cells!) that the columns from `column` on can reach with these row sums. */
function completionLimits(
  columns: readonly number[],
  factorials: Float64Array,
  budget: { left: number },
): (rows: readonly number[], column: number) => Limits {
  const known = new Map<string, Limits>();
  const limits = (rows: readonly number[], column: number): Limits => {
    if (column === columns.length) return { best: 0, worst: 0 };
    if (column === columns.length - 1) {
      const only = -rows.reduce((sum, k) => sum + factorials[k], 0);
      return { best: only, worst: only };
    }
    const key = `${column}:${rows.join()}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let best = -Infinity;
    let worst = Infinity;
    eachFilling(rows, columns[column], (filling) => {
      budget.left -= 1;
      if (budget.left < 0) return;
      const weight = -filling.reduce((sum, k) => sum + factorials[k], 0);
      const remaining = rows.map((k, i) => k - filling[i]).toSorted((a, b) => a - b);
      const rest = limits(remaining, column + 1);
      best = Math.max(best, weight + rest.best);
      worst = Math.min(worst, weight + rest.worst);
    });
    const found = { best, worst };
    known.set(key, found);
    return found;
  };
  return limits;
}

/** All ways to spread `total` over rows that hold at most `rows[i]` each. */
function eachFilling(rows: readonly number[], total: number, visit: (filling: readonly number[]) => void): void {
  const filling = rows.map(() => 0);
  const room = rows.map((_, i) => rows.slice(i + 1).reduce((sum, k) => sum + k, 0));
  const fill = (i: number, left: number): void => {
    if (i === rows.length - 1) {
      filling[i] = left;
      visit(filling);
      return;
    }
    for (let k = Math.max(0, left - room[i]); k <= Math.min(rows[i], left); k += 1) {
      filling[i] = k;
      fill(i + 1, left - k);
    }
  };
  fill(0, total);
}
