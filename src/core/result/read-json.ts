/** Reads a result.json back: what this version or a later 1.x wrote. */
import { refusals } from '../issue-catalogue';
import { done, refused, type Outcome } from '../issues';
import { flattenResult, resultColumns } from './columns';
import type { Cell } from './csv';
import type { ResultJson } from './json-types';
import type { MeasurementsRow } from './measurements-csv';

const groups = ['program', 'scan', 'estimates', 'lungs', 'volumes', 'percent', 'intervals', 'quality'] as const;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Format and version are those of a result, and every group that figures are read from is there. */
function isResult(value: unknown): value is ResultJson {
  if (!isRecord(value) || value.format !== 'bvx-result') return false;
  const { format_version: version, scan } = value;
  if (typeof version !== 'string' || !version.startsWith('1.')) return false;
  return groups.every((group) => isRecord(value[group])) && isRecord(scan) && typeof scan.id === 'string';
}

export function readResultJson(text: string): Outcome<ResultJson> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refused(refusals.not_result('it is no JSON'));
  }
  if (!isResult(raw)) return refused(refusals.not_result('its format or version is another, or a part is missing'));
  return done(raw);
}

/** A result as the row that measurements.csv has for it. */
export function rowOfResult(result: ResultJson): MeasurementsRow {
  const cells = flattenResult(result);
  return Object.fromEntries(resultColumns.map(({ name }, at): [string, Cell] => [name, cells[at]]));
}
