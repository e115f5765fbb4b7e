/** The p of a table from tables of the same margins, drawn with R's random stream. */
import { logFactorial } from './log-gamma';
import { rStream } from '../random/r-stream';

/** A drawn table as probable as the observed one counts; rounding must not decide. */
const SAME = 1e-7;

/**
 * (1 + drawn tables no more probable) / (1 + drawn). Each draw is sample(): the columns of all cases in a new order
 * beside their rows, cases in the order of rows, then columns.
 */
export function simulatedTableP(table: readonly (readonly number[])[], replicates: number, seed: number): number {
  const width = table[0].length;
  const cases = table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i, j])));
  const n = cases.length;
  const rows = Int32Array.from(cases, ([i]) => i);
  const columns = Int32Array.from(cases, ([, j]) => j);
  const factorials = Float64Array.from({ length: n + 1 }, (_, k) => logFactorial(k));
  const distance = (counts: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < counts.length; i += 1) sum += factorials[counts[i]];
    return sum;
  };
  const observed = distance(table.flat());
  const stream = rStream(seed);
  const counts = new Int32Array(table.length * width);
  const left = new Int32Array(n);
  let asFar = 0;
  for (let draw = 0; draw < replicates; draw += 1) {
    counts.fill(0);
    left.set(columns);
    // sample.int(n): one of those left, whose place the last one takes
    for (let i = 0; i < n; i += 1) {
      const at = stream.index(n - i);
      counts[rows[i] * width + left[at]] += 1;
      left[at] = left[n - i - 1];
    }
    if (distance(counts) >= observed - SAME) asFar += 1;
  }
  return (1 + asFar) / (1 + replicates);
}
