/** A gzip file as the file inside it; inflated when it is read, never kept by each of many. */
import type { InflateCache } from './cache';
import type { SourceFile } from './contract';
import { inflate } from './inflate';
import { readLimits } from './limits';
import { SourceDamaged } from './source';

/** The first bytes of what is inside; empty where it cannot be inflated. */
export function gzipHead(bytes: Uint8Array, whole: boolean): Uint8Array {
  const inflated = inflate({ bytes, whole, format: 'gzip' }, readLimits.headerBytes);
  return inflated.ok ? inflated.bytes : new Uint8Array();
}

/** Throws `SourceDamaged` where it is cut short or grows beyond its limit. */
export async function gunzip(file: SourceFile, cache: InflateCache): Promise<SourceFile> {
  const owner = {};
  const bytes = async (): Promise<Uint8Array> => {
    const held = cache.get(owner);
    if (held !== null) return held;
    if (file.size > readLimits.fileBytes) throw new SourceDamaged('its compressed data are too large');
    const packed = { bytes: await file.read(0, file.size), whole: true, format: 'gzip' } as const;
    const inflated = inflate(packed, Infinity);
    if (!inflated.ok) throw new SourceDamaged(inflated.reason);
    cache.put(owner, inflated.bytes);
    return inflated.bytes;
  };
  const size = (await bytes()).length;
  return { path: file.path, size, read: async (from, to) => (await bytes()).subarray(from, to) };
}
