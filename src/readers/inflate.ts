/** Bounded inflate: stops at what is needed, and refuses what grows beyond its limit. */
import { Gunzip, Inflate } from 'fflate';
import { crc32 } from './crc32';
import { readLimits } from './limits';

/** Deflated bytes that are pushed at once: output grows by at most about a thousand times this. */
const step = 16 * 1024;

export type Inflated =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: string; readonly explodes: boolean };

export interface Packed {
  readonly bytes: Uint8Array;
  /** False for the beginning of a longer stream. */
  readonly whole: boolean;
  /** `raw` for zip entries and deflated DICOM. */
  readonly format: 'raw' | 'gzip';
  /** What the header of the file inside states as its size: the limit where the ratio sets a smaller one. */
  readonly statedBytes?: number | null;
}

/** From so many deflated bytes on the host's own inflater is worth its start. */
const nativeFromBytes = 32 * 1024;
const nativeStep = 256 * 1024;

/**
 * Inflates a whole stream up to `wanted` bytes, several times faster than `inflate` where it is large: by the host.
 * What the host refuses (damage, several members in one file) is left to `inflate`, which tells the reason.
 */
export async function inflateWhole(
  bytes: Uint8Array,
  format: Packed['format'],
  wanted: number,
  statedBytes: number | null = null,
): Promise<Inflated> {
  const packed: Packed = { bytes, whole: true, format, statedBytes };
  if (bytes.length < nativeFromBytes) return inflate(packed, wanted);
  // the host takes all of it before the first bytes are seen, and no gzip says how large it gets
  const first = bytes.subarray(0, readLimits.runningRatioFromBytes / readLimits.inflateRatio);
  const beginning: Inflated | null =
    format === 'gzip' && statedBytes === null ? inflate({ bytes: first, whole: false, format }, Infinity) : null;
  if (beginning?.ok === false && beginning.explodes) return beginning;
  return (await inflateByHost(packed, wanted)) ?? inflate(packed, wanted);
}

async function inflateByHost(packed: Packed, wanted: number): Promise<Inflated | null> {
  const { bytes, format } = packed;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const inflated = piecesOf(bytes).pipeThrough(new DecompressionStream(format === 'raw' ? 'deflate-raw' : 'gzip'));
  try {
    for await (const chunk of inflated) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= wanted) break;
      const limit = limitPassed(length, packed, bytes.length);
      if (limit !== null) return tooLarge(limit);
    }
  } catch {
    return null;
  }
  return { ok: true, bytes: joinBytes(chunks, wanted) };
}

/** Copies, because the host takes no shared memory; made as they are asked for. */
function piecesOf(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let from = 0;
  return new ReadableStream({
    pull(stream) {
      stream.enqueue(new Uint8Array(bytes.subarray(from, from + nativeStep)));
      from += nativeStep;
      if (from >= bytes.length) stream.close();
    },
  });
}

/** In words; null where so many inflated bytes, out of `read` deflated ones, pass no limit. */
function limitPassed(length: number, { bytes, statedBytes = null }: Packed, read: number): string | null {
  if (length > readLimits.fileBytes) return '2 GB';
  const most = Math.max(readLimits.ratioFromBytes, bytes.length * readLimits.inflateRatio);
  // empty slices may come first, but not for ever
  const soFar = Math.max(readLimits.runningRatioFromBytes, read * readLimits.inflateRatio);
  // what says how large it gets may be as empty as it likes
  const isLarger = length > Math.max(Math.min(most, soFar), statedBytes ?? 0);
  return isLarger ? `${readLimits.inflateRatio} times its size` : null;
}

/** Inflates up to `wanted` bytes; fewer where the stream ends before. Refuses a damaged or exploding stream. */
export function inflate(packed: Packed, wanted: number): Inflated {
  const { bytes, whole, format } = packed;
  const chunks: Uint8Array[] = [];
  const out = { length: 0 };
  const stream = format === 'raw' ? new Inflate() : new Gunzip();
  stream.ondata = (chunk) => {
    chunks.push(chunk);
    out.length += chunk.length;
  };
  try {
    for (let from = 0; from < bytes.length; from += step) {
      stream.push(bytes.subarray(from, from + step), whole && from + step >= bytes.length);
      if (out.length >= wanted) break;
      const limit = limitPassed(out.length, packed, from + step);
      if (limit !== null) return tooLarge(limit);
    }
  } catch {
    // fflate throws plain errors for every kind of damage
    if (out.length < wanted) return damaged('its compressed data are damaged or cut short');
  }
  const inflated = joinBytes(chunks, wanted);
  const isAll = whole && wanted === Infinity && format === 'gzip';
  if (isAll && hasWrongSum(bytes, inflated)) return damaged('its compressed data are damaged (checksum)');
  return { ok: true, bytes: inflated };
}

/** Whether the sum at the end of a gzip is another than that of its data; of several members the last alone has one there. */
function hasWrongSum(packed: Uint8Array, inflated: Uint8Array): boolean {
  if (packed.length < 18) return false;
  const end = new DataView(packed.buffer, packed.byteOffset + packed.length - 8, 8);
  return end.getUint32(4, true) === inflated.length % 2 ** 32 && end.getUint32(0, true) !== crc32(inflated);
}

const damaged = (reason: string): Inflated => ({ ok: false, reason, explodes: false });
const tooLarge = (limit: string): Inflated => ({
  ok: false,
  reason: `it inflates to more than ${limit}`,
  explodes: true,
});

/** Chunks in one array, the first `most` bytes of them. */
export function joinBytes(chunks: readonly Uint8Array[], most = Infinity): Uint8Array {
  const length = Math.min(
    most,
    chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  );
  if (chunks.length === 1) return chunks[0].subarray(0, length);
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, length - at);
    out.set(part, at);
    at += part.length;
  }
  return out;
}
