/** Whether a value read back is a record of its store: databases and files may come from anywhere. */
import type {
  StoredExclusion,
  StoredGas,
  StoredLogEntry,
  StoredPatient,
  StoredScan,
  StoredStudy,
  StoredTable,
  Stores,
  StoreName,
  TypedText,
} from './records';

type Raw = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  isRecord(value) && Object.values(value).every(isText);
const isTyped = (value: unknown): value is TypedText =>
  isRecord(value) && isText(value.text) && isTextOrNull(value.unit);
const isTypedValues = (value: unknown): value is Readonly<Record<string, TypedText>> =>
  isRecord(value) && Object.values(value).every(isTyped);
const isCell = (value: unknown): boolean => value === null || isText(value) || typeof value === 'number';

const cellKinds = ['text', 'number', 'date', 'boolean', 'error', 'empty'];
const isRawCell = (value: unknown): boolean =>
  isRecord(value) && cellKinds.includes(String(value.kind)) && isText(value.text) && typeof value.formula === 'boolean';

function isRawTable(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value.header) || !Array.isArray(value.rows) || !isRecord(value.how)) {
    return false;
  }
  const rows: readonly unknown[] = value.rows;
  return value.header.every(isText) && rows.every((row) => Array.isArray(row) && row.every(isRawCell));
}

const isScan = (value: unknown): value is StoredScan =>
  isRecord(value) &&
  isTextOrNull(value.patientId) &&
  isText(value.label) &&
  isTextOrNull(value.ctAt) &&
  (value.measuredAt === undefined || isText(value.measuredAt)) &&
  (value.origin === 'measured' || value.origin === 'result_json' || value.origin === 'measurements_csv') &&
  isRecord(value.row) &&
  Object.values(value.row).every(isCell);

const isGas = (value: unknown): value is StoredGas =>
  isRecord(value) &&
  isText(value.patientId) &&
  typeof value.number === 'number' &&
  isTextOrNull(value.gasAt) &&
  isTypedValues(value.typed) &&
  isTexts(value.chosen) &&
  Array.isArray(value.confirmed) &&
  value.confirmed.every(isText) &&
  typeof value.baseline === 'boolean';

const isPatient = (value: unknown): value is StoredPatient =>
  isRecord(value) &&
  (value.sex === null || value.sex === 'M' || value.sex === 'F') &&
  isTextOrNull(value.ctAt) &&
  isTypedValues(value.typed) &&
  isTexts(value.chosen);

const isTable = (value: unknown): value is StoredTable =>
  isRecord(value) &&
  isText(value.name) &&
  isRawTable(value.table) &&
  (value.decimalMark === null || value.decimalMark === ',' || value.decimalMark === '.') &&
  (value.dateOrder === null || value.dateOrder === 'dmy' || value.dateOrder === 'mdy') &&
  isTexts(value.columns) &&
  isTexts(value.units) &&
  (value.edits === undefined || isTexts(value.edits)) &&
  (value.draft === undefined || value.draft === true) &&
  typeof value.order === 'number';

const isExclusion = (value: unknown): value is StoredExclusion =>
  isRecord(value) &&
  typeof value.excluded === 'boolean' &&
  [value.code, value.reason, value.by, value.at].every(isText);

const isStudy = (value: unknown): value is StoredStudy => isRecord(value) && isRecord(value.settings);
const isLogEntry = (value: unknown): value is StoredLogEntry =>
  isRecord(value) && isText(value.at) && isText(value.what);

const shapes: { readonly [S in StoreName]: (value: unknown) => value is Stores[S] } = {
  scans: isScan,
  patients: isPatient,
  gases: isGas,
  tables: isTable,
  exclusions: isExclusion,
  study: isStudy,
  log: isLogEntry,
};

/** A record of that store with an id. */
export function isStored<S extends StoreName>(store: S, value: unknown): value is Stores[S] {
  return isRecord(value) && isText(value.id) && value.id !== '' && shapes[store](value);
}
