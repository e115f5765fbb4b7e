/** A compressed file as the file inside it; inflated when it is read, never kept by each of many. */
import type { InflateCache } from './cache';
import type { SourceFile } from './contract';
import { inflateWhole } from './inflate';
import { readLimits } from './limits';
import { SourceDamaged } from './source';

/** Throws `SourceDamaged` where it is cut short or grows beyond its limit. */
export async function inflatedFile(
  packed: SourceFile,
  format: 'raw' | 'gzip',
  cache: InflateCache,
  statedBytes: number | null = null,
): Promise<SourceFile> {
  const owner = {};
  const bytes = async (): Promise<Uint8Array> => {
    const held = cache.get(owner);
    if (held !== null) return held;
    if (packed.size > readLimits.fileBytes) throw new SourceDamaged('its compressed data are too large');
    const inflated = await inflateWhole(await packed.read(0, packed.size), format, Infinity, statedBytes);
    if (!inflated.ok) throw new SourceDamaged(inflated.reason);
    cache.put(owner, inflated.bytes);
    return inflated.bytes;
  };
  const size = (await bytes()).length;
  return { path: packed.path, size, read: async (from, to) => (await bytes()).subarray(from, to) };
}
