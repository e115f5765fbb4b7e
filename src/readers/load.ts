/** Decodes a stack of slices into a volume, in order, with progress and cancel. */
import type { Slice } from '../core/dicom';
import { refusals } from '../core/issue-catalogue';
import { done, type Issue, type Outcome, refused } from '../core/issues';
import type { Geometry, Volume } from '../core/volume';
import type { LoadOptions } from './contract';
import type { DecodeFrame } from './decode';
import type { DicomFile } from './dicom-file';
import { openFrames } from './frames';
import { HuBuffer, isWhole } from './hu-buffer';
import { SourceDamaged } from './source';

export async function loadVolume(
  slices: readonly Slice[],
  geometry: Geometry,
  files: readonly DicomFile[],
  decode: DecodeFrame,
  options: LoadOptions = {},
): Promise<Outcome<Volume>> {
  const [columns, rows, n] = geometry.size;
  const fractional = slices.some(({ header }) => header.rescale !== null && !isWhole(header.rescale));
  const buffer = new HuBuffer(columns * rows, n, fractional);
  const issues: Issue[] = [];
  for (let k = 0; k < n; k += 1) {
    if (options.cancelled?.() === true) return refused(refusals.cancelled());
    const slice = slices[k];
    const { rescale } = slice.header;
    const reason =
      rescale === null ? 'its HU are unknown' : await putSlice(buffer, k, slice, files[slice.file], decode);
    if (reason !== null) return refused(refusals.slice_unreadable(slice.name, reason));
    options.onProgress?.((k + 1) / n);
  }
  return done({ geometry, hu: buffer.hu, paddingHu: paddingHu(slices) }, issues);
}

/** Decodes one slice into its place; returns why it could not, or null. */
async function putSlice(
  buffer: HuBuffer,
  index: number,
  slice: Slice,
  file: DicomFile,
  decode: DecodeFrame,
): Promise<string | null> {
  try {
    const frames = await openFrames(file);
    const pixels = await decode(await frames.job(slice.frame));
    if (!pixels.ok) return pixels.reason;
    if (slice.header.rescale === null) return 'its HU are unknown';
    buffer.put(index, pixels.stored, slice.header.rescale);
    return null;
  } catch (thrown) {
    if (thrown instanceof SourceDamaged) return thrown.message;
    throw thrown;
  }
}

function paddingHu(slices: readonly Slice[]): number | null {
  const { image, header } = slices[0];
  if (image.layout.padding === null || header.rescale === null) return null;
  return image.layout.padding * header.rescale.slope + header.rescale.intercept;
}
