/** Walks the user's files: archives opened, system files passed over, each judged by its first bytes. */
import { InflateCache } from './cache';
import type { ReadOptions, SourceFile } from './contract';
import { gunzip, gzipHead } from './gzip';
import { readLimits } from './limits';
import { type FileFormat, sniff } from './sniff';
import { SourceDamaged } from './source';
import { readZip } from './zip';

export interface Source {
  readonly file: SourceFile;
  readonly format: Exclude<FileFormat, 'zip' | 'gzip'>;
  /** First 64 KiB at most; not to be kept for each of thousands of files. */
  readonly head: Uint8Array;
  /** Gives back what was inflated for it. */
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
  { cancelled, onProgress }: ReadOptions,
): Promise<number> {
  const cache = new InflateCache();
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
        format === 'gzip' ? await insideGzip(file, head, cache) : { file, format, head, release: () => undefined },
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
  const head = gzipHead(packedHead, packedHead.length === file.size);
  const format = sniff(head);
  if (format === 'zip' || format === 'gzip') throw new SourceDamaged('an archive inside a gzip is not opened');
  const inside = await gunzip(file, cache);
  return { file: inside, format, head: await inside.read(0, readLimits.headerBytes), release: () => cache.clear() };
}
