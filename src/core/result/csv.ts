/**
 * CSV as RFC 4180 has it, with what a spreadsheet must not do with it taken care of.
 *
 * Comma, point, LF, UTF-8 without mark, missing is an empty cell. A *text* cell that a spreadsheet would take for a
 * formula gets a leading apostrophe, which reading takes away again; a number never does, so −12.5 stays a number.
 */

/** One cell: a number, a text, or nothing. */
export type Cell = number | string | null;

/** Begins like a formula, or like an apostrophe that was put before one. */
const FORMULA_LIKE = /^'*[=+\-@\t\r]/;

/** One line with its LF. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  // Shortest text that reads back the same; no locale has a say.
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = FORMULA_LIKE.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text of a cell as it was before the apostrophe, for cells that are known to hold text. */
export function textOfCell(cell: string): string {
  return cell.startsWith("'") && FORMULA_LIKE.test(cell) ? cell.slice(1) : cell;
}

/**
 * Rows of raw cells. Line ends may be LF, CR LF or CR, quotes may hold any of them, a byte-order mark and the last line
 * end are passed over, and so are empty lines. A quote in the middle of an unquoted cell is kept as it is.
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    let cell: string;
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      cell = quoted.cell;
      at = quoted.after;
    } else {
      const end = endOfCell(text, at);
      cell = text.slice(at, end);
      at = end;
    }
    row.push(cell);
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) row.push('');
      else continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    if (row.length > 1 || cell !== '') rows.push(row);
    row = [];
  }
  return rows;
}

function endOfCell(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

/** A quoted cell beginning at `from`; what stands between its closing quote and the next border is added as it is. */
function readQuoted(text: string, from: number): { readonly cell: string; readonly after: number } {
  let cell = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: cell + text.slice(at), after: text.length };
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const end = endOfCell(text, quote + 1);
      return { cell: cell + text.slice(quote + 1, end), after: end };
    }
    cell += '"';
    at = quote + 2;
  }
}
