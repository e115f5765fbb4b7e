/** Analysis of variance over one grouping, with Tukey's comparisons; or Welch's form for unequal variances. */
import type { StatisticOutcome } from './contract';
import { statistic } from './define';
import { fUpper } from './distributions/fisher-f';
import { studentisedRangeQuantileUpper, studentisedRangeUpper } from './distributions/studentised-range';
import { completeGroups } from './missing';
import { allPairs, correctionOf } from './pairs';
import { statisticRefusals } from './refusals';
import { confLevel, flagOr, namedNumbers } from './roles';
import { isConstant, mean, sum, variance } from './summary';

export const anovaOneWay = statistic({
  id: 'anova_one_way',
  label: 'Analysis of variance',
  r: 'aov(value ~ group); TukeyHSD | oneway.test(value ~ group)',
  assumptions: [
    'Values within a group are about normally distributed; unless Welch is chosen, with equal variances.',
    'Values are independent, within and between the groups.',
  ],
  inputs: { groups: namedNumbers },
  options: { welch: flagOr(false), conf_level: confLevel },
  run(input, options) {
    const { names, groups, missing } = completeGroups(input.groups);
    const k = groups.length;
    if (k < 2) return statisticRefusals.too_few_groups(k, 2);
    const n = groups.reduce((total, group) => total + group.length, 0);
    if (groups.every((group) => isConstant(group) && group[0] === groups[0][0])) {
      return statisticRefusals.constant_input();
    }
    const shape = { groups: names, n, n_missing: missing };
    const outcome = options.welch ? welch(groups) : classic(names, groups, options.conf_level);
    return 'error' in outcome ? outcome : { ...outcome, ...shape };
  },
});

function classic(names: readonly string[], groups: readonly Float64Array[], level: number): StatisticOutcome {
  const k = groups.length;
  const all = new Float64Array(groups.flatMap((group) => [...group]));
  const df2 = all.length - k;
  if (df2 < 1) return statisticRefusals.too_few_values(all.length, k + 1);
  const grand = mean(all);
  const means = groups.map(mean);
  const between = sum(means.map((m, i) => groups[i].length * (m - grand) * (m - grand)));
  const within = sum(groups.map((group) => (group.length > 1 ? (group.length - 1) * variance(group) : 0)));
  const residual = within / df2;
  const f = between / (k - 1) / residual;
  const q = studentisedRangeQuantileUpper(1 - level, k, df2);
  return {
    statistic: f,
    df1: k - 1,
    df2,
    p_value: fUpper(f, k - 1, df2),
    eta_squared: between / (between + within),
    method: 'equal variances, Tukey HSD',
    conf_level: level,
    correction: correctionOf('none', k).replace('none', 'Tukey'),
    post_hoc: allPairs(k).map(([i, j]) => {
      const difference = means[i] - means[j];
      const se = Math.sqrt((residual / 2) * (1 / groups[i].length + 1 / groups[j].length));
      return {
        a: names[i],
        b: names[j],
        difference,
        ci_low: difference - q * se,
        ci_high: difference + q * se,
        p_adjusted: studentisedRangeUpper(Math.abs(difference) / se, k, df2),
      };
    }),
  };
}

/** Welch 1951. */
function welch(groups: readonly Float64Array[]): StatisticOutcome {
  const k = groups.length;
  const fewest = Math.min(...groups.map((group) => group.length));
  if (fewest < 2) return statisticRefusals.too_few_values(fewest, 2);
  if (groups.some(isConstant)) return statisticRefusals.constant_input();
  const weights = groups.map((group) => group.length / variance(group));
  const total = sum(weights);
  const means = groups.map(mean);
  const centre = sum(means.map((m, i) => m * weights[i])) / total;
  const lack = sum(weights.map((w, i) => ((1 - w / total) * (1 - w / total)) / (groups[i].length - 1))) / (k * k - 1);
  const between = sum(means.map((m, i) => weights[i] * (m - centre) * (m - centre)));
  const f = between / ((k - 1) * (1 + 2 * (k - 2) * lack));
  const df2 = 1 / (3 * lack);
  return { statistic: f, df1: k - 1, df2, p_value: fUpper(f, k - 1, df2), method: 'welch' };
}
