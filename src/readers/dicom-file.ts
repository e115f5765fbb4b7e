/** Reads the header of one DICOM file: 64 KiB first, more when the parser needs it. */
import {
  type CtImage,
  datasetEncoding,
  dicomLimits,
  type FileReading,
  isDeflated,
  parseDataset,
  readFileStart,
  readHeader,
} from '../core/dicom';
import type { SourceFile } from './contract';
import { openFrames } from './frames';
import { inflate } from './inflate';
import { readLimits } from './limits';
import { memoryFile, SourceDamaged, tailOf } from './source';

export interface DicomFile {
  readonly path: string;
  readonly image: CtImage;
  /** The data set's bytes: a part of the file, or inflated. Offsets in the layout count from its start. */
  readonly dataset: SourceFile;
}

export type DicomFileReading =
  { readonly kind: 'ct'; readonly file: DicomFile } | Exclude<FileReading, { readonly kind: 'ct' }>;

const unreadable = (reason: string): DicomFileReading => ({ kind: 'unreadable', reason });

/** Throws `SourceDamaged` where pixels or compressed data are cut short. */
export async function readDicomFile(file: SourceFile, head: Uint8Array): Promise<DicomFileReading> {
  if (file.size === 0) return unreadable('it is empty (0 bytes)');
  const start = readFileStart(head);
  if (start === null) return unreadable('it is no image file that BVX knows');
  const dataset = isDeflated(start) ? await inflated(file, start.datasetOffset) : tailOf(file, start.datasetOffset);
  const bare = { syntaxUid: start.syntaxUid, datasetOffset: 0 };
  const most = Math.min(dataset.size, dicomLimits.maxHeaderBytes);
  for (let size = Math.min(most, readLimits.headerBytes); ; size = Math.min(most, size * 8)) {
    const bytes = await dataset.read(0, size);
    const encoding = datasetEncoding(bytes, bare);
    if (encoding === null) return unreadable('it holds no DICOM data set');
    const parsed = parseDataset(bytes, encoding, size === dataset.size);
    if (parsed.fault !== null && size < most) continue;
    const reading = readHeader(parsed.dataset, start.syntaxUid ?? parsed.syntaxUid);
    // what was read before a fault still tells other objects from a CT image
    if (parsed.fault !== null && (reading.kind === 'ct' || reading.kind === 'unreadable'))
      return unreadable(parsed.fault);
    if (reading.kind !== 'ct') return reading;
    const found = { path: file.path, image: reading.image, dataset };
    await openFrames(found);
    return { kind: 'ct', file: found };
  }
}

async function inflated(file: SourceFile, offset: number): Promise<SourceFile> {
  if (file.size > readLimits.fileBytes) throw new SourceDamaged('its compressed data are too large');
  const result = inflate({ bytes: await file.read(offset, file.size), whole: true, format: 'raw' }, Infinity);
  if (!result.ok) throw new SourceDamaged(result.reason);
  return memoryFile(file.path, result.bytes);
}
