/** The statistics worker of a page: tests that may count for a minute, away from the thread that draws. */
import { expose, transfer } from 'comlink';
import { studyFiles, zipFiles, type ExportMode, type Study } from '../core/export';
import { runAnalyses, type Analysis, type AnalysisResult, type DataTable } from '../core/statistics';

export interface StatisticsApi {
  run(analysis: Analysis, table: DataTable): readonly AnalysisResult[];
  /** The zip of an export; tells how many of its tests are done. */
  exportZip(
    study: Study,
    analyses: readonly Analysis[],
    mode: ExportMode,
    onTested: (count: number) => void,
  ): Uint8Array;
}

/** Entry of the worker. */
export function exposeStatistics(): void {
  expose({
    run: (analysis, table) => runAnalyses([analysis], table),
    exportZip(study, analyses, mode, onTested) {
      const zip = zipFiles(studyFiles(study, analyses, mode, onTested).files);
      return transfer(zip, [zip.buffer]);
    },
  } satisfies StatisticsApi);
}
