/** Table 1 as an R script: every mean, SD and p of it once more, from the table of the cohort. */
import { analysisData, analysisScript } from '../../core/export';
import { runAnalyses, type Analysis, type DataTable } from '../../core/statistics';
import { version } from '../../core/version';
import type { RScript } from './cards';
import type { TableLine, TableOne } from './table-one';

export function tableOneScript(table: TableOne, data: DataTable): RScript {
  const levels = table.groups.map(({ name }) => name);
  const results = runAnalyses(
    table.parts.flat().flatMap((line) => analysesOf(line, table.outcome, levels)),
    data,
  );
  return { script: analysisScript(results, data, `BVX ${version}`), data: analysisData(data) };
}

function analysesOf({ kind, column, pValue }: TableLine, outcome: string, levels: readonly string[]): Analysis[] {
  const analysis = (id: string, test: string, fields: Analysis['fields']): Analysis => ({ id, test, fields });
  const byGroup = { x: column, by: 'group', levels };
  switch (kind) {
    case 'correlation':
      return [analysis(`${outcome} and ${column}`, 'pearson', { x: outcome, y: column })];
    case 'counts':
      return pValue === null ? [] : [analysis(`${column} by group`, 'fisher_exact', { x: column, by: 'group' })];
    case 'spread': {
      const described = analysis(column, 'descriptive', levels.length === 0 ? { x: column } : byGroup);
      if (pValue === null) return [described];
      const between =
        levels.length === 2
          ? analysis(`${column} by group`, 't_test_welch', byGroup)
          : analysis(`${column} by group`, 'anova_one_way', { ...byGroup, welch: true });
      return [described, between];
    }
    default:
      return kind satisfies never;
  }
}
