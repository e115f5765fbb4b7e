/** All tests under their ids. A new one is a file beside this and a row here. */
import type { Statistic, StatisticOutcome } from './contract';
import { descriptive, frequency, proportion } from './descriptive';
import { kendall } from './kendall';
import { mannWhitney } from './mann-whitney';
import { partialCorrelation, pearson } from './pearson';
import { statisticRefusals } from './refusals';
import { wilcoxonPaired } from './signed-rank';
import { spearman } from './spearman';
import { oneSample, paired, student, welch } from './t-tests';

export const statistics: readonly Statistic[] = [
  descriptive,
  frequency,
  proportion,
  pearson,
  spearman,
  kendall,
  partialCorrelation,
  welch,
  student,
  paired,
  oneSample,
  mannWhitney,
  wilcoxonPaired,
];

const byId = new Map(statistics.map((one) => [one.id, one]));

export function findStatistic(id: string): Statistic | null {
  return byId.get(id) ?? null;
}

/** Runs the test of that id on raw input, as files and the command line give it. */
export function runStatistic(
  id: string,
  input: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, unknown>>,
): StatisticOutcome {
  return findStatistic(id)?.run(input, options) ?? statisticRefusals.unknown_test(id);
}
