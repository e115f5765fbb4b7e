/** Small dense algebra for the fits: Cholesky in place. */

/**
 * Factor of a symmetric positive matrix (lower triangle given, row-major n × n) into `factor`.
 * False where it is not positive.
 */
export function factorCholesky(matrix: Float64Array, factor: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k += 1) sum -= factor[i * n + k] * factor[j * n + k];
      if (i === j) {
        if (!(sum > 1e-12)) return false;
        factor[i * n + i] = Math.sqrt(sum);
      } else {
        factor[i * n + j] = sum / factor[j * n + j];
      }
    }
  }
  return true;
}

/** Solves with the factor; the right side becomes the answer. */
export function solveCholesky(factor: Float64Array, x: Float64Array, n: number): void {
  for (let i = 0; i < n; i += 1) {
    let sum = x[i];
    for (let k = 0; k < i; k += 1) sum -= factor[i * n + k] * x[k];
    x[i] = sum / factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = x[i];
    for (let k = i + 1; k < n; k += 1) sum -= factor[k * n + i] * x[k];
    x[i] = sum / factor[i * n + i];
  }
}
