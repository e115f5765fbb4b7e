/** measurements.csv: one header, one row a scan; rows of the same format can be put under each other. */
import { refusals } from '../issue-catalogue';
import { done, refused, type Outcome } from '../issues';
import { flattenResult, resultColumns } from './columns';
import { csvLine, parseCsv, textOfCell, type Cell } from './csv';
import type { ResultJson } from './json-types';

/** The header line: the same for every result of this format. */
export function measurementsHeader(): string {
  return csvLine(resultColumns.map((column) => column.name));
}

/** One line for one result, to write under the header. */
export function measurementsRow(result: ResultJson): string {
  return csvLine(flattenResult(result));
}

/** A whole file. */
export function measurementsCsv(results: readonly ResultJson[]): string {
  return measurementsHeader() + results.map(measurementsRow).join('');
}

/** A row by column name. Columns that this version does not know are kept as text. */
export type MeasurementsRow = Readonly<Record<string, Cell>>;

const kinds = new Map(resultColumns.map((column) => [column.name, column.kind]));

/**
 * Reads what `measurementsCsv` wrote, also with columns added, left out or in another order. Refuses a file without
 * `format` and `scan_id`, one of another format or version, and a number that is none.
 */
export function parseMeasurementsCsv(text: string): Outcome<readonly MeasurementsRow[]> {
  const [header = [], ...lines] = parseCsv(text);
  if (!header.includes('format') || !header.includes('scan_id')) {
    return refused(refusals.not_measurements('its header has no columns format and scan_id'));
  }
  const rows: MeasurementsRow[] = [];
  for (const [index, line] of lines.entries()) {
    const where = `row ${index + 1}`;
    if (line.length > header.length) {
      return refused(refusals.not_measurements(`${where} has ${line.length} cells under ${header.length} columns`));
    }
    const row: Record<string, Cell> = {};
    for (const [i, name] of header.entries()) {
      const cell = line[i] ?? '';
      if (cell === '') row[name] = null;
      else if (kinds.get(name) === 'number') {
        const value = Number(cell);
        if (!Number.isFinite(value)) return refused(refusals.not_measurements(`${name} in ${where} is no number`));
        row[name] = value;
      } else row[name] = textOfCell(cell);
    }
    const version = row['format_version'];
    if (row['format'] !== 'bvx-result' || typeof version !== 'string' || !version.startsWith('1.')) {
      return refused(refusals.not_measurements(`${where} is not of format bvx-result 1`));
    }
    rows.push(row);
  }
  return done(rows);
}
