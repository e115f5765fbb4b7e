/** Which columns a test of the cohort asks for. Tests that need none of the cohort's data stand in the planning panel. */
import { findStatistic, type Statistic } from '../../core/statistics';
import { statisticsWords } from '../words-statistics';

export type TestKind = 'plot' | 'one' | 'pair' | 'two' | 'groups' | 'many' | 'cross' | 'model' | 'roc';

const kinds: Readonly<Record<TestKind, readonly string[]>> = {
  pair: [
    'pearson',
    'spearman',
    'kendall',
    'ccc',
    'bland_altman',
    't_test_paired',
    'wilcoxon_paired',
    'partial_correlation',
  ],
  two: ['t_test_welch', 't_test_student', 'mann_whitney', 'effect_size', 'bootstrap_ci', 'two_proportions'],
  groups: ['kruskal_wallis', 'anova_one_way'],
  many: ['friedman', 'icc'],
  one: ['descriptive', 'shapiro_wilk', 't_test_one_sample', 'frequency', 'proportion'],
  cross: ['chi_square', 'fisher_exact', 'mcnemar'],
  model: ['linear_regression', 'logistic_regression'],
  roc: ['roc', 'roc_compare'],
  plot: [],
};
const order: readonly TestKind[] = ['pair', 'two', 'groups', 'many', 'one', 'cross', 'model', 'roc'];

export interface TestChoice {
  readonly kind: TestKind;
  readonly title: string;
  readonly tests: readonly Statistic[];
}

export const testChoices: readonly TestChoice[] = order.map((kind) => ({
  kind,
  title: statisticsWords.dialog[kind],
  tests: kinds[kind].flatMap((id) => findStatistic(id) ?? []),
}));

/** Figures that need no test, under the names of files. */
export const plots = ['correlation_matrix', 'waterfall'] as const;
export type Plot = (typeof plots)[number];
export const plotOf = (test: string): Plot | null => plots.find((one) => one === test) ?? null;

export const kindOf = (test: string): TestKind =>
  plotOf(test) !== null ? 'plot' : (order.find((kind) => kinds[kind].includes(test)) ?? 'one');

/** What was typed for an option: true, false, a number, else the word itself; undefined where nothing was. */
export function optionTyped(text: string): unknown {
  const tidy = text.trim();
  if (tidy === '') return undefined;
  if (tidy === 'true' || tidy === 'false') return tidy === 'true';
  const value = Number(tidy.replace(',', '.'));
  return Number.isFinite(value) ? value : tidy;
}
