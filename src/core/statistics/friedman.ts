/** Friedman's test of conditions in the same patients, with paired comparisons after it. */
import { statistic } from './define';
import { chiSquareUpper } from './distributions/chi-square';
import { completeRows } from './missing';
import { adjustments } from './p-adjust';
import { comparePairs, correctionOf } from './pairs';
import { rank, tieTerm } from './ranks';
import { statisticRefusals } from './refusals';
import { choiceOr, namedNumbers } from './roles';
import { signedRankP, signedRanks } from './signed-rank';

export const friedman = statistic({
  id: 'friedman',
  label: "Friedman's test",
  r: 'friedman.test(matrix); wilcox.test(round(a - b, 10)) for each pair, p.adjust',
  assumptions: [
    'Every patient has a value under every condition; rows with a gap are left out.',
    'Patients are independent of each other.',
  ],
  inputs: { conditions: namedNumbers },
  options: { p_adjust: choiceOr(adjustments, 'BH') },
  run({ conditions }, options) {
    const k = conditions.length;
    if (k < 2) return statisticRefusals.too_few_groups(k, 2);
    const { columns, missing } = completeRows(conditions.map(([, column]) => column));
    const n = columns[0].length;
    if (n < 2) return statisticRefusals.too_few_values(n, 2);
    const rankSums = new Float64Array(k);
    let ties = 0;
    for (let row = 0; row < n; row += 1) {
      const ranked = rank(columns.map((column) => column[row]));
      ranked.ranks.forEach((r, i) => (rankSums[i] += r));
      ties += tieTerm(ranked.ties);
    }
    const spread = n * k * (k + 1) - ties / (k - 1);
    // every row is one tie
    if (spread < 1e-9) return statisticRefusals.constant_input();
    const squares = rankSums.reduce((sum, r) => sum + (r - (n * (k + 1)) / 2) * (r - (n * (k + 1)) / 2), 0);
    const chiSquare = (12 * squares) / spread;
    return {
      statistic: chiSquare,
      df: k - 1,
      p_value: chiSquareUpper(chiSquare, k - 1),
      kendall_w: chiSquare / (n * (k - 1)),
      conditions: conditions.map(([name]) => name),
      mean_ranks: Array.from(rankSums, (r) => r / n),
      n,
      n_missing: missing,
      method: 'chi-square approximation with ties',
      correction: correctionOf(options.p_adjust, k),
      post_hoc: comparePairs(
        conditions.map(([name]) => name),
        columns,
        options.p_adjust,
        (a, b) => {
          const ranked = signedRanks(a, b);
          if (ranked.differences.length === 0) return { statistic: 0, p: NaN, more: { method: 'no difference' } };
          const { p, method } = signedRankP(ranked);
          return { statistic: ranked.v, p, more: { method } };
        },
      ),
    };
  },
});
