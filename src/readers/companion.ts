/** The data file that a header names (.mhd, .nhdr) or implies (.hdr), among the files given. */
import type { SourceFile } from './contract';
import { readNiftiHeader } from './nifti-header';
import type { Source } from './sources';

/** Name of the data file beside a header; null where the data are in the same file. */
export function companionName({ format, head, file }: Source): string | null {
  if (format === 'nifti') {
    if (readNiftiHeader(head)?.single !== false) return null;
    return `${nameOf(file.path).replace(/\.hdr$/iu, '')}.img`;
  }
  const text = new TextDecoder('latin1').decode(head.subarray(0, 16 * 1024));
  const pattern = format === 'nrrd' ? /^data ?file\s*:\s*(.+?)\s*$/imu : /^ElementDataFile\s*=\s*(.+?)\s*$/imu;
  const name = pattern.exec(format === 'nrrd' ? text.split(/\r?\n\r?\n/u)[0] : text)?.[1] ?? null;
  return name === null || /^LOCAL$/iu.test(name) ? null : name;
}

/** A name with folders, a list or a pattern is not followed: only a file right beside the header. */
export function findCompanion(header: SourceFile, name: string, files: readonly SourceFile[]): SourceFile | null {
  if (/[/\\%]/u.test(name) || /^LIST/iu.test(name)) return null;
  const path = header.path.slice(0, header.path.length - nameOf(header.path).length) + name;
  return files.find((file) => file.path === path) ?? null;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
