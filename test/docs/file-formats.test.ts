/** docs/file-formats.md says what the program writes: the fields of result.json, the columns, the codes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { centrelinesCsv, failuresCsv } from '../../src/core/result';
import schema from '../../src/core/result/result.schema.json';
import { exampleStations } from '../core/result/example';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const text = readFileSync(join(root, 'docs/file-formats.md'), 'utf8');

/** Rows of all tables whose first cell is a word in backticks; white space made single. */
const rows = [...text.matchAll(/^\| `([^`]+)`([^\n]*)\|$/gm)].map((match) =>
  [match[1] ?? '', ...(match[2] ?? '').split('|').slice(1)].map((cell) => cell.replaceAll(/\s+/g, ' ').trim()),
);

interface Node {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly $ref?: string;
}

/** The rows that the schema asks for: field, unit, type, meaning. */
function rowsOf(node: Node, path: string): string[][] {
  const own = path === '' ? [] : [rowOf(node, path)];
  const inner = node.properties ?? node.items?.properties;
  const prefix = node.items ? `${path}[].` : path === '' ? '' : `${path}.`;
  return [...own, ...Object.entries(inner ?? {}).flatMap(([key, child]) => rowsOf(child, prefix + key))];
}

function rowOf(node: Node, path: string): string[] {
  const [, meaning = '', unit = ''] = /^(.*?)(?: \[([^\]]+)\])?$/.exec(node.description ?? '') ?? [];
  return [path, unit, typeOf(node), meaning];
}

function typeOf(node: Node): string {
  if (node.$ref !== undefined) return node.$ref.slice('#/$defs/'.length);
  const types = [node.type ?? []].flat();
  const [main = ''] = types;
  const named = main === 'array' ? (node.minItems === undefined ? 'list' : `${node.minItems} numbers`) : main;
  return types.includes('null') ? `${named} or null` : named;
}

describe('docs/file-formats.md', () => {
  test('lists every field of result.json as the schema has it, in its order', () => {
    const wanted = rowsOf(schema, '');
    const names = new Set(wanted.map(([name]) => name));
    expect(rows.filter((row) => row.length === 4 && names.has(row[0]))).toEqual(wanted);
  });

  test('describes what several fields share', () => {
    const shared = Object.entries(schema.$defs).flatMap(([name, node]) => rowsOf(node, `(${name})`).slice(1));
    expect(shared.filter((row) => !rows.some((other) => row.join('|') === other.join('|')))).toEqual([]);
  });

  test('names the columns of centrelines.csv and failures.csv', () => {
    const [first] = centrelinesCsv(exampleStations(0));
    const headers = [new TextDecoder().decode(first), failuresCsv([])];
    for (const header of headers) expect(text).toContain(header.trim());
  });

  test('lists every code that the program can give, with its severity or exit code, and no other', () => {
    const listed = rows.filter((row) => row.length === 4 && /^(?:info|warning|error|\d+)$/.test(row[1] ?? ''));
    const told = listed.map(([code, kind]) => `${code} ${kind}`);
    expect(told.toSorted()).toEqual(codes().toSorted());
    expect(listed.filter(([, , meaning, action]) => meaning === '' || action === '')).toEqual([]);
  });
});

/** What stands in a code that is made from a word. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  '${face}': ['superior', 'inferior', 'anterior', 'posterior', 'left', 'right'],
  '${side}': ['left', 'right'],
};

/** `code severity` and `code exit` of the catalogue, read from its source. */
function codes(): string[] {
  const folder = join(root, 'src/core/issue-catalogue');
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const single = `${folder}.ts`;
  const source = [...files, ...(existsSync(single) ? [single] : [])]
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const found = [...source.matchAll(/\b(?:issue|refusal)\(\s*(['`])([^'`]+)\1,\s*'?(\w+)'?/g)].map(
    (match) => `${match[2]} ${match[3]}`,
  );
  const all = found.flatMap((entry) => {
    const [place = '', words = []] = Object.entries(PLACES).find(([name]) => entry.includes(name)) ?? [];
    return place === '' ? [entry] : words.map((word) => entry.replace(place, word));
  });
  return [...new Set(all)];
}
