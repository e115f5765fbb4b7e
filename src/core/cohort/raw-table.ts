/** A table as it stands in a file, before anything is understood: cells with their kind and raw text. */

export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error' | 'empty';

export interface RawCell {
  readonly kind: CellKind;
  /** As it stands there; dates of a workbook as `2020-04-03T08:15`. */
  readonly text: string;
  /** The value was computed by a formula. */
  readonly formula: boolean;
}

export interface RawTable {
  readonly header: readonly string[];
  /** Rows under the header, as long as they are. */
  readonly rows: readonly (readonly RawCell[])[];
  /** How the file was read, for the user. */
  readonly how: {
    readonly format: 'csv' | 'xlsx';
    readonly encoding: string | null;
    readonly delimiter: string | null;
    readonly sheet: string | null;
    readonly sheets: readonly string[];
  };
}

/** Limits against files that are meant to exhaust memory. */
export const MOST_ROWS = 200_000;
export const MOST_COLUMNS = 2_000;
export const MOST_CELLS = 10_000_000;
export const MOST_BYTES = 100_000_000;

export const emptyCell: RawCell = { kind: 'empty', text: '', formula: false };

export const textCell = (text: string): RawCell => ({ kind: text === '' ? 'empty' : 'text', text, formula: false });
