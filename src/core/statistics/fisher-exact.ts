/** Fisher's exact test: odds ratio by conditional likelihood for fourfold tables, p alone for larger ones. */
import { exp } from '../maths';
import type { StatisticOutcome } from './contract';
import { statistic } from './define';
import { zeroFrom } from './distributions/find-root';
import { cellDistribution, sampleLogOdds, type CellDistribution } from './distributions/hypergeometric';
import { exactTableP } from './distributions/table-probability';
import { simulatedTableP } from './distributions/simulated-table';
import { statisticRefusals } from './refusals';
import { confLevel, countOr, flagOr, numberOr, table } from './roles';

/** Tables as probable as the observed one count as at least as far; rounding must not decide (as in R). */
const AS_PROBABLE = 1 + 1e-7;

export const fisherExact = statistic({
  id: 'fisher_exact',
  label: "Fisher's exact test",
  r: 'fisher.test(table), roots refined',
  assumptions: ['Every case counts in one cell only; both margins are taken as given.'],
  inputs: { table },
  options: {
    conf_level: confLevel,
    simulate: flagOr(false),
    replicates: countOr(2000, 10),
    seed: numberOr(42, -2147483648, 2147483647),
  },
  run({ table: all }, options): StatisticOutcome {
    const n = all.flat().reduce((sum, k) => sum + k, 0);
    const counts = withoutEmptyLines(all);
    if (counts.length < 2 || counts[0].length < 2) {
      if (n === 0) return statisticRefusals.empty_row_or_column();
      // R's own answer where nothing can vary; a fourfold table has its odds ratio below
      if (all.length > 2 || all[0].length > 2) return { p_value: 1, n, method: 'exact' };
    }
    if (all.length === 2 && all[0].length === 2) return fourfold(all, n, options.conf_level);
    if (options.simulate) {
      const { replicates, seed } = options;
      return { p_value: simulatedTableP(counts, replicates, seed), n, replicates, seed, method: 'simulated' };
    }
    const p = exactTableP(counts, AS_PROBABLE);
    if (p === null) return statisticRefusals.too_many_tables(n);
    return { p_value: p, n, method: 'exact' };
  },
});

function withoutEmptyLines(rows: readonly (readonly number[])[]): number[][] {
  const filled = rows.filter((row) => row.some((k) => k > 0));
  const columns = rows[0].map((_, j) => j).filter((j) => rows.some((row) => row[j] > 0));
  return filled.map((row) => columns.map((j) => row[j]));
}

function fourfold([[a, b], [c, d]]: readonly (readonly number[])[], n: number, level: number): StatisticOutcome {
  const cell = cellDistribution({ column1: a + c, column2: b + d, row1: a + b });
  const even = cell.probabilities(0);
  const observed = even[a - cell.low] * AS_PROBABLE;
  const p = even.reduce((sum, share) => (share <= observed ? sum + share : sum), 0);
  const start = sampleLogOdds(a, b, c, d);
  const tail = (1 - level) / 2;
  const lowest = a === cell.low;
  const highest = a === cell.high;
  const expected = (share: number, i: number): number => share * (cell.low + i);
  return {
    estimate: lowest ? 0 : highest ? Infinity : root(cell, start, a, (share, i) => expected(share, i), 1),
    ci_low: lowest ? 0 : root(cell, start, tail, (share, i) => (cell.low + i >= a ? share : 0), 1),
    ci_high: highest ? Infinity : root(cell, start, tail, (share, i) => (cell.low + i <= a ? share : 0), -1),
    conf_level: level,
    p_value: Math.min(1, p),
    n,
    method: 'exact, conditional maximum likelihood',
  };
}

/** The odds ratio under which the sum of `part` over the counts reaches `wanted`. */
function root(
  cell: CellDistribution,
  start: number,
  wanted: number,
  part: (share: number, i: number) => number,
  direction: 1 | -1,
): number {
  const at = (logOdds: number): number =>
    cell.probabilities(logOdds).reduce((sum, share, i) => sum + part(share, i), 0) - wanted;
  return exp(zeroFrom(at, start - 1, start + 1, direction) ?? NaN);
}
