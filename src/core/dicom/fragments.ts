/**
 * Encapsulated pixel data (PS3.5 A.4): fragments, and which of them make a frame.
 *
 * Offset tables are hints: one frame takes all fragments whatever the table says, and without a table
 * a new frame begins where a fragment begins a new codestream.
 */
export interface Fragment {
  /** Position of the fragment's bytes behind the start of PixelData's value. */
  readonly from: number;
  readonly to: number;
}

export type FragmentList =
  | {
      readonly ok: true;
      readonly offsets: readonly number[];
      readonly fragments: readonly Fragment[];
      readonly base: number;
    }
  | { readonly ok: false; readonly reason: string };

/** Reads a few bytes at a place, clipped to the data; so that a large file needs not be in memory. */
export type ReadBytes = (from: number, to: number) => Promise<Uint8Array>;

const item = 0xe000fffe;
const sequenceEnd = 0xe0ddfffe;

/**
 * Walks the items of encapsulated pixel data.
 * @param size bytes from the start of PixelData's value to the end of the data set
 */
export async function listFragments(read: ReadBytes, size: number): Promise<FragmentList> {
  const fragments: Fragment[] = [];
  let offsets: readonly number[] | null = null;
  let base = 0;
  let position = 0;
  while (position + 8 <= size) {
    const head = viewOf(await read(position, position + 8));
    const tag = head.getUint32(0, true);
    const length = head.getUint32(4, true);
    if (tag === sequenceEnd) break;
    // behind a complete fragment anything else is padding or garbage after the end
    if (tag !== item) break;
    const from = position + 8;
    const to = from + length;
    if (to > size) return { ok: false, reason: `its pixels are cut short (${size} of ${to} bytes)` };
    if (offsets === null) {
      offsets = offsetTable(await read(from, to));
      base = to;
    } else {
      fragments.push({ from, to });
    }
    position = to;
  }
  if (fragments.length === 0) return { ok: false, reason: 'its compressed pixels are missing' };
  return { ok: true, offsets: offsets ?? [], fragments, base };
}

export type FoundFragments = FragmentList & { readonly ok: true };

/** Fragments of each frame by count and offset table; null where these do not tell. */
export function framesByTable(list: FoundFragments, frames: number): (readonly Fragment[])[] | null {
  const { offsets, fragments, base } = list;
  if (frames === 1) return [fragments];
  if (fragments.length === frames) return fragments.map((fragment) => [fragment]);
  if (offsets.length !== frames) return null;
  return split(
    fragments,
    offsets.map((offset) => fragments.findIndex(({ from }) => from - 8 - base === offset)),
  );
}

/**
 * Fragments of each frame by where codestreams begin; null where there are not as many as frames.
 * @param starts whether a fragment begins a codestream
 */
export function framesByStart(
  { fragments }: FoundFragments,
  frames: number,
  starts: readonly boolean[],
): (readonly Fragment[])[] | null {
  const firsts = starts.flatMap((start, index) => (start ? [index] : []));
  return firsts.length === frames ? split(fragments, firsts) : null;
}

/** Cuts before each of the given fragments; null unless these begin with 0 and rise. */
function split(fragments: readonly Fragment[], firsts: readonly number[]): Fragment[][] | null {
  if (firsts[0] !== 0 || firsts.some((first, i) => i > 0 && first <= firsts[i - 1])) return null;
  return firsts.map((first, i) => fragments.slice(first, firsts[i + 1] ?? fragments.length));
}

function offsetTable(bytes: Uint8Array): number[] {
  const view = viewOf(bytes);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getUint32(4 * i, true));
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
