/** The documents: no dead link or anchor, no file named that is not there, no dependency left out. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const NOT_OURS = new Set(['node_modules', 'dist', 'dist-cli', 'public', 'coverage', '.git']);
const documents = markdownIn(root);

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : markdownIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** The text without fenced blocks: what stands in them is no link. */
function proseOf(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(/^```[^]*?^```/gm, '');
}

/** Anchors as code hosts make them from headings. */
function anchorsOf(path: string): string[] {
  const headings = [...proseOf(path).matchAll(/^#{1,6} (.+)$/gm)].map((match) => match[1] ?? '');
  const seen = new Map<string, number>();
  return headings.map((heading) => {
    const plain = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const before = seen.get(plain) ?? 0;
    seen.set(plain, before + 1);
    return before === 0 ? plain : `${plain}-${before}`;
  });
}

/** What is wrong with a link, or null. */
function faultOf(document: string, link: string): string | null {
  if (/^[a-z]+:/i.test(link)) return null;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : resolve(dirname(document), path);
  const where = `${relative(root, document)} → ${link}`;
  if (!existsSync(target)) return `${where}: no such file`;
  if (relative(root, target).startsWith('..')) return `${where}: outside the project`;
  if (anchor === undefined || statSync(target).isDirectory()) return null;
  return anchorsOf(target).includes(anchor) ? null : `${where}: no such heading`;
}

describe('documents', () => {
  test('there are some', () => {
    expect(documents.map((path) => relative(root, path))).toEqual(
      expect.arrayContaining([
        'docs/definitions.md',
        'docs/file-formats.md',
        'docs/architecture.md',
        'CONTRIBUTING.md',
      ]),
    );
  });

  test('every relative link leads to a file and a heading', () => {
    const faults = documents.flatMap((document) =>
      [...proseOf(document).matchAll(/\]\(<?([^)>\s]+)>?(?: "[^"]*")?\)/g)].map((match) =>
        faultOf(document, match[1] ?? ''),
      ),
    );
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });

  test('every file and folder of the project that is named is there', () => {
    const named = /`((?:src|test|docs|scripts|workers)\/[\w./-]+)`/g;
    const missing = documents.flatMap((document) =>
      [...proseOf(document).matchAll(named)]
        .map((match) => match[1] ?? '')
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${relative(root, document)}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test('every npm script that is named is there', () => {
    const scripts = Object.keys(packageJson().scripts);
    const missing = documents.flatMap((document) =>
      [...readFileSync(document, 'utf8').matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !scripts.includes(name))
        .map((name) => `${relative(root, document)}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('docs/dependencies.md', () => {
  const rows = new Map(
    [...readFileSync(join(root, 'docs/dependencies.md'), 'utf8').matchAll(/^\| `([^`]+)`([^\n]+)\|$/gm)].map(
      (match) => [match[1] ?? '', (match[2] ?? '').split('|').map((cell) => cell.trim())],
    ),
  );
  const { dependencies, devDependencies } = packageJson();

  test('lists every package of package.json, and no other', () => {
    expect([...rows.keys()].toSorted()).toEqual(
      [...Object.keys(dependencies), ...Object.keys(devDependencies)].toSorted(),
    );
  });

  test('says why, the licence that the package itself names, its size and what would replace it', () => {
    for (const [name, cells] of rows) {
      const [, why, licence, size, instead] = cells;
      expect([name, licence]).toEqual([name, jsonAt(`node_modules/${name}/package.json`)['license']]);
      expect(Number(size)).toBeGreaterThan(0);
      expect([name, why !== '', instead !== '']).toEqual([name, true, true]);
    }
  });
});

function jsonAt(path: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(join(root, path), 'utf8'));
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function packageJson(): Record<'scripts' | 'dependencies' | 'devDependencies', object> {
  const { scripts, dependencies, devDependencies } = jsonAt('package.json');
  return {
    scripts: { ...Object(scripts) },
    dependencies: { ...Object(dependencies) },
    devDependencies: { ...Object(devDependencies) },
  };
}
