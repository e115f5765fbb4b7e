/** Tests that may count for a minute run in a worker; their card waits, and the page goes on. */
import { shallowRef, type ShallowRef } from 'vue';
import { runAnalyses, type Analysis, type AnalysisResult, type DataTable } from '../../core/statistics';
import type { AwayRun } from '../../engine/browser';

/** Null while the result is on its way; what reads it is computed again once it is there. */
export type RunAnalysis = (analysis: Analysis, table: DataTable) => readonly AnalysisResult[] | null;

export const runHere: RunAnalysis = (analysis, table) => runAnalyses([analysis], table);

const slow = new Set(['fisher_exact', 'bootstrap_ci', 'multiple_imputation']);

export function withSlowTests(away: AwayRun): RunAnalysis {
  const known = new WeakMap<DataTable, Map<string, ShallowRef<readonly AnalysisResult[] | null>>>();
  return (analysis, table) => {
    if (!slow.has(analysis.test)) return runHere(analysis, table);
    const ofTable = known.get(table) ?? new Map<string, ShallowRef<readonly AnalysisResult[] | null>>();
    known.set(table, ofTable);
    const key = JSON.stringify(analysis);
    const found = ofTable.get(key);
    if (found !== undefined) return found.value;
    const coming = shallowRef<readonly AnalysisResult[] | null>(null);
    ofTable.set(key, coming);
    void away(analysis, table).then((results) => (coming.value = results));
    return coming.value;
  };
}
