/** Kendall's tau-b, exact for small samples without ties. */
import { statistic } from './define';
import { normalFactor, normalTwoSided } from './distributions/normal-tails';
import { kendallLower } from './distributions/rank-correlation';
import { atanh, tanh } from './distributions/small-arguments';
import { completePairs } from './missing';
import { rank } from './ranks';
import { statisticRefusals } from './refusals';
import { confLevel, flagOrNull, numbers } from './roles';
import { isConstant } from './summary';

/** From here on R takes the normal approximation unless told otherwise. */
const EXACT_BELOW = 50;
/** Counting the exact distribution takes n³ steps. */
const EXACT_MOST = 500;

export const kendall = statistic({
  id: 'kendall',
  label: "Kendall's tau-b",
  r: "cor.test(x, y, method = 'kendall'); interval after Fieller, Hartley & Pearson 1957",
  assumptions: ['The relation rises or falls throughout.', 'Pairs are independent.'],
  inputs: { x: numbers, y: numbers },
  options: { exact: flagOrNull, conf_level: confLevel },
  run(input, options) {
    const { x, y, missing } = completePairs(input.x, input.y);
    const n = x.length;
    if (n < 3) return statisticRefusals.too_few_values(n, 3);
    if (isConstant(x) || isConstant(y)) return statisticRefusals.constant_input();
    const tiesX = rank(x).ties;
    const tiesY = rank(y).ties;
    const tied = tiesX.length > 0 || tiesY.length > 0;
    const asked = options.exact ?? n < EXACT_BELOW;
    const exact = asked && !tied;
    if (exact && n > EXACT_MOST) return statisticRefusals.too_many_values(n, EXACT_MOST);
    const pairs = (n * (n - 1)) / 2;
    const score = concordance(x, y);
    const tau = score / Math.sqrt((pairs - tiedPairs(tiesX)) * (pairs - tiedPairs(tiesY)));
    const half = n > 4 && Math.abs(tau) < 1 ? normalFactor(options.conf_level) * Math.sqrt(0.437 / (n - 4)) : NaN;
    const concordant = Math.round(((tau + 1) * pairs) / 2);
    const z = score / Math.sqrt(scoreVariance(n, tiesX, tiesY));
    return {
      estimate: tau,
      ci_low: tanh(atanh(tau) - half),
      ci_high: tanh(atanh(tau) + half),
      conf_level: options.conf_level,
      statistic: exact ? concordant : z,
      p_value: exact ? exactP(concordant, n, pairs) : normalTwoSided(z),
      method: exact ? 'exact' : 'normal',
      n,
      n_missing: missing,
      ...(asked && tied && { notes: ['Ties: an exact p is not defined, the normal approximation is used.'] }),
    };
  },
});

/** Concordant minus discordant pairs. */
function concordance(x: Float64Array, y: Float64Array): number {
  let score = 0;
  for (let i = 1; i < x.length; i += 1) {
    for (let j = 0; j < i; j += 1) score += Math.sign(x[i] - x[j]) * Math.sign(y[i] - y[j]);
  }
  return score;
}

/** The distribution is symmetric: the far side is counted from below. */
function exactP(concordant: number, n: number, pairs: number): number {
  return Math.min(1, 2 * kendallLower(concordant > pairs / 2 ? pairs - concordant : concordant, n));
}

const tiedPairs = (ties: readonly number[]): number => ties.reduce((sum, t) => sum + (t * (t - 1)) / 2, 0);

/** Variance of the score under the null with ties in both columns (Kendall 1970). */
function scoreVariance(n: number, tiesX: readonly number[], tiesY: readonly number[]): number {
  const over = (ties: readonly number[], f: (t: number) => number): number => ties.reduce((sum, t) => sum + f(t), 0);
  const first = (t: number): number => t * (t - 1) * (2 * t + 5);
  const second = (t: number): number => t * (t - 1);
  const third = (t: number): number => t * (t - 1) * (t - 2);
  return (
    (first(n) - over(tiesX, first) - over(tiesY, first)) / 18 +
    (over(tiesX, second) * over(tiesY, second)) / (2 * second(n)) +
    (over(tiesX, third) * over(tiesY, third)) / (9 * third(n))
  );
}
