/**
 * Delimited text of any origin: the delimiter is the one that gives most rows as many cells as the header. Quotes after
 * RFC 4180 with line breaks inside; CR LF, LF and CR mixed. Empty lines are rows, so that row numbers stay the file's.
 */
import { MOST_CELLS, MOST_COLUMNS, MOST_ROWS } from './raw-table';

export const delimiters = [';', ',', '\t'] as const;
export type Delimiter = (typeof delimiters)[number];

export interface Delimited {
  readonly delimiter: Delimiter;
  readonly rows: readonly (readonly string[])[];
}

export type DelimitedOutcome =
  | Delimited
  | { readonly tooLarge: 'rows' | 'columns' | 'cells' }
  /** Row whose quote is never closed: all that follows would be one cell. */
  | { readonly openQuote: number };

/** Rows looked at to choose the delimiter. */
const TRIAL_ROWS = 200;

export function readDelimited(text: string): DelimitedOutcome {
  const stated = /^sep=([;,\t])\r?\n?/.exec(text);
  if (stated !== null) {
    const delimiter = delimiters.find((one) => one === stated[1]) ?? ',';
    return readWith(text.slice(stated[0].length), delimiter);
  }
  const scores = delimiters.map((delimiter) => {
    const rows = trialRows(text, delimiter).filter(({ blank }) => !blank);
    const width = rows[0]?.width ?? 0;
    const alike = rows.filter((row) => row.width === width).length;
    return { delimiter, width, score: width > 1 ? alike : 0 };
  });
  const best = scores.reduce((a, b) => (b.score > a.score || (b.score === a.score && b.width > a.width) ? b : a));
  return readWith(text, best.score > 0 ? best.delimiter : ',');
}

interface TrialRow {
  readonly width: number;
  readonly blank: boolean;
}

/**
 * How many cells the first rows have under a delimiter. A quote opens behind any of the candidates: what lies inside
 * counts for none, or commas in quoted cells would speak against the tabs between them.
 */
function trialRows(text: string, delimiter: Delimiter): TrialRow[] {
  const rows: TrialRow[] = [];
  let width = 1;
  let blank = true;
  let atBorder = true;
  for (let at = 0; at < text.length && rows.length < TRIAL_ROWS; at += 1) {
    const c = text[at];
    if (atBorder && c === '"') {
      const quoted = readQuoted(text, at + 1);
      if (quoted === null) break;
      blank &&= quoted.cell.trim() === '';
      at = quoted.after - 1;
      atBorder = false;
      continue;
    }
    if (c === '\n' || c === '\r') {
      rows.push({ width, blank });
      if (c === '\r' && text[at + 1] === '\n') at += 1;
      width = 1;
      blank = true;
      atBorder = true;
      continue;
    }
    if (c === delimiter) width += 1;
    else blank &&= c.trim() === '';
    atBorder = delimiters.some((one) => one === c);
  }
  return width > 1 || !blank ? [...rows, { width, blank }] : rows;
}

export const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');

function readWith(text: string, delimiter: Delimiter): DelimitedOutcome {
  const { rows, stopped } = splitRows(text, delimiter, MOST_ROWS + 2);
  if (stopped !== null) return stopped;
  return rows.length > MOST_ROWS + 1 ? { tooLarge: 'rows' } : { delimiter, rows };
}

interface Split {
  readonly rows: string[][];
  readonly stopped: Exclude<DelimitedOutcome, Delimited> | null;
}

/** At most so many rows of cells. A quote in the middle of an unquoted cell is kept as it is. */
function splitRows(text: string, delimiter: string, most: number): Split {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  let cells = 0;
  while (at < text.length && rows.length < most) {
    let cell = '';
    if (text[at] === '"') {
      const quoted = readQuoted(text, at + 1);
      if (quoted === null) return { rows: [...rows, row], stopped: { openQuote: rows.length + 1 } };
      cell = quoted.cell;
      at = quoted.after;
    }
    const end = endOfCell(text, at, delimiter);
    cell += text.slice(at, end);
    at = end;
    row.push(cell);
    cells += 1;
    if (row.length > MOST_COLUMNS) return { rows: [...rows, row], stopped: { tooLarge: 'columns' } };
    if (cells > MOST_CELLS) return { rows: [...rows, row], stopped: { tooLarge: 'cells' } };
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length) continue;
      row.push('');
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    rows.push(row);
    row = [];
  }
  return { rows, stopped: null };
}

function endOfCell(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

/** A quoted cell; null where its quote is never closed. */
function readQuoted(text: string, from: number): { readonly cell: string; readonly after: number } | null {
  let cell = '';
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, after: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}
