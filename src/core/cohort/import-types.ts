/** What an import says of each row: a verdict, why, and the values it would bring. */
import type { DateOrder, DecimalMark } from './cell-values';
import type { HeaderMapping } from './header-mapping';
import type { RawTable } from './raw-table';

/** Worst first. */
export const verdicts = ['skipped', 'rejected', 'excluded', 'incomplete', 'warning', 'ok'] as const;
export type Verdict = (typeof verdicts)[number];

export type ImportedValue = number | string | boolean | null;

/** Something noticed in a row. */
export interface RowNotice {
  readonly code: string;
  /** Header of the column, or empty for the whole row. */
  readonly column: string;
  /** The cell as it stood there. */
  readonly raw: string;
  /** Words, where the code has some. */
  readonly message: string;
}

export interface ImportedRow {
  /** Number under the header, from 1, blank rows counted. */
  readonly row: number;
  readonly verdict: Verdict;
  readonly notices: readonly RowNotice[];
  /** Understood values and what is derived from them, by name in files; empty for a rejected row. */
  readonly values: Readonly<Record<string, ImportedValue>>;
  /** Columns that are not understood, by header. */
  readonly extra: Readonly<Record<string, string>>;
  /** All cells as they stood there. */
  readonly raw: readonly string[];
}

/** A cell of a column kept as text, empty where there is none; the header may be a name that every object has. */
export const extraText = ({ extra }: Pick<ImportedRow, 'extra'>, header: string): string =>
  Object.hasOwn(extra, header) ? extra[header] : '';

export interface ImportedTable {
  readonly how: RawTable['how'];
  readonly decimalMark: DecimalMark;
  /** False where the cells did not settle it and the point was taken. */
  readonly decimalMarkSettled: boolean;
  readonly dateOrder: DateOrder | null;
  readonly mapping: HeaderMapping;
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  readonly rows: readonly ImportedRow[];
}

/** What the user may settle beforehand. */
export interface ImportChoices {
  readonly decimalMark: DecimalMark | null;
  readonly dateOrder: DateOrder | null;
  /** Header → field, for headers that are not understood or contested; empty keeps the column as text. */
  readonly columns: ReadonlyMap<string, string>;
  /** Header → word of its unit, where it states none or a wrong one. */
  readonly units?: ReadonlyMap<string, string>;
}

export const noChoices: ImportChoices = { decimalMark: null, dateOrder: null, columns: new Map() };
