/** A cohort CSV as statistics read it. */
import { readFile } from 'node:fs/promises';
import { decodeText, readTable } from '../core/cohort';
import { readDataTable, type DataTable } from '../core/statistics';
import { UsageError } from './command';
import { tell } from './terminal';

export async function readCohort(path: string): Promise<DataTable> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) throw new UsageError(`${path} cannot be read`);
  // damage is found by the reading of tables of any origin: an open quote would make one row of many
  const whole = readTable(bytes);
  if (!whole.ok) throw new UsageError(`${path}: ${whole.refusal.message}`);
  const { header, how } = whole.value;
  if (how.format === 'xlsx' || (header.length > 1 && how.delimiter !== ',' && !header.join('').includes(','))) {
    throw new UsageError(`${path} is not comma-separated; bvx import ${path} --out FILE makes it so`);
  }
  const table = readDataTable(decodeText(bytes).text);
  const twice = new Set(header.filter((name, at) => name !== '' && header.indexOf(name) !== at));
  for (const name of twice) tell(`The column "${name}" stands twice; the first was taken.`);
  return table;
}
