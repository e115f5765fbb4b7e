/** Bytes → data set, with dicom-parser; its three kinds of thrown things become one reason. */
import dicomParser from 'dicom-parser';
import type { Dataset, Elements } from './dataset';
import { type Encoding, parsingSyntax } from './file-start';

export const pixelDataTag = 'x7fe00010';

export type Parsed =
  | { readonly ok: true; readonly dataset: Dataset; readonly syntaxUid: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Parses a data set up to its pixel data.
 * @param bytes begin with the first element; `whole` says that they are all there are
 */
export function parseDataset(bytes: Uint8Array, encoding: Encoding, whole: boolean): Parsed {
  const syntaxUid = parsingSyntax(encoding);
  try {
    const parsed = dicomParser.parseDicom(bytes, { TransferSyntaxUID: syntaxUid, untilTag: pixelDataTag });
    const { x00020010: _declared, ...elements }: Elements = parsed.elements;
    if (!whole && elements[pixelDataTag] === undefined) return { ok: false, reason: 'its header is longer than 8 MB' };
    return {
      ok: true,
      syntaxUid,
      dataset: { bytes, littleEndian: encoding.littleEndian, elements, ambiguous: new Set() },
    };
  } catch (thrown) {
    return { ok: false, reason: reasonOf(thrown) };
  }
}

/** dicom-parser throws strings, errors, and records that hold either. */
function reasonOf(thrown: unknown): string {
  if (typeof thrown === 'string') return plain(thrown);
  if (thrown instanceof Error) return plain(thrown.message);
  if (typeof thrown === 'object' && thrown !== null && 'exception' in thrown) return reasonOf(thrown.exception);
  return 'its header is damaged';
}

const plain = (message: string): string =>
  message.includes('overrun') || message.includes('read past')
    ? 'its header is cut short or damaged'
    : 'its header is damaged';
