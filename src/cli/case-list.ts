/** Which cases a batch has: the rows of a list, or the entries of a folder. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { parseCsv } from '../core/result';
import { UsageError } from './command';
import { byText } from './inputs';

export interface BatchCase {
  readonly label: string;
  readonly path: string;
  /** Name of its folder among the outputs: letters, digits, dot, dash only; unique. */
  readonly folder: string;
}

/** LIST: a CSV with columns case, path (relative to the list). DIR: each folder, zip or image file in it is a case. */
export async function casesOf(input: string): Promise<BatchCase[]> {
  const info = await stat(input).catch(() => null);
  if (info === null) throw new UsageError(`${input} does not exist`);
  const named = info.isDirectory() ? await fromFolder(input) : await fromList(input);
  if (named.length === 0) throw new UsageError(`${input} names no case`);
  const folders = new Set<string>();
  return named.map((entry) => {
    const folder = safeName(entry.label, entry.path);
    if (folders.has(folder)) throw new UsageError(`the case "${entry.label}" stands twice in ${input}`);
    folders.add(folder);
    return { ...entry, folder };
  });
}

async function fromFolder(folder: string): Promise<{ label: string; path: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.name.startsWith('.'))
    .filter((entry) => entry.isDirectory() || /\.(zip|nii|nii\.gz|nrrd|nhdr|mha|mhd)$/i.test(entry.name));
  return names
    .map((entry) => ({
      label: entry.isDirectory() ? entry.name : entry.name.replace(/\.(zip|nii|nii\.gz|nrrd|nhdr|mha|mhd)$/i, ''),
      path: join(folder, entry.name),
    }))
    .toSorted((a, b) => byText(a.path, b.path));
}

async function fromList(list: string): Promise<{ label: string; path: string }[]> {
  const rows = parseCsv(await readFile(list, 'utf8'));
  const header = rows[0]?.map((cell) => cell.trim().toLowerCase()) ?? [];
  const caseColumn = header.indexOf('case');
  const pathColumn = header.indexOf('path');
  if (caseColumn < 0 || pathColumn < 0) throw new UsageError(`${list} needs the columns case and path`);
  return rows
    .slice(1)
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => ({ label: row[caseColumn] ?? '', path: resolve(dirname(list), row[pathColumn] ?? '') }));
}

/** A label as a folder name; a hash keeps two labels apart that differ only in other characters. */
function safeName(label: string, path: string): string {
  const plain = label
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 80);
  if (plain === label && plain !== '') return plain;
  const hash = createHash('sha256')
    .update(label === '' ? path : label)
    .digest('hex');
  return `${plain === '' ? 'case' : plain}-${hash.slice(0, 8)}`;
}
