/** How the pixels of an image are stored, as its header declares it, checked before anything is allocated. */
import { type Dataset, decimalNumber, text, uint16 } from './dataset';
import { dicomLimits } from './limits';
import { pixelDataTag } from './tags';

export interface PixelLayout {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly bitsAllocated: 8 | 16 | 32;
  readonly bitsStored: number;
  /** Bits to shift right, so that the lowest stored bit becomes bit 0. */
  readonly shift: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  /** Position of the value of PixelData in the data set, and its declared length; null for fragments. */
  readonly dataOffset: number;
  readonly dataLength: number | null;
  readonly padding: Padding | null;
}

/** PixelPaddingValue, whatever VR it was written with. */
export interface Padding {
  /** As a stored value of these pixels. */
  readonly stored: number;
  /**
   * Where it needs bits above the stored ones (63536 in a 12-bit image): the sample's 16 bits, by which
   * padding is told before those are masked; else null.
   */
  readonly bits: number | null;
}

export type PixelLayoutResult =
  { readonly ok: true; readonly layout: PixelLayout } | { readonly ok: false; readonly reason: string };

const fail = (reason: string): PixelLayoutResult => ({ ok: false, reason });

/** Refuses sizes, depths and signs that are missing, impossible or ambiguous. */
export function readPixelLayout(dataset: Dataset): PixelLayoutResult {
  const pixels = dataset.elements[pixelDataTag];
  if (pixels === undefined) return fail('it holds no PixelData');
  const rows = uint16(dataset, 'x00280010');
  const columns = uint16(dataset, 'x00280011');
  if (rows === null || columns === null) return fail('Rows or Columns is missing or invalid');
  if (Math.min(rows, columns) < 1 || Math.max(rows, columns) > dicomLimits.maxMatrix) {
    return fail(`its matrix of ${columns} × ${rows} is outside 1–${dicomLimits.maxMatrix}`);
  }
  const frames = text(dataset, 'x00280008') === null ? 1 : decimalNumber(dataset, 'x00280008');
  if (frames === null || !Number.isInteger(frames) || frames < 1 || frames > dicomLimits.maxSlices) {
    return fail(`NumberOfFrames is outside 1–${dicomLimits.maxSlices}`);
  }
  const bitsAllocated = uint16(dataset, 'x00280100');
  if (bitsAllocated !== 8 && bitsAllocated !== 16 && bitsAllocated !== 32) {
    return fail(`BitsAllocated is ${bitsAllocated ?? 'missing'}`);
  }
  const bitsStored = uint16(dataset, 'x00280101') ?? bitsAllocated;
  if (bitsStored < 1 || bitsStored > bitsAllocated) return fail(`BitsStored is ${bitsStored} of ${bitsAllocated}`);
  const highBit = uint16(dataset, 'x00280102') ?? bitsStored - 1;
  if (highBit < bitsStored - 1 || highBit > bitsAllocated - 1) return fail(`HighBit is ${highBit}`);
  const representation = uint16(dataset, 'x00280103');
  if (representation !== 0 && representation !== 1) return fail('PixelRepresentation is missing or invalid');
  const signed = representation === 1;
  return {
    ok: true,
    layout: {
      rows,
      columns,
      frames,
      bitsAllocated,
      bitsStored,
      shift: highBit - (bitsStored - 1),
      signed,
      littleEndian: dataset.littleEndian,
      dataOffset: pixels.dataOffset,
      dataLength: pixels.hadUndefinedLength === true ? null : pixels.length,
      padding: paddingValue(dataset, bitsStored, signed),
    },
  };
}

/** The same bits may be written as US or SS, whatever the pixels are: only the bits count. */
function paddingValue(dataset: Dataset, bitsStored: number, signed: boolean): Padding | null {
  const bits = uint16(dataset, 'x00280120');
  if (bits === null) return null;
  const width = Math.min(bitsStored, 16);
  if (bits >>> width === 0) return { stored: extended(bits, width, signed), bits: null };
  const stored = extended(bits, 16, signed);
  const fits = stored < 0 && stored >= -(2 ** (width - 1));
  return { stored, bits: fits ? null : bits };
}

/** The value of the lowest bits, sign extended. */
const extended = (bits: number, width: number, signed: boolean): number =>
  signed && bits >= 2 ** (width - 1) ? bits - 2 ** width : bits;

/** Bytes that the native pixels of one frame take. */
export function nativeFrameBytes(layout: PixelLayout): number {
  return layout.rows * layout.columns * (layout.bitsAllocated / 8);
}
