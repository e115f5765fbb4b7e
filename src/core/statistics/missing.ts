/** Missing values go pairwise: each test leaves out only the rows in which something it needs is missing. */
import type { Labels, Named, Numbers } from './roles';
import { median, quantile, sorted } from './summary';

export interface Complete {
  readonly values: Float64Array;
  readonly missing: number;
}

export interface CompletePairs {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly missing: number;
}

/** The values that are there. */
export function complete(column: Numbers): Complete {
  const values = Float64Array.from(column.filter((value) => value !== null));
  return { values, missing: column.length - values.length };
}

/** The rows in which both are there; a column that ends early is missing from there on. */
export function completePairs(x: Numbers, y: Numbers): CompletePairs {
  const rows = completeRows([x, y]);
  return { x: rows.columns[0], y: rows.columns[1], missing: rows.missing };
}

export interface CompleteRows {
  readonly columns: readonly Float64Array[];
  /** Row numbers that were kept. */
  readonly kept: readonly number[];
  readonly missing: number;
}

/** The rows in which all columns have a value. */
export function completeRows(columns: readonly Numbers[]): CompleteRows {
  const kept = rowsWithAll(columns);
  const total = Math.max(0, ...columns.map((column) => column.length));
  return {
    columns: columns.map((column) => Float64Array.from(kept, (row) => column[row] ?? NaN)),
    kept,
    missing: total - kept.length,
  };
}

/** Numbers of the rows in which no column is missing. */
export function rowsWithAll(columns: readonly (Numbers | Labels)[]): number[] {
  const total = Math.max(0, ...columns.map((column) => column.length));
  const kept: number[] = [];
  for (let row = 0; row < total; row += 1) {
    if (columns.every((column) => column[row] !== null && column[row] !== undefined)) kept.push(row);
  }
  return kept;
}

export interface CompleteGroups {
  readonly names: readonly string[];
  readonly groups: readonly Float64Array[];
  readonly missing: number;
}

/** Groups with the values that are there; a group without any is left out. */
export function completeGroups(named: Named<Numbers>): CompleteGroups {
  const all = named.map(([name, column]) => ({ name, ...complete(column) }));
  const filled = all.filter((group) => group.values.length > 0);
  return {
    names: filled.map((group) => group.name),
    groups: filled.map((group) => group.values),
    missing: all.reduce((sum, group) => sum + group.missing, 0),
  };
}

/** Median of the values that are there, or null without any. */
export function completeMedian(column: Numbers): number | null {
  const { values } = complete(column);
  return values.length === 0 ? null : median(values);
}

/** Quantile (type 7) of numbers in any order, or null without any. */
export function quantileOf(values: readonly number[], share: number): number | null {
  return values.length === 0 ? null : quantile(sorted(Float64Array.from(values)), share);
}
