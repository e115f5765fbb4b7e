/** Refusals of clinical tables: CSV, TSV and XLSX of blood gases and cohorts. */
import type { Refusal } from '../issues';
import { refusal } from './entry';

export const tableRefusals = {
  table_unreadable: (reason: string): Refusal =>
    refusal(
      'table_unreadable',
      3,
      `The table cannot be read: ${reason}.`,
      'Save it again as CSV or XLSX from the program it came from.',
    ),
  table_too_large: (what: string, most: number): Refusal =>
    refusal(
      'table_too_large',
      3,
      `The table has more than ${most} ${what}.`,
      'Split it, or leave out columns that are not needed.',
    ),
  nothing_matched: (left: number, right: number): Refusal =>
    refusal(
      'nothing_matched',
      3,
      `None of ${left} measured scans and ${right} rows of gases have an id in common.`,
      'Check that both use the same ids; they are compared exactly, never by guess.',
    ),
} as const;
