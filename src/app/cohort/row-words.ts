/** What the table shows of a row: texts, the interval on its axis, what reading blinded hides. */
import { decimalsFor, formatRange } from '../../core/result';
import type { StudyRow } from '../state/cohort';
import type { SortBy, StudySettings } from '../state/study';
import { cohortWords } from '../words-cohort';
import { hides, hidesColumn } from './blinded';
import { cellWords, headWords } from './columns';
import { valueOf } from './visible-rows';

export type TableRules = Pick<StudySettings, 'blinding' | 'grouping'>;

export function shownWords(row: StudyRow, name: string, rules: TableRules): string {
  if (hidesColumn(rules, name, name in row.others)) return cohortWords.hidden;
  return cellWords(name, valueOf(row, name));
}

/** Name of a row; blinded, its place in the shuffled order. */
export const shownId = (row: StudyRow, place: number, rules: TableRules): string =>
  hides(rules, 'id') ? `${cohortWords.hidden} ${place + 1}` : row.patientId;

export function intervalOf({ values }: StudyRow): readonly [number, number] | null {
  const [low, high] = [values.bv5_percent_low, values.bv5_percent_high];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : null;
}

/** Decimals that the widest interval of the cohort allows. */
export function intervalDecimals(rows: readonly StudyRow[]): number {
  let widest = 0;
  for (const row of rows) {
    const ends = intervalOf(row);
    if (ends !== null) widest = Math.max(widest, (ends[1] - ends[0]) / 2);
  }
  return decimalsFor(widest, 1);
}

export function intervalWords(row: StudyRow, decimals: number): string {
  const ends = intervalOf(row);
  return ends === null ? '' : formatRange(ends, decimals);
}

type Axis = readonly [low: number, high: number];

/** Where a value lies on the axis, in percent of its width. */
const place = (value: number, axis: Axis): number =>
  Math.min(100, Math.max(0, (100 * (value - axis[0])) / (axis[1] - axis[0])));

export function dotStyle(row: StudyRow, axis: Axis): { readonly left: string } | null {
  const value = row.values.bv5_percent;
  return typeof value === 'number' ? { left: `${place(value, axis)}%` } : null;
}

export function barStyle(row: StudyRow, axis: Axis): { readonly left: string; readonly width: string } | null {
  const ends = intervalOf(row);
  if (ends === null) return null;
  const [left, right] = ends.map((end) => place(end, axis));
  return { left: `${left}%`, width: `${right - left}%` };
}

export const numericColumns = (rows: readonly StudyRow[], columns: readonly string[]): ReadonlySet<string> =>
  new Set(columns.filter((name) => rows.some((row) => typeof valueOf(row, name) === 'number')));

export const sortedBy = (sort: readonly SortBy[], name: string): SortBy | undefined =>
  sort.find(({ column }) => column === name);

export interface Widths {
  readonly case: number;
  readonly group: number;
  readonly each: readonly number[];
  /** All columns together. */
  readonly least: number;
}

const TICK_PX = 34;
export const AXIS_PX = 128;
const FLAGS_PX = 190;

const LETTER_PX = 6.6;
/** Capitals are wider than what else stands in names. */
const CAPITAL_PX = 9;

const lengthPx = (text: string): number => {
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  return capitals * CAPITAL_PX + (text.length - capitals) * LETTER_PX;
};

/** Widths that hold every row, drawn or not, so that nothing moves while scrolling. */
export function columnWidths(
  rows: readonly StudyRow[],
  columns: readonly string[],
  numeric: ReadonlySet<string>,
  groups: readonly string[],
  hasIntervals: boolean,
  rules: TableRules,
): Widths {
  const letters = (texts: Iterable<string>, head: string): number => {
    let most = (head.length + 1) * LETTER_PX;
    for (const text of texts) most = Math.max(most, Math.min(28 * LETTER_PX, lengthPx(text)));
    return 18 + Math.ceil(most);
  };
  const each = columns.map((name) => {
    const texts = numeric.has(name) ? [] : rows.map((row) => shownWords(row, name, rules));
    const width = Math.max(letters(texts, headWords(name)), numeric.has(name) ? 56 : 0);
    return name === 'bv5_percent' && hasIntervals ? Math.max(width, 124) : width;
  });
  const names = rows.map(({ patientId }) => patientId);
  const ofCase = letters(names, cohortWords.case) + 10;
  const ofGroup = letters(groups, cohortWords.group) + 20;
  const axis = hasIntervals ? AXIS_PX : 0;
  const least = TICK_PX + ofCase + ofGroup + axis + each.reduce((a, b) => a + b, 0) + FLAGS_PX;
  return { case: ofCase, group: ofGroup, each, least };
}
