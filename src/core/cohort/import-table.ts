/**
 * A clinical table row by row: what is understood, what is refused, what stays out and why. Nothing is dropped
 * silently: every row has a verdict, every unreadable cell its raw text.
 */
import type { LocalTime } from '../blood-gas';
import { dateOrderOf, decimalMarkOf, readNumber } from './cell-values';
import { extraNames, mapHeader, type HeaderMapping } from './header-mapping';
import { readRow, type RowContext } from './import-row';
import {
  noChoices,
  verdicts,
  type ImportChoices,
  type ImportedRow,
  type ImportedTable,
  type RowNotice,
  type Verdict,
} from './import-types';
import { defaultProfile, type StudyProfile } from './profile';
import { emptyCell, type RawCell, type RawTable } from './raw-table';

const LONGEST_ID = 64;
const FORMULA_LIKE = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^[+-]?[\d.,]+(?:[eE][+-]?\d+)?%?$/;

/** Codes that make a verdict; all others make the row incomplete or warn. */
const rejecting = new Set([
  'id_missing',
  'id_too_long',
  'control_character',
  'ragged_row',
  'duplicate_row',
  'duplicate_conflict',
]);
const excluding = new Set(['anomalous_gas', 'not_arterial', 'outside_window', 'excluded_by_hand']);
const warning = new Set(
  (
    'short_row formula_like_text id_case_clash unknown_category gas_time_missing formula_cell ' +
    'aado2_negative acid_base_mismatch'
  ).split(' '),
);

export function importTable(
  table: RawTable,
  profile: StudyProfile = defaultProfile,
  choices: ImportChoices = noChoices,
): ImportedTable {
  const { header, rows } = table;
  const columnCells = function* (column: number): Generator<RawCell> {
    for (const row of rows) yield row[column] ?? emptyCell;
  };
  const trial = mapHeader(header, () => [], choices.columns);
  const ofKind = function* (kind: 'number' | 'date'): Generator<RawCell> {
    for (const { column, field } of trial.columns) if (field.kind === kind) yield* columnCells(column);
  };
  const settled = choices.decimalMark ?? decimalMarkOf(ofKind('number'));
  const mark = settled ?? '.';
  const dateOrder = choices.dateOrder ?? dateOrderOf(ofKind('date'));
  const mapping = mapHeader(
    header,
    (column) =>
      [...columnCells(column)].flatMap((cell) => {
        const read = readNumber(cell, mark, true);
        return 'value' in read ? [read.value] : [];
      }),
    choices.columns,
    choices.units,
  );
  const context: RowContext = {
    mapped: mapping.columns,
    mark,
    dateOrder,
    profile,
    // a workbook leaves out empty cells at the end of a row; text has all its delimiters
    fixedWidth: table.how.format === 'csv',
  };
  const seen = new Seen();
  const extras = [...extraNames(mapping)];
  const imported = rows.map((cells, at) => importRow(at + 1, cells, { header, mapping, extras }, context, seen));
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of imported) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return {
    how: table.how,
    decimalMark: mark,
    decimalMarkSettled: settled !== null,
    dateOrder,
    mapping,
    counts,
    rows: imported,
  };
}

interface Columns {
  readonly header: readonly string[];
  readonly mapping: HeaderMapping;
  /** Columns that are kept as text, under the names they are kept by. */
  readonly extras: readonly (readonly [column: number, name: string])[];
}

function importRow(
  row: number,
  cells: readonly RawCell[],
  { header, mapping, extras }: Columns,
  context: RowContext,
  seen: Seen,
): ImportedRow {
  const raw = cells.map(({ text }) => text);
  const without = (verdict: Verdict, code: string, column = ''): ImportedRow => ({
    row,
    verdict,
    notices: code === '' ? [] : [{ code, column, raw: '', message: '' }],
    values: {},
    extra: {},
    raw,
  });
  if (raw.every((text) => text.trim() === '')) return without('skipped', '');
  if (raw.length === header.length && raw.every((text, i) => text.trim() === header[i])) {
    return without('skipped', 'repeated_header');
  }
  if (raw.slice(header.length).some((text) => text.trim() !== '')) return without('rejected', 'ragged_row');
  const idColumn = mapping.columns.find(({ field }) => field.kind === 'id');
  const idCell = idColumn === undefined ? emptyCell : (cells[idColumn.column] ?? emptyCell);
  const idRaw = idCell.kind === 'error' ? '' : idCell.text;
  const id = idRaw.trim().normalize('NFC');
  const idProblem = problemOfId(id);
  if (idProblem !== null) return without('rejected', idProblem, idColumn?.header);

  const read = readRow(cells, context);
  const clash = seen.check(id, read.gasTime, raw);
  if (clash.rejected !== null) return without('rejected', clash.rejected);
  const extra = Object.fromEntries(
    extras.flatMap(([column, name]) => {
      const text = (cells[column] ?? emptyCell).text;
      return text === '' ? [] : [[name, text]];
    }),
  );
  const notices: RowNotice[] = [...read.notices];
  const notice = (code: string, column = '', text = ''): void =>
    void notices.push({ code, column, raw: text, message: '' });
  if (cells.length < header.length && context.fixedWidth) notice('short_row');
  if (clash.otherCase) notice('id_case_clash', idColumn?.header, idRaw);
  for (const { header: name, text } of textCells(cells, header, mapping)) {
    if (FORMULA_LIKE.test(text) && !PLAIN_NUMBER.test(text) && text.trim() !== '-')
      notice('formula_like_text', name, text);
  }
  return { row, verdict: verdictOf(notices, read.values.exclusion_code), notices, values: read.values, extra, raw };
}

function problemOfId(id: string): string | null {
  if (id === '') return 'id_missing';
  if (/\p{Cc}/u.test(id)) return 'control_character';
  return Array.from(id).length > LONGEST_ID ? 'id_too_long' : null;
}

/** Cells that hold text: ids, texts, and columns that are not understood. */
function textCells(cells: readonly RawCell[], header: readonly string[], mapping: HeaderMapping) {
  const understood = mapping.columns.filter(({ field }) => field.kind === 'id' || field.kind === 'text');
  const columns = [...understood.map(({ column }) => column), ...mapping.extra];
  return columns.flatMap((column) => {
    const cell = cells[column] ?? emptyCell;
    return cell.kind === 'text' ? [{ header: header[column], text: cell.text }] : [];
  });
}

function verdictOf(notices: readonly RowNotice[], exclusionCode: unknown): Verdict {
  const of = (code: string): Verdict => {
    if (rejecting.has(code)) return 'rejected';
    if (excluding.has(code) || code === exclusionCode) return 'excluded';
    return warning.has(code) || code.endsWith('_unusual') || isSoftSuspicion(code, notices) ? 'warning' : 'incomplete';
  };
  const found = notices.map(({ code }) => of(code));
  return verdicts.find((verdict) => found.includes(verdict)) ?? 'ok';
}

/** A suspected unit is a warning while the value is kept; with the value refused it has left a gap of its own. */
function isSoftSuspicion(code: string, notices: readonly RowNotice[]): boolean {
  if (!code.endsWith('_unit_suspect')) return false;
  const missing = code.replace('_unit_suspect', '_missing');
  return !notices.some((notice) => notice.code === missing);
}

/** Rows met so far: the first of an id and gas time stays. */
class Seen {
  readonly #byIdAndTime = new Map<string, string>();
  readonly #spellings = new Map<string, string>();

  check(
    id: string,
    time: LocalTime | null,
    raw: readonly string[],
  ): { readonly rejected: string | null; readonly otherCase: boolean } {
    const whole = raw.map((text) => text.trim()).join('\u0000');
    // without a time two gases cannot be told apart: only equal rows are one
    const key = `${id}\u0000${time === null ? whole : time.localS}`;
    const before = this.#byIdAndTime.get(key);
    if (before !== undefined) {
      return { rejected: before === whole ? 'duplicate_row' : 'duplicate_conflict', otherCase: false };
    }
    this.#byIdAndTime.set(key, whole);
    const folded = id.toLowerCase();
    const spelling = this.#spellings.get(folded) ?? id;
    this.#spellings.set(folded, spelling);
    return { rejected: null, otherCase: spelling !== id };
  }
}
