/** Walks the user's files: archives opened, system files passed over, each judged by its first bytes. */
import type { InflateCache } from './cache';
import type { ReadOptions, SourceFile } from './contract';
import { inflate } from './inflate';
import { inflatedFile } from './inflated-file';
import { readLimits } from './limits';
import { readNiftiHeader } from './nifti-header';
import { type FileFormat, sniff } from './sniff';
import { SourceDamaged } from './source';
import { readZip } from './zip';

export interface Source {
  readonly file: SourceFile;
  readonly format: Exclude<FileFormat, 'zip' | 'gzip'>;
  /** First 64 KiB at most; not to be kept for each of thousands of files. */
  readonly head: Uint8Array;
  /** Gives back what was inflated for it; must be called once its bytes were moved away. */
  readonly release: () => void;
}

export interface Visitor {
  found(source: Source): Promise<void>;
  damaged(path: string, reason: string): void;
}

/** What a file system leaves between the files; nobody misses them. */
const systemFile = /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/u;

/**
 * Visits files and the entries of zips among them, one after another, in the order given; counts them.
 * Archives inside archives are not opened. Stops early where cancelled.
 */
export async function walkSources(
  files: readonly SourceFile[],
  visitor: Visitor,
  cache: InflateCache,
  { cancelled, onProgress }: ReadOptions,
): Promise<number> {
  let count = 0;
  const visit = async (file: SourceFile, from: number, to: number, nested: boolean): Promise<void> => {
    if (cancelled?.() === true || systemFile.test(file.path)) return;
    onProgress?.(from);
    try {
      const head = await file.read(0, readLimits.headerBytes);
      const format = sniff(head);
      if (format === 'zip') {
        await visitZip(file, from, to, nested);
        return;
      }
      count += 1;
      await visitor.found(
        format === 'gzip' ? await insideGzip(file, head, cache) : { file, format, head, release: () => cache.clear() },
      );
    } catch (thrown) {
      if (!(thrown instanceof SourceDamaged)) throw thrown;
      visitor.damaged(file.path, thrown.message);
    }
  };
  const visitZip = async (file: SourceFile, from: number, to: number, nested: boolean): Promise<void> => {
    if (nested) throw new SourceDamaged('a zip inside an archive is not opened');
    const zip = await readZip(file, cache);
    if (!zip.ok) throw new SourceDamaged(zip.reason);
    const step = (to - from) / zip.files.length;
    for (const [index, entry] of zip.files.entries())
      await visit(entry, from + step * index, from + step * (index + 1), true);
  };
  for (const [index, file] of files.entries())
    await visit(file, index / files.length, (index + 1) / files.length, false);
  return count;
}

async function insideGzip(file: SourceFile, packedHead: Uint8Array, cache: InflateCache): Promise<Source> {
  const packed = { bytes: packedHead, whole: packedHead.length === file.size, format: 'gzip' } as const;
  const inflated = inflate(packed, readLimits.headerBytes);
  const format = inflated.ok ? sniff(inflated.bytes) : 'maybe_dicom';
  if (format === 'zip' || format === 'gzip') throw new SourceDamaged('an archive inside a gzip is not opened');
  const stated = inflated.ok && format === 'nifti' ? readNiftiHeader(inflated.bytes) : null;
  if (stated?.single === true && stated.bytes > readLimits.fileBytes) {
    throw new SourceDamaged(`its header states ${stated.bytes} bytes, more than 2 GB`);
  }
  const inside = await inflatedFile(file, 'gzip', cache, stated?.single === true ? stated.bytes : null);
  const head = await inside.read(0, readLimits.headerBytes);
  return { file: inside, format, head, release: () => cache.clear() };
}
