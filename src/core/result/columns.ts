/**
 * result.json as the columns of one row: the flattening rule, derived from the schema so that the columns never depend
 * on what one scan happens to hold.
 *
 * | in the file | columns |
 * |---|---|
 * | object | names of the path joined by `_` |
 * | interval | `…_low`, `…_high` |
 * | three numbers along axes | `…_x`, `…_y`, `…_z` |
 * | other list of fixed length | `…_0`, `…_1` … |
 * | list of any length | one text cell, items joined by `;` |
 * | list of records | such a cell for each field, all in the same order |
 *
 * `program.parameters` stays out, their hash is the column; and `timing`, so that measuring again gives the same bytes.
 */
import type { Cell } from './csv';
import type { ResultJson } from './json-types';
import schema from './result.schema.json';

export interface ResultColumn {
  readonly name: string;
  readonly kind: 'number' | 'text';
  readonly unit: string;
  readonly description: string;
  readonly read: (result: ResultJson) => Cell;
}

interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly $ref?: string;
}

type Path = readonly string[];
/** What a definition used in several places is about there: the reference's own description. */
interface Subject {
  readonly text: string;
  readonly unit: string;
}

const AXES = ['x', 'y', 'z'];
const definitions: Readonly<Record<string, SchemaNode>> = schema.$defs;

/** All columns, in the order of the file. */
export const resultColumns: readonly ResultColumn[] = columnsOf(schema, [], null).filter(
  ({ name }) => !name.startsWith('timing_'),
);

/** One row. */
export function flattenResult(result: ResultJson): Cell[] {
  return resultColumns.map(({ read }) => read(result));
}

function columnsOf(node: SchemaNode, path: Path, subject: Subject | null): ResultColumn[] {
  const target = node.$ref === undefined ? node : (definitions[node.$ref.slice('#/$defs/'.length)] ?? node);
  if (target.properties !== undefined) {
    const inner = node.$ref === undefined ? subject : described(node);
    return Object.entries(target.properties).flatMap(([key, child]) => columnsOf(child, [...path, key], inner));
  }
  const own = within(described(node), subject);
  if (hasType(target, 'object')) return [];
  if (hasType(target, 'array')) return arrayColumns(target, path, own);
  return [column(path, kindOf(target), own, (result) => scalar(valueAt(result, path)))];
}

function arrayColumns(node: SchemaNode, path: Path, own: Subject): ResultColumn[] {
  const { items, minItems, maxItems } = node;
  if (minItems !== undefined && minItems === maxItems) {
    const ends = minItems === 2 ? ['low', 'high'] : minItems === 3 ? AXES : null;
    return Array.from({ length: minItems }, (_, i) =>
      column([...path, ends?.[i] ?? String(i)], 'number', own, (result) => scalar(listAt(result, path)[i])),
    );
  }
  if (items?.properties === undefined) {
    return [column(path, 'text', own, (result) => listCell(listAt(result, path)))];
  }
  return Object.entries(items.properties).map(([key, child]) =>
    column([...path, key], 'text', within(described(child), own), (result) =>
      listCell(listAt(result, path).map((record) => valueAt(record, [key]))),
    ),
  );
}

function column(path: Path, kind: ResultColumn['kind'], subject: Subject, read: ResultColumn['read']): ResultColumn {
  return { name: path.join('_'), kind, unit: subject.unit, description: subject.text, read };
}

function kindOf(node: SchemaNode): ResultColumn['kind'] {
  return hasType(node, 'number') || hasType(node, 'integer') ? 'number' : 'text';
}

function hasType(node: SchemaNode, type: string): boolean {
  return typeof node.type === 'string' ? node.type === type : (node.type?.includes(type) ?? false);
}

/** Description and unit of a node: the unit stands in brackets at the end. */
function described(node: SchemaNode): Subject {
  const match = /^(.*) \[([^\]]+)\]$/.exec(node.description ?? '');
  return match ? { text: match[1] ?? '', unit: match[2] ?? '' } : { text: node.description ?? '', unit: '' };
}

function within(own: Subject, outer: Subject | null): Subject {
  if (outer === null) return own;
  return { text: `${outer.text}: ${own.text}`, unit: own.unit === '' ? outer.unit : own.unit };
}

function valueAt(value: unknown, path: Path): unknown {
  let inner = value;
  for (const key of path) {
    inner = typeof inner === 'object' && inner !== null ? Object.getOwnPropertyDescriptor(inner, key)?.value : null;
  }
  return inner;
}

function listAt(value: unknown, path: Path): readonly unknown[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list : [];
}

function scalar(value: unknown): Cell {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

/** Items joined by `;`; a `;` or `\` inside an item has a `\` before it. Nothing where the list is empty. */
function listCell(items: readonly unknown[]): Cell {
  if (items.length === 0) return null;
  return items.map((item) => String(scalar(item) ?? '').replaceAll(/[\\;]/g, String.raw`\$&`)).join(';');
}
