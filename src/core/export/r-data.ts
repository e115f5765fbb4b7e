/** The input of an analysis as R expressions on the exported data, so that R takes it from the file and not from us. */
import { isRefusal, type AnalysisResult, type Column, type DataTable } from '../statistics';
import { rName, rText, rValue } from './r-values';

/** R functions that the expressions use. */
export const dataFunctions = `
part <- function(rows, x, by, level) {
  in_level <- !is.na(rows[[by]]) & as.character(rows[[by]]) == level
  rows[[x]][in_level]
}
stratum <- function(rows, by, level) {
  rows[!is.na(rows[[by]]) & as.character(rows[[by]]) == level, , drop = FALSE]
}
levels_of <- function(v) {
  all <- unique(as.character(v))
  numeric <- suppressWarnings(as.numeric(all))
  if (anyNA(numeric)) sort(all, method = "radix") else all[order(numeric)]
}
counts_of <- function(rows, x, y) {
  both <- !is.na(rows[[x]]) & !is.na(rows[[y]])
  a <- as.character(rows[[x]][both]); b <- as.character(rows[[y]][both])
  m <- table(factor(a, levels_of(a)), factor(b, levels_of(b)))
  lapply(seq_len(nrow(m)), function(i) as.vector(m[i, ]))
}
events_in <- function(x, event) sum(as.character(known(x)) == event)
as_event <- function(y, event) as.integer(as.character(y) == event)
`;

export interface RInput {
  readonly name: string;
  readonly expression: string;
}

/** Arguments of the R function of a test. Values that no column holds stand as they are. */
export function rInputs(analysis: AnalysisResult, table: DataTable): RInput[] {
  const writer = new InputWriter(analysis, table);
  return Object.entries(analysis.input ?? {}).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [{ name, expression: writer.write(name, value) }],
  );
}

class InputWriter {
  readonly #analysis: AnalysisResult;
  readonly #table: DataTable;
  readonly #rows: string;

  constructor(analysis: AnalysisResult, table: DataTable) {
    this.#analysis = analysis;
    this.#table = table;
    const within = analysis.stratum;
    this.#rows = within === null ? 'data' : `stratum(data, ${rText(within.by)}, ${rText(within.level)})`;
  }

  write(name: string, value: unknown): string {
    const { fields, result, test } = this.#analysis;
    const event = isRefusal(result) ? undefined : result.event;
    if (name === 'y' && typeof event === 'string') return `as_event(${this.#column(name, value)}, ${rText(event)})`;
    if (test === 'p_adjust' && name === 'p' && Array.isArray(fields.of)) return this.#earlier(fields.of);
    if (name === 'table' && fields.table === undefined) {
      return `counts_of(${this.#rows}, ${rText(String(fields.x))}, ${rText(String(fields.y ?? fields.by))})`;
    }
    const part = this.#part(name);
    if (part !== null) return part;
    if (!Array.isArray(value)) return fields[name] === undefined ? this.#counted(name, value) : rValue(value);
    const pairs = value as readonly unknown[];
    if (pairs.length > 0 && pairs.every(isNamed)) {
      const members = pairs.map(([key, values], at) => `${rName(key)} = ${this.#member(key, values, at)}`);
      return `list(${members.join(', ')})`;
    }
    return this.#column(name, value);
  }

  /** x and y that `by` has parted. */
  #part(name: string): string | null {
    const { fields, levels } = this.#analysis;
    const at = name === 'x' ? 0 : name === 'y' ? 1 : -1;
    const column = fields.x ?? fields.y;
    if (levels.length === 0 || at < 0 || typeof fields.by !== 'string' || typeof column !== 'string') return null;
    return `part(${this.#rows}, ${rText(column)}, ${rText(fields.by)}, ${rText(levels[at] ?? '')})`;
  }

  #member(key: string, values: unknown, at: number): string {
    const { fields, levels } = this.#analysis;
    const column = fields.x ?? fields.y;
    if (levels[at] === key && typeof fields.by === 'string' && typeof column === 'string') {
      return `part(${this.#rows}, ${rText(column)}, ${rText(fields.by)}, ${rText(key)})`;
    }
    return this.#column(key, values);
  }

  /** A column by its name where the table holds these very values. */
  #column(name: string, values: unknown): string {
    const stated = this.#analysis.fields[name];
    const names = [stated, name, this.#analysis.fields.x, this.#analysis.fields.y, ...this.#table.columns.keys()];
    const found = names.find(
      (one): one is string => typeof one === 'string' && this.#holds(this.#table.columns.get(one), values),
    );
    return found === undefined ? rValue(values) : `${this.#rows}[[${rText(found)}]]`;
  }

  #holds(column: Column | undefined, values: unknown): boolean {
    if (column === undefined || !Array.isArray(values)) return false;
    const { stratum } = this.#analysis;
    if (stratum === null) return column === values || sameValues(column, values);
    const by = this.#table.columns.get(stratum.by) ?? [];
    return sameValues(
      column.filter((_, row) => by[row] !== null && String(by[row]) === stratum.level),
      values,
    );
  }

  /** Counts of a share: k of n, or of two groups. */
  #counted(name: string, value: unknown): string {
    const { fields, levels } = this.#analysis;
    const { x } = fields;
    if (typeof x !== 'string' || !/^[kn][12]?$/.test(name)) return rValue(value);
    const at = Number(name.slice(1) || '1') - 1;
    const whole = `${this.#rows}[[${rText(x)}]]`;
    const group =
      levels.length === 2 && typeof fields.by === 'string'
        ? `part(${this.#rows}, ${rText(x)}, ${rText(fields.by)}, ${rText(levels[at] ?? '')})`
        : whole;
    if (name.startsWith('n')) return `length(known(${group}))`;
    const stated = fields.event;
    const event =
      typeof stated === 'string' || typeof stated === 'number'
        ? rText(String(stated))
        : `tail(levels_of(known(${whole})), 1)`;
    return `events_in(${group}, ${event})`;
  }

  #earlier(ids: readonly unknown[]): string {
    return `c(${ids.map((id) => `p_of(${rText(String(id))})`).join(', ')})`;
  }
}

const isNamed = (pair: unknown): pair is readonly [string, unknown] =>
  Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' && Array.isArray(pair[1]);

function sameValues(a: Column, b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, row) => value === (b[row] ?? null));
}
