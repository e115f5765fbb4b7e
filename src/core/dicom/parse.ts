/**
 * Bytes → data set. dicom-parser first; where it throws (three kinds of things) or where its elements
 * do not lie one behind the other, the fallback scanner.
 */
import dicomParser from 'dicom-parser';
import type { Dataset, Element, Elements } from './dataset';
import { type Encoding, parsingSyntax } from './file-start';
import { scanDataset } from './scan';
import { pixelDataTag } from './tags';
import { hasLongLength } from './vr';

export interface Parsed {
  readonly dataset: Dataset;
  /** The native syntax of this encoding. */
  readonly syntaxUid: string;
  /** Why the elements are not all there are; more bytes may help where `whole` was false. */
  readonly fault: string | null;
}

/**
 * Parses a data set up to its pixel data.
 * @param bytes begin with the first element; `whole` says that they are all there are
 */
export function parseDataset(bytes: Uint8Array, encoding: Encoding, whole: boolean): Parsed {
  const syntaxUid = parsingSyntax(encoding);
  const { littleEndian } = encoding;
  const found = dicomParserElements(bytes, syntaxUid);
  const { elements, ambiguous, fault } =
    found !== null && isContiguous(found, encoding) && !startsWithPixels(found)
      ? { elements: found, ambiguous: new Set<string>(), fault: null }
      : scanDataset(bytes, encoding);
  const cut = !whole && (elements[pixelDataTag] === undefined || startsWithPixels(elements));
  return {
    syntaxUid,
    dataset: { bytes, littleEndian, elements, ambiguous },
    fault: cut ? 'its header is too long' : fault,
  };
}

/** Pixel data in front of what describes them: the rest of the header stands behind. */
const startsWithPixels = (elements: Elements): boolean =>
  elements[pixelDataTag] !== undefined && elements.x00280010 === undefined;

/**
 * Elements that dicom-parser finds, or null where it throws. It throws strings, errors and records,
 * a TypeError of its own and, on deep nesting, a RangeError: all say the same, that it cannot read this.
 */
function dicomParserElements(bytes: Uint8Array, syntaxUid: string): Elements | null {
  try {
    const { elements } = dicomParser.parseDicom(bytes, { TransferSyntaxUID: syntaxUid, untilTag: pixelDataTag });
    const { x00020010: _declaredByUs, ...found }: Elements = elements;
    return found;
  } catch {
    return null;
  }
}

/**
 * True where each element begins where the one before ends. dicom-parser keeps the last of two equal
 * tags, reads VRs it does not know with a wrong length, and ends some sequences too early: all leave a
 * hole or tags that fall.
 */
function isContiguous(elements: Elements, { explicit }: Encoding): boolean {
  const inOrder = Object.values(elements)
    .filter((element): element is Element => element !== undefined)
    .toSorted((a, b) => a.dataOffset - b.dataOffset);
  let end = 0;
  let tag = '';
  for (const element of inOrder) {
    const headerLength = explicit && hasLongLength(element.vr ?? '') ? 12 : 8;
    if (element.dataOffset - headerLength !== end || element.tag <= tag) return false;
    end = element.dataOffset + element.length;
    tag = element.tag;
  }
  return true;
}
