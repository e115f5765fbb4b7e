/** DICOM RLE (PS3.5 annex G): one PackBits segment for each byte of a sample, the highest first. */
import type { FrameJob } from './frame';
import type { RawSamples } from './stored';

const headerBytes = 64;
const maxSegments = 15;
/** Segments are padded to even length, by some encoders a little more. */
const paddingBytes = 8;

/** Raw samples of an RLE frame, or the reason why it is damaged. */
export function decodeRle(job: FrameJob): RawSamples | string {
  const { bytes } = job;
  if (bytes.length < headerBytes) return 'its RLE header is cut short';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
  const width = job.bitsAllocated / 8;
  if (segments !== width) {
    const most = segments > maxSegments ? ` (at most ${maxSegments} exist)` : '';
    return `its RLE header claims ${segments} segments${most}, ${width} were expected`;
  }
  const n = job.rows * job.columns;
  const out = new Uint32Array(n);
  const plane = new Uint8Array(n);
  for (let segment = 0; segment < segments; segment += 1) {
    const from = view.getUint32(4 * (segment + 1), true);
    const to = segment + 1 < segments ? view.getUint32(4 * (segment + 2), true) : bytes.length;
    if (from < headerBytes || to > bytes.length || from > to)
      return 'its RLE segments overlap or lie outside the frame';
    const unread = unpack(bytes.subarray(from, to), plane);
    if (unread === null) return 'an RLE segment is cut short';
    if (unread > paddingBytes) return 'an RLE segment is damaged';
    for (let i = 0; i < n; i += 1) out[i] = (out[i] << 8) | plane[i];
  }
  return out;
}

/** PackBits: fills the whole plane and gives the bytes that are left; null where the segment ends too early. */
function unpack(segment: Uint8Array, plane: Uint8Array): number | null {
  let at = 0;
  let filled = 0;
  while (filled < plane.length) {
    if (at + 1 >= segment.length) return null;
    const control = segment[at];
    at += 1;
    if (control === 128) continue;
    const count = Math.min(control < 128 ? control + 1 : 257 - control, plane.length - filled);
    if (control < 128) {
      if (at + count > segment.length) return null;
      plane.set(segment.subarray(at, at + count), filled);
      at += control + 1;
    } else {
      plane.fill(segment[at], filled, filled + count);
      at += 1;
    }
    filled += count;
  }
  return segment.length - at;
}
