/** A result in one line for captions, terminal and cards: estimate, interval, exact p, n, variant. Never "NS", no stars. */
import { formatNumber, formatP, formatRangeInWords } from '../result';
import { isRefusal, type StatisticOutcome, type StatisticResult } from './contract';

/** Where the main figure of a result stands, its ends, and what it is called. The first that is there counts. */
const figures = [
  { key: 'estimate', low: 'ci_low', high: 'ci_high', name: 'estimate' },
  { key: 'auc', low: 'ci_low', high: 'ci_high', name: 'AUC' },
  { key: 'difference', low: 'ci_low', high: 'ci_high', name: 'difference' },
  { key: 'bias', low: 'bias_low', high: 'bias_high', name: 'bias' },
  { key: 'mean', low: 'ci_low', high: 'ci_high', name: 'mean' },
  { key: 'risk_difference', low: 'rd_low', high: 'rd_high', name: 'risk difference' },
  { key: 'cohen_d', low: 'd_low', high: 'd_high', name: "Cohen's d" },
  { key: 'cohen_dz', low: 'dz_low', high: 'dz_high', name: "Cohen's dz" },
  { key: 'r_squared', low: '', high: '', name: 'R²' },
  { key: 'kendall_w', low: '', high: '', name: "Kendall's W" },
  { key: 'epsilon_squared', low: '', high: '', name: 'ε²' },
  { key: 'eta_squared', low: '', high: '', name: 'η²' },
  { key: 'cramer_v', low: '', high: '', name: "Cramér's V" },
  { key: 'power', low: '', high: '', name: 'power' },
  { key: 'n_exact', low: '', high: '', name: 'n' },
] as const;

const at = (result: StatisticResult, key: string): number | null => {
  const value = result[key];
  return typeof value === 'number' ? value : null;
};

/** Enough decimals for three digits of a figure of this size, at most four. */
export function decimalsOf(value: number): number {
  const size = Math.abs(value);
  if (size >= 100) return 1;
  return size >= 1 ? 2 : size >= 0.01 || size === 0 ? 3 : 4;
}

/** `0.023`, `< 0.001`; empty where there is no p. */
export function pWords(result: StatisticResult): string {
  const p = at(result, 'p_value');
  return p === null ? '' : `p ${formatP(p)}`;
}

/** What the estimate of a test is called, where that says more than "estimate". */
const estimateNames: Readonly<Record<string, string>> = {
  pearson: 'r',
  partial_correlation: 'r',
  spearman: 'ρ',
  kendall: 'τ',
  t_test_welch: 'difference',
  t_test_student: 'difference',
  t_test_paired: 'mean difference',
  mann_whitney: 'shift',
  wilcoxon_paired: 'median difference',
  proportion: 'share',
  fisher_exact: 'odds ratio',
  icc: 'ICC',
  ccc: 'CCC',
};
/** Correlations are shown with two decimals. */
const correlations = new Set(['pearson', 'partial_correlation', 'spearman', 'kendall']);

/** `estimate 5.28 (95 % CI 0.77 to 9.79), p 0.023, n 50, welch`; for a refusal what stands in the way. */
export function sentence(outcome: StatisticOutcome, test = ''): string {
  if (isRefusal(outcome)) return `${outcome.message} ${outcome.action} [${outcome.error}]`;
  const parts: string[] = [];
  const figure = figures.find(({ key }) => at(outcome, key) !== null);
  if (figure !== undefined) {
    const value = at(outcome, figure.key) ?? NaN;
    const decimals = correlations.has(test) ? 2 : decimalsOf(value);
    const low = at(outcome, figure.low);
    const high = at(outcome, figure.high);
    const level = at(outcome, 'conf_level') ?? at(outcome, 'conf_level_reached');
    const interval =
      low === null || high === null
        ? ''
        : ` (${level === null ? '' : `${Number((100 * level).toPrecision(4))} % CI `}${formatRangeInWords([low, high], decimals)})`;
    const name = (figure.key === 'estimate' ? estimateNames[test] : undefined) ?? figure.name;
    parts.push(`${name} ${formatNumber(value, decimals)}${interval}`);
  }
  parts.push(pWords(outcome));
  const n = at(outcome, 'n');
  const missing = at(outcome, 'n_missing') ?? 0;
  if (n !== null) parts.push(`n ${n}${missing > 0 ? ` (${missing} missing)` : ''}`);
  if (typeof outcome.method === 'string') parts.push(outcome.method);
  return parts.filter((part) => part !== '').join(', ');
}
