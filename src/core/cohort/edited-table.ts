/** Cells of a clinical table that were changed by hand: the table as it came stays as it is, changes lie over it. */
import { emptyCell, textCell, type RawTable } from './raw-table';

/** Changed texts by place, `row:column`, both as the import counts them: rows from 1 under the header, columns from 0. */
export type CellEdits = Readonly<Record<string, string>>;

export const cellPlace = (row: number, column: number): string => `${row}:${column}`;

/** The table with the changed cells in place; the same object where nothing was changed. */
export function editedTable(table: RawTable, edits: CellEdits): RawTable {
  const byRow = new Map<number, (readonly [column: number, text: string])[]>();
  for (const [place, text] of Object.entries(edits)) {
    const [row, column] = place.split(':').map(Number);
    const fits = Number.isInteger(row) && Number.isInteger(column) && column < table.header.length;
    if (!fits || table.rows[row - 1] === undefined) continue;
    const found = byRow.get(row);
    if (found === undefined) byRow.set(row, [[column, text]]);
    else found.push([column, text]);
  }
  if (byRow.size === 0) return table;
  const rows = table.rows.map((cells, at) => {
    const changes = byRow.get(at + 1);
    if (changes === undefined) return cells;
    const width = Math.max(cells.length, ...changes.map(([column]) => column + 1));
    const next = Array.from({ length: width }, (_, column) => cells[column] ?? emptyCell);
    for (const [column, text] of changes) next[column] = textCell(text);
    return next;
  });
  return { ...table, rows };
}
