/** One frame to decode and its pixels: plain records, so that a worker can take the job. */
import type { Coding } from '../../core/dicom';

export interface FrameJob {
  readonly coding: Coding;
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  readonly bitsAllocated: 8 | 16 | 32;
  readonly bitsStored: number;
  readonly shift: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  /** Samples of these 16 bits are padding and keep them; null: none. */
  readonly paddingBits: number | null;
}

/** Stored values, row-major: bits outside the stored ones removed, sign extended. */
export type StoredValues = Int16Array | Uint16Array | Int32Array | Uint32Array;

export type FramePixels =
  | { readonly ok: true; readonly stored: StoredValues; readonly warning: string | null }
  | { readonly ok: false; readonly reason: string };

export type DecodeFrame = (job: FrameJob) => Promise<FramePixels>;
