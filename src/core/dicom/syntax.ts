/** Transfer syntaxes that a CT image may come in, and how its data set is written. */

/** How one frame is coded. */
export type Coding = 'native' | 'rle' | 'jpeg' | 'jpeg_lossless' | 'jpeg_ls' | 'jpeg_2000' | 'ht_jpeg_2000';

export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly coding: Coding;
  /** Pixel values may differ from those of the scanner. */
  readonly lossy: boolean;
}

const table: readonly (readonly [string, string, Coding, boolean])[] = [
  ['1.2.840.10008.1.2', 'implicit little endian', 'native', false],
  ['1.2.840.10008.1.2.1', 'explicit little endian', 'native', false],
  ['1.2.840.10008.1.2.1.99', 'deflated explicit little endian', 'native', false],
  ['1.2.840.10008.1.2.2', 'explicit big endian', 'native', false],
  ['1.2.840.10008.1.2.5', 'RLE', 'rle', false],
  ['1.2.840.10008.1.2.4.50', 'JPEG baseline', 'jpeg', true],
  ['1.2.840.10008.1.2.4.51', 'JPEG extended', 'jpeg', true],
  ['1.2.840.10008.1.2.4.52', 'JPEG extended, retired process 3 and 5', 'jpeg', true],
  ['1.2.840.10008.1.2.4.53', 'JPEG spectral selection', 'jpeg', true],
  ['1.2.840.10008.1.2.4.55', 'JPEG full progression', 'jpeg', true],
  ['1.2.840.10008.1.2.4.57', 'JPEG lossless', 'jpeg_lossless', false],
  ['1.2.840.10008.1.2.4.70', 'JPEG lossless, first-order prediction', 'jpeg_lossless', false],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS lossless', 'jpeg_ls', false],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS near-lossless', 'jpeg_ls', true],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 lossless', 'jpeg_2000', false],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000', 'jpeg_2000', true],
  ['1.2.840.10008.1.2.4.201', 'HTJ2K lossless', 'ht_jpeg_2000', false],
  ['1.2.840.10008.1.2.4.202', 'HTJ2K lossless, resolution order', 'ht_jpeg_2000', false],
  ['1.2.840.10008.1.2.4.203', 'HTJ2K', 'ht_jpeg_2000', true],
];

const syntaxes = new Map(
  table.map(([uid, name, coding, lossy]): [string, TransferSyntax] => [uid, { uid, name, coding, lossy }]),
);

export const implicitLittleEndian = '1.2.840.10008.1.2';
export const explicitLittleEndian = '1.2.840.10008.1.2.1';
export const deflatedLittleEndian = '1.2.840.10008.1.2.1.99';
export const explicitBigEndian = '1.2.840.10008.1.2.2';

/** Undefined for a syntax that no CT reader decodes (video, private, unknown). */
export function transferSyntax(uid: string): TransferSyntax | undefined {
  return syntaxes.get(uid);
}
