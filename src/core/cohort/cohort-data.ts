/** The cohort as statistics read it: columns by name, numbers where every cell of a column is one. */
import type { Column, DataTable } from '../statistics';
import type { CohortRow } from './assemble';
import { readNumber, type DecimalMark } from './cell-values';
import { extraText, type ImportedValue } from './import-types';
import { textCell } from './raw-table';

/** What stands in a cell of a table of data; true is 1. */
const plain = (value: ImportedValue | undefined): number | string | null => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value ?? null;
};

/** All columns of the rows; those that no catalogue knows come last and keep their own headers. */
export function cohortColumns(rows: readonly CohortRow[], mark: DecimalMark): DataTable {
  const names = new Set(rows.flatMap((row) => Object.keys(row.values)));
  const columns = new Map<string, Column>();
  for (const name of names) {
    if (name === 'excluded' || name === 'exclusion_code') continue;
    const column = rows.map((row) => plain(row.values[name]));
    if (column.some((value) => value !== null)) columns.set(name, column);
  }
  const headers = new Set(rows.flatMap((row) => Object.keys(row.extra)));
  for (const header of headers) {
    if (header === '' || columns.has(header)) continue;
    columns.set(
      header,
      typedColumn(
        rows.map((row) => extraText(row, header)),
        mark,
      ),
    );
  }
  return { rows: rows.length, columns };
}

/** Numbers if all cells that are there are numbers; else the texts as they are. */
function typedColumn(cells: readonly string[], mark: DecimalMark): Column {
  const read = cells.map((cell) => readNumber(textCell(cell), mark, true));
  if (read.every((one) => 'value' in one || 'missing' in one)) {
    return read.map((one) => ('value' in one ? one.value : null));
  }
  return cells.map((cell) => (cell.trim() === '' ? null : cell));
}
