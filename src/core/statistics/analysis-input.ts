/**
 * From an analysis on a cohort, written with column names, to the input of its test. `x`, `y`, `by`, `levels` and
 * `columns` name data; any input of the test may also be named or given directly; what is left are options.
 */
import { groupOf, splitLevels } from './cases';
import type { Role, Statistic } from './contract';
import { crossTable } from './cross-table';
import type { Column, DataTable } from './table';

export type AnalysisFields = Readonly<Record<string, unknown>>;

export type AnalysisInput =
  | {
      readonly input: Readonly<Record<string, unknown>>;
      readonly options: Readonly<Record<string, unknown>>;
      /** Names of the groups that `by` made; empty without it. */
      readonly levels: readonly string[];
    }
  | { readonly name: string; readonly problem: string };

/** Tests of independent groups: `by` parts one column into their x and y. */
const twoGroups = new Set(['t_test_welch', 't_test_student', 'mann_whitney', 'effect_size', 'bootstrap_ci']);
const naming = new Set(['id', 'test', 'x', 'y', 'by', 'levels', 'columns', 'of', 'event', 'options', 'plot', 'title']);

const isRecord = (value: unknown): value is AnalysisFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const problem = (name: string, text: string): { readonly name: string; readonly problem: string } => ({
  name,
  problem: text,
});

export function analysisInput(statistic: Statistic, fields: AnalysisFields, table: DataTable): AnalysisInput {
  const reader = new AnalysisReader(statistic, fields, table);
  const input: Record<string, unknown> = {};
  const parted = reader.parted();
  if (parted !== null && 'problem' in parted) return parted;
  for (const [name, role] of Object.entries(statistic.inputs)) {
    const given = parted !== null && name in parted.input ? parted.input[name] : reader.valueOf(name, role);
    if (isProblem(given)) return given;
    if (given !== undefined) input[name] = given;
  }
  return { input, options: reader.options(), levels: parted?.levels ?? [] };
}

const isProblem = (value: unknown): value is { readonly name: string; readonly problem: string } =>
  isRecord(value) && typeof value.problem === 'string' && typeof value.name === 'string';

class AnalysisReader {
  readonly #statistic: Statistic;
  readonly #fields: AnalysisFields;
  readonly #table: DataTable;

  constructor(statistic: Statistic, fields: AnalysisFields, table: DataTable) {
    this.#statistic = statistic;
    this.#fields = fields;
    this.#table = table;
  }

  #column(name: unknown): Column | ReturnType<typeof problem> {
    const column = typeof name === 'string' ? this.#table.columns.get(name) : undefined;
    return column ?? problem(String(name), 'there is no such column');
  }

  /** Inputs that come from parting a column by another: x and y, groups, or two shares. */
  parted(): { readonly input: AnalysisFields; readonly levels: readonly string[] } | ReturnType<typeof problem> | null {
    const { by, x, y } = this.#fields;
    if (by === undefined || by === null) return null;
    const { id, inputs } = this.#statistic;
    const isShares = id === 'two_proportions';
    if (!('groups' in inputs) && !twoGroups.has(id) && !isShares) return null;
    const values = this.#column(x ?? y);
    const groups = this.#column(by);
    if (isProblem(values)) return values;
    if (isProblem(groups)) return groups;
    const levels = splitLevels(this.#fields.levels, groups);
    const parts = levels.map((level) => groupOf(values, groups, level));
    if ('groups' in inputs) return { input: { groups: levels.map((level, i) => [level, parts[i]]) }, levels };
    if (levels.length !== 2) return problem('levels', `two levels are needed, not ${levels.length}`);
    if (!isShares) return { input: { x: parts[0], y: parts[1] }, levels };
    const event = this.#event(values);
    const count = (part: readonly unknown[]): number => part.filter((value) => String(value) === event).length;
    const known = (part: readonly unknown[]): number => part.filter((value) => value !== null).length;
    return { input: { k1: count(parts[0]), n1: known(parts[0]), k2: count(parts[1]), n2: known(parts[1]) }, levels };
  }

  /** What counts as the event of a share: as stated, else 1 or the last level. */
  #event(values: Column): string {
    const { event } = this.#fields;
    if (typeof event === 'string' || typeof event === 'number') return String(event);
    return splitLevels(undefined, values).at(-1) ?? '1';
  }

  valueOf(name: string, role: Role<unknown>): unknown {
    const own = this.#fields[name];
    switch (role.shape) {
      case 'column':
        return this.#columnRole(name, own);
      case 'columns':
        return this.#columnsRole(own);
      case 'table':
        return own ?? this.#crossed();
      case 'scalar':
        return own ?? this.#counted(name);
      default:
        return role.shape satisfies never;
    }
  }

  #columnRole(name: string, own: unknown): unknown {
    if (typeof own === 'string') return this.#column(own);
    if (own !== undefined) return own;
    const { x, columns } = this.#fields;
    if (name === 'score' && typeof x === 'string') return this.#column(x);
    if ((name === 'score_a' || name === 'score_b') && Array.isArray(columns)) {
      return this.#column((columns as readonly unknown[])[name === 'score_a' ? 0 : 1]);
    }
    return undefined;
  }

  /** Columns under their own names, or under names given to them. */
  #columnsRole(own: unknown): unknown {
    const { columns, outcome, predictors, x, y } = this.#fields;
    const wanted =
      own ?? columns ?? (this.#statistic.id === 'multiple_imputation' ? [outcome, predictors].flat() : null);
    const named =
      wanted ?? (typeof x === 'string' && typeof y === 'string' && this.#statistic.id !== 'icc' ? [x] : null);
    const entries = Array.isArray(named)
      ? (named as readonly unknown[]).map((column): [string, unknown] => [String(column), column])
      : isRecord(named)
        ? Object.entries(named)
        : null;
    if (entries === null) return undefined;
    const found: [string, unknown][] = [];
    for (const [name, column] of entries) {
      const values = Array.isArray(column) ? (column as readonly unknown[]) : this.#column(column);
      if (isProblem(values)) return values;
      found.push([name, values]);
    }
    return found;
  }

  #crossed(): unknown {
    const { x, y, by } = this.#fields;
    const rows = this.#column(x);
    const columns = this.#column(y ?? by);
    if (isProblem(rows)) return rows;
    return isProblem(columns) ? columns : crossTable(rows, columns).counts;
  }

  /** k and n of a share from a column. */
  #counted(name: string): unknown {
    const { x } = this.#fields;
    if (this.#statistic.id !== 'proportion' || x === undefined) return undefined;
    const values = this.#column(x);
    if (isProblem(values)) return values;
    const known = values.filter((value) => value !== null);
    return name === 'n' ? known.length : known.filter((value) => String(value) === this.#event(values)).length;
  }

  options(): AnalysisFields {
    const inputs = this.#statistic.inputs;
    const { options } = this.#fields;
    const plain = Object.entries(this.#fields).filter(([name]) => !naming.has(name) && !(name in inputs));
    return { ...Object.fromEntries(plain), ...(isRecord(options) ? options : {}) };
  }
}
