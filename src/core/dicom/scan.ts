/**
 * A tolerant reader of data sets, for files that dicom-parser refuses or misreads.
 *
 * It knows the VRs that came after dicom-parser, takes single elements of an unknown VR, ends
 * undefined-length sequences only where they end, and notices elements that stand there twice.
 * Every step advances or stops; nothing is allocated by a declared length.
 */
import type { Element, Elements, Item } from './dataset';
import type { Encoding } from './file-start';
import { dicomLimits } from './limits';
import { pixelDataTag } from './tags';
import { hasLongLength, isKnownVr, vrAt } from './vr';

export interface Scan {
  readonly elements: Elements;
  readonly ambiguous: ReadonlySet<string>;
  /** Why the elements are not all there are; null where they are. */
  readonly fault: string | null;
}

const undefinedLength = 0xffffffff;
const itemTag = 'xfffee000';
const itemEnd = 'xfffee00d';
const sequenceEnd = 'xfffee0dd';

/** Thrown inside this file only: the data do not go on as they must. */
class Broken extends Error {}

interface Header {
  readonly tag: string;
  readonly vr: string | undefined;
  readonly length: number;
  readonly dataOffset: number;
}

/** Scans a data set; also behind native pixel data where they stand first. What was read before a fault is kept. */
export function scanDataset(bytes: Uint8Array, encoding: Encoding): Scan {
  const level: Level = { elements: {}, ambiguous: new Set() };
  try {
    new Scanner(bytes).elements(level, 0, bytes.length, encoding, 0);
    return { ...level, fault: null };
  } catch (thrown) {
    if (thrown instanceof Broken) return { ...level, fault: thrown.message };
    throw thrown;
  }
}

/** Elements of one data set while it is being read. */
interface Level {
  readonly elements: Record<string, Element>;
  readonly ambiguous: Set<string>;
}

class Scanner {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads elements from a position to an end, or behind the delimiter of the item they stand in; gives that place. */
  elements(level: Level, from: number, to: number, encoding: Encoding, depth: number): number {
    if (depth > dicomLimits.maxSequenceDepth) throw new Broken('its sequences are nested too deep');
    const { elements, ambiguous } = level;
    let position = from;
    // a rest of less than an element's header is padding
    while (position + 8 <= to) {
      const header = this.header(position, to, encoding);
      if (header.tag === itemEnd) return position + 8;
      if (header.tag === sequenceEnd) return position;
      if (header.tag === 'x00000000' && depth === 0) break; // zeros behind the last element
      const element = this.value(header, to, encoding, depth);
      const before = elements[element.tag];
      if (before !== undefined && !this.sameValue(before, element)) ambiguous.add(element.tag);
      elements[element.tag] = element;
      if (element.tag === pixelDataTag && depth === 0 && !this.goesOnBehindPixels(element, elements, to)) break;
      position = element.dataOffset + element.length;
    }
    return to;
  }

  private header(position: number, to: number, { explicit, littleEndian }: Encoding): Header {
    const tag = tagAt(this.view, position, littleEndian);
    const vr = vrAt(this.bytes, position + 4);
    if (tag.startsWith('xfffe') || !explicit) return this.implicitHeader(tag, position, littleEndian);
    const long = isKnownVr(vr) ? hasLongLength(vr) : this.unknownIsLong(vr, tag, position, to, littleEndian);
    if (long === null) return this.implicitHeader(tag, position, littleEndian);
    if (long && position + 12 > to) throw new Broken('its header is cut short');
    const length = long
      ? this.view.getUint32(position + 8, littleEndian)
      : this.view.getUint16(position + 6, littleEndian);
    return { tag, vr, length, dataOffset: position + (long ? 12 : 8) };
  }

  private implicitHeader(tag: string, position: number, littleEndian: boolean): Header {
    return { tag, vr: undefined, length: this.view.getUint32(position + 4, littleEndian), dataOffset: position + 8 };
  }

  /** Length form of an unknown VR: the one after which the tags go on rising; null where it is no VR at all. */
  private unknownIsLong(vr: string, tag: string, position: number, to: number, littleEndian: boolean): boolean | null {
    if (!/^[A-Z]{2}$/u.test(vr)) return null;
    const shortEnd = position + 8 + this.view.getUint16(position + 6, littleEndian);
    if (this.tagRisesAt(shortEnd, tag, to, littleEndian)) return false;
    return position + 12 <= to;
  }

  private tagRisesAt(position: number, tag: string, to: number, littleEndian: boolean): boolean {
    if (position === to) return true;
    return position + 8 <= to && tagAt(this.view, position, littleEndian) > tag;
  }

  private value(header: Header, to: number, encoding: Encoding, depth: number): Element {
    const { tag, vr, length, dataOffset } = header;
    if (tag === pixelDataTag && depth === 0) {
      return { tag, vr, dataOffset, length, hadUndefinedLength: length === undefinedLength };
    }
    if (length === undefinedLength) {
      const inside = vr === 'UN' ? this.unknownEncoding(dataOffset) : encoding;
      const { items, end } = this.items(dataOffset, to, inside, depth);
      return { tag, vr, dataOffset, length: end - dataOffset, items, hadUndefinedLength: true };
    }
    if (dataOffset + length > to) throw new Broken('its header is cut short or damaged');
    if (vr !== 'SQ' && !(vr === undefined && this.startsWithItem(dataOffset, length))) {
      return { tag, vr, dataOffset, length };
    }
    return { tag, vr, dataOffset, length, items: this.itemsOrNone(dataOffset, dataOffset + length, encoding, depth) };
  }

  /** Content of a sequence of known length; where it is damaged the sequence is skipped as a whole. */
  private itemsOrNone(from: number, to: number, encoding: Encoding, depth: number): Item[] {
    try {
      return this.items(from, to, encoding, depth).items;
    } catch (thrown) {
      if (thrown instanceof Broken) return [];
      throw thrown;
    }
  }

  private items(from: number, to: number, encoding: Encoding, depth: number): { items: Item[]; end: number } {
    const items: Item[] = [];
    let position = from;
    while (position + 8 <= to) {
      const tag = tagAt(this.view, position, encoding.littleEndian);
      const length = this.view.getUint32(position + 4, encoding.littleEndian);
      if (tag === sequenceEnd) return { items, end: position + 8 };
      if (tag !== itemTag) throw new Broken('a sequence in its header is damaged');
      const start = position + 8;
      if (length !== undefinedLength && start + length > to) throw new Broken('an item in its header is cut short');
      const level: Level = { elements: {}, ambiguous: new Set() };
      const end = this.elements(level, start, length === undefinedLength ? to : start + length, encoding, depth + 1);
      items.push({ dataSet: { elements: level.elements } });
      position = length === undefinedLength ? end : start + length;
    }
    if (position < to || to === this.bytes.length) throw new Broken('a sequence in its header is not closed');
    return { items, end: to };
  }

  /** UN of undefined length holds implicit little endian (PS3.5 6.2.2), in big-endian files too. */
  private unknownEncoding(position: number): Encoding {
    const littleEndian = position + 4 > this.bytes.length || tagAt(this.view, position, true).startsWith('xfffe');
    return { explicit: false, littleEndian };
  }

  private startsWithItem(position: number, length: number): boolean {
    return length >= 8 && tagAt(this.view, position, true) === itemTag;
  }

  private goesOnBehindPixels(pixels: Element, elements: Readonly<Record<string, Element>>, to: number): boolean {
    const first = elements.x00280010 === undefined;
    return first && pixels.hadUndefinedLength !== true && pixels.dataOffset + pixels.length <= to;
  }

  private sameValue(a: Element, b: Element): boolean {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i += 1) {
      if (this.bytes[a.dataOffset + i] !== this.bytes[b.dataOffset + i]) return false;
    }
    return true;
  }
}

function tagAt(view: DataView, position: number, littleEndian: boolean): string {
  const group = view.getUint16(position, littleEndian);
  const element = view.getUint16(position + 2, littleEndian);
  return `x${group.toString(16).padStart(4, '0')}${element.toString(16).padStart(4, '0')}`;
}
