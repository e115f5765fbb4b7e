/** The coded bytes of one frame of a file: a range of native pixels, or its fragments joined. */
import { nativeFrameBytes } from '../core/dicom';
import type { FrameJob } from './decode';
import type { DicomFile } from './dicom-file';

export type FrameBytes =
  { readonly ok: true; readonly job: FrameJob } | { readonly ok: false; readonly reason: string };

export async function readFrame(file: DicomFile, frame: number): Promise<FrameBytes> {
  const { layout, syntax } = file.image;
  const size = nativeFrameBytes(layout);
  const from = layout.dataOffset + frame * size;
  const end = layout.dataOffset + Math.min(layout.dataLength ?? 0, file.dataset.size - layout.dataOffset);
  if (from + size > end) {
    return {
      ok: false,
      reason: `its pixels are cut short (${Math.max(0, end - layout.dataOffset)} of ${size * layout.frames} bytes)`,
    };
  }
  const bytes = await file.dataset.read(from, from + size);
  return {
    ok: true,
    job: {
      coding: syntax.coding,
      bytes,
      rows: layout.rows,
      columns: layout.columns,
      bitsAllocated: layout.bitsAllocated,
      bitsStored: layout.bitsStored,
      shift: layout.shift,
      signed: layout.signed,
      littleEndian: layout.littleEndian,
    },
  };
}
