/** Who entered, who stays out and why: the flow line above every table. An exclusion never makes a row vanish. */
import type { Column, DataTable } from '../statistics';

export interface CohortFlow {
  readonly entered: number;
  /** Number of rows by exclusion code. */
  readonly excluded: Readonly<Record<string, number>>;
  readonly analysed: number;
}

/** The code under which a row without one is counted. */
export const NO_CODE = 'excluded_by_hand';

/** Rows with `excluded` = 1 or an `exclusion_code` stay out. */
export function withoutExcluded(table: DataTable): { readonly table: DataTable; readonly flow: CohortFlow } {
  const codes = Array.from({ length: table.rows }, (_, row) => exclusionOf(table, row));
  const kept = codes.flatMap((code, row) => (code === null ? [row] : []));
  const excluded: Record<string, number> = {};
  for (const code of codes) if (code !== null) excluded[code] = (excluded[code] ?? 0) + 1;
  return {
    table: rowsOf(table, kept),
    flow: { entered: table.rows, excluded, analysed: kept.length },
  };
}

function exclusionOf(table: DataTable, row: number): string | null {
  const code = table.columns.get('exclusion_code')?.[row] ?? null;
  if (code !== null && String(code).trim() !== '') return String(code);
  const flag = table.columns.get('excluded')?.[row] ?? null;
  return flag === 1 || flag === '1' || String(flag).toLowerCase() === 'true' ? NO_CODE : null;
}

/** The table with these rows only. */
export function rowsOf(table: DataTable, rows: readonly number[]): DataTable {
  const columns = new Map<string, Column>();
  for (const [name, column] of table.columns) {
    columns.set(
      name,
      rows.map((row) => column[row] ?? null),
    );
  }
  return { rows: rows.length, columns };
}

/** `51 entered, 1 excluded (anomalous_gas 1), 50 analysed`. */
export function flowWords(
  { entered, excluded, analysed }: CohortFlow,
  wordsOf: (code: string) => string = (code) => code,
): string {
  const codes = Object.entries(excluded).map(([code, n]) => `${wordsOf(code)} ${n}`);
  const out = entered - analysed;
  return `${entered} entered, ${out} excluded${codes.length > 0 ? ` (${codes.join(', ')})` : ''}, ${analysed} analysed`;
}
