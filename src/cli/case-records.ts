/** Files of cases `{cases: [{id, …}]}` as the clinical commands take them. */
import { UsageError } from './command';
import { readJson } from './json-file';

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface CaseRecord {
  readonly id: string;
  readonly record: JsonRecord;
}

export async function caseRecords(path: string): Promise<CaseRecord[]> {
  const document = await readJson(path);
  if (!isRecord(document) || !Array.isArray(document.cases)) throw new UsageError(`${path} has no list "cases"`);
  return (document.cases as readonly unknown[]).map((record, at) => {
    if (!isRecord(record)) throw new UsageError(`${path}: case ${at + 1} is no record`);
    const { id } = record;
    return { id: typeof id === 'string' || typeof id === 'number' ? String(id) : String(at + 1), record };
  });
}
