/** What a set of analyses leaves as files: results as JSON and tables, figures, and the R script with its data. */
import type { CohortFlow } from '../cohort';
import {
  fileNames,
  figureOf,
  flowDiagram,
  plainFigure,
  printInk,
  resultTables,
  type Analysis,
  type AnalysisResult,
  type DataTable,
  type NamedText,
} from '../statistics';
import { analysisData, analysisScript } from './r-script';
import type { Program } from './study';

/** The results of analyses on a table, with the cases that went into it. */
export interface StatisticsRun {
  readonly analyses: readonly Analysis[];
  readonly results: readonly AnalysisResult[];
  readonly table: DataTable;
  readonly flow: CohortFlow;
  readonly program: Program;
}

/** The content of statistics.json. */
export function statisticsDocument({ results, flow, program }: StatisticsRun): unknown {
  const { entered, excluded, analysed } = flow;
  return {
    format: 'bvx-statistics',
    format_version: '1.0',
    program,
    flow: { entered, excluded, analysed },
    results: results.map(({ id, test, result }) => ({ id, test, result })),
  };
}

export function statisticsFiles(run: StatisticsRun): NamedText[] {
  const { analyses, results, table, flow, program } = run;
  const names = fileNames([...results, ...analyses].map(({ id }) => id));
  return [
    { name: 'statistics.json', text: `${JSON.stringify(statisticsDocument(run), null, 1)}\n` },
    ...resultTables(results, names),
    ...figures(run, names),
    { name: 'flow.svg', text: flowDiagram(flow, 'Flow of the cohort', printInk) },
    { name: 'analysis_data.csv', text: analysisData(table) },
    { name: 'analysis.R', text: analysisScript(results, table, `${program.name} ${program.version}`) },
  ];
}

/** A figure for each test that has one, and those asked for by name. */
function figures({ analyses, results, table }: StatisticsRun, names: ReadonlyMap<string, string>): NamedText[] {
  const named = (id: string, svg: string | null): NamedText[] =>
    svg === null ? [] : [{ name: `${names.get(id) ?? '_'}.svg`, text: svg }];
  return [
    ...results.flatMap((one) => named(one.id, figureOf(one, printInk))),
    ...analyses
      .filter(({ test }) => test === '')
      .flatMap(({ id, fields }) => named(id, plainFigure(fields, table, printInk))),
  ];
}
