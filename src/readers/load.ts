/** Decodes a stack of slices into a volume, with progress and cancel; damaged slices are named. */
import type { Slice } from '../core/dicom';
import { issues, refusals } from '../core/issue-catalogue';
import { done, type Issue, type Outcome, refused } from '../core/issues';
import type { Geometry, Volume } from '../core/volume';
import type { LoadOptions } from './contract';
import type { DecodeFrame, FrameJob, FramePixels } from './decode';
import { type DicomFile, type FrameReader, openFrames } from './frames';
import { HuBuffer, type HuScale } from './hu-buffer';
import { SourceDamaged } from './source';

/** Frames that are decoded at once where somebody else decodes them. */
const framesInFlight = 8;

export interface StackSource {
  readonly slices: readonly Slice[];
  readonly geometry: Geometry;
  /** Files that the slices point to. */
  readonly files: readonly DicomFile[];
}

/** A complete volume, or the refusal that names the first slice that could not be decoded. */
export async function loadVolume(
  { slices, geometry, files }: StackSource,
  decodeHere: DecodeFrame,
  options: LoadOptions,
): Promise<Outcome<Volume>> {
  const [columns, rows, n] = geometry.size;
  const buffer = new HuBuffer(columns * rows, n);
  const paddingHu = commonPadding(slices);
  const reader = new SliceReader(files);
  const decode = options.decodeFrame ?? decodeHere;
  const troubles = Array.from(slices, (): string | null => null);
  const warnings = Array.from(slices, (): string | null => null);
  const running = new Set<Promise<void>>();
  let finished = 0;
  const decodeSlice = async (k: number, job: FrameJob): Promise<void> => {
    const pixels = await decode(job);
    if (pixels.ok) buffer.put(k, pixels.stored, scaleOf(slices[k], paddingHu));
    if (pixels.ok) warnings[k] = pixels.warning;
    else troubles[k] = pixels.reason;
    finished += 1;
    options.onProgress?.(finished / n);
  };
  for (let k = 0; k < n && !troubles.some((trouble) => trouble !== null); k += 1) {
    if (options.cancelled?.() === true) break;
    const job = await reader.job(slices[k]);
    if (typeof job === 'string') {
      troubles[k] = job;
      break;
    }
    // a view is cloned with its whole buffer on the way to a worker: give it one of its own
    const own = options.decodeFrame === undefined ? job : { ...job, bytes: job.bytes.slice() };
    const task: Promise<void> = decodeSlice(k, own).finally(() => running.delete(task));
    running.add(task);
    if (options.decodeFrame === undefined || running.size >= framesInFlight) await Promise.race(running);
  }
  await Promise.all(running);
  const failed = troubles.findIndex((trouble) => trouble !== null);
  if (failed >= 0) return refused(refusals.slice_unreadable(slices[failed].name, troubles[failed] ?? ''));
  if (options.cancelled?.() === true) return refused(refusals.cancelled());
  return done({ geometry, hu: buffer.hu, paddingHu }, repairIssues(slices, warnings));
}

/** One slice in HU. */
export async function loadSlice(
  slice: Slice,
  files: readonly DicomFile[],
  decode: DecodeFrame,
): Promise<Outcome<Int16Array | Float32Array>> {
  const job = await new SliceReader(files).job(slice);
  const pixels: FramePixels = typeof job === 'string' ? { ok: false, reason: job } : await decode(job);
  if (!pixels.ok) return refused(refusals.slice_unreadable(slice.name, pixels.reason));
  const buffer = new HuBuffer(pixels.stored.length, 1);
  buffer.put(0, pixels.stored, scaleOf(slice, commonPadding([slice])));
  return done(buffer.hu);
}

/** Reads the coded bytes of slices; keeps the frame table of the file it read last. */
export class SliceReader {
  private readonly files: readonly DicomFile[];
  private file = -1;
  private frames: FrameReader | null = null;

  constructor(files: readonly DicomFile[]) {
    this.files = files;
  }

  /** A text is the reason why the bytes cannot be had. */
  async job(slice: Slice): Promise<FrameJob | string> {
    try {
      if (this.frames === null || this.file !== slice.file) {
        this.frames = await openFrames(this.files[slice.file]);
        this.file = slice.file;
      }
      return await this.frames.job(slice.frame);
    } catch (thrown) {
      if (thrown instanceof SourceDamaged) return thrown.message;
      throw thrown;
    }
  }
}

function scaleOf({ header, image }: Slice, paddingHu: number | null): HuScale {
  const { rescale } = header;
  if (rescale === null) throw new Error('a slice without rescale is no CT slice');
  const stored = image.layout.padding?.stored ?? null;
  if (paddingHu === null || stored === null || stored * rescale.slope + rescale.intercept === paddingHu) {
    return { ...rescale, padding: null };
  }
  return { ...rescale, padding: { stored, hu: paddingHu } };
}

/** HU that means padding in the volume: the lowest where slices rescale it to different ones. */
function commonPadding(slices: readonly Slice[]): number | null {
  let lowest: number | null = null;
  for (const { image, header } of slices) {
    if (image.layout.padding === null || header.rescale === null) continue;
    const hu = image.layout.padding.stored * header.rescale.slope + header.rescale.intercept;
    if (lowest === null || hu < lowest) lowest = hu;
  }
  return lowest;
}

function repairIssues(slices: readonly Slice[], warnings: readonly (string | null)[]): Issue[] {
  const first = warnings.findIndex((warning) => warning !== null);
  if (first < 0) return [];
  const frames = warnings.filter((warning) => warning !== null).length;
  return [issues.frame_repaired(slices[first].name, warnings[first] ?? '', frames)];
}
