/** Statistics with R's numbers: the tests, and running them by id on data of any origin. */
export { fileOfInput, readCases, runCase } from './cases';
export type { StatisticCase } from './cases';
export { findStatistic, runStatistic, statistics } from './registry';
export { isRefusal } from './contract';
export type { Json, Role, Statistic, StatisticOutcome, StatisticRefusal, StatisticResult } from './contract';
export { readDataTable } from './table';
export type { Column, DataTable } from './table';
export { completeMedian, quantileOf } from './missing';
export { sentence } from './words';
export { readAnalyses, runAnalyses } from './analyses';
export type { Analysis, AnalysisResult } from './analyses';
export { fileNames, resultTables } from './result-tables';
export type { NamedText } from './result-tables';
export * from './plots';
export { betaQuantile } from './distributions/fisher-f';
