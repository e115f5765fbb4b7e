/**
 * The cohort as CSV: understood columns in a fixed order, then what the file had besides. Reading it back and writing
 * it again gives the same bytes: values keep full precision, and derived columns are computed anew from the same.
 */
import { csvLine, type Cell } from '../result';
import { cohortFields } from './fields';
import { COPY_MARK, extraNames } from './header-mapping';
import { extraText, type ImportedRow, type ImportedTable, type ImportedValue } from './import-types';

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

/** Columns that every export has, filled or not. */
const own = ['excluded', 'exclusion_code'] as const;

/** Rows that are imported: all but the skipped and rejected ones; excluded rows keep their reason. */
export function importedRows(table: ImportedTable): readonly ImportedRow[] {
  return table.rows.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'rejected');
}

export function cohortCsv(table: ImportedTable): string {
  const rows = importedRows(table);
  const typed = cohortFields.map(({ name }) => name).filter((name) => !own.some((one) => one === name));
  const used = [...typed, ...derived].filter((name) => rows.some((row) => (row.values[name] ?? null) !== null));
  const known = new Set<string>([...used, ...own]);
  const extra = extraColumns(table, rows, known);
  const lines = rows.map((row) => {
    const excluded = row.verdict === 'excluded';
    return csvLine([
      ...used.map((name) => cellOf(row.values[name] ?? null)),
      excluded ? 1 : 0,
      excluded ? exclusionCodeOf(row) : null,
      ...extra.map(({ name }) => extraText(row, name) || null),
    ]);
  });
  return csvLine([...used, ...own, ...extra.map(({ header }) => header)]) + lines.join('');
}

/**
 * Columns that are kept as text. What is computed anew is not written twice; a column of the file under such a name that
 * says something else stays, and so does a second one under a name of the export's own, as `file NAME`.
 */
function extraColumns(
  table: ImportedTable,
  rows: readonly ImportedRow[],
  known: ReadonlySet<string>,
): readonly { readonly name: string; readonly header: string }[] {
  const names = extraNames(table.mapping);
  const taken = new Set([...known, ...names.values()]);
  return [...names].flatMap(([column, name]) => {
    if (table.mapping.headers[column] === '' && rows.every((row) => extraText(row, name) === '')) return [];
    const isOwn = own.some((one) => one === name.replace(COPY_MARK, ''));
    if (!known.has(name) && !isOwn) return [{ name, header: name }];
    const isSame = rows.every((row) => ['', written(row.values[name])].includes(extraText(row, name)));
    if (isSame && !isOwn) return [];
    let header = `file ${name}`;
    while (taken.has(header)) header = `file ${header}`;
    taken.add(header);
    return [{ name, header }];
  });
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
