/** Two columns of categories counted against each other. */
import { countedLevels } from './levels';
import type { Column } from './table';

export interface CrossTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** Counts of the rows in which both are there; levels in order. */
export function crossTable(x: Column, y: Column): CrossTable {
  const pairs = x.flatMap((value, row) => {
    const other = y[row] ?? null;
    return value === null || other === null ? [] : [[String(value), String(other)] as const];
  });
  const rows = countedLevels(pairs.map(([row]) => row));
  const columns = countedLevels(pairs.map(([, column]) => column));
  const counts = rows.map(() => columns.map(() => 0));
  for (const [row, column] of pairs) counts[rows.indexOf(row)][columns.indexOf(column)] += 1;
  return { rows, columns, counts };
}
