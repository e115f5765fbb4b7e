/** The count in one cell of a fourfold table with fixed margins, under any odds ratio. */
import { exp, log } from '../../maths';
import { logChoose } from './log-gamma';

export interface FourfoldMargins {
  /** Sums of the two columns. */
  readonly column1: number;
  readonly column2: number;
  /** Sum of the first row. */
  readonly row1: number;
}

/** The first cell's distribution: possible counts from `low` to `high`. */
export interface CellDistribution {
  readonly low: number;
  readonly high: number;
  /** Probabilities from `low` on under the odds ratio e^logOdds. */
  probabilities(logOdds: number): Float64Array;
}

export function cellDistribution({ column1, column2, row1 }: FourfoldMargins): CellDistribution {
  const low = Math.max(0, row1 - column2);
  const high = Math.min(row1, column1);
  const logs = Float64Array.from(
    { length: high - low + 1 },
    (_, i) => logChoose(column1, low + i) + logChoose(column2, row1 - low - i),
  );
  return {
    low,
    high,
    probabilities(logOdds) {
      const tilted = logs.map((value, i) => value + logOdds * (low + i));
      const largest = tilted.reduce((a, b) => Math.max(a, b));
      const weights = tilted.map((value) => exp(value - largest));
      const total = weights.reduce((sum, w) => sum + w, 0);
      return weights.map((w) => w / total);
    },
  };
}

/** log of the odds ratio, for starting a search. */
export const sampleLogOdds = (a: number, b: number, c: number, d: number): number =>
  log(((a + 0.5) * (d + 0.5)) / ((b + 0.5) * (c + 0.5)));
