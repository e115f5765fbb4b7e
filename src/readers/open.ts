/** Files → what is in them, ready to load. */
import { groupSlices, type LeftOut, type SeriesGroup, slicesOf, summarise } from '../core/dicom';
import { refusals } from '../core/issue-catalogue';
import { done, type Outcome, refused } from '../core/issues';
import type { Loaded, LoadOptions, Opened, OpenFiles, ReaderHost, SourceFile } from './contract';
import { createFrameDecoder } from './decode';
import { type DicomFile, type DicomFileReading, readDicomFile } from './dicom-file';
import { readLimits } from './limits';
import { loadVolume } from './load';
import { sniff } from './sniff';
import { SourceDamaged } from './source';
import { readZip } from './zip';

/** Opens files, folders already listed; zips among them are looked into. */
export const openFiles: OpenFiles = async (files, host, options = {}) => {
  const leftOut: LeftOut[] = [];
  const sources = await expand(files, leftOut);
  const dicom: DicomFile[] = [];
  const paths: string[] = [];
  for (const [index, source] of sources.entries()) {
    if (options.cancelled?.() === true) return refused(refusals.cancelled());
    options.onProgress?.(index / sources.length);
    const reading = await readSource(source);
    if (reading.kind === 'ct') {
      dicom.push(reading.file);
      paths.push(source.path);
    } else {
      leftOut.push({ path: source.path, kind: reading.kind, reason: reading.reason });
    }
  }
  const groups = groupSlices(dicom.flatMap(({ image }, file) => slicesOf(image, file, paths[file])));
  if (groups.length === 0) return refused(refusals.nothing_readable(sources.length));
  return done(opened(groups, dicom, leftOut, sources.length, host));
};

async function expand(files: readonly SourceFile[], leftOut: LeftOut[]): Promise<SourceFile[]> {
  const out: SourceFile[] = [];
  for (const file of files) {
    if (sniff(await file.read(0, 512)) !== 'zip') {
      out.push(file);
      continue;
    }
    const zip = await readZip(file);
    if (zip.ok) out.push(...zip.files);
    else leftOut.push({ path: file.path, kind: 'unreadable', reason: zip.reason });
  }
  return out;
}

async function readSource(source: SourceFile): Promise<DicomFileReading> {
  try {
    return await readDicomFile(source, await source.read(0, readLimits.headerBytes));
  } catch (thrown) {
    if (thrown instanceof SourceDamaged) return { kind: 'unreadable', reason: thrown.message };
    throw thrown;
  }
}

function opened(
  groups: readonly SeriesGroup[],
  files: readonly DicomFile[],
  leftOut: readonly LeftOut[],
  count: number,
  host: ReaderHost,
): Opened {
  const listed = summarise(groups);
  const decode = createFrameDecoder(host);
  return {
    inventory: { series: listed.map(({ summary }) => summary), leftOut, files: count },
    load: async (seriesId: string, options: LoadOptions = {}): Promise<Outcome<Loaded>> => {
      const found = listed.find(({ summary }) => summary.id === seriesId);
      if (found === undefined) return refused(refusals.unknown_series(seriesId));
      const { summary, group } = found;
      if (summary.refusal !== null) return refused(summary.refusal);
      if (summary.geometry === null) throw new Error('a series without refusal has a geometry');
      const volume = await loadVolume(group.stack.slices, summary.geometry, files, decode, options);
      if (!volume.ok) return volume;
      return done({ volume: volume.value, facts: summary.facts }, [...summary.issues, ...volume.issues]);
    },
    slice: () => Promise.resolve(refused(refusals.unknown_series(''))),
  };
}
