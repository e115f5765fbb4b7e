/** bvx stats: tests with R's numbers, on cases, on columns of one cohort, or on a list of analyses. */
import process from 'node:process';
import { dirname, resolve } from 'node:path';
import { readFile } from 'node:fs/promises';
import { flowWords, withoutExcluded, type CohortFlow } from '../../core/cohort';
import { statisticsDocument, statisticsFiles, type StatisticsRun } from '../../core/export';
import {
  fileOfInput,
  findStatistic,
  readAnalyses,
  readCases,
  readDataTable,
  runAnalyses,
  runCase,
  sentence,
  statistics,
  type AnalysisResult,
  type DataTable,
  type StatisticOutcome,
} from '../../core/statistics';
import { version } from '../../core/version';
import { isRecord } from '../case-records';
import { readCohort } from '../cohort-file';
import { readArguments, UsageError, type Command } from '../command';
import { readJson } from '../json-file';
import { checkFolder, writeFolder } from '../output-folder';
import { tell } from '../terminal';

interface Answer {
  readonly id: string;
  readonly test: string;
  readonly result: StatisticOutcome;
}

export const stats: Command = {
  name: 'stats',
  usage: 'stats --cases FILE | --data COHORT.csv --test ID --x COLUMN … | COHORT.csv --analysis FILE --out DIR',
  summary: 'Runs statistical tests; every number equals R’s.',
  help: [
    '--cases FILE     cases as {"cases":[{"id","test","input","options"}]}; files in them are relative to FILE',
    '--data FILE      one test on a cohort: --test ID --x COLUMN [--y COLUMN] [--group COLUMN] [--options JSON]',
    '--analysis FILE  {"analyses":[{"id","test","x","y","by","levels","columns",…options}]} on COHORT.csv',
    '--out DIR        statistics.json, tables as CSV, figures as SVG, analysis.R that repeats every number in R',
    '--overwrite      replaces what is in DIR',
    '--with-excluded  excluded rows are analysed, too; without it they stay out and are counted',
    '--json           the results as JSON on stdout',
    '',
    `Tests: ${statistics.map(({ id }) => id).join(', ')}`,
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, {
      cases: { type: 'string' },
      data: { type: 'string' },
      test: { type: 'string' },
      x: { type: 'string' },
      y: { type: 'string' },
      group: { type: 'string' },
      options: { type: 'string' },
      analysis: { type: 'string' },
      out: { type: 'string' },
      overwrite: { type: 'boolean' },
      'with-excluded': { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const json = values.json ?? false;
    const all = values['with-excluded'] ?? false;
    if (values.cases !== undefined) {
      if (positionals.length > 0) throw new UsageError('--cases takes no other input');
      print(await runCasesOf(values.cases), json);
      return 0;
    }
    if (values.data !== undefined) {
      const { data, test, x, y, group, options } = values;
      if (test === undefined) throw new UsageError('--test ID is needed');
      const { table, flow } = await cohortOf(data, all);
      const fields = { id: test, test, x, y, by: group, ...optionsOf(options) };
      const results = runAnalyses([{ id: test, test, fields: defined(fields) }], table);
      tell(flowWords(flow));
      print(results.map(answerOf), json);
      // one test that does not exist is wrong usage; in a list the others count
      return findStatistic(test) === null ? 2 : 0;
    }
    const [cohort, ...more] = positionals;
    if (cohort === undefined || more.length > 0 || values.analysis === undefined || values.out === undefined) {
      throw new UsageError('--cases FILE, --data FILE, or COHORT.csv with --analysis FILE and --out DIR is needed');
    }
    await checkFolder(values.out, values.overwrite ?? false);
    const { table, flow } = await cohortOf(cohort, all);
    const analyses = readAnalyses(await readJson(values.analysis));
    if ('problem' in analyses) throw new UsageError(`${values.analysis}: ${analyses.problem}`);
    const results = runAnalyses(analyses, table);
    const run: StatisticsRun = { analyses, results, table, flow, program: { name: 'BVX', version } };
    await writeFolder(
      values.out,
      statisticsFiles(run).map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) })),
    );
    tell(flowWords(flow));
    if (json) process.stdout.write(`${JSON.stringify(statisticsDocument(run))}\n`);
    else print(results.map(answerOf), false);
    return 0;
  },
};

async function runCasesOf(path: string): Promise<Answer[]> {
  const cases = readCases(await readJson(path));
  if ('problem' in cases) throw new UsageError(`${path}: ${cases.problem}`);
  const tables = new Map<string, DataTable | null>();
  for (const one of cases) {
    const file = fileOfInput(one.input);
    if (file === null || tables.has(file)) continue;
    const text = await readFile(resolve(dirname(path), file), 'utf8').catch(() => null);
    tables.set(file, text === null ? null : readDataTable(text));
  }
  return cases.map((one) => ({
    id: one.id,
    test: one.test,
    result: runCase(one, (file) => tables.get(file) ?? null),
  }));
}

async function cohortOf(path: string, all: boolean): Promise<{ readonly table: DataTable; readonly flow: CohortFlow }> {
  const table = await readCohort(path);
  return all ? { table, flow: { entered: table.rows, excluded: {}, analysed: table.rows } } : withoutExcluded(table);
}

function optionsOf(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // told below
  }
  throw new UsageError('--options takes a JSON record, as {"exact":false}');
}

/** Without names that have no value. */
const defined = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const answerOf = ({ id, test, result }: AnalysisResult): Answer => ({ id, test, result });

function print(answers: readonly Answer[], json: boolean): void {
  const text = json
    ? `${JSON.stringify({ results: answers })}\n`
    : answers.map(({ id, test, result }) => `${id}: ${sentence(result, test)}\n`).join('');
  process.stdout.write(text);
}
