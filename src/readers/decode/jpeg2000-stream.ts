/** What a JPEG 2000 codestream says of itself (ISO 15444-1 annex A), and whether its tile-parts are whole. */
export interface Jpeg2000Stream {
  /** The codestream alone, without the boxes of a JP2 file and without what follows its end. */
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  readonly signed: boolean;
  /** True for HTJ2K (ISO 15444-15), which announces itself by a capabilities segment. */
  readonly highThroughput: boolean;
  /** Set where the last tile-part claims more bytes than there are although the codestream is closed. */
  readonly overlong: { readonly lengthField: number; readonly excess: number } | null;
}

/** Lowest marker of a main header segment: capabilities, of HTJ2K. */
const firstMarker = 0xff50;
const sotMarker = 0xff90;
const endMarker = 0xffd9;

/** The stream, or the reason why it is damaged. */
export function readJpeg2000Stream(all: Uint8Array): Jpeg2000Stream | string {
  const start = findStart(all);
  if (start < 0) return 'its compressed pixels are neither JPEG nor JPEG 2000';
  const end = findEnd(all, start);
  const bytes = all.subarray(start, end ?? all.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 45) return 'its JPEG 2000 codestream is cut short';
  const extent = (at: number): number => view.getUint32(at) - view.getUint32(at + 8);
  const depth = bytes[42];
  const tiles =
    Math.ceil((view.getUint32(8) - view.getUint32(32)) / view.getUint32(24)) *
    Math.ceil((view.getUint32(12) - view.getUint32(36)) / view.getUint32(28));
  const parts = walkTileParts(view, tiles, end !== null);
  if (typeof parts === 'string') return parts;
  return {
    bytes,
    columns: extent(8),
    rows: extent(12),
    components: view.getUint16(40),
    precision: (depth & 0x7f) + 1,
    signed: (depth & 0x80) !== 0,
    highThroughput: hasCapabilities(view),
    overlong: parts,
  };
}

/** Start of codestream followed by the size marker: at once, or inside the boxes of a JP2 file. */
function findStart(bytes: Uint8Array): number {
  const most = Math.min(bytes.length - 4, 64 * 1024);
  for (let at = 0; at <= most; at += 1) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff && bytes[at + 3] === 0x51) return at;
  }
  return -1;
}

/** Coded data never hold a marker above 0xFF8F, so the last end marker is the end. */
function findEnd(bytes: Uint8Array, start: number): number | null {
  for (let at = bytes.length - 2; at > start; at -= 1) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return at + 2;
  return null;
}

/** Looks for the capabilities segment in the main header. */
function hasCapabilities(view: DataView): boolean {
  let at = 2;
  while (at + 4 <= view.byteLength && view.getUint16(at) !== sotMarker) {
    if (view.getUint16(at) === firstMarker) return true;
    at += 2 + view.getUint16(at + 2);
  }
  return false;
}

/** Null where the tile-parts are whole; where the last one claims too much, where and by how much. */
function walkTileParts(view: DataView, tiles: number, closed: boolean): Jpeg2000Stream['overlong'] | string {
  const size = view.byteLength;
  let at = 2;
  let seen = false;
  while (at + 4 <= size) {
    const marker = view.getUint16(at);
    if (marker === endMarker) return null;
    if (marker !== sotMarker) {
      if (seen || marker < firstMarker) return 'its JPEG 2000 tile-parts are damaged';
      at += 2 + view.getUint16(at + 2);
      continue;
    }
    if (at + 12 > size) break;
    seen = true;
    const length = view.getUint32(at + 6);
    if (length === 0) return closed ? null : 'its JPEG 2000 codestream is cut short';
    const next = at + length;
    const excess = next - (closed ? size - 2 : size);
    if (excess > 0) {
      const isLast = view.getUint16(at + 4) === tiles - 1;
      return closed && isLast ? { lengthField: at + 6, excess } : 'its JPEG 2000 codestream is cut short';
    }
    if (length < 14) return 'its JPEG 2000 tile-parts are damaged';
    at = next;
  }
  return seen && (closed || at === size) ? null : 'its JPEG 2000 codestream is cut short';
}
