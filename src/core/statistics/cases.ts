/**
 * From a case of a file to the input of a test: values in line, or columns and groups of a table beside the file.
 */
import type { Json } from './contract';
import type { Column, DataTable } from './table';

/** Which data a case wants: what `input` says, with columns looked up. */
export type ResolvedInput =
  { readonly input: Readonly<Record<string, unknown>> } | { readonly name: string; readonly problem: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The file a case reads, or null where its values stand in line. */
export function fileOfInput(input: Readonly<Record<string, unknown>>): string | null {
  return typeof input.file === 'string' ? input.file : null;
}

/**
 * Replaces `columns` (names, also nested) and `split` (`value`, `by`, `levels`, `shape`) by the values of the table.
 * Other names of the input stay as they are.
 */
export function resolveInput(input: Readonly<Record<string, unknown>>, table: DataTable): ResolvedInput {
  const rest = Object.fromEntries(
    Object.entries(input).filter(([name]) => !['file', 'columns', 'split'].includes(name)),
  );
  const found: Record<string, unknown> = {};
  if (isRecord(input.columns)) {
    const looked = lookUp(input.columns, table);
    if ('problem' in looked) return looked;
    Object.assign(found, looked.input);
  }
  if (isRecord(input.split)) {
    const split = splitColumn(input.split, table);
    if ('problem' in split) return split;
    Object.assign(found, split.input);
  }
  return { input: { ...rest, ...found } };
}

function lookUp(names: Readonly<Record<string, unknown>>, table: DataTable): ResolvedInput {
  const out: Record<string, unknown> = {};
  for (const [name, wanted] of Object.entries(names)) {
    if (isRecord(wanted)) {
      const nested = lookUp(wanted, table);
      if ('problem' in nested) return nested;
      out[name] = nested.input;
    } else {
      const column = typeof wanted === 'string' ? table.columns.get(wanted) : undefined;
      if (column === undefined) return missingColumn(wanted);
      out[name] = column;
    }
  }
  return { input: out };
}

function splitColumn(split: Readonly<Record<string, unknown>>, table: DataTable): ResolvedInput {
  const value = typeof split.value === 'string' ? table.columns.get(split.value) : undefined;
  if (value === undefined) return missingColumn(split.value);
  const by = typeof split.by === 'string' ? table.columns.get(split.by) : undefined;
  if (by === undefined) return missingColumn(split.by);
  if (!Array.isArray(split.levels)) return { name: 'levels', problem: 'the levels of the groups are needed' };
  const levels = (split.levels as readonly unknown[]).map(String);
  const groups = levels.map((level) => groupOf(value, by, level));
  if (split.shape === 'groups') {
    return { input: { groups: levels.map((level, i) => [level, groups[i]]) } };
  }
  if (groups.length !== 2) return { name: 'levels', problem: 'two levels are needed' };
  return { input: { x: groups[0], y: groups[1] } };
}

function groupOf(value: Column, by: Column, level: string): Json[] {
  return value.filter((_, row) => by[row] !== null && String(by[row]) === level);
}

const missingColumn = (name: unknown): ResolvedInput => ({
  name: typeof name === 'string' ? name : JSON.stringify(name),
  problem: 'there is no such column',
});
