/** Workbooks: unpacked within limits, all sheets read, values only. Macros, links and formulas are never run. */
import { unzipSync } from 'fflate';
import { decodeText } from '../text-bytes';
import { MOST_BYTES, type RawCell } from '../raw-table';
import { readDateStyles, readRelations, readSharedTexts, readWorkbook } from './parts';
import { readSheet } from './sheet';

export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly (readonly RawCell[])[];
}

export type WorkbookOutcome =
  | { readonly sheets: readonly ReadSheet[] }
  | { readonly tooLarge: 'rows' | 'columns' | 'cells' | 'bytes' }
  | { readonly problem: string };

/** Begins like a zip. */
export const isWorkbook = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

export function readXlsx(bytes: Uint8Array): WorkbookOutcome {
  const parts = unpack(bytes);
  if ('problem' in parts || 'tooLarge' in parts) return parts;
  const source = (path: string): string | null => {
    const part = parts.files[path];
    return part === undefined ? null : decodeText(part).text;
  };
  const workbook = readWorkbook(source('xl/workbook.xml') ?? '<missing>');
  const relations = readRelations(source('xl/_rels/workbook.xml.rels') ?? '<missing>');
  const texts = readSharedTexts(source('xl/sharedStrings.xml') ?? '');
  const dateStyles = readDateStyles(source('xl/styles.xml') ?? '');
  if (workbook === null || relations === null) return { problem: 'it is no workbook' };
  if (texts === null || dateStyles === null) return { problem: 'its texts or formats are not well formed' };
  const sheets: ReadSheet[] = [];
  for (const { name, relation } of workbook.sheets) {
    const sheet = source(relations.get(relation) ?? '');
    // a chart sheet has no cells
    if (sheet === null) continue;
    const read = readSheet(sheet, { texts, dateStyles, from1904: workbook.from1904 });
    if ('problem' in read || 'tooLarge' in read) return read;
    sheets.push({ name, rows: read.rows });
  }
  return sheets.length === 0 ? { problem: 'it has no sheet' } : { sheets };
}

type Unpacked =
  | { readonly files: Readonly<Record<string, Uint8Array>> }
  | { readonly tooLarge: 'bytes' }
  | { readonly problem: string };

/** Only the parts that are read; an archive that says it grows beyond the limit is not unpacked at all. */
function unpack(bytes: Uint8Array): Unpacked {
  let total = 0;
  try {
    const files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        const wanted = /^xl\/(workbook|sharedStrings|styles|worksheets\/[^/]+)\.xml$|^xl\/_rels\/workbook\.xml\.rels$/;
        if (!wanted.test(name)) return false;
        total += originalSize;
        return total <= MOST_BYTES;
      },
    });
    return total > MOST_BYTES ? { tooLarge: 'bytes' } : { files };
  } catch {
    return { problem: 'the archive is damaged' };
  }
}
