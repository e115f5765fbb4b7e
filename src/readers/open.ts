/** Files → what is in them, ready to load. */
import { type LeftOut, rankByFitness } from '../core/dicom';
import { refusals } from '../core/issue-catalogue';
import { done, refused } from '../core/issues';
import { InflateCache } from './cache';
import type { Opened, OpenFiles } from './contract';
import { createFrameDecoder } from './decode';
import { readDicomFile } from './dicom-file';
import { listDicomSeries } from './dicom-series';
import type { DicomFile } from './frames';
import type { Listed } from './listed';
import { type Source, walkSources } from './sources';
import { listVolumeFiles } from './volume-files';

/**
 * Opens files; folders are already listed, zips and gzips among them are looked into. Where nothing is
 * a CT series the inventory is empty but for what was left out and why.
 */
export const openFiles: OpenFiles = async (files, host, options = {}) => {
  const decode = createFrameDecoder(host);
  const cache = new InflateCache();
  const leftOut: LeftOut[] = [];
  const dicom: DicomFile[] = [];
  const volumes: Source[] = [];
  const visitor = {
    found: async (source: Source): Promise<void> => {
      if (source.format !== 'maybe_dicom') {
        volumes.push({ ...source, head: source.head.slice() });
        return;
      }
      const reading = await readDicomFile(source.file, source.head, cache);
      if (reading.kind === 'ct') dicom.push(reading.file);
      else leftOut.push({ path: source.file.path, kind: reading.kind, reason: reading.reason });
    },
    damaged: (path: string, reason: string): void => void leftOut.push({ path, kind: 'unreadable', reason }),
  };
  const count = await walkSources(files, visitor, cache, options);
  if (options.cancelled?.() === true) return refused(refusals.cancelled());
  const fromVolumes = await listVolumeFiles(volumes, files, host);
  const damaged = [...leftOut.filter(({ path }) => !fromVolumes.companions.has(path)), ...fromVolumes.leftOut];
  const fromDicom = await listDicomSeries(dicom, damaged, decode);
  const listed = rankByFitness([...fromDicom.listed, ...fromVolumes.listed]);
  options.onProgress?.(1);
  return done(openedOf(listed, [...damaged, ...fromDicom.leftOut], count));
};

function openedOf(listed: readonly Listed[], leftOut: readonly LeftOut[], files: number): Opened {
  const find = (id: string): Listed | undefined => listed.find(({ summary }) => summary.id === id);
  return {
    inventory: { series: listed.map(({ summary }) => summary), leftOut, files },
    load: async (seriesId, options = {}) => {
      const found = find(seriesId);
      if (found === undefined) return refused(refusals.unknown_series(seriesId));
      const volume = await found.load(options);
      return volume.ok ? done({ volume: volume.value, facts: found.summary.facts }, volume.issues) : volume;
    },
    slice: async (seriesId, index) => {
      const found = find(seriesId);
      return found === undefined ? refused(refusals.unknown_series(seriesId)) : found.slice(index);
    },
  };
}
