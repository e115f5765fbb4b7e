/** A hash of the sources of measurement and phantoms: a record of another chain or generator is never taken for this one's. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, above the bundle. */
export const projectFolder = fileURLToPath(new URL('../', import.meta.url));

/** Parts of core that no figure of a trial depends on. */
const elsewhere = ['statistics', 'cohort', 'blood-gas', 'dicom', 'result', 'issue-catalogue', 'validation', 'export'];

/** 16 hex digits; null where the sources are not beside the bundle. */
export async function chainHash(): Promise<string | null> {
  const hash = createHash('sha256');
  for (const part of [join('src', 'core'), join('src', 'kernels', 'assembly')]) {
    const folder = join(projectFolder, part);
    const names = await readdir(folder, { recursive: true }).catch(() => null);
    if (names === null) return null;
    const files = names.filter((name) => name.endsWith('.ts') && !elsewhere.includes(name.split(sep)[0]));
    for (const name of files.toSorted()) {
      const text = await readFile(join(folder, name), 'utf8');
      hash.update(`${part}/${name.split(sep).join('/')}\n${text}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}
