/** The cohort as it stands on the screen, as CSV: every column, every row, with exclusions and groups beside it. */
import { csvLine, type Cell } from '../result';
import type { DataTable } from '../statistics';
import { cohortFields } from './fields';

export interface RowStatus {
  readonly excluded: string | null;
}

/**
 * `table` holds all rows, excluded ones, too; `status` says which. Known columns come in the order of the catalogue, all
 * others after them; `excluded` and `exclusion_code` stand last, as reading back expects.
 */
export function cohortRowsCsv(table: DataTable, status: readonly RowStatus[]): string {
  const catalogue = cohortFields.map(({ name }) => name);
  const names = [
    ...catalogue.filter((name) => table.columns.has(name)),
    ...[...table.columns.keys()].filter((name) => !catalogue.includes(name)),
  ];
  const lines = status.map(({ excluded }, row) =>
    csvLine([
      ...names.map((name): Cell => table.columns.get(name)?.[row] ?? null),
      excluded === null ? 0 : 1,
      excluded,
    ]),
  );
  return csvLine([...names, 'excluded', 'exclusion_code']) + lines.join('');
}
