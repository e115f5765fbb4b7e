/** Outputs that are either all there or none: written beside the target, renamed at the end. */
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './command';

export interface OutputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Refuses a target that holds something, unless it may be overwritten. */
export async function checkFolder(folder: string, overwrite: boolean): Promise<void> {
  const info = await stat(folder).catch(() => null);
  if (info === null) return;
  if (!info.isDirectory()) throw new UsageError(`${folder} is a file, not a folder`);
  if (!overwrite && (await readdir(folder)).length > 0) {
    throw new UsageError(`${folder} is not empty; --overwrite replaces what is in it`);
  }
}

/** Refuses a file that is there, unless it may be overwritten. */
export async function checkFile(path: string, overwrite: boolean): Promise<void> {
  const info = await stat(path).catch(() => null);
  if (info !== null && !overwrite) throw new UsageError(`${path} is there already; --overwrite replaces it`);
}

/**
 * Writes all files as the folder's whole content; a name may lie in a sub-folder (`dicom/slice-0001.dcm`). Files are
 * asked for one at a time, so that they need not all be in memory.
 */
export async function writeFolder(folder: string, files: Iterable<OutputFile>): Promise<void> {
  const target = resolve(folder);
  await mkdir(dirname(target), { recursive: true });
  const temporary = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    for (const file of files) {
      const path = join(temporary, file.name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, file.bytes);
    }
    await rm(target, { recursive: true, force: true });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** Writes one file so that a reader sees the old or the new one, never half. */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const target = resolve(path);
  await mkdir(dirname(target), { recursive: true });
  const temporary = join(dirname(target), `.${basename(target)}-${process.pid}`);
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
