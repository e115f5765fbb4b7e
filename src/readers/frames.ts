/** The coded bytes of each frame of a file: a range of native pixels, or fragments joined. */
import {
  type CtImage,
  type Fragment,
  framesByStart,
  framesByTable,
  listFragments,
  nativeFrameBytes,
  type ReadBytes,
} from '../core/dicom';
import type { FrameJob } from './decode';
import type { SourceFile } from './contract';
import { SourceDamaged } from './source';

/** A CT file: what its header says, and where its data are. */
export interface DicomFile {
  readonly path: string;
  readonly image: CtImage;
  /** The data set's bytes: a part of the file, or inflated. Offsets in the layout count from its start. */
  readonly dataset: SourceFile;
}

/** Reads frames of one file in any order. Throws `SourceDamaged` where a frame is not whole. */
export interface FrameReader {
  job(frame: number): Promise<FrameJob>;
}

/** Finds the frames of a file; throws `SourceDamaged` where bytes are missing, before any is decoded. */
export async function openFrames(file: DicomFile): Promise<FrameReader> {
  return isNative(file) ? nativeFrames(file) : encapsulatedFrames(file);
}

/** Pixel data of a defined length that suffices are native, whatever compressed syntax was declared by mistake. */
function isNative({ image: { layout, syntax } }: DicomFile): boolean {
  if (layout.dataLength === null) return false;
  return syntax.coding === 'native' || layout.dataLength >= nativeFrameBytes(layout) * layout.frames;
}

function nativeFrames(file: DicomFile): FrameReader {
  const { layout } = file.image;
  const size = nativeFrameBytes(layout);
  const wanted = size * layout.frames;
  const declared = layout.dataLength ?? 0;
  const present = Math.min(declared, file.dataset.size - layout.dataOffset);
  if (present < Math.max(wanted, declared)) {
    throw new SourceDamaged(`its pixels are cut short (${present} of ${Math.max(wanted, declared)} bytes)`);
  }
  return {
    job: async (frame) => {
      const from = layout.dataOffset + frame * size;
      return jobOf(file, await file.dataset.read(from, from + size), 'native');
    },
  };
}

async function encapsulatedFrames(file: DicomFile): Promise<FrameReader> {
  const { layout, syntax } = file.image;
  const start = layout.dataOffset;
  const read: ReadBytes = (from, to) => file.dataset.read(start + from, start + to);
  const list = await listFragments(read, file.dataset.size - start);
  if (!list.ok) throw new SourceDamaged(list.reason);
  const frames =
    framesByTable(list, layout.frames) ?? framesByStart(list, layout.frames, await starts(list.fragments, read));
  if (frames === null) {
    throw new SourceDamaged(`its ${list.fragments.length} fragments cannot be told apart into ${layout.frames} frames`);
  }
  return { job: async (frame) => jobOf(file, await join(frames[frame], read), syntax.coding) };
}

async function starts(fragments: readonly Fragment[], read: ReadBytes): Promise<boolean[]> {
  const found: boolean[] = [];
  for (const { from } of fragments) found.push(beginsCodestream(await read(from, from + 3)));
  return found;
}

/** SOI of JPEG and JPEG-LS, or SOC of JPEG 2000, with the marker behind it. */
function beginsCodestream(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && (bytes[1] === 0xd8 || bytes[1] === 0x4f) && bytes[2] === 0xff;
}

async function join(fragments: readonly Fragment[], read: ReadBytes): Promise<Uint8Array> {
  if (fragments.length === 1) return read(fragments[0].from, fragments[0].to);
  const out = new Uint8Array(fragments.reduce((sum, { from, to }) => sum + to - from, 0));
  let at = 0;
  for (const { from, to } of fragments) {
    out.set(await read(from, to), at);
    at += to - from;
  }
  return out;
}

function jobOf({ image }: DicomFile, bytes: Uint8Array, coding: FrameJob['coding']): FrameJob {
  const { rows, columns, bitsAllocated, bitsStored, shift, signed, littleEndian, padding } = image.layout;
  const paddingBits = padding?.bits ?? null;
  return { coding, bytes, rows, columns, bitsAllocated, bitsStored, shift, signed, littleEndian, paddingBits };
}
