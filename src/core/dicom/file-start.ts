/**
 * Where the data set of a DICOM file begins and how it is written, judged by the bytes.
 *
 * The preamble may be missing or hold anything (PS3.10 7.1); the file meta group may be missing, in
 * implicit VR or of wrong declared length; the declared syntax may not be the one in the file. So the
 * group is walked element by element, and the first element of the data set decides its encoding.
 */
import { deflatedLittleEndian, explicitBigEndian, explicitLittleEndian, implicitLittleEndian } from './syntax';
import { hasLongLength, isKnownVr, vrAt } from './vr';

export interface FileStart {
  /** As declared in the file meta group; null where there is none. */
  readonly syntaxUid: string | null;
  readonly datasetOffset: number;
}

export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

/** Null where the bytes are no DICOM file. */
export function readFileStart(bytes: Uint8Array): FileStart | null {
  const start = prefixEnd(bytes);
  const meta = walkMetaGroup(bytes, start);
  if (start > 0 || meta.datasetOffset > 0) return meta;
  return sniffEncoding(bytes, 0) === null ? null : { syntaxUid: null, datasetOffset: 0 };
}

export const isDeflated = (start: FileStart): boolean => start.syntaxUid === deflatedLittleEndian;

/** How the data set is written: the bytes decide, the declared syntax where they leave it open. Null: no data set. */
export function datasetEncoding(bytes: Uint8Array, start: FileStart): Encoding | null {
  const sniffed = sniffEncoding(bytes, start.datasetOffset);
  if (sniffed !== null) return sniffed;
  if (start.syntaxUid === null) return null;
  return { explicit: start.syntaxUid !== implicitLittleEndian, littleEndian: start.syntaxUid !== explicitBigEndian };
}

/** The native syntax that parses a data set of this encoding. */
export function parsingSyntax(encoding: Encoding): string {
  if (!encoding.explicit) return implicitLittleEndian;
  return encoding.littleEndian ? explicitLittleEndian : explicitBigEndian;
}

/** End of `DICM`: behind the preamble, at once where that was left out; 0 where it is missing. */
function prefixEnd(bytes: Uint8Array): number {
  const isAt = (at: number): boolean =>
    bytes[at] === 0x44 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x43 && bytes[at + 3] === 0x4d;
  if (isAt(128)) return 132;
  return isAt(0) ? 4 : 0;
}

function walkMetaGroup(bytes: Uint8Array, start: number): FileStart {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = start;
  let syntaxUid: string | null = null;
  while (position + 8 <= bytes.length && view.getUint16(position, true) === 0x0002) {
    const vr = vrAt(bytes, position + 4);
    const explicit = isKnownVr(vr);
    const long = explicit && hasLongLength(vr);
    if (long && position + 12 > bytes.length) break;
    const value = position + (long ? 12 : 8);
    const length =
      explicit && !long ? view.getUint16(position + 6, true) : view.getUint32(position + (long ? 8 : 4), true);
    if (value + length > bytes.length) break;
    if (view.getUint16(position + 2, true) === 0x0010) {
      syntaxUid = String.fromCharCode(...bytes.subarray(value, value + Math.min(length, 64))).replace(/[\0\s]+$/u, '');
    }
    position = value + length;
  }
  return { syntaxUid, datasetOffset: position };
}

/** Encoding of the element at a position, or null where it looks like none. */
function sniffEncoding(bytes: Uint8Array, position: number): Encoding | null {
  if (position + 8 > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleGroup = view.getUint16(position, true);
  const bigGroup = view.getUint16(position, false);
  if (isKnownVr(vrAt(bytes, position + 4))) {
    // the first groups are small numbers: only one reading of the two bytes makes sense
    return isDatasetGroup(littleGroup) || !isDatasetGroup(bigGroup)
      ? { explicit: true, littleEndian: true }
      : { explicit: true, littleEndian: false };
  }
  const length = view.getUint32(position + 4, true);
  const plausible = isDatasetGroup(littleGroup) && (length <= bytes.length - position - 8 || length === 0xffffffff);
  return plausible ? { explicit: false, littleEndian: true } : null;
}

/** A data set begins with group 0008 as a rule; pixels alone with 7FE0; nothing else is credible. */
function isDatasetGroup(group: number): boolean {
  return (group >= 0x0004 && group <= 0x0050) || group === 0x7fe0;
}
