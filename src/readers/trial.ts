/**
 * Looks at pixels before a series is listed: which slices cannot be decoded, which are copies.
 *
 * Copies are mostly the same bytes, so bytes are compared first; decoding is for what differs.
 */
import { dicomLimits, type LeftOut, type Slice } from '../core/dicom';
import type { DecodeFrame, FrameJob } from './decode';
import type { DicomFile } from './frames';
import { SliceReader } from './load';

export class PixelTrial {
  private readonly files: readonly DicomFile[];
  private readonly decode: DecodeFrame;

  constructor(files: readonly DicomFile[], decode: DecodeFrame) {
    this.files = files;
    this.decode = decode;
  }

  /** True where two slices hold the same HU. */
  async same(a: Slice, b: Slice): Promise<boolean> {
    if (a.header.rescale?.slope !== b.header.rescale?.slope) return false;
    if (a.header.rescale?.intercept !== b.header.rescale?.intercept) return false;
    if (await this.sameBytes(a, b)) return true;
    const first = await this.pixels(a);
    const second = await this.pixels(b);
    if (typeof first === 'string' || typeof second === 'string') return false;
    return equal(first, second);
  }

  /**
   * Files whose pixels cannot be decoded. Series of a few slices are tried, for they can only be looked
   * at, and a single damaged file is then told as that; so are unlike slices at one place, of which one
   * may be a damaged copy. In longer series a damaged slice is told when it is loaded.
   */
  async undecodable(slices: readonly Slice[]): Promise<LeftOut[]> {
    const reasons = new Map<number, string>();
    for (const slice of await this.doubtful(slices)) {
      if (reasons.has(slice.file)) continue;
      const pixels = await this.pixels(slice);
      if (typeof pixels === 'string') reasons.set(slice.file, pixels);
    }
    return [...reasons].map(([file, reason]) => ({ path: this.files[file].path, kind: 'unreadable', reason }));
  }

  private async doubtful(slices: readonly Slice[]): Promise<Set<Slice>> {
    const doubtful = new Set<Slice>();
    for (const members of groupBy(slices, seriesKey)) {
      if (members.length < dicomLimits.minSlices) members.forEach((slice) => doubtful.add(slice));
    }
    for (const [first, ...others] of groupBy(slices, placeKey)) {
      for (const other of others) {
        if (await this.sameBytes(first, other)) continue;
        doubtful.add(first);
        doubtful.add(other);
      }
    }
    return doubtful;
  }

  private async sameBytes(a: Slice, b: Slice): Promise<boolean> {
    const first = await this.job(a);
    const second = await this.job(b);
    if (typeof first === 'string' || typeof second === 'string') return false;
    return first.coding === second.coding && equal(first.bytes, second.bytes);
  }

  private async pixels(slice: Slice): Promise<ArrayLike<number> | string> {
    const job = await this.job(slice);
    if (typeof job === 'string') return job;
    const pixels = await this.decode(job);
    return pixels.ok ? pixels.stored : pixels.reason;
  }

  private job(slice: Slice): Promise<FrameJob | string> {
    return new SliceReader(this.files).job(slice);
  }
}

const seriesKey = ({ image }: Slice): string => `${image.studyUid} ${image.seriesUid}`;

const placeKey = (slice: Slice): string => `${seriesKey(slice)} ${slice.header.positionMm?.join(' ') ?? slice.name}`;

function groupBy(slices: readonly Slice[], key: (slice: Slice) => string): Iterable<Slice[]> {
  const groups = new Map<string, Slice[]>();
  for (const slice of slices) {
    const members = groups.get(key(slice));
    if (members === undefined) groups.set(key(slice), [slice]);
    else members.push(slice);
  }
  return groups.values();
}

function equal(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
