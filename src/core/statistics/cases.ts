/**
 * Cases of a file run one by one: values in line, or columns and groups of a table beside the file. A case that cannot
 * be done has an error, the others still run.
 */
import type { Json, StatisticOutcome } from './contract';
import { countedLevels } from './levels';
import { statisticRefusals } from './refusals';
import { runStatistic } from './registry';
import type { Column, DataTable } from './table';

export interface StatisticCase {
  readonly id: string;
  readonly test: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The cases of a document `{cases: [{id, test, input, options}]}`, or what is wrong with it. */
export function readCases(document: unknown): readonly StatisticCase[] | { readonly problem: string } {
  if (!isRecord(document) || !Array.isArray(document.cases)) return { problem: 'it has no list "cases"' };
  const cases: StatisticCase[] = [];
  for (const [at, raw] of (document.cases as readonly unknown[]).entries()) {
    if (!isRecord(raw) || typeof raw.test !== 'string' || !isRecord(raw.input)) {
      return { problem: `case ${at + 1} needs "test" and "input"` };
    }
    cases.push({
      id: typeof raw.id === 'string' || typeof raw.id === 'number' ? String(raw.id) : String(at + 1),
      test: raw.test,
      input: raw.input,
      options: isRecord(raw.options) ? raw.options : {},
    });
  }
  return cases;
}

/** Runs one case; `tableOf` gives the table of a file it names, or null where that cannot be read. */
export function runCase(one: StatisticCase, tableOf: (file: string) => DataTable | null): StatisticOutcome {
  const file = fileOfInput(one.input);
  if (file === null) return runStatistic(one.test, one.input, one.options);
  const data = tableOf(file);
  if (data === null) return statisticRefusals.malformed_input('file', 'it cannot be read');
  const resolved = resolveInput(one.input, data);
  if ('problem' in resolved) return statisticRefusals.malformed_input(resolved.name, resolved.problem);
  return runStatistic(one.test, resolved.input, one.options);
}

/** Which data a case wants: what `input` says, with columns looked up. */
export type ResolvedInput =
  { readonly input: Readonly<Record<string, unknown>> } | { readonly name: string; readonly problem: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The file a case reads, or null where its values stand in line. */
export function fileOfInput(input: Readonly<Record<string, unknown>>): string | null {
  return typeof input.file === 'string' ? input.file : null;
}

/**
 * Replaces `columns` (names, also nested) and `split` (`value`, `by`, `levels`, `shape`) by the values of the table.
 * Other names of the input stay as they are.
 */
export function resolveInput(input: Readonly<Record<string, unknown>>, table: DataTable): ResolvedInput {
  const rest = Object.fromEntries(
    Object.entries(input).filter(([name]) => !['file', 'columns', 'split'].includes(name)),
  );
  const found: Record<string, unknown> = {};
  if (isRecord(input.columns)) {
    const looked = lookUp(input.columns, table);
    if ('problem' in looked) return looked;
    Object.assign(found, looked.input);
  }
  if (isRecord(input.split)) {
    const split = splitColumn(input.split, table);
    if ('problem' in split) return split;
    Object.assign(found, split.input);
  }
  return { input: { ...rest, ...found } };
}

function lookUp(names: Readonly<Record<string, unknown>>, table: DataTable): ResolvedInput {
  const out: Record<string, unknown> = {};
  for (const [name, wanted] of Object.entries(names)) {
    if (isRecord(wanted)) {
      const nested = lookUp(wanted, table);
      if ('problem' in nested) return nested;
      out[name] = nested.input;
    } else {
      const column = typeof wanted === 'string' ? table.columns.get(wanted) : undefined;
      if (column === undefined) return missingColumn(wanted);
      out[name] = column;
    }
  }
  return { input: out };
}

function splitColumn(split: Readonly<Record<string, unknown>>, table: DataTable): ResolvedInput {
  const value = typeof split.value === 'string' ? table.columns.get(split.value) : undefined;
  if (value === undefined) return missingColumn(split.value);
  const by = typeof split.by === 'string' ? table.columns.get(split.by) : undefined;
  if (by === undefined) return missingColumn(split.by);
  const levels = splitLevels(split.levels, by);
  const groups = levels.map((level) => groupOf(value, by, level));
  if (split.shape === 'groups') {
    return { input: { groups: levels.map((level, i) => [level, groups[i]]) } };
  }
  if (groups.length !== 2) return { name: 'levels', problem: 'two levels are needed' };
  return { input: { x: groups[0], y: groups[1] } };
}

/** The values whose group is that level. */
export function groupOf(value: Column, by: Column, level: string): Json[] {
  return value.filter((_, row) => by[row] !== null && String(by[row]) === level);
}

/** The levels as stated, else those that occur, in order. */
export function splitLevels(stated: unknown, by: Column): string[] {
  if (Array.isArray(stated)) return (stated as readonly unknown[]).map(String);
  return countedLevels(by.flatMap((value) => (value === null ? [] : [String(value)])));
}

const missingColumn = (name: unknown): ResolvedInput => ({
  name: typeof name === 'string' ? name : JSON.stringify(name),
  problem: 'there is no such column',
});
