/**
 * The cohort as CSV: understood columns in a fixed order, then what the file had besides. Reading it back and writing
 * it again gives the same bytes: values keep full precision, and derived columns are computed anew from the same.
 */
import { csvLine, type Cell } from '../result';
import { cohortFields } from './fields';
import { extraNames } from './header-mapping';
import type { ImportedRow, ImportedTable, ImportedValue } from './import-types';

/** Derived columns, after the understood ones. */
const derived = [
  'hours_gas_minus_ct',
  'o2_group',
  'pio2_mmhg',
  'palv_o2_simple_mmhg',
  'palv_o2_full_mmhg',
  'aado2_simple_mmhg',
  'aado2_full_mmhg',
  'a_over_a',
  'pf_mmhg',
  'pf_band',
] as const;

/** Rows that are imported: all but the skipped and rejected ones; excluded rows keep their reason. */
export function importedRows(table: ImportedTable): readonly ImportedRow[] {
  return table.rows.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'rejected');
}

export function cohortCsv(table: ImportedTable): string {
  const rows = importedRows(table);
  const own = ['excluded', 'exclusion_code'];
  const typed = cohortFields.map(({ name }) => name).filter((name) => !own.includes(name));
  const used = [...typed, ...derived].filter((name) => rows.some((row) => (row.values[name] ?? null) !== null));
  const known = new Set<string>([...used, ...own]);
  const extra = [...extraNames(table.mapping)].flatMap(([column, name]) => {
    if (table.mapping.headers[column] === '' && rows.every((row) => row.extra[name] === undefined)) return [];
    if (!known.has(name)) return [{ name, header: name }];
    // what is computed anew is not written twice; a column of the file that says something else stays
    const isSame = rows.every(
      ({ extra: { [name]: text = '' }, values }) => text === '' || text === written(values[name]),
    );
    return isSame ? [] : [{ name, header: `${name} (2)` }];
  });
  const lines = rows.map((row) => {
    const excluded = row.verdict === 'excluded';
    return csvLine([
      ...used.map((name) => cellOf(row.values[name] ?? null)),
      excluded ? 1 : 0,
      excluded ? exclusionCodeOf(row) : null,
      ...extra.map(({ name }) => row.extra[name] ?? null),
    ]);
  });
  return csvLine([...used, ...own, ...extra.map(({ header }) => header)]) + lines.join('');
}

/** A value as text of a CSV. */
const written = (value: ImportedValue | undefined): string => String(cellOf(value ?? null) ?? '');

const cellOf = (value: ImportedValue): Cell => (typeof value === 'boolean' ? (value ? 1 : 0) : value);

/** The reason that a file gave, else the first code that excludes. */
export function exclusionCodeOf({ values, notices }: ImportedRow): string {
  const given = values.exclusion_code;
  if (typeof given === 'string' && given !== '') return given;
  const codes = ['anomalous_gas', 'not_arterial', 'outside_window', 'excluded_by_hand'];
  return notices.find(({ code }) => codes.includes(code))?.code ?? 'excluded_by_hand';
}

/** Rows that stay out, with the reason in front and their cells as they were. */
export function rejectedCsv(table: ImportedTable): string {
  const rows = table.rows.filter(({ verdict }) => verdict === 'rejected');
  const lines = rows.map(({ row, notices, raw }) => csvLine([row, notices.map(({ code }) => code).join(';'), ...raw]));
  return csvLine(['row', 'reason', ...table.mapping.headers]) + lines.join('');
}
