/** Reads the header of one DICOM file: 64 KiB first, more when the parser needs it. */
import {
  datasetEncoding,
  dicomLimits,
  type FileReading,
  isDeflated,
  parseDataset,
  readFileStart,
  readHeader,
} from '../core/dicom';
import type { InflateCache } from './cache';
import type { SourceFile } from './contract';
import { type DicomFile, openFrames } from './frames';
import { inflatedFile } from './inflated-file';
import { readLimits } from './limits';
import { tailOf } from './source';

export type DicomFileReading =
  { readonly kind: 'ct'; readonly file: DicomFile } | Exclude<FileReading, { readonly kind: 'ct' }>;

const unreadable = (reason: string): DicomFileReading => ({ kind: 'unreadable', reason });

/**
 * Reads what one file is. Throws `SourceDamaged` where pixels or compressed data are cut short.
 * @param head its first bytes, as many as `readLimits.headerBytes` where there are so many
 */
export async function readDicomFile(
  file: SourceFile,
  head: Uint8Array,
  cache: InflateCache,
): Promise<DicomFileReading> {
  if (file.size === 0) return unreadable('it is empty (0 bytes)');
  const start = readFileStart(head);
  if (start === null) return unreadable('it is no image file that BVX knows');
  const rest = tailOf(file, start.datasetOffset);
  const dataset = isDeflated(start) ? await inflatedFile(rest, 'raw', cache) : rest;
  const first = isDeflated(start) ? await dataset.read(0, readLimits.headerBytes) : head.subarray(start.datasetOffset);
  const reading = await readDataset(dataset, first, start.syntaxUid);
  if (reading.kind !== 'ct') return reading;
  const found = { path: file.path, image: reading.image, dataset };
  await openFrames(found);
  return { kind: 'ct', file: found };
}

/** Reads more and more of a data set until its header is there. */
async function readDataset(dataset: SourceFile, first: Uint8Array, syntaxUid: string | null): Promise<FileReading> {
  const most = Math.min(dataset.size, dicomLimits.maxHeaderBytes);
  for (let bytes = first; ; bytes = await dataset.read(0, Math.min(most, bytes.length * 8))) {
    const encoding = datasetEncoding(bytes, { syntaxUid, datasetOffset: 0 });
    if (encoding === null) return { kind: 'unreadable', reason: 'it holds no DICOM data set' };
    const parsed = parseDataset(bytes, encoding, bytes.length >= dataset.size);
    if (parsed.fault !== null && bytes.length < most) continue;
    const reading = readHeader(parsed.dataset, syntaxUid ?? parsed.syntaxUid);
    // what was read before a fault still tells other objects from a CT image
    const isOther = reading.kind === 'not_ct' || reading.kind === 'not_image';
    return parsed.fault === null || isOther ? reading : { kind: 'unreadable', reason: parsed.fault };
  }
}
