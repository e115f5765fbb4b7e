/** DICOM files → listed series: grouped, checked, ready to load. */
import {
  dicomLimits,
  groupSlices,
  type LeftOut,
  type SeriesGroup,
  type SeriesSummary,
  type Slice,
  slicesOf,
  summaryOf,
} from '../core/dicom';
import { refusals } from '../core/issue-catalogue';
import { done, refused } from '../core/issues';
import { type Geometry, voxelToWorld } from '../core/volume';
import type { DecodeFrame } from './decode';
import type { DicomFile } from './frames';
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
 * damaged file is then told as that. So are slices at one place, of which one may be a damaged copy. In
 * longer series a damaged slice is told when it is loaded.
 */
async function dropUndecodable(
  slices: readonly Slice[],
  files: readonly DicomFile[],
  decode: DecodeFrame,
): Promise<{ slices: Slice[]; leftOut: LeftOut[] }> {
  const inSeries = countBy(slices, seriesKey);
  const atPlace = countBy(slices, placeKey);
  const reasons = new Map<number, string>();
  for (const slice of slices) {
    const isFew = (inSeries.get(seriesKey(slice)) ?? 0) < dicomLimits.minSlices;
    const isDoubled = (atPlace.get(placeKey(slice)) ?? 0) > 1;
    if (reasons.has(slice.file) || !(isFew || isDoubled)) continue;
    const pixels = await decodeSlicePixels(slice, files, decode);
    if (!pixels.ok) reasons.set(slice.file, pixels.reason);
  }
  return {
    slices: slices.filter(({ file }) => !reasons.has(file)),
    leftOut: [...reasons].map(([file, reason]) => ({ path: files[file].path, kind: 'unreadable', reason })),
  };
}

const seriesKey = ({ image }: Slice): string => `${image.studyUid} ${image.seriesUid}`;

const placeKey = (slice: Slice): string => `${seriesKey(slice)} ${slice.header.positionMm?.join(' ') ?? slice.name}`;

function countBy(slices: readonly Slice[], key: (slice: Slice) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const slice of slices) counts.set(key(slice), (counts.get(key(slice)) ?? 0) + 1);
  return counts;
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
      const source =
        summary.refusal === null ? { slices, geometry: geometryOf(summary) } : asStored(slices, summary.geometry);
      const volume = await loadVolume({ ...source, files }, decode, options);
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

function geometryOf({ geometry }: SeriesSummary): Geometry {
  if (geometry === null) throw new Error('a series without refusal has a geometry');
  return geometry;
}

/**
 * A series that is only looked at: frames of one file stay as they are stored where the affine can say
 * so (forwards or backwards), and slices without an affine get the picture's own grid.
 */
function asStored(
  slices: readonly Slice[],
  geometry: Geometry | null,
): { slices: readonly Slice[]; geometry: Geometry } {
  if (geometry === null) return { slices: slices.toSorted(byFrame), geometry: pixelGrid(slices) };
  const backwards = slices.every(
    ({ file, frame }, k) => k === 0 || (file === slices[k - 1].file && frame < slices[k - 1].frame),
  );
  return backwards && slices.length > 1
    ? { slices: slices.toReversed(), geometry: turnedRound(geometry) }
    : { slices, geometry };
}

const byFrame = (a: Slice, b: Slice): number => a.file - b.file || a.frame - b.frame;

/** The same places with k running the other way. */
function turnedRound(geometry: Geometry): Geometry {
  const d = geometry.direction;
  return {
    ...geometry,
    originMm: voxelToWorld(geometry, 0, 0, geometry.size[2] - 1),
    direction: [d[0], d[1], -d[2], d[3], d[4], -d[5], d[6], d[7], -d[8]],
  };
}

/** The picture's own grid, for slices without a place in the patient. */
function pixelGrid(slices: readonly Slice[]): Geometry {
  const { image, header } = slices[0];
  return {
    size: [image.layout.columns, image.layout.rows, slices.length],
    spacingMm: [header.pixelSpacingMm?.betweenColumns ?? 1, header.pixelSpacingMm?.betweenRows ?? 1, 1],
    originMm: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
}
