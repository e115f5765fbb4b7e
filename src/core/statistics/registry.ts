/** All tests under their ids. A new one is a file beside this and a row here. */
import { blandAltman, concordance, intraclass } from './agreement';
import { anovaOneWay } from './anova';
import { bootstrapCi } from './bootstrap';
import type { Statistic, StatisticOutcome } from './contract';
import { descriptive, frequency, proportion } from './descriptive';
import { effectSize } from './effect-size';
import { fisherExact } from './fisher-exact';
import { friedman } from './friedman';
import { groupSequential, interimPower, sampleSizeReassessment } from './group-sequential';
import { multipleImputation, rubinPool } from './imputation';
import { kendall } from './kendall';
import { kruskalWallis } from './kruskal-wallis';
import { linearRegression } from './linear-regression';
import { logisticRegression } from './logistic-regression';
import { mannWhitney } from './mann-whitney';
import { pAdjust } from './p-adjust';
import { partialCorrelation, pearson } from './pearson';
import { randomNumbers } from './random-numbers';
import { statisticRefusals } from './refusals';
import { roc, rocCompare } from './roc';
import { sampleSize } from './sample-size';
import { shapiroWilk } from './shapiro-wilk';
import { wilcoxonPaired } from './signed-rank';
import { spearman } from './spearman';
import { chiSquare, mcNemar, twoProportions } from './tables';
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
  friedman,
  kruskalWallis,
  anovaOneWay,
  chiSquare,
  fisherExact,
  mcNemar,
  twoProportions,
  linearRegression,
  logisticRegression,
  roc,
  rocCompare,
  blandAltman,
  intraclass,
  concordance,
  shapiroWilk,
  pAdjust,
  effectSize,
  bootstrapCi,
  randomNumbers,
  sampleSize,
  groupSequential,
  interimPower,
  sampleSizeReassessment,
  rubinPool,
  multipleImputation,
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
