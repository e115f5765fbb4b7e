/**
 * Least squares by Householder's reflections: the columns are never squared, so a column with an offset of a million
 * keeps its digits.
 */

/** A column counts as dependent when less than this share of its length is left beside the earlier ones (as R's lm). */
const DEPENDENT_BELOW = 1e-7;

export interface Factorised {
  /** Number of the first column that is a combination of the earlier ones, or null. */
  readonly dependent: number | null;
  /** Coefficients of the least-squares fit of `y`. */
  solve(y: Float64Array): Float64Array;
  /** What the fit leaves of `y`. */
  residuals(y: Float64Array): Float64Array;
  /** (XᵀX)⁻¹, row by row: times σ² the covariance of the coefficients. */
  inverse(): Float64Array[];
}

/** Factorises n rows × k columns, n ≥ k. The columns are copied. */
export function householder(columns: readonly Float64Array[], dependentBelow = DEPENDENT_BELOW): Factorised {
  const work = columns.map((column) => column.slice());
  const k = work.length;
  const diagonal = new Float64Array(k);
  /** Squared lengths of the mirrors. */
  const squares = new Float64Array(k);
  let dependent: number | null = null;
  for (let j = 0; j < k; j += 1) {
    const column = work[j];
    const length = norm(columns[j], 0);
    const left = norm(column, j);
    if (dependent === null && !(left > dependentBelow * length)) dependent = j;
    // sign against cancellation in the first element
    diagonal[j] = column[j] > 0 ? -left : left;
    column[j] -= diagonal[j];
    squares[j] = product(column, column, j);
    for (let later = j + 1; later < k; later += 1) reflect(column, squares[j], work[later], j);
  }

  const turned = (y: Float64Array): Float64Array => {
    const copy = y.slice();
    for (let j = 0; j < k; j += 1) reflect(work[j], squares[j], copy, j);
    return copy;
  };

  /** Solves R·b = c for the upper triangle R. */
  const back = (c: Float64Array): Float64Array => {
    const b = new Float64Array(k);
    for (let i = k - 1; i >= 0; i -= 1) {
      let rest = c[i];
      for (let j = i + 1; j < k; j += 1) rest -= work[j][i] * b[j];
      b[i] = rest / diagonal[i];
    }
    return b;
  };

  return {
    dependent,
    solve: (y) => back(turned(y)),
    residuals(y) {
      const copy = turned(y);
      copy.fill(0, 0, k);
      for (let j = k - 1; j >= 0; j -= 1) reflect(work[j], squares[j], copy, j);
      return copy;
    },
    inverse() {
      const roots = Array.from({ length: k }, (_, j) => back(Float64Array.from({ length: k }, (__, i) => +(i === j))));
      return Array.from({ length: k }, (_, i) =>
        Float64Array.from({ length: k }, (__, j) => roots.reduce((sum, root) => sum + root[i] * root[j], 0)),
      );
    },
  };
}

function norm(column: Float64Array, from: number): number {
  let largest = 0;
  for (let i = from; i < column.length; i += 1) largest = Math.max(largest, Math.abs(column[i]));
  if (largest === 0) return 0;
  let squares = 0;
  for (let i = from; i < column.length; i += 1) squares += (column[i] / largest) * (column[i] / largest);
  return largest * Math.sqrt(squares);
}

/** Reflects `target` at the plane across `mirror`, both from row `from` on. */
function reflect(mirror: Float64Array, square: number, target: Float64Array, from: number): void {
  if (square === 0) return;
  const share = (2 * product(mirror, target, from)) / square;
  for (let i = from; i < mirror.length; i += 1) target[i] -= share * mirror[i];
}

/** Sum of products from row `from` on, with what rounding takes carried along: errors do not grow with the rows. */
function product(a: Float64Array, b: Float64Array, from: number): number {
  let total = 0;
  let lost = 0;
  for (let i = from; i < a.length; i += 1) {
    const term = a[i] * b[i] - lost;
    const next = total + term;
    lost = next - total - term;
    total = next;
  }
  return total;
}
