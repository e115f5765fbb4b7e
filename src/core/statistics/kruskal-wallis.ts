/** Kruskal–Wallis over independent groups, with Dunn's comparisons after it. */
import { statistic } from './define';
import { chiSquareUpper } from './distributions/chi-square';
import { normalTwoSided } from './distributions/normal-tails';
import { completeGroups } from './missing';
import { adjustments } from './p-adjust';
import { comparePairs, correctionOf } from './pairs';
import { rank, tieTerm } from './ranks';
import { statisticRefusals } from './refusals';
import { choiceOr, namedNumbers } from './roles';
import { isConstant } from './summary';

export const kruskalWallis = statistic({
  id: 'kruskal_wallis',
  label: 'Kruskal–Wallis test',
  r: "kruskal.test(list); Dunn's z by formula, p.adjust",
  assumptions: ['The distributions have the same shape.', 'Values are independent, within and between the groups.'],
  inputs: { groups: namedNumbers },
  options: { p_adjust: choiceOr(adjustments, 'BH') },
  run(input, options) {
    const { names, groups, missing } = completeGroups(input.groups);
    const k = groups.length;
    if (k < 2) return statisticRefusals.too_few_groups(k, 2);
    const all = new Float64Array(groups.flatMap((group) => [...group]));
    const n = all.length;
    if (isConstant(all)) return statisticRefusals.constant_input();
    const { ranks, ties } = rank(all);
    const tied = tieTerm(ties);
    let from = 0;
    const sums = groups.map((group) => {
      const sum = ranks.subarray(from, from + group.length).reduce((total, r) => total + r, 0);
      from += group.length;
      return sum;
    });
    const between = sums.reduce((total, sum, i) => total + (sum * sum) / groups[i].length, 0);
    const h = ((12 * between) / (n * (n + 1)) - 3 * (n + 1)) / (1 - tied / (n * n * n - n));
    const variance = (n * (n + 1)) / 12 - tied / (12 * (n - 1));
    return {
      statistic: h,
      df: k - 1,
      p_value: chiSquareUpper(h, k - 1),
      epsilon_squared: h / (n - 1),
      groups: names,
      n_groups: groups.map((group) => group.length),
      n,
      n_missing: missing,
      method: 'chi-square approximation with ties',
      correction: correctionOf(options.p_adjust, k),
      post_hoc: comparePairs(names, groups, options.p_adjust, (a, b, i, j) => {
        const difference = sums[i] / a.length - sums[j] / b.length;
        const z = difference / Math.sqrt(variance * (1 / a.length + 1 / b.length));
        return { statistic: z, p: normalTwoSided(z) };
      }),
    };
  },
});
