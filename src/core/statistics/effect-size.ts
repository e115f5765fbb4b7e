/** How large a difference is, in standard deviations and as dominance, with intervals. */
import { exp } from '../maths';
import type { StatisticOutcome } from './contract';
import { statistic } from './define';
import { logGamma } from './distributions/log-gamma';
import { normalFactor } from './distributions/normal-tails';
import { complete, completePairs } from './missing';
import { placements } from './placements';
import { rank } from './ranks';
import { statisticRefusals } from './refusals';
import { confLevel, flagOr, numbers, type Numbers } from './roles';
import { signedRanks } from './signed-rank';
import { mean, standardDeviation, sum, variance } from './summary';

export const effectSize = statistic({
  id: 'effect_size',
  label: 'Effect size',
  r: 'by formula',
  assumptions: [
    "Cohen's d and its kin take values to be about normal; Cliff's delta takes only their order.",
    'Values are independent.',
  ],
  inputs: { x: numbers, y: numbers },
  options: { paired: flagOr(false), conf_level: confLevel },
  run: ({ x, y }, options) => (options.paired ? ofPairs(x, y, options.conf_level) : ofGroups(x, y, options.conf_level)),
});

/** Hedges' exact factor against the bias of d: Γ(f/2) / (√(f/2) Γ((f − 1)/2)). */
const unbiased = (df: number): number => exp(logGamma(df / 2) - logGamma((df - 1) / 2)) / Math.sqrt(df / 2);

function ofGroups(columnX: Numbers, columnY: Numbers, level: number): StatisticOutcome {
  const { values: x, missing: missingX } = complete(columnX);
  const { values: y, missing: missingY } = complete(columnY);
  const m = x.length;
  const n = y.length;
  if (Math.min(m, n) < 2) return statisticRefusals.too_few_values(Math.min(m, n), 2);
  const pooled = Math.sqrt(((m - 1) * variance(x) + (n - 1) * variance(y)) / (m + n - 2));
  if (pooled === 0) return statisticRefusals.constant_input();
  const difference = mean(x) - mean(y);
  const d = difference / pooled;
  const half = normalFactor(level) * Math.sqrt((m + n) / (m * n) + (d * d) / (2 * (m + n)));
  const cliff = cliffDelta(x, y, level);
  return {
    cohen_d: d,
    d_low: d - half,
    d_high: d + half,
    hedges_g: d * unbiased(m + n - 2),
    glass_delta: difference / standardDeviation(y),
    cliff_delta: cliff.delta,
    rank_biserial: cliff.delta,
    cliff_low: cliff.low,
    cliff_high: cliff.high,
    conf_level: level,
    n_x: m,
    n_y: n,
    n_missing: missingX + missingY,
    method: "pooled SD; Cliff's consistent variance",
  };
}

/** Cliff's delta with his consistent variance and the asymmetric interval of Feng & Cliff (2004). */
function cliffDelta(x: Float64Array, y: Float64Array, level: number) {
  const m = x.length;
  const n = y.length;
  // dominance of each value: share of the others below less share above
  const rows = placements(x, y).map((share) => 2 * share - 1);
  const columns = placements(y, x).map((share) => 1 - 2 * share);
  const delta = mean(rows);
  const ofRows = sum(rows.map((v) => (v - delta) * (v - delta)));
  const ofColumns = sum(columns.map((v) => (v - delta) * (v - delta)));
  const ofCells = untied(x, y) - m * n * delta * delta;
  const error = Math.sqrt((n * n * ofRows + m * m * ofColumns - ofCells) / (m * n * (m - 1) * (n - 1)));
  const z = normalFactor(level);
  const square = delta * delta;
  const spread = z * error * Math.sqrt((1 - square) * (1 - square) + z * z * error * error);
  const below = 1 - square + z * z * error * error;
  return {
    delta,
    low: (delta - delta * square - spread) / below,
    high: (delta - delta * square + spread) / below,
  };
}

/** Number of pairs that differ. */
function untied(x: Float64Array, y: Float64Array): number {
  const equalPairs = (ties: readonly number[]): number => ties.reduce((total, t) => total + (t * (t - 1)) / 2, 0);
  const both = equalPairs(rank(new Float64Array([...x, ...y])).ties);
  return x.length * y.length - (both - equalPairs(rank(x).ties) - equalPairs(rank(y).ties));
}

function ofPairs(columnX: Numbers, columnY: Numbers, level: number): StatisticOutcome {
  const { x, y, missing } = completePairs(columnX, columnY);
  const n = x.length;
  if (n < 2) return statisticRefusals.too_few_values(n, 2);
  const differences = x.map((value, i) => value - y[i]);
  const sd = standardDeviation(differences);
  if (sd === 0) return statisticRefusals.constant_input();
  const dz = mean(differences) / sd;
  const half = normalFactor(level) * Math.sqrt(1 / n + (dz * dz) / (2 * n));
  const ranked = signedRanks(x, y);
  const k = ranked.differences.length;
  return {
    cohen_dz: dz,
    dz_low: dz - half,
    dz_high: dz + half,
    hedges_gz: dz * unbiased(n - 1),
    rank_biserial: (4 * ranked.v) / (k * (k + 1)) - 1,
    conf_level: level,
    n,
    n_missing: missing,
    method: 'paired',
  };
}
