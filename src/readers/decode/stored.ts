/** Raw samples → stored values: shift, mask and sign extension as BitsStored, HighBit and sign ask. */
import type { FrameJob, StoredValues } from './frame';

export type RawSamples = Uint8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** The samples of a native frame in the machine's order; copies, for the bytes may lie anywhere. */
export function nativeSamples(job: FrameJob): RawSamples {
  const n = job.rows * job.columns;
  if (job.bitsAllocated === 8) return job.bytes.slice(0, n);
  const width = job.bitsAllocated / 8;
  const bytes = job.bytes.slice(0, n * width);
  if (job.littleEndian !== littleEndianHost) swap(bytes, width);
  return width === 2 ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer);
}

/** Stored values of raw samples. */
export function storedValues(raw: RawSamples, job: FrameJob): StoredValues {
  const { bitsStored, shift, signed, paddingBits } = job;
  if (bitsStored > 16) return wideValues(raw, job);
  const n = raw.length;
  const out = signed ? new Int16Array(n) : new Uint16Array(n);
  const left = 32 - bitsStored;
  if (signed) for (let i = 0; i < n; i += 1) out[i] = ((raw[i] >>> shift) << left) >> left;
  else for (let i = 0; i < n; i += 1) out[i] = ((raw[i] >>> shift) << left) >>> left;
  if (paddingBits !== null) for (let i = 0; i < n; i += 1) if ((raw[i] & 0xffff) === paddingBits) out[i] = paddingBits;
  return out;
}

function wideValues(raw: RawSamples, { bitsStored, shift, signed }: FrameJob): StoredValues {
  const out = signed ? new Int32Array(raw.length) : new Uint32Array(raw.length);
  const left = 32 - bitsStored;
  for (let i = 0; i < raw.length; i += 1) {
    const top = (raw[i] >>> shift) << left;
    out[i] = signed ? top >> left : top >>> left;
  }
  return out;
}

const littleEndianHost = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function swap(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) {
    for (let low = at, high = at + width - 1; low < high; low += 1, high -= 1) {
      const kept = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = kept;
    }
  }
}
