/** A header and a row copied from a spreadsheet: the same mapping as an import, for one gas. */
import type { PlacedValue, Printout } from '../../core/blood-gas';
import { importTable, readTable } from '../../core/cohort';
import { numberTyped } from './typed-number';

/** Null where the text is not a header with a row under it. */
export function readColumns(text: string): Printout | null {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2 || !/[\t;,]/.test(lines[0])) return null;
  const read = readTable(new TextEncoder().encode(lines.slice(0, 2).join('\n')));
  if (!read.ok) return null;
  const { mapping, rows } = importTable(read.value);
  const numbers = mapping.columns.filter(({ field }) => field.kind === 'number');
  if (numbers.length < 2) return null;
  const raw = rows[0]?.raw ?? [];
  const placed = numbers.flatMap(({ column, field, unit, perUnit }): PlacedValue[] => {
    const cell = (raw[column] ?? '').trim();
    const value = numberTyped(cell);
    if (value === null) return [];
    const stem = field.name.split('_')[0];
    const name = perUnit === 1 || field.name === 'fio2' ? field.name : `${stem}_${unit.replace('/', '_')}`;
    return [{ column: name, value, text: cell }];
  });
  const taken = new Set(numbers.map(({ column }) => column));
  const left = raw.flatMap((cell, column) => (taken.has(column) || cell.trim() === '' ? [] : [cell.trim()]));
  return { placed, left };
}
