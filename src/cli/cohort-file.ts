/** A cohort CSV as statistics read it. */
import { readDataTable, type DataTable } from '../core/statistics';
import { UsageError } from './command';
import { readText } from './json-file';

export async function readCohort(path: string): Promise<DataTable> {
  const text = await readText(path);
  const table = readDataTable(text);
  const [only] = table.columns.keys();
  if (table.columns.size === 1 && /[;\t]/.test(only)) {
    throw new UsageError(`${path} is not comma-separated; bvx import ${path} --out FILE makes it so`);
  }
  return table;
}
