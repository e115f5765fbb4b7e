/** What a file given to the cohort is: results of measurements, a session, or a clinical table to be mapped first. */
import { readTable, type RawTable } from '../../core/cohort';
import type { Refusal } from '../../core/issues';
import { parseMeasurementsCsv, readResultJson, rowOfResult, type MeasurementsRow } from '../../core/result';
import { readSession, type Everything, type StoredScan } from '../../storage';

export type Taken =
  | { readonly kind: 'scans'; readonly scans: readonly StoredScan[] }
  | { readonly kind: 'session'; readonly all: Everything }
  | { readonly kind: 'table'; readonly name: string; readonly table: RawTable }
  | { readonly kind: 'refused'; readonly name: string; readonly refusal: Refusal };

const TABLE_FILE = /\.(csv|tsv|xlsx|json)$/i;

export const isTableFile = (path: string): boolean => TABLE_FILE.test(path);

export async function takeFile(file: File): Promise<Taken> {
  const { name } = file;
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (/\.json$/i.test(name)) return takeJson(name, new TextDecoder().decode(bytes));
  if (isMeasurements(bytes)) {
    const read = parseMeasurementsCsv(new TextDecoder().decode(bytes));
    if (!read.ok) return { kind: 'refused', name, refusal: read.refusal };
    return { kind: 'scans', scans: read.value.map((row) => scanOf(row, name, 'measurements_csv')) };
  }
  const read = readTable(bytes);
  return read.ok ? { kind: 'table', name, table: read.value } : { kind: 'refused', name, refusal: read.refusal };
}

function takeJson(name: string, text: string): Taken {
  if (text.includes('"bvx-session"')) {
    const read = readSession(text);
    return read.ok ? { kind: 'session', all: read.value } : { kind: 'refused', name, refusal: read.refusal };
  }
  const read = readResultJson(text);
  if (!read.ok) return { kind: 'refused', name, refusal: read.refusal };
  return { kind: 'scans', scans: [scanOf(rowOfResult(read.value), name, 'result_json')] };
}

/** The header of measurements.csv begins so, whatever columns follow. */
const isMeasurements = (bytes: Uint8Array): boolean =>
  /^\uFEFF?format,format_version,/.test(new TextDecoder().decode(bytes.subarray(0, 64)));

const text = (row: MeasurementsRow, name: string): string | null => {
  const cell = row[name];
  return typeof cell === 'string' && cell !== '' ? cell : null;
};

/** Whose scan it is: the patient id where the file has one, else the label of the case, else the file. */
function scanOf(row: MeasurementsRow, file: string, origin: StoredScan['origin']): StoredScan {
  const id = text(row, 'scan_id') ?? file;
  return {
    id,
    patientId: text(row, 'patient_id') ?? text(row, 'scan_patient_id'),
    label: text(row, 'case') ?? id,
    ctAt: text(row, 'scan_acquired_at'),
    origin,
    row,
  };
}
