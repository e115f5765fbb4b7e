/** Mann–Whitney (Wilcoxon's rank sum) with the shift, its interval and effect sizes. */
import { statistic } from './define';
import { normalFactor, normalTwoSided } from './distributions/normal-tails';
import { rankSumDistribution } from './distributions/rank-sum';
import { complete } from './missing';
import { differences, exactInterval, normalEnds } from './pairwise-order';
import { rank, tieTerm } from './ranks';
import { statisticRefusals } from './refusals';
import { confLevel, flagOr, flagOrNull, numbers } from './roles';
import { isConstant } from './summary';

/** From this size of a group on R takes the normal approximation unless told otherwise. */
const EXACT_BELOW = 50;
/** Pairs up to which the exact distribution is counted. */
const EXACT_PAIRS_MOST = 40_000;

export const mannWhitney = statistic({
  id: 'mann_whitney',
  label: 'Mann–Whitney test',
  r: 'wilcox.test(x, y, conf.int = TRUE, tol.root = 1e-12)',
  assumptions: [
    'The two distributions have the same shape; then the estimate is the shift between them.',
    'Values are independent, within and between the groups.',
  ],
  inputs: { x: numbers, y: numbers },
  options: { exact: flagOrNull, correct: flagOr(true), conf_level: confLevel },
  run(input, options) {
    const { values: x, missing: missingX } = complete(input.x);
    const { values: y, missing: missingY } = complete(input.y);
    const m = x.length;
    const n = y.length;
    if (m === 0 || n === 0) return statisticRefusals.too_few_values(Math.min(m, n), 1);
    const both = new Float64Array([...x, ...y]);
    if (isConstant(both)) return statisticRefusals.constant_input();
    const { ranks, ties } = rank(both);
    const w = ranks.subarray(0, m).reduce((sum, r) => sum + r, 0) - (m * (m + 1)) / 2;
    const tied = ties.length > 0;
    const asked = options.exact ?? (m < EXACT_BELOW && n < EXACT_BELOW);
    const exact = asked && !tied;
    if (exact && m * n > EXACT_PAIRS_MOST) return statisticRefusals.too_many_values(m * n, EXACT_PAIRS_MOST);
    const pairs = differences(x, y);
    const part = exact
      ? exactPart(w, m, n, pairs, options.conf_level)
      : normalPart(w, { x, y, ties }, pairs, options.conf_level, options.correct);
    return {
      estimate: pairs.median(),
      ...part,
      statistic: w,
      auc: w / (m * n),
      cliff_delta: (2 * w) / (m * n) - 1,
      n_x: m,
      n_y: n,
      n: m + n,
      n_missing: missingX + missingY,
      ...(asked && tied && { notes: ['Ties: an exact p is not defined, the normal approximation is used.'] }),
    };
  },
});

type Pairs = ReturnType<typeof differences>;

function exactPart(w: number, m: number, n: number, pairs: Pairs, level: number) {
  const distribution = rankSumDistribution(m, n);
  // the distribution is symmetric: both tails are counted from below
  const p = Math.min(1, 2 * distribution.lower(Math.min(w, m * n - w)));
  const { low, high, levelReached } = exactInterval(pairs, distribution, level);
  return { ci_low: low, ci_high: high, conf_level_reached: levelReached, p_value: p, method: 'exact' };
}

interface Samples {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly ties: readonly number[];
}

function normalPart(w: number, { x, y, ties }: Samples, pairs: Pairs, level: number, correct: boolean) {
  const centred = w - pairs.size / 2;
  const correction = correct ? Math.sign(centred) * 0.5 : 0;
  const z = (centred - correction) / sigma(x.length, y.length, tieTerm(ties));
  // under a shift between two differences no x equals a y: only ties within a group remain
  const shifted = sigma(x.length, y.length, tieTerm(rank(x).ties) + tieTerm(rank(y).ties));
  // two constants have one difference, and no shift but that one: an interval of no level (R stops here)
  const single = isConstant(x) && isConstant(y);
  const { low, high } = single ? { low: NaN, high: NaN } : normalEnds(pairs, shifted, normalFactor(level), correct);
  const reached = single ? 0 : level;
  return { ci_low: low, ci_high: high, conf_level_reached: reached, p_value: normalTwoSided(z), method: 'normal' };
}

/** Standard deviation of W under the null. */
function sigma(m: number, n: number, ties: number): number {
  const all = m + n;
  return Math.sqrt(((m * n) / 12) * (all + 1 - ties / (all * (all - 1))));
}
