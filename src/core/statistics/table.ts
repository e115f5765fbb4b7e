/** A table as statistics read it: named columns, numbers where every cell is one. */
import { parseCsv, textOfCell } from '../result';

export type Column = readonly (number | string | null)[];

export interface DataTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
}

/** A number as it stands in a file: point as decimal mark, no spaces, exponents allowed. */
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * CSV with a header to columns. Empty cells, `NA` and `NaN` are missing, as in R; a column is one of numbers if all its other cells
 * are; of two columns with one name the first is kept.
 */
export function readDataTable(csv: string): DataTable {
  const [header = [], ...body] = parseCsv(csv);
  const columns = new Map<string, Column>();
  header.forEach((name, at) => {
    const trimmed = name.trim();
    if (!columns.has(trimmed)) columns.set(trimmed, typed(body.map((row) => row[at] ?? '')));
  });
  return { rows: body.length, columns };
}

function typed(cells: readonly string[]): Column {
  const there = cells.filter((cell) => !isMissing(cell));
  const isNumbers = there.every((cell) => PLAIN_NUMBER.test(cell.trim()));
  return cells.map((cell) => {
    if (isMissing(cell)) return null;
    return isNumbers ? Number(cell) : textOfCell(cell);
  });
}

const missingWords = new Set(['', 'NA', 'NaN']);
const isMissing = (cell: string): boolean => missingWords.has(cell.trim());
