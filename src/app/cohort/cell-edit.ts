/** Changing one cell of a clinical table by hand, with the checks of its import. */
import {
  cellPlace,
  editedTable,
  importTable,
  type ImportedTable,
  type ImportedValue,
  type RowNotice,
  type StudyProfile,
} from '../../core/cohort';
import type { StoredTable } from '../../storage';
import { choicesOf, type ReadTable, type StudyRow } from '../state/cohort';

export interface EditableCell {
  readonly table: ReadTable;
  readonly patientId: string;
  readonly row: number;
  readonly column: number;
  readonly header: string;
  /** Name of the column in the cohort. */
  readonly name: string;
  /** As it stands now, and as it stood in the file. */
  readonly text: string;
  readonly original: string;
}

/** Where in which table a row of the cohort stands; null for a scan without one. */
function placeOf({ key, gasKey }: StudyRow, tables: readonly ReadTable[]) {
  const [, id, row] = /^table:(.*):(\d+)$/.exec(key) ?? /^table:(.*):(\d+)$/.exec(gasKey ?? '') ?? [];
  const table = tables.find(({ stored }) => stored.id === id);
  return table === undefined || row === undefined ? null : { table, row: Number(row) };
}

const namesOf = ({ mapping }: ImportedTable): readonly string[] =>
  mapping.headers.map((header, column) => mapping.columns.find((one) => one.column === column)?.field.name ?? header);

export function editableCells(row: StudyRow, tables: readonly ReadTable[]): readonly EditableCell[] {
  const found = placeOf(row, tables);
  if (found === null) return [];
  const { stored, imported } = found.table;
  const cells = stored.table.rows[found.row - 1] ?? [];
  return namesOf(imported).map((name, column) => {
    const original = cells[column]?.text ?? '';
    return {
      table: found.table,
      patientId: row.patientId,
      row: found.row,
      column,
      header: stored.table.header[column],
      name,
      text: stored.edits?.[cellPlace(found.row, column)] ?? original,
      original,
    };
  });
}

/** What the import would make of another text in that cell. */
export function checkedCell(
  { table: { stored, imported }, row, column, header, name }: EditableCell,
  text: string,
  profile: StudyProfile,
): { readonly value: ImportedValue; readonly notices: readonly RowNotice[] } {
  const all = editedTable(stored.table, { ...stored.edits, [cellPlace(row, column)]: text });
  // decimal mark, order of dates and units are those that the whole file settled
  const before = new Set(imported.rows[row - 1]?.notices.map(({ code }) => code));
  const units = new Map(imported.mapping.columns.map((one) => [one.header, one.unit ?? '']));
  const read = importTable({ ...all, rows: [all.rows[row - 1] ?? []] }, profile, {
    ...choicesOf(stored),
    decimalMark: imported.decimalMark,
    dateOrder: imported.dateOrder,
    units,
  }).rows[0];
  return {
    value: read.values[name] ?? read.extra[header] ?? null,
    // what the row as a whole said before is not news of this cell
    notices: read.notices.filter((notice) => notice.column === header || !before.has(notice.code)),
  };
}

/** The table with another text in the cell; with the text of the file the change is gone. */
export function withEdit({ table: { stored }, row, column, original }: EditableCell, text: string): StoredTable {
  const { [cellPlace(row, column)]: _, ...others } = stored.edits ?? {};
  return { ...stored, edits: text === original ? others : { ...others, [cellPlace(row, column)]: text } };
}

/** Texts as they stood in the file, of the cells that were changed: by key of the row and name of the column. */
export function changedCells(
  rows: readonly StudyRow[],
  tables: readonly ReadTable[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const edited = tables.filter(({ stored }) => Object.keys(stored.edits ?? {}).length > 0);
  const changed = new Map<string, ReadonlyMap<string, string>>();
  if (edited.length === 0) return changed;
  for (const row of rows) {
    const cells = editableCells(row, edited).filter(({ text, original }) => text !== original);
    if (cells.length > 0) changed.set(row.key, new Map(cells.map(({ name, original }) => [name, original])));
  }
  return changed;
}
