/** Results as tables: one row a test, and one table for each list inside a result. */
import { csvLine, type Cell } from '../result';
import type { AnalysisResult } from './analyses';
import { isRefusal, type Json, type StatisticOutcome } from './contract';

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Names for files made from ids: letters, digits, dot, dash; two ids never share one. */
export function fileNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of new Set(ids)) {
    const words = id.replaceAll('<', 'below').replaceAll('>', 'above');
    const plain = words
      .replace(/[^A-Za-z0-9._-]+/g, '_')
      .replace(/^\.+/, '_')
      .slice(0, 80);
    let name = plain === '' ? '_' : plain;
    for (let again = 2; taken.has(name.toLowerCase()); again += 1) name = `${plain}-${again}`;
    taken.add(name.toLowerCase());
    names.set(id, name);
  }
  return names;
}

/** statistics.csv and the tables of coefficients and comparisons. */
export function resultTables(results: readonly AnalysisResult[], names: ReadonlyMap<string, string>): NamedText[] {
  const flat = results.map(({ id, test, result }) => ({ id, test, ...scalarsOf(result) }));
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  const first = [
    'id',
    'test',
    'estimate',
    'ci_low',
    'ci_high',
    'statistic',
    'df',
    'p_value',
    'n',
    'n_missing',
    'method',
  ];
  const ordered = [
    ...first.filter((name) => columns.includes(name)),
    ...columns.filter((name) => !first.includes(name)),
  ];
  const summary = [
    csvLine(ordered),
    ...flat.map((row) =>
      csvLine(ordered.map((name): Cell => Object.getOwnPropertyDescriptor(row, name)?.value ?? null)),
    ),
  ].join('');
  const inner = results.flatMap(({ id, result }) =>
    listsOf(result).map(([key, rows]) => ({ name: `${names.get(id) ?? '_'}_${key}.csv`, text: tableOf(rows) })),
  );
  return [{ name: 'statistics.csv', text: summary }, ...inner];
}

function scalarsOf(result: StatisticOutcome): Readonly<Record<string, Cell>> {
  if (isRefusal(result)) return { error: result.error, message: result.message };
  return Object.fromEntries(
    Object.entries(result).flatMap(([key, value]): [string, Cell][] => {
      if (typeof value === 'number' || typeof value === 'string') return [[key, value]];
      if (typeof value === 'boolean') return [[key, value ? 1 : 0]];
      return value === null ? [[key, null]] : [];
    }),
  );
}

type Row = Readonly<Record<string, Json>>;

const isRow = (value: Json): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists of records inside a result. */
function listsOf(result: StatisticOutcome): [string, readonly Row[]][] {
  return Object.entries(result).flatMap(([key, value]): [string, readonly Row[]][] => {
    const rows = Array.isArray(value) ? (value as readonly Json[]).filter(isRow) : [];
    return rows.length > 0 ? [[key, rows]] : [];
  });
}

function tableOf(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: Json | undefined): Cell =>
    typeof value === 'number' || typeof value === 'string' ? value : null;
  return [csvLine(names), ...rows.map((row) => csvLine(names.map((name) => cell(row[name]))))].join('');
}
