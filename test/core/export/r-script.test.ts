/** The R script is run by R itself: on every reference case, and on analyses of a cohort by column names. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analysisData, analysisScript } from '../../../src/core/export';
import {
  fileOfInput,
  readAnalyses,
  readCases,
  readDataTable,
  runAnalyses,
  runCase,
  type AnalysisResult,
  type DataTable,
} from '../../../src/core/statistics';
import { hasReferences, referenceText } from '../reference-data';

const hasR = spawnSync('Rscript', ['--version']).status === 0;
const nothing: DataTable = { rows: 1, columns: new Map([['none', [0]]]) };

/** Runs the script beside its data and gives what R printed. */
function runInR(
  results: readonly AnalysisResult[],
  table: DataTable,
): { readonly status: number; readonly out: string } {
  const folder = mkdtempSync(join(tmpdir(), 'bvx-r-'));
  try {
    writeFileSync(join(folder, 'analysis_data.csv'), analysisData(table));
    writeFileSync(join(folder, 'analysis.R'), analysisScript(results, table, 'BVX test'));
    const { status, stdout, stderr } = spawnSync('Rscript', ['--vanilla', 'analysis.R'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status: status ?? -1, out: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const cohort = (): DataTable =>
  readDataTable(
    'patient,flow_group,bv5,pao2,note\n' +
      Array.from({ length: 24 }, (_, i) => {
        const bv5 = 40 + 7 * Math.sin(i * 1.7) + (i % 3);
        return `P${i},${['low', 'high', 'mid'][i % 3]},${i === 5 ? '' : bv5},${70 + 9 * Math.cos(i * 2.3) + bv5 / 5},"'=é"\n`;
      }).join(''),
  );

const analyses = (list: readonly unknown[]) => {
  const read = readAnalyses({ analyses: list });
  if ('problem' in read) throw new Error(read.problem);
  return read;
};

describe.skipIf(!hasR)('the R script (skipped where Rscript is missing)', () => {
  it('takes its numbers from the columns of the exported file', () => {
    const table = cohort();
    const results = runAnalyses(
      analyses([
        { id: 'r', test: 'pearson', x: 'bv5', y: 'pao2' },
        { id: 'r within groups', test: 'spearman', x: 'bv5', y: 'pao2', by: 'flow_group' },
        { id: 'w "quoted" é', test: 't_test_welch', x: 'bv5', by: 'flow_group', levels: ['low', 'high'] },
        { id: 'k', test: 'kruskal_wallis', x: 'bv5', by: 'flow_group' },
        { id: 'lm', test: 'linear_regression', y: 'bv5', columns: ['pao2', 'flow_group'] },
        { id: 'none', test: 'pearson', x: 'bv5', y: 'missing' },
        { id: 'adjusted', test: 'p_adjust', of: ['r', 'k'], method: 'holm' },
      ]),
      table,
    );
    const script = analysisScript(results, table, 'BVX');
    expect(script).not.toMatch(/bvx_\w+\([^\n]*c\(\d/);
    const { status, out } = runInR(results, table);
    expect(out).toMatch(/\n\d+ numbers repeated, 0 differ\n/);
    expect(status).toBe(0);
  });

  it('repeats small and degenerate tables, too: groups of one, empty groups, ties, equal scores, lines', () => {
    const table = readDataTable(
      'group,three,constant,line,x,y,event\n' +
        'a,10,1,2.1,1,2,1\nb,2,2,4.1,1,3,0\nb,2,2,6.1,1,3,0\nc,1,3,8.1,2,2,1\nc,1,3,10.1,2,9,1\nd,10,,12.1,3,,1\n',
    );
    const results = runAnalyses(
      analyses([
        { id: 'levels in the order of numbers', test: 'frequency', x: 'three' },
        { id: 'a group of one', test: 'anova_one_way', x: 'y', by: 'group' },
        { id: 'nothing varies within', test: 'anova_one_way', x: 'constant', by: 'group' },
        { id: 'a group without values', test: 'kruskal_wallis', x: 'y', by: 'group' },
        { id: 'two constants', test: 'mann_whitney', x: 'constant', by: 'group', levels: ['b', 'c'] },
        { id: 'equal differences', test: 'bland_altman', x: 'x', y: 'x' },
        { id: 'equal means', test: 'bland_altman', x: [1, 2, 3], y: [3, 2, 1] },
        { id: 'one curve twice', test: 'roc_compare', y: 'event', columns: ['x', 'x'] },
        { id: 'equal medians without each case', test: 'bootstrap_ci', x: [1, 1, 1, 1, 2], statistic: 'median' },
        { id: 'tau of 1', test: 'kendall', x: 'line', y: [1, 2, 3, 4, 5, 7] },
        {
          id: 'no degree of freedom for z',
          test: 'partial_correlation',
          x: [1, 2, 4, 3],
          y: [2, 1, 3, 4],
          given: { z: [1, 5, 2, 2] },
        },
        { id: 'all and none', test: 'two_proportions', k1: 3, n1: 3, k2: 0, n2: 4 },
        { id: 'equal estimates', test: 'rubin_pool', estimates: [1.5, 1.5], variances: [0.1, 0.2], n: 10, k: 2 },
      ]),
      table,
    );
    expect(results.flatMap(({ id, result }) => ('error' in result ? [id] : []))).toEqual([]);
    const { out } = runInR(results, table);
    expect(out.split('\n').filter((line) => /DIFFERS|could not/.test(line))).toEqual([]);
    expect(out).toContain(', 0 differ');
  });

  it('stops where a number differs', () => {
    const table = cohort();
    const [one] = runAnalyses(analyses([{ id: 'r', test: 'pearson', x: 'bv5', y: 'pao2' }]), table);
    const wrong = [{ ...one, result: { ...one.result, estimate: 0.123 } }];
    const { status, out } = runInR(wrong, table);
    expect(status).not.toBe(0);
    expect(out).toContain('1 differ');
  });

  it.skipIf(!hasReferences)('repeats every reference case (skipped without the reference data)', () => {
    const cases = readCases(JSON.parse(referenceText('references.json')));
    if ('problem' in cases) throw new Error(cases.problem);
    const results = cases
      .filter(({ input }) => fileOfInput(input) === null)
      .map((one): AnalysisResult => {
        const result = runCase(one, () => null);
        return {
          id: one.id,
          test: one.test,
          result,
          input: one.input,
          fields: { ...one.input, ...one.options },
          levels: [],
          stratum: null,
        };
      });
    const { out, status } = runInR(results, nothing);
    expect(out.split('\n').filter((line) => /DIFFERS|not repeated|could not/.test(line))).toEqual([]);
    expect(status).toBe(0);
  });
});
