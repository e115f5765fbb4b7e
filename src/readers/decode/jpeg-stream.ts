/** What a JPEG or JPEG-LS stream says of itself, read before a decoder gets it. */
export interface JpegStream {
  /** Low byte of the frame marker: 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC3 lossless, 0xF7 JPEG-LS. */
  readonly process: number;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Predictor of a lossless scan. */
  readonly predictor: number;
  /** Point transform of a lossless scan. */
  readonly pointTransform: number;
  /** True where Huffman tables stand before the scan; JPEG-LS has none. */
  readonly tables: boolean;
  /** Length up to and with the end marker, or null where it is missing: the stream is cut short. */
  readonly end: number | null;
}

const frameMarkers = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xf7]);

/** Null where it is no stream of a process that is decoded here (hierarchical, arithmetic, damaged). */
export function readJpegStream(bytes: Uint8Array): JpegStream | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  let frame: Pick<JpegStream, 'process' | 'precision' | 'rows' | 'columns' | 'components'> | null = null;
  let tables = false;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    if (length < 2 || at + 2 + length > bytes.length) return null;
    if (frameMarkers.has(marker)) {
      frame = {
        process: marker,
        precision: bytes[at + 4],
        rows: (bytes[at + 5] << 8) | bytes[at + 6],
        columns: (bytes[at + 7] << 8) | bytes[at + 8],
        components: bytes[at + 9],
      };
    } else if (marker === 0xc4) {
      tables = true;
    } else if (marker === 0xda) {
      const scanComponents = bytes[at + 4];
      const parameters = at + 5 + 2 * scanComponents;
      if (frame === null) return null;
      return {
        ...frame,
        tables,
        predictor: bytes[parameters],
        pointTransform: bytes[parameters + 2] & 0x0f,
        end: endOf(bytes, at + 2 + length),
      };
    }
    at += 2 + length;
  }
  return null;
}

/** In coded data 0xFF is followed by a byte below 0x90 or a restart marker, so the end marker cannot occur by chance. */
function endOf(bytes: Uint8Array, from: number): number | null {
  for (let at = bytes.length - 2; at >= from; at -= 1) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return at + 2;
  return null;
}
