/** Statistics with R's numbers: the tests, and running them by id on data of any origin. */
export { findStatistic, runStatistic, statistics } from './registry';
export { isRefusal } from './contract';
export type { Json, Role, Statistic, StatisticOutcome, StatisticRefusal, StatisticResult } from './contract';
