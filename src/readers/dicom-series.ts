/** DICOM files → listed series: grouped, checked, ready to load. */
import {
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
import { loadSlice, loadVolume } from './load';
import { PixelTrial } from './trial';

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
  const trial = new PixelTrial(files, decode);
  const leftOut = await trial.undecodable(all);
  const bad = new Set(leftOut.map(({ path }) => path));
  const slices = all.filter(({ file }) => !bad.has(files[file].path));
  const { groups, duplicates } = await groupSlices(slices, [...damaged, ...leftOut], (a, b) => trial.same(a, b));
  return {
    listed: groups.map((group) => listedGroup(group, files, decode)),
    leftOut: [...leftOut, ...duplicates],
  };
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
