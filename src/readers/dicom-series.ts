/** DICOM files → listed series: grouped, checked, ready to load. */
import {
  type CtImage,
  dicomLimits,
  groupSlices,
  type LeftOut,
  type SeriesGroup,
  type Slice,
  slicesOf,
  summaryOf,
} from '../core/dicom';
import { refusals } from '../core/issue-catalogue';
import { done, refused } from '../core/issues';
import type { Geometry } from '../core/volume';
import type { DecodeFrame } from './decode';
import type { DicomFile } from './dicom-file';
import { assumedGeometry, type Listed, loadRefusal } from './listed';
import { decodeSlicePixels, loadSlice, loadVolume } from './load';

export interface DicomSeries {
  readonly listed: readonly Listed[];
  readonly leftOut: readonly LeftOut[];
}

/** Lists the series of CT files. `damaged` are files that could not be read. */
export async function listDicomSeries(
  files: readonly DicomFile[],
  damaged: readonly LeftOut[],
  decode: DecodeFrame,
): Promise<DicomSeries> {
  const all = files.flatMap((file, index) => slicesOf(file.image, index, file.path));
  const { slices, leftOut } = await dropUndecodable(all, files, decode);
  const { groups, duplicates } = await groupSlices(slices, [...damaged, ...leftOut], (a, b) =>
    samePixels(a, b, files, decode),
  );
  return {
    listed: groups.map((group) => listedGroup(group, files, decode)),
    leftOut: [...leftOut, ...duplicates],
  };
}

/**
 * Series of a few slices cannot be measured, only looked at, so their pixels are tried at once: a single
 * damaged file is then told as that. In longer series the damaged slice is told when it is loaded.
 */
async function dropUndecodable(
  slices: readonly Slice[],
  files: readonly DicomFile[],
  decode: DecodeFrame,
): Promise<{ slices: Slice[]; leftOut: LeftOut[] }> {
  const counts = new Map<string, number>();
  const key = ({ seriesUid, studyUid }: CtImage): string => `${studyUid} ${seriesUid}`;
  for (const { image } of slices) counts.set(key(image), (counts.get(key(image)) ?? 0) + 1);
  const reasons = new Map<number, string>();
  for (const slice of slices) {
    if (reasons.has(slice.file) || (counts.get(key(slice.image)) ?? 0) >= dicomLimits.minSlices) continue;
    const pixels = await decodeSlicePixels(slice, files, decode);
    if (!pixels.ok) reasons.set(slice.file, pixels.reason);
  }
  return {
    slices: slices.filter(({ file }) => !reasons.has(file)),
    leftOut: [...reasons].map(([file, reason]) => ({ path: files[file].path, kind: 'unreadable', reason })),
  };
}

async function samePixels(a: Slice, b: Slice, files: readonly DicomFile[], decode: DecodeFrame): Promise<boolean> {
  if (a.header.rescale?.slope !== b.header.rescale?.slope) return false;
  if (a.header.rescale?.intercept !== b.header.rescale?.intercept) return false;
  const first = await decodeSlicePixels(a, files, decode);
  const second = await decodeSlicePixels(b, files, decode);
  if (!first.ok || !second.ok || first.stored.length !== second.stored.length) return false;
  for (let i = 0; i < first.stored.length; i += 1) if (first.stored[i] !== second.stored[i]) return false;
  return true;
}

function listedGroup(group: SeriesGroup, files: readonly DicomFile[], decode: DecodeFrame): Listed {
  const summary = summaryOf(group);
  const { slices } = group.stack;
  return {
    summary,
    load: async (options) => {
      const refusal = loadRefusal(summary, options);
      if (refusal !== null) return refused(refusal);
      const geometry = summary.geometry ?? pixelGeometry(slices);
      const volume = await loadVolume({ slices, geometry, files }, decode, options);
      if (!volume.ok) return volume;
      return done(volume.value, [...assumedGeometry(summary), ...summary.issues, ...volume.issues]);
    },
    slice: async (index) => {
      const slice = slices.at(index);
      if (slice === undefined || index < 0) return refused(refusals.unknown_slice(index, slices.length));
      const hu = await loadSlice(slice, files, decode);
      const { columns: width, rows: height } = slice.image.layout;
      return hu.ok ? done({ hu: hu.value, width, height }) : hu;
    },
  };
}

/** The picture's own grid, for slices without a place in the patient. */
function pixelGeometry(slices: readonly Slice[]): Geometry {
  const { image, header } = slices[0];
  return {
    size: [image.layout.columns, image.layout.rows, slices.length],
    spacingMm: [header.pixelSpacingMm?.betweenColumns ?? 1, header.pixelSpacingMm?.betweenRows ?? 1, 1],
    originMm: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
}
