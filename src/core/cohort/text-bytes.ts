/** Bytes of a text file to text: UTF-8 with or without mark, UTF-16 with mark, else Windows-1252, which is told. */

export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

export function decodeText(bytes: Uint8Array): DecodedText {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return utf8(bytes.subarray(3)) ?? windows(bytes.subarray(3));
  if (a === 0xff && b === 0xfe) return decoded('utf-16le', bytes.subarray(2));
  if (a === 0xfe && b === 0xff) return decoded('utf-16be', bytes.subarray(2));
  return utf8(bytes) ?? windows(bytes);
}

function utf8(bytes: Uint8Array): DecodedText | null {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return null;
  }
}

const decoded = (encoding: 'utf-16le' | 'utf-16be', bytes: Uint8Array): DecodedText => ({
  text: new TextDecoder(encoding).decode(bytes),
  encoding,
});

const windows = (bytes: Uint8Array): DecodedText => ({
  text: new TextDecoder('windows-1252').decode(bytes),
  encoding: 'windows-1252',
});
