/**
 * The entries of a zip as files with random access, from its central directory.
 *
 * Entry names are shown, never used as paths. Declared sizes are checked against limits and against
 * what really comes out; folders, resource forks and nested archives are not entries.
 */
import type { InflateCache } from './cache';
import type { SourceFile } from './contract';
import { crc32 } from './crc32';
import { inflate, inflateWhole } from './inflate';
import { readLimits } from './limits';
import { SourceDamaged } from './source';

export type ZipReading =
  { readonly ok: true; readonly files: readonly SourceFile[] } | { readonly ok: false; readonly reason: string };

interface Entry {
  readonly path: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly headerOffset: number;
}

const endMarker = 0x06054b50;
const entryMarker = 0x02014b50;
const localMarker = 0x04034b50;

/** Lists a zip. Refuses what is cut short, has too many entries or declares too many bytes. */
export async function readZip(file: SourceFile, cache: InflateCache): Promise<ZipReading> {
  const tail = await file.read(Math.max(0, file.size - 65_557), file.size);
  const end = findEnd(tail);
  if (end < 0) return { ok: false, reason: 'the zip is cut short: it has no directory at its end' };
  const view = viewOf(tail);
  const directory = (await zip64Directory(file, tail, end)) ?? {
    count: view.getUint16(end + 10, true),
    size: view.getUint32(end + 12, true),
    offset: view.getUint32(end + 16, true),
  };
  if (directory.count > readLimits.zipEntries) {
    return { ok: false, reason: `the zip has ${directory.count} entries, more than ${readLimits.zipEntries}` };
  }
  if (directory.offset + directory.size > file.size)
    return { ok: false, reason: 'the directory of the zip is damaged' };
  const entries = readDirectory(await file.read(directory.offset, directory.offset + directory.size), directory.count);
  if (entries === null) return { ok: false, reason: 'the directory of the zip is damaged' };
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > readLimits.archiveBytes) {
    return { ok: false, reason: `the zip inflates to ${(total / 1e9).toFixed(1)} GB, more than is read` };
  }
  return { ok: true, files: entries.map((entry) => entryFile(file, entry, cache)) };
}

function findEnd(tail: Uint8Array): number {
  const view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at -= 1) if (view.getUint32(at, true) === endMarker) return at;
  return -1;
}

/** The directory's place in a zip64 archive, or null in a plain one. */
async function zip64Directory(
  file: SourceFile,
  tail: Uint8Array,
  end: number,
): Promise<{ count: number; size: number; offset: number } | null> {
  if (end < 20 || viewOf(tail).getUint32(end - 20, true) !== 0x07064b50) return null;
  const at = safe(viewOf(tail).getBigUint64(end - 12, true));
  const record = await file.read(at, at + 56);
  if (record.length < 56 || viewOf(record).getUint32(0, true) !== 0x06064b50) return null;
  const view = viewOf(record);
  return {
    count: safe(view.getBigUint64(32, true)),
    size: safe(view.getBigUint64(40, true)),
    offset: safe(view.getBigUint64(48, true)),
  };
}

function readDirectory(bytes: Uint8Array, count: number): Entry[] | null {
  const view = viewOf(bytes);
  const entries: Entry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entryMarker) return null;
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const extraAt = at + 46 + nameLength;
    if (extraAt + extraLength > bytes.length) return null;
    const path = new TextDecoder()
      .decode(bytes.subarray(at + 46, extraAt))
      .replace(/\\/gu, '/')
      .replace(/\0/gu, '');
    const sizes = wideSizes(bytes.subarray(extraAt, extraAt + extraLength), [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ]);
    if (!path.endsWith('/')) {
      entries.push({
        path,
        method: view.getUint16(at + 10, true),
        encrypted: (view.getUint16(at + 8, true) & 1) === 1,
        crc: view.getUint32(at + 16, true),
        size: sizes[0],
        packedSize: sizes[1],
        headerOffset: sizes[2],
      });
    }
    at = extraAt + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Size, packed size and offset; those that read 0xFFFFFFFF stand in the zip64 extra field, in this order. */
function wideSizes(extra: Uint8Array, narrow: readonly [number, number, number]): number[] {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let value = at + 4;
    return narrow.map((size) => {
      if (size !== 0xffffffff || value + 8 > extra.length) return size;
      value += 8;
      return safe(view.getBigUint64(value - 8, true));
    });
  }
  return [...narrow];
}

function entryFile(zip: SourceFile, entry: Entry, cache: InflateCache): SourceFile {
  return {
    path: `${zip.path}/${entry.path}`,
    size: entry.size,
    read: async (from, to) => {
      const until = Math.min(to, entry.size);
      if (until <= from) return new Uint8Array();
      const start = await dataStart(zip, entry);
      if (entry.method === 0) {
        if (entry.size !== entry.packedSize) throw new SourceDamaged('its entry in the zip is damaged');
        return zip.read(start + from, start + until);
      }
      // headers of many entries: only their beginning; anything more: the whole entry, once
      const isHead = until <= readLimits.headerBytes;
      const bytes =
        cache.get(entry) ?? (isHead && until < entry.size ? await inflateHead(zip, entry, start, until) : null);
      return (bytes ?? (await inflateAll(zip, entry, start, cache))).subarray(from, until);
    },
  };
}

/** The first bytes of an entry from the first of its packed ones; null where these do not suffice. */
async function inflateHead(zip: SourceFile, entry: Entry, start: number, wanted: number): Promise<Uint8Array | null> {
  const packed = Math.min(entry.packedSize, wanted + 1024);
  const bytes = await zip.read(start, start + packed);
  const inflated = inflate({ bytes, whole: packed === entry.packedSize, format: 'raw' }, wanted);
  return inflated.ok && inflated.bytes.length === wanted ? inflated.bytes : null;
}

async function inflateAll(zip: SourceFile, entry: Entry, start: number, cache: InflateCache): Promise<Uint8Array> {
  const bytes = await zip.read(start, start + entry.packedSize);
  const inflated = await inflateWhole(bytes, 'raw', entry.size);
  if (!inflated.ok) throw new SourceDamaged(inflated.reason);
  if (inflated.bytes.length < entry.size) throw new SourceDamaged('its entry in the zip is cut short');
  if (crc32(inflated.bytes) !== entry.crc) throw new SourceDamaged('its entry in the zip is damaged (checksum)');
  cache.put(entry, inflated.bytes);
  return inflated.bytes;
}

/** Position of an entry's data: behind its local header, whose name and extra field have their own lengths. */
async function dataStart(zip: SourceFile, entry: Entry): Promise<number> {
  if (entry.encrypted) throw new SourceDamaged('it is encrypted');
  if (entry.method !== 0 && entry.method !== 8) throw new SourceDamaged(`zip method ${entry.method} is not supported`);
  const header = await zip.read(entry.headerOffset, entry.headerOffset + 30);
  if (header.length < 30 || viewOf(header).getUint32(0, true) !== localMarker) {
    throw new SourceDamaged('its entry in the zip is damaged');
  }
  const view = viewOf(header);
  return entry.headerOffset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const safe = (value: bigint): number => Number(value < 0n || value > 2n ** 53n ? 2n ** 53n : value);
