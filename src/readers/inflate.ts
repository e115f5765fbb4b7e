/** Bounded inflate: stops at what is needed, and refuses what grows beyond its limit. */
import { Gunzip, Inflate } from 'fflate';
import { readLimits } from './limits';

/** Deflated bytes that are pushed at once: output grows by at most about a thousand times this. */
const step = 64 * 1024;

export type Inflated =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly complete: boolean }
  | { readonly ok: false; readonly reason: string };

/**
 * Inflates up to `wanted` bytes.
 * @param format `raw` for zip entries and deflated DICOM, `gzip` for .gz
 */
export function inflate(deflated: Uint8Array, format: 'raw' | 'gzip', wanted: number): Inflated {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let finished = false;
  const stream = format === 'raw' ? new Inflate() : new Gunzip();
  stream.ondata = (chunk, final) => {
    chunks.push(chunk);
    length += chunk.length;
    finished = final;
  };
  const most = Math.min(
    readLimits.fileBytes,
    Math.max(readLimits.ratioFromBytes, deflated.length * readLimits.inflateRatio),
  );
  try {
    for (let from = 0; from < deflated.length && length < wanted && !finished; from += step) {
      stream.push(deflated.subarray(from, from + step), from + step >= deflated.length);
      if (length > most)
        return { ok: false, reason: `it inflates to more than ${readLimits.inflateRatio} times its size` };
    }
  } catch {
    if (length < wanted) return { ok: false, reason: 'its compressed data are damaged or cut short' };
  }
  return { ok: true, bytes: join(chunks, Math.min(length, wanted)), complete: finished };
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
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
