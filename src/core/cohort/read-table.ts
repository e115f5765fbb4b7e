/** Bytes of a clinical table, CSV, TSV or XLSX, to raw cells. */
import { refusals } from '../issue-catalogue';
import { done, refused, type Outcome } from '../issues';
import { textOfCell } from '../result';
import { isBlank, readDelimited } from './delimited';
import { mapHeader } from './header-mapping';
import { MOST_BYTES, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, textCell, type RawCell, type RawTable } from './raw-table';
import { decodeText } from './text-bytes';
import { isWorkbook, readXlsx, type ReadSheet } from './xlsx';

const most = { rows: MOST_ROWS, columns: MOST_COLUMNS, cells: MOST_CELLS, bytes: MOST_BYTES } as const;

/** Refuses what is no table or too large; never runs anything in it. */
export function readTable(bytes: Uint8Array): Outcome<RawTable> {
  if (bytes.length > MOST_BYTES) return tooLarge('bytes');
  if (isCompoundFile(bytes)) {
    return refused(refusals.table_unreadable('it is a workbook with a password, or of the old kind (.xls)'));
  }
  return isWorkbook(bytes) ? readWorkbookTable(bytes) : readText(bytes);
}

/** Begins like a compound file: what Excel wrote before 2007, and what it wraps around a password. */
const isCompoundFile = (bytes: Uint8Array): boolean =>
  [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].every((byte, at) => bytes[at] === byte);

const tooLarge = (what: keyof typeof most): Outcome<RawTable> => refused(refusals.table_too_large(what, most[what]));

function readText(bytes: Uint8Array): Outcome<RawTable> {
  const { text, encoding } = decodeText(bytes);
  if (text.includes('\0')) return refused(refusals.table_unreadable('it is no text'));
  const read = readDelimited(text);
  if ('tooLarge' in read) return tooLarge(read.tooLarge);
  if ('openQuote' in read) {
    return refused(refusals.table_unreadable(`the quote that opens in row ${read.openQuote} is never closed`));
  }
  const at = read.rows.findIndex((row) => !isBlank(row));
  if (at < 0) return refused(refusals.table_unreadable('it is empty'));
  return done({
    header: read.rows[at].map((cell) => textOfCell(cell).trim()),
    // an apostrophe that an export of our own put before a formula-like text goes again
    rows: read.rows.slice(at + 1).map((row) => row.map((cell) => textCell(textOfCell(cell)))),
    how: { format: 'csv', encoding, delimiter: read.delimiter, sheet: null, sheets: [] },
  });
}

function readWorkbookTable(bytes: Uint8Array): Outcome<RawTable> {
  const read = readXlsx(bytes);
  if ('tooLarge' in read) return tooLarge(read.tooLarge);
  if ('problem' in read) return refused(refusals.table_unreadable(read.problem));
  const candidates = read.sheets.flatMap((sheet) => tableOf(sheet) ?? []);
  if (candidates.length === 0) return refused(refusals.table_unreadable('all its sheets are empty'));
  const best = candidates.reduce((a, b) => (b.understood > a.understood ? b : a));
  return done({
    header: best.header,
    rows: best.rows,
    how: {
      format: 'xlsx',
      encoding: null,
      delimiter: null,
      sheet: best.name,
      sheets: read.sheets.map(({ name }) => name),
    },
  });
}

interface SheetTable {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly RawCell[])[];
  /** How many columns its header explains. */
  readonly understood: number;
}

/** A sheet as a table: its first filled row is the header. */
function tableOf({ name, rows }: ReadSheet): SheetTable | null {
  const at = rows.findIndex((row) => row.some((cell) => cell.text.trim() !== ''));
  if (at < 0) return null;
  const header = rows[at].map((cell) => cell.text.trim());
  return { name, header, rows: rows.slice(at + 1), understood: mapHeader(header, () => []).columns.length };
}
