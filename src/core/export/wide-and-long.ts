/** The cohort as files: a row a scan (wide), a row a value (long), and the table that statistics run on. */
import { csvLine, type Cell } from '../result';
import type { Column, DataTable } from '../statistics';
import { describeColumn, unitOf } from './dictionary';
import type { ExportRow, Study, Values } from './study';

const own = ['excluded', 'exclusion_code', 'profile_hash', 'program_version'] as const;

const cellOf = (value: Values[string] | undefined): Cell =>
  typeof value === 'boolean' ? (value ? 1 : 0) : (value ?? null);

/** Columns of the wide table in the order in which they first appear; then the marks, then unknown ones. */
export function wideColumns({ rows }: Study): readonly string[] {
  const named = new Set(rows.flatMap(({ values }) => Object.keys(values)));
  for (const name of own) named.delete(name);
  named.delete('patient_id');
  const extra = new Set(rows.flatMap((row) => Object.keys(row.extra)));
  const used = [...named].filter((name) => rows.some(({ values }) => (values[name] ?? null) !== null));
  const known = new Set<string>(['patient_id', ...named, ...own]);
  return ['patient_id', ...used, ...own, ...[...extra].filter((name) => name !== '' && !known.has(name))];
}

function wideCell(study: Study, row: ExportRow, name: string): Cell {
  switch (name) {
    case 'patient_id':
      return row.patientId;
    case 'excluded':
      return row.excluded ? 1 : 0;
    case 'exclusion_code':
      return row.exclusionCode;
    case 'profile_hash':
      return study.profileHash;
    case 'program_version':
      return study.program.version;
    default: {
      // a column of a table may be called as something that every object has
      const value = Object.hasOwn(row.values, name) ? cellOf(row.values[name]) : null;
      if (value !== null) return value;
      const extra = Object.hasOwn(row.extra, name) ? row.extra[name] : undefined;
      return extra === undefined || extra === '' ? null : plainCell(extra);
    }
  }
}

/** A cell of an unknown column: a number where it reads as it would be written, so that it is not taken for a formula. */
const plainCell = (text: string): Cell => (String(Number(text)) === text && text !== 'NaN' ? Number(text) : text);

/** measurements.csv: everything, excluded rows with their code. */
export function wideCsv(study: Study): string {
  const columns = wideColumns(study);
  return [
    csvLine(columns),
    ...study.rows.map((row) => csvLine(columns.map((name) => wideCell(study, row, name)))),
  ].join('');
}

/** Rows that are analysed, as statistics read them. */
export function analysedTable(study: Study): DataTable {
  const rows = study.rows.filter(({ excluded }) => !excluded);
  const columns = new Map<string, Column>();
  for (const name of wideColumns(study)) {
    const column = rows.map((row) => wideCell(study, row, name));
    if (column.some((value) => value !== null)) columns.set(name, column);
  }
  return { rows: rows.length, columns };
}

export const longColumns = [
  'patient_id',
  'scan_id',
  'gas_index',
  'gas_at_hours',
  'condition',
  'position',
  'variable',
  'value',
  'unit',
  'low',
  'high',
  'source',
  'issue_codes',
] as const;

const textual = new Set(['patient_id', 'scan_id', 'condition', 'position', 'sample_type', 'gas_at', 'ct_at']);

/** measurements_long.csv: one row a number, of the scan (no gas_index) and of every gas. */
export function longCsv({ rows }: Study): string {
  const lines: string[] = [csvLine(longColumns)];
  for (const row of rows) {
    const scanId = cellOf(row.values.scan_id);
    const write = (values: Values, gas: readonly Cell[], gases: Values, codes: readonly string[]): void => {
      for (const [name, value] of Object.entries(values)) {
        if (typeof value !== 'number' || textual.has(name) || /_(low|high)$/.test(name)) continue;
        const low = cellOf(values[`${name}_low`]);
        const high = cellOf(values[`${name}_high`]);
        lines.push(
          csvLine([
            row.patientId,
            scanId,
            ...gas,
            cellOf(gases.condition),
            cellOf(gases.position),
            name,
            value,
            unitOf(name),
            low,
            high,
            sourceOf(name, gases),
            codes.length === 0 ? null : codes.join(';'),
          ]),
        );
      }
    };
    const inGases = new Set(row.gases.flatMap(({ values }) => Object.keys(values)));
    const scan = Object.fromEntries(Object.entries(row.values).filter(([name]) => !inGases.has(name)));
    write(scan, [null, null], {}, []);
    for (const [index, gas] of row.gases.entries()) {
      write(gas.values, [index + 1, gas.hours], gas.values, gas.codes);
    }
  }
  return lines.join('');
}

/** measured, typed, estimated or computed. */
function sourceOf(name: string, gas: Values): string {
  if (name === 'fio2') return gas.fio2_source === 'estimated' ? 'estimated' : 'typed';
  if (name === 'pb_mmhg') return gas.pb_source === 'altitude' || gas.pb_source === 'sea_level' ? 'computed' : 'typed';
  return describeColumn(name).source;
}
