/** Tables of counts: chi-square, McNemar, two shares. */
import { exp, log } from '../maths';
import { statistic } from './define';
import { betaQuantile } from './distributions/fisher-f';
import { chiSquareUpper } from './distributions/chi-square';
import { betaTails } from './distributions/incomplete-beta';
import { normalFactor } from './distributions/normal-tails';
import { statisticRefusals } from './refusals';
import { confLevel, count, flagOr, table } from './roles';

const totals = (rows: readonly (readonly number[])[]) => ({
  rows: rows.map((row) => row.reduce((sum, k) => sum + k, 0)),
  columns: rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0)),
});

/** Whether a row or a column holds nothing: then there is one group less than stated. */
export function hasEmptyLine(rows: readonly (readonly number[])[]): boolean {
  const sums = totals(rows);
  return sums.rows.includes(0) || sums.columns.includes(0);
}

const SMALL_EXPECTED = 5;

export const chiSquare = statistic({
  id: 'chi_square',
  label: 'Chi-square test',
  r: 'chisq.test(table)',
  assumptions: ['Every case counts in one cell only.', 'Expected counts are not below about 5.'],
  inputs: { table },
  options: { correct: flagOr(true) },
  run({ table: counts }, { correct }) {
    if (hasEmptyLine(counts)) return statisticRefusals.empty_row_or_column();
    const sums = totals(counts);
    const n = sums.rows.reduce((total, k) => total + k, 0);
    const cells = counts.flatMap((row, i) =>
      row.map((observed, j) => ({ observed, expected: (sums.rows[i] * sums.columns[j]) / n })),
    );
    const isFourfold = counts.length === 2 && counts[0].length === 2;
    const yates =
      correct && isFourfold ? Math.min(0.5, ...cells.map((cell) => Math.abs(cell.observed - cell.expected))) : 0;
    const distance = (less: number): number =>
      cells.reduce((total, { observed, expected }) => {
        const off = Math.abs(observed - expected) - less;
        return total + (off * off) / expected;
      }, 0);
    const df = (counts.length - 1) * (counts[0].length - 1);
    const statisticValue = distance(yates);
    const minExpected = Math.min(...cells.map((cell) => cell.expected));
    const small = minExpected < SMALL_EXPECTED;
    return {
      statistic: statisticValue,
      df,
      p_value: chiSquareUpper(statisticValue, df),
      cramer_v: Math.sqrt(distance(0) / (n * (Math.min(counts.length, counts[0].length) - 1))),
      min_expected: minExpected,
      n,
      method: yates > 0 ? 'continuity correction (Yates)' : 'without continuity correction',
      ...(small && {
        notes: [`The smallest expected count is ${minExpected.toPrecision(2)}: prefer Fisher's exact test.`],
      }),
    };
  },
});

export const mcNemar = statistic({
  id: 'mcnemar',
  label: "McNemar's test",
  r: 'mcnemar.test(table) | binom.test(b, b + c)',
  assumptions: ['The two answers come from the same cases; cases are independent of each other.'],
  inputs: { table },
  options: { exact: flagOr(false), correct: flagOr(true), conf_level: confLevel },
  run({ table: counts }, options) {
    if (counts.length !== 2 || counts[0].length !== 2) {
      return statisticRefusals.malformed_input('table', 'two rows and two columns are needed');
    }
    const [[a, b], [c, d]] = counts;
    const discordant = b + c;
    if (discordant === 0) return statisticRefusals.no_discordant_pairs();
    const tail = (1 - options.conf_level) / 2;
    const low = b === 0 ? 0 : betaQuantile(tail, b, c + 1);
    const high = c === 0 ? 1 : betaQuantile(1 - tail, b + 1, c);
    const shape = {
      odds_ratio: b / c,
      ci_low: low / (1 - low),
      ci_high: high / (1 - high),
      conf_level: options.conf_level,
      n: a + b + c + d,
      n_discordant: discordant,
    };
    if (options.exact) {
      // two binomial tails at one half, which the beta distribution counts
      const fewer = Math.min(b, c);
      const p = b === c ? 1 : 2 * betaTails(0.5, discordant - fewer, fewer + 1).lower;
      return { p_value: Math.min(1, p), ...shape, method: 'exact' };
    }
    const off = Math.abs(b - c) - (options.correct && b !== c ? 1 : 0);
    const statisticValue = (off * off) / discordant;
    return {
      statistic: statisticValue,
      df: 1,
      p_value: chiSquareUpper(statisticValue, 1),
      ...shape,
      method: options.correct ? 'continuity correction' : 'without continuity correction',
    };
  },
});

export const twoProportions = statistic({
  id: 'two_proportions',
  label: 'Difference of two shares',
  r: 'prop.test(correct = FALSE); Wald intervals of ratios on the log scale',
  assumptions: ['Cases are independent, within and between the groups.', 'Counts are not very small.'],
  inputs: { k1: count(), n1: count(), k2: count(), n2: count() },
  options: { conf_level: confLevel },
  run({ k1, n1, k2, n2 }, options) {
    if (n1 === 0 || n2 === 0) return statisticRefusals.too_few_values(0, 1);
    if (k1 > n1 || k2 > n2) return statisticRefusals.malformed_input(k1 > n1 ? 'k1' : 'k2', 'more than all');
    const p1 = k1 / n1;
    const p2 = k2 / n2;
    const z = normalFactor(options.conf_level);
    const difference = p1 - p2;
    const half = z * Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2);
    const pooled = (k1 + k2) / (n1 + n2);
    const chi = (difference * difference) / (pooled * (1 - pooled) * (1 / n1 + 1 / n2));
    // without an event in each group a ratio has no finite log
    const risk = k1 > 0 && k2 > 0 ? ratio(p1 / p2, 1 / k1 - 1 / n1 + 1 / k2 - 1 / n2, z) : noRatio;
    const others = [n1 - k1, n2 - k2];
    const odds =
      k1 > 0 && k2 > 0 && others[0] > 0 && others[1] > 0
        ? ratio((k1 * others[1]) / (k2 * others[0]), 1 / k1 + 1 / k2 + 1 / others[0] + 1 / others[1], z)
        : noRatio;
    return {
      risk_difference: difference,
      rd_low: Math.max(-1, difference - half),
      rd_high: Math.min(1, difference + half),
      statistic: chi,
      df: 1,
      p_value: chiSquareUpper(chi, 1),
      risk_ratio: risk.value,
      rr_low: risk.low,
      rr_high: risk.high,
      odds_ratio: odds.value,
      or_low: odds.low,
      or_high: odds.high,
      conf_level: options.conf_level,
      n: n1 + n2,
      method: 'without continuity correction',
    };
  },
});

const noRatio = { value: NaN, low: NaN, high: NaN };

function ratio(value: number, logVariance: number, z: number): { value: number; low: number; high: number } {
  const half = z * Math.sqrt(logVariance);
  return { value, low: exp(log(value) - half), high: exp(log(value) + half) };
}
