/** failures.csv: the scans of a batch that gave no result, with what to do about each. */
import type { Refusal } from '../issues';
import { csvLine } from './csv';

export interface Failure extends Refusal {
  readonly case: string;
  /** As the user gave it. */
  readonly path: string;
}

/** The file; only its header where nothing failed. */
export function failuresCsv(failures: readonly Failure[]): string {
  const header = csvLine(['case', 'path', 'exit', 'code', 'message', 'action']);
  const rows = failures.map((f) => csvLine([f.case, f.path, f.exit, f.code, f.message, f.action]));
  return header + rows.join('');
}
