/** Between which log weights all ways to fill the rest of a table lie; a weight is −Σ log cells!. */
import { log } from '../../maths';

export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Bounds for tables with these margins; not always reached. */
export function boundsOfRest(rows: readonly number[], columns: readonly number[], factorials: Float64Array): Bounds {
  return {
    least: Math.max(heaped(rows, columns, factorials), heaped(columns, rows, factorials)),
    most: evenly(rows, columns, factorials),
  };
}

/** Each line heaped into as few cells as their margins hold, whatever the other lines do. */
function heaped(rooms: readonly number[], lines: readonly number[], factorials: Float64Array): number {
  const falling = rooms.toSorted((a, b) => b - a);
  let weight = 0;
  for (const line of lines) {
    let left = line;
    for (let i = 0; left > 0 && i < falling.length; i += 1) {
      const cell = Math.min(left, falling[i]);
      weight -= factorials[cell];
      left -= cell;
    }
  }
  return weight;
}

/**
 * The dual bound of the most even table: for any factors a of rows and b of columns, the best of every cell by itself
 * at the price log(a b) a case, and that price for all cases. Half a case more in every cell puts the factors near
 * the ones that bind best.
 */
function evenly(rows: readonly number[], columns: readonly number[], factorials: Float64Array): number {
  const n = rows.reduce((sum, k) => sum + k, 0);
  const a = rows.map((row) => row + columns.length / 2);
  const b = columns.map((column) => (column + rows.length / 2) / (n + (rows.length * columns.length) / 2));
  const logA = a.map(log);
  const logB = b.map(log);
  let bound = 0;
  for (let i = 0; i < rows.length; i += 1) {
    bound -= rows[i] * logA[i];
    for (let j = 0; j < columns.length; j += 1) {
      const cell = Math.min(n, Math.floor(a[i] * b[j]));
      bound += cell * (logA[i] + logB[j]) - factorials[cell];
    }
  }
  for (let j = 0; j < columns.length; j += 1) bound -= columns[j] * logB[j];
  return bound;
}
