/**
 * Chained equations with Bayesian linear regression (Rubin 1987, p. 167; van Buuren & Groothuis-Oudshoorn 2011): each
 * gap is drawn again and again from the regression of its column on all others, coefficients drawn too.
 */
import { rStream, type RStream } from '../random/r-stream';
import { rowsWithAll } from '../missing';
import type { Numbers } from '../roles';
import { householder } from './householder';

export interface ImputationPlan {
  readonly m: number;
  readonly sweeps: number;
  readonly seed: number;
}

/** m completed copies of the columns; the same seed gives the same. Every column needs one value or more. */
export function multiplyImpute(columns: readonly Numbers[], { m, sweeps, seed }: ImputationPlan): Float64Array[][] {
  const stream = rStream(seed);
  const rows = Math.max(...columns.map((column) => column.length));
  const present = columns.map((column) => rowsWithAll([column]));
  const gaps = columns.map((_, i) => {
    const there = new Set(present[i]);
    return Array.from({ length: rows }, (__, row) => row).filter((row) => !there.has(row));
  });
  // fewest gaps first, so that early draws rest on more of what is known
  const order = columns
    .map((_, i) => i)
    .filter((i) => gaps[i].length > 0)
    .toSorted((a, b) => gaps[a].length - gaps[b].length || a - b);
  return Array.from({ length: m }, () => {
    const table = columns.map((column, i) =>
      Float64Array.from({ length: rows }, (_, row) => column[row] ?? donor(column, present[i], stream)),
    );
    for (let sweep = 0; sweep < sweeps; sweep += 1) {
      for (const target of order) drawGaps(table, target, present[target], gaps[target], stream);
    }
    return table;
  });
}

/** A start value: one of those seen. */
function donor(column: Numbers, present: readonly number[], stream: RStream): number {
  return column[present[stream.index(present.length)]] ?? NaN;
}

function drawGaps(
  table: readonly Float64Array[],
  target: number,
  present: readonly number[],
  gaps: readonly number[],
  stream: RStream,
): void {
  const others = table.filter((_, i) => i !== target);
  const design = [
    new Float64Array(present.length).fill(1),
    ...others.map((column) => Float64Array.from(present, (row) => column[row])),
  ];
  const y = Float64Array.from(present, (row) => table[target][row]);
  const plane = householder(design, 0);
  const residual = plane.residuals(y).reduce((sum, r) => sum + r * r, 0);
  const df = Math.max(1, present.length - design.length);
  const sigma = Math.sqrt(residual / chiSquareDraw(df, stream));
  const root = choleskyRoot(plane.inverse());
  const noise = Float64Array.from(design, () => stream.normal());
  const coefficients = plane.solve(y).map((value, i) => {
    let drawn = value;
    for (let j = 0; j <= i; j += 1) drawn += sigma * root[i][j] * noise[j];
    return drawn;
  });
  for (const row of gaps) {
    const centre = others.reduce((sum, column, i) => sum + coefficients[i + 1] * column[row], coefficients[0]);
    table[target][row] = centre + sigma * stream.normal();
  }
}

function chiSquareDraw(df: number, stream: RStream): number {
  let total = 0;
  for (let i = 0; i < df; i += 1) {
    const z = stream.normal();
    total += z * z;
  }
  return total;
}

/** Lower triangle L with L·Lᵀ = the matrix. */
function choleskyRoot(matrix: readonly Float64Array[]): Float64Array[] {
  const root = matrix.map((row) => new Float64Array(row.length));
  for (let i = 0; i < matrix.length; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k += 1) rest -= root[i][k] * root[j][k];
      root[i][j] = i === j ? Math.sqrt(Math.max(0, rest)) : root[j][j] === 0 ? 0 : rest / root[j][j];
    }
  }
  return root;
}
