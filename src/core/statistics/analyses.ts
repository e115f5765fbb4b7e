/** A list of analyses on one cohort: each runs on its own, one that cannot be done has an error and stops no other. */
import { analysisInput, type AnalysisFields } from './analysis-input';
import { splitLevels } from './cases';
import { isRefusal, type Json, type StatisticOutcome } from './contract';
import { statisticRefusals } from './refusals';
import { findStatistic } from './registry';
import type { Column, DataTable } from './table';

export interface Analysis {
  readonly id: string;
  /** Test id; empty for a figure alone. */
  readonly test: string;
  readonly fields: AnalysisFields;
}

export interface AnalysisResult {
  readonly id: string;
  readonly test: string;
  readonly result: StatisticOutcome;
  /** What the test ran on, for figures; null where it could not be read. */
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly fields: AnalysisFields;
  /** Names of the groups that `by` made. */
  readonly levels: readonly string[];
  /** The rows it ran on; null for all. */
  readonly stratum: { readonly by: string; readonly level: string } | null;
}

const isRecord = (value: unknown): value is AnalysisFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{analyses: [{id, test, x, y, by, levels, columns, …options}]}`, or what is wrong with it. */
export function readAnalyses(document: unknown): readonly Analysis[] | { readonly problem: string } {
  if (!isRecord(document) || !Array.isArray(document.analyses)) return { problem: 'it has no list "analyses"' };
  const found: Analysis[] = [];
  const ids = new Set<string>();
  for (const [at, fields] of (document.analyses as readonly unknown[]).entries()) {
    if (!isRecord(fields)) return { problem: `analysis ${at + 1} is no record` };
    const id = typeof fields.id === 'string' || typeof fields.id === 'number' ? String(fields.id) : String(at + 1);
    if (ids.has(id)) return { problem: `the id "${id}" stands twice` };
    ids.add(id);
    found.push({ id, test: typeof fields.test === 'string' ? fields.test : '', fields });
  }
  return found;
}

/** Runs them in order; p_adjust may take the p values of earlier ones by `of`. Tells how many are done. */
export function runAnalyses(
  analyses: readonly Analysis[],
  table: DataTable,
  onDone: (count: number) => void = () => {},
): AnalysisResult[] {
  const results: AnalysisResult[] = [];
  for (const [at, analysis] of analyses.entries()) {
    results.push(...runOne(analysis, table, results));
    onDone(at + 1);
  }
  return results;
}

function runOne(
  { id, test, fields }: Analysis,
  table: DataTable,
  earlier: readonly AnalysisResult[],
): AnalysisResult[] {
  const refused = (result: StatisticOutcome): AnalysisResult[] => [
    { id, test, result, input: null, fields, levels: [], stratum: null },
  ];
  if (test === '') return [];
  const statistic = findStatistic(test);
  if (statistic === null) return refused(statisticRefusals.unknown_test(test));
  const completed =
    test === 'p_adjust' && fields.of !== undefined ? { ...fields, p: pValuesOf(fields.of, earlier) } : fields;
  const read = analysisInput(statistic, completed, table);
  if ('problem' in read) return refused(statisticRefusals.malformed_input(read.name, read.problem));
  const whole: AnalysisResult = {
    id,
    test,
    result: statistic.run(read.input, read.options),
    input: read.input,
    fields,
    levels: read.levels,
    stratum: null,
  };
  return [whole, ...strata(whole, table)];
}

/** p of earlier analyses in the order asked for; missing where there is none. */
function pValuesOf(ids: unknown, earlier: readonly AnalysisResult[]): (number | null)[] {
  const wanted = Array.isArray(ids) ? (ids as readonly unknown[]).map(String) : [];
  return wanted.map((id) => {
    const found = earlier.find((one) => one.id === id)?.result;
    const p: Json | undefined = found === undefined || isRefusal(found) ? undefined : found.p_value;
    return typeof p === 'number' ? p : null;
  });
}

/** The same test within each level of `by`, for tests that do not compare groups themselves. */
function strata({ id, test, fields, input }: AnalysisResult, table: DataTable): AnalysisResult[] {
  const statistic = findStatistic(test);
  const by = typeof fields.by === 'string' ? table.columns.get(fields.by) : undefined;
  const shapes = statistic === null ? [] : Object.values(statistic.inputs).map(({ shape }) => shape);
  if (statistic === null || by === undefined || input === null || !shapes.every((shape) => shape === 'column'))
    return [];
  const takesGroups = input.x !== undefined && Array.isArray(input.x) && input.x.length !== table.rows;
  if (takesGroups) return [];
  return splitLevels(fields.levels, by).map((level) => {
    const kept = by.flatMap((value, row) => (value !== null && String(value) === level ? [row] : []));
    const columns = new Map<string, Column>();
    for (const [name, column] of table.columns) {
      columns.set(
        name,
        kept.map((row) => column[row] ?? null),
      );
    }
    const within: DataTable = { rows: kept.length, columns };
    const { by: _, levels: __, ...rest } = fields;
    const read = analysisInput(statistic, rest, within);
    const failed = 'problem' in read;
    return {
      id: `${id}: ${level}`,
      test,
      result: failed
        ? statisticRefusals.malformed_input(read.name, read.problem)
        : statistic.run(read.input, read.options),
      input: failed ? null : read.input,
      fields: rest,
      levels: [],
      stratum: { by: String(fields.by), level },
    };
  });
}
