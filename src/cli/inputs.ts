/** INPUT on the command line → files for the engine. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EngineFile } from '../engine';
import { UsageError } from './command';

/** All files of the inputs, folders walked, in a fixed order. Links to folders are not followed twice. */
export async function filesOf(inputs: readonly string[]): Promise<EngineFile[]> {
  if (inputs.length === 0) throw new UsageError('an input is missing: a folder, a zip, or files');
  const files: EngineFile[] = [];
  for (const input of inputs) {
    const info = await stat(input).catch(() => null);
    if (info === null) throw new UsageError(`${input} does not exist`);
    if (info.isDirectory()) await walk(input, basename(input), files, new Set());
    else files.push({ kind: 'disk', path: basename(input), diskPath: input, size: info.size });
  }
  return files;
}

async function walk(folder: string, shown: string, files: EngineFile[], seen: Set<string>): Promise<void> {
  const info = await stat(folder);
  const identity = `${info.dev}:${info.ino}`;
  if (seen.has(identity)) return;
  seen.add(identity);
  const names = (await readdir(folder)).toSorted(byText);
  for (const name of names) {
    const path = join(folder, name);
    const entry = await stat(path).catch(() => null);
    if (entry === null) continue;
    if (entry.isDirectory()) await walk(path, `${shown}/${name}`, files, seen);
    else if (entry.isFile()) files.push({ kind: 'disk', path: `${shown}/${name}`, diskPath: path, size: entry.size });
  }
}

/** Order of code units: the same on every machine and in every locale. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
