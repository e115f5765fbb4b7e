/** One sheet of a workbook to rows of cells. */
import { emptyCell, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, textCell, type RawCell } from '../raw-table';
import { serialTime } from './dates';
import { walkXml } from './xml';

export interface SheetContext {
  readonly texts: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly from1904: boolean;
}

export type SheetOutcome =
  | { readonly rows: readonly (readonly RawCell[])[] }
  | { readonly tooLarge: 'rows' | 'columns' | 'cells' }
  | { readonly problem: string };

/** A cell while its element is read. */
interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string;
  /** Whether a value stands there, if an empty one. */
  hasValue: boolean;
  formula: boolean;
}

/** Reads the rows; gaps are empty cells, and rows that are left out are empty rows. */
export function readSheet(source: string, context: SheetContext): SheetOutcome {
  const rows: RawCell[][] = [];
  let row: RawCell[] = [];
  let cell: OpenCell | null = null;
  let collect = false;
  let tooLarge: 'rows' | 'columns' | 'cells' | null = null;
  let cells = 0;
  const fine = walkXml(source, {
    open(name, attributes) {
      if (tooLarge !== null) return;
      if (name === 'row') {
        const number = Number(attributes.get('r') ?? rows.length + 1);
        if (!(number <= MOST_ROWS)) tooLarge = 'rows';
        else while (rows.length < number - 1) rows.push([]);
        row = [];
      } else if (name === 'c') {
        const column = columnOf(attributes.get('r')) ?? row.length;
        if (column >= MOST_COLUMNS) tooLarge = 'columns';
        const style = Number(attributes.get('s') ?? 0);
        cell = { column, type: attributes.get('t') ?? 'n', style, value: '', hasValue: false, formula: false };
      } else if (name === 'f' && cell !== null) cell.formula = true;
      collect = name === 'v' || name === 't';
      if (collect && cell !== null) cell.hasValue = true;
    },
    text(text) {
      if (collect && cell !== null) cell.value += text;
    },
    close(name) {
      collect = false;
      if (tooLarge !== null) return;
      if (name === 'c' && cell !== null) {
        while (row.length < cell.column) row.push(emptyCell);
        row[cell.column] = finished(cell, context);
        cell = null;
      }
      if (name === 'row') {
        rows.push(row);
        // gaps are cells, too: a row may state its last column alone
        cells += row.length;
        if (cells > MOST_CELLS) tooLarge = 'cells';
      }
    },
  });
  if (tooLarge !== null) return { tooLarge };
  return fine ? { rows } : { problem: 'a sheet is not well formed' };
}

/** `AB12` → 27. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d*$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** A text that the workbook does not hold. */
const unknownText: RawCell = { kind: 'error', text: '(text is missing)', formula: false };

function finished({ type, style, value, hasValue, formula }: OpenCell, context: SheetContext): RawCell {
  // what wrote the file did not compute the formula: there is a value, and nobody knows it
  if (formula && !hasValue) return { kind: 'error', text: '(not computed)', formula };
  if (value === '') return emptyCell;
  switch (type) {
    case 's':
      return { ...(Number(value) in context.texts ? textCell(context.texts[Number(value)]) : unknownText), formula };
    case 'str':
    case 'inlineStr':
      return { ...textCell(value), formula };
    case 'b':
      return { kind: 'boolean', text: value === '1' ? 'TRUE' : 'FALSE', formula };
    case 'e':
      return { kind: 'error', text: value, formula };
    case 'd':
      return { kind: 'date', text: value, formula };
    default:
      return numeric(value, context.dateStyles[style] ?? false, context.from1904, formula);
  }
}

function numeric(value: string, isDate: boolean, from1904: boolean, formula: boolean): RawCell {
  const number = Number(value);
  if (!Number.isFinite(number)) return { kind: 'error', text: value, formula };
  const time = isDate ? serialTime(number, from1904) : null;
  return time === null ? { kind: 'number', text: String(number), formula } : { kind: 'date', text: time, formula };
}
