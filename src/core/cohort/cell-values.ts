/** What a single cell means: a number with the file's decimal mark, a date, a category; or why it means nothing. */
import { formatLocalTime, parseIsoTime, secondsOf, type LocalTime } from '../blood-gas';
import { plainWords } from './header-mapping';
import type { CohortField } from './fields';
import type { RawCell } from './raw-table';

export type DecimalMark = ',' | '.';
export type DateOrder = 'dmy' | 'mdy';

/** A cell that means nothing, with its code; missing has none. */
export type Unread = { readonly code: string } | { readonly missing: true };
export type ReadNumber = { readonly value: number; readonly text: string } | Unread;
export type ReadDate = { readonly time: LocalTime; readonly iso: string } | Unread;
export type ReadCategory = { readonly value: string } | Unread;

const missingWords = new Set(['', 'na', 'n/a', 'nd', '-', '.', '?']);

export const isMissing = (cell: RawCell): boolean =>
  cell.kind === 'empty' || (cell.kind === 'text' && missingWords.has(cell.text.trim().toLowerCase()));

/** Digits of other scripts are letters here: full-width and Arabic numbers are not read. */
const NUMBER_WITH_MARK = /^[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/;
const DIGITS_AND_MARKS = /^[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?$/;
const CENSORED = /^[<>≤≥]=?\s*[+-]?[\d.,]+/;

/** Spaces of all kinds out, U+2212 to a minus. */
const tidy = (text: string): string => text.replace(/[\s\u00A0\u202F]+/g, '').replaceAll('\u2212', '-');

/** A number in the file's decimal mark; `percentSign` allows a `%` behind it. */
export function readNumber(cell: RawCell, mark: DecimalMark, percentSign: boolean): ReadNumber {
  if (isMissing(cell)) return { missing: true };
  if (cell.kind === 'error') return { code: 'cell_error' };
  if (cell.kind === 'number') return { value: Number(cell.text), text: cell.text };
  if (cell.kind !== 'text') return { code: 'not_a_number' };
  const whole = tidy(cell.text);
  const text = percentSign ? whole.replace(/%$/, '') : whole;
  if (CENSORED.test(text)) return { code: 'censored_value' };
  if (!DIGITS_AND_MARKS.test(text)) return { code: 'not_a_number' };
  const other = mark === ',' ? '.' : ',';
  if (text.includes(other)) return { code: 'decimal_mark_mixed' };
  if (!NUMBER_WITH_MARK.test(text)) return { code: 'not_a_number' };
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? { value, text } : { code: 'not_a_number' };
}

/** Cells that carry exactly one mark vote for it; a tie, or no vote, is told by null. */
export function decimalMarkOf(cells: Iterable<RawCell>): DecimalMark | null {
  let commas = 0;
  let points = 0;
  for (const cell of cells) {
    if (cell.kind !== 'text') continue;
    const text = tidy(cell.text).replace(/%$/, '');
    if (!NUMBER_WITH_MARK.test(text)) continue;
    if (text.includes(',')) commas += 1;
    else if (text.includes('.')) points += 1;
  }
  return commas === points ? null : commas > points ? ',' : '.';
}

const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** The order that the dates of a file settle: a first or second number above 12, and nowhere the other way round. */
export function dateOrderOf(cells: Iterable<RawCell>): DateOrder | null {
  let dayFirst = false;
  let monthFirst = false;
  for (const cell of cells) {
    const match = cell.kind === 'text' ? SLASHED.exec(cell.text.trim()) : null;
    if (match === null) continue;
    if (Number(match[1]) > 12) dayFirst = true;
    if (Number(match[2]) > 12) monthFirst = true;
  }
  return dayFirst === monthFirst ? null : dayFirst ? 'dmy' : 'mdy';
}

export function readDate(cell: RawCell, order: DateOrder | null): ReadDate {
  if (isMissing(cell)) return { missing: true };
  if (cell.kind === 'error') return { code: 'cell_error' };
  if (cell.kind !== 'text' && cell.kind !== 'date') return { code: 'not_a_date' };
  const text = cell.text.trim();
  const iso = parseIsoTime(text);
  if (iso !== null) return { time: iso, iso: text.replace(' ', 'T') };
  const match = SLASHED.exec(text);
  if (match === null) return { code: 'not_a_date' };
  const [, first, second, year, hour = '0', minute = '0', seconds = '0'] = match;
  const inOrder = (day: string, month: string): number | null =>
    secondsOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(seconds));
  const dayFirst = inOrder(first, second);
  const monthFirst = inOrder(second, first);
  if (dayFirst === null && monthFirst === null) return { code: 'not_a_date' };
  if (order === null) return { code: 'ambiguous_date' };
  const localS = order === 'dmy' ? dayFirst : monthFirst;
  if (localS === null) return { code: 'not_a_date' };
  return { time: { localS, offsetMin: null }, iso: formatLocalTime(localS) };
}

/** The code of a category by its name or one of its words. */
export function readCategory(cell: RawCell, field: CohortField): ReadCategory {
  if (isMissing(cell)) return { missing: true };
  if (cell.kind === 'error') return { code: 'cell_error' };
  const words = plainWords(cell.text);
  const found = Object.entries(field.categories).find(
    ([code, synonyms]) => plainWords(code) === words || synonyms.includes(words),
  );
  return found === undefined ? { code: 'unknown_category' } : { value: found[0] };
}

const yes = new Set(['1', 'true', 'yes', 'y', 'x', 'oui', 'ja']);
const no = new Set(['0', 'false', 'no', 'n', 'non', 'nein', 'nee']);

/** Yes or no in the usual words. */
export function readFlag(cell: RawCell): { readonly value: boolean } | Unread {
  if (isMissing(cell)) return { missing: true };
  const words = cell.text.trim().toLowerCase();
  if (yes.has(words)) return { value: true };
  return no.has(words) ? { value: false } : { code: 'unknown_category' };
}
