/** Spearman's rank correlation, with the variant that R would take. */
import { statistic } from './define';
import { normalFactor } from './distributions/normal-tails';
import { SPEARMAN_EXACT_MOST, SPEARMAN_SERIES_MOST, spearmanTail } from './distributions/rank-correlation';
import { atanh, tanh } from './distributions/small-arguments';
import { tUpper } from './distributions/students-t';
import { completePairs } from './missing';
import { correlation } from './pair-sums';
import { rank } from './ranks';
import { statisticRefusals } from './refusals';
import { confLevel, flagOrNull, numbers } from './roles';
import { isConstant } from './summary';

export const spearman = statistic({
  id: 'spearman',
  label: "Spearman's rank correlation",
  r: "cor.test(x, y, method = 'spearman'); interval after Bonett & Wright 2000",
  assumptions: ['The relation rises or falls throughout.', 'Pairs are independent.'],
  inputs: { x: numbers, y: numbers },
  options: { exact: flagOrNull, conf_level: confLevel },
  run(input, options) {
    const { x, y, missing } = completePairs(input.x, input.y);
    const n = x.length;
    if (n < 3) return statisticRefusals.too_few_values(n, 3);
    if (isConstant(x) || isConstant(y)) return statisticRefusals.constant_input();
    const left = rank(x);
    const right = rank(y);
    const tied = left.ties.length > 0 || right.ties.length > 0;
    const rho = correlation(left.ranks, right.ranks);
    const s = ((n * n * n - n) * (1 - rho)) / 6;
    const asked = options.exact ?? true;
    const byRanks = asked && !tied && n <= SPEARMAN_SERIES_MOST;
    const upper = s > (n * n * n - n) / 6;
    const p = byRanks ? spearmanTail(s, n, upper ? 'upper' : 'lower') : tTail(s, n, upper);
    const half =
      n > 3 && Math.abs(rho) < 1 ? normalFactor(options.conf_level) * Math.sqrt((1 + (rho * rho) / 2) / (n - 3)) : NaN;
    return {
      estimate: rho,
      ci_low: tanh(atanh(rho) - half),
      ci_high: tanh(atanh(rho) + half),
      conf_level: options.conf_level,
      statistic: s,
      p_value: Math.min(1, 2 * p),
      method: byRanks ? (n <= SPEARMAN_EXACT_MOST ? 'exact' : 'edgeworth') : 't',
      n,
      n_missing: missing,
      ...(asked && tied && { notes: ['Ties: an exact p is not defined, the t approximation is used.'] }),
    };
  },
});

/** The t approximation; large S means negative ρ. */
function tTail(s: number, n: number, upper: boolean): number {
  const r = 1 - s / ((n * (n * n - 1)) / 6);
  const t = r / Math.sqrt((1 - r * r) / (n - 2));
  return tUpper(upper ? -t : t, n - 2);
}
