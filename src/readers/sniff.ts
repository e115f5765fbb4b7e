/** What a file is, by its first bytes; extensions are never asked. */
export type FileFormat = 'zip' | 'gzip' | 'nifti' | 'nrrd' | 'meta' | 'maybe_dicom';

export function sniff(head: Uint8Array): FileFormat {
  // a DICOM preamble may hold anything, so the prefix behind it goes first
  if (ascii(head, 128, 4) === 'DICM') return 'maybe_dicom';
  if (ascii(head, 0, 4) === 'PK\u0003\u0004' || ascii(head, 0, 4) === 'PK\u0005\u0006') return 'zip';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (ascii(head, 0, 4) === 'NRRD') return 'nrrd';
  if (isNifti(head)) return 'nifti';
  if (/^\s*(?:ObjectType|NDims|Comment|ObjectSubType)\s*=/u.test(ascii(head, 0, 64))) return 'meta';
  return 'maybe_dicom';
}

function isNifti(head: Uint8Array): boolean {
  const magic = ascii(head, 344, 4);
  if (magic === 'n+1\0' || magic === 'ni1\0') return true;
  return ascii(head, 4, 4) === 'n+2\0' || ascii(head, 4, 4) === 'ni2\0';
}

function ascii(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
