/** Numbers and tables as the document has them; columns are padded, so that the source reads as well as the page. */
import { EN_DASH, formatNumber, formatSigned } from '../../result';

/** What stands where there is no figure. */
export const none = EN_DASH;

export const shown = (value: number | null | undefined, decimals: number): string =>
  value === null || value === undefined ? none : formatNumber(value, decimals);

export const signed = (value: number | null | undefined, decimals: number): string =>
  value === null || value === undefined ? none : formatSigned(value, decimals);

/** Share of one as percent. */
export const percent = (share: number | null | undefined, decimals: number): string =>
  share === null || share === undefined ? none : formatNumber(100 * share, decimals);

/** `3 of 16`. */
export const ofAll = (part: number, all: number): string => `${part} of ${all}`;

export const verdict = (good: boolean): string => (good ? 'met' : '**not met**');

/** A table whose columns from `firstRight` on are set to the right; empty without rows. Bars in cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], firstRight = 1): string {
  if (rows.length === 0) return '';
  const cells = [head, ...rows].map((row) => row.map((text) => text.replaceAll('|', '\\|')));
  const widths = head.map((_, c) => Math.max(3, ...cells.map((row) => row[c].length)));
  const pad = (text: string, c: number): string => {
    const space = ' '.repeat(widths[c] - text.length);
    return c >= firstRight ? space + text : text + space;
  };
  const line = (row: readonly string[]): string => `| ${row.map(pad).join(' | ')} |`;
  const rule = widths.map((width, c) => (c >= firstRight ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(cells[0]), `| ${rule.join(' | ')} |`, ...cells.slice(1).map(line)].join('\n');
}

/** Parts of a document with an empty line between them; empty parts go. */
export const paragraphs = (...parts: readonly string[]): string =>
  parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
