/** Reading the files that the clinical commands work on, with what is wrong said as wrong usage. */
import { readFile } from 'node:fs/promises';
import { UsageError } from './command';

export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
}

export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown;
  } catch {
    throw new UsageError(`${path} is not JSON`);
  }
}
