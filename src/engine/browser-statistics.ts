/** The statistics worker of a page: tests that may count for a minute, away from the thread that draws. */
import { expose } from 'comlink';
import { runAnalyses, type Analysis, type AnalysisResult, type DataTable } from '../core/statistics';

export interface StatisticsApi {
  run(analysis: Analysis, table: DataTable): readonly AnalysisResult[];
}

/** Entry of the worker. */
export function exposeStatistics(): void {
  expose({ run: (analysis, table) => runAnalyses([analysis], table) } satisfies StatisticsApi);
}
