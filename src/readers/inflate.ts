/** Bounded inflate: stops at what is needed, and refuses what grows beyond its limit. */
import { Gunzip, Inflate } from 'fflate';
import { readLimits } from './limits';

/** Deflated bytes that are pushed at once: output grows by at most about a thousand times this. */
const step = 16 * 1024;

export type Inflated =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: string };

export interface Packed {
  readonly bytes: Uint8Array;
  /** False for the beginning of a longer stream. */
  readonly whole: boolean;
  /** `raw` for zip entries and deflated DICOM. */
  readonly format: 'raw' | 'gzip';
}

/** Inflates up to `wanted` bytes; fewer where the stream ends before. Refuses a damaged or exploding stream. */
export function inflate({ bytes, whole, format }: Packed, wanted: number): Inflated {
  const chunks: Uint8Array[] = [];
  const out = { length: 0 };
  const stream = format === 'raw' ? new Inflate() : new Gunzip();
  stream.ondata = (chunk) => {
    chunks.push(chunk);
    out.length += chunk.length;
  };
  const most = Math.max(readLimits.ratioFromBytes, bytes.length * readLimits.inflateRatio);
  try {
    for (let from = 0; from < bytes.length; from += step) {
      stream.push(bytes.subarray(from, from + step), whole && from + step >= bytes.length);
      if (out.length >= wanted) break;
      if (out.length > most) return tooLarge(`${readLimits.inflateRatio} times its size`);
      if (out.length > readLimits.fileBytes) return tooLarge('2 GB');
    }
  } catch {
    // fflate throws plain errors for every kind of damage
    if (out.length < wanted) return { ok: false, reason: 'its compressed data are damaged or cut short' };
  }
  return { ok: true, bytes: joinBytes(chunks, wanted) };
}

const tooLarge = (limit: string): Inflated => ({ ok: false, reason: `it inflates to more than ${limit}` });

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
