/**
 * Text of a data set in its character sets (PS3.3 C.12.1.1.2, PS3.5 6.1), as far as TextDecoder knows them.
 *
 * Only for showing: nothing is grouped, ordered or written by such text. Unknown sets and broken
 * sequences never fail; they give what can be read.
 */
import { type Dataset, latin1, texts, valueBytes } from './dataset';

/** Defined terms without code extensions, and with them (ISO 2022), by their registration number. */
const byRegistration: Readonly<Record<string, string>> = {
  '100': 'iso-8859-1',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '144': 'iso-8859-5',
  '127': 'iso-8859-6',
  '126': 'iso-8859-7',
  '138': 'iso-8859-8',
  '148': 'iso-8859-9',
  '203': 'iso-8859-15',
  '13': 'shift_jis',
  '166': 'tis-620',
  '192': 'utf-8',
};

/** Final bytes of escape sequences (PS3.3 table C.12-3 and C.12-4) and what they switch to. */
const byEscape: Readonly<Record<string, string>> = {
  '-A': 'iso-8859-1',
  '-B': 'iso-8859-2',
  '-C': 'iso-8859-3',
  '-D': 'iso-8859-4',
  '-L': 'iso-8859-5',
  '-G': 'iso-8859-6',
  '-F': 'iso-8859-7',
  '-H': 'iso-8859-8',
  '-M': 'iso-8859-9',
  '-T': 'tis-620',
  ')I': 'shift_jis',
  '(J': 'shift_jis',
  '$)C': 'euc-kr',
  '$)A': 'gbk',
  $B: 'jis-x-0208',
  '$(D': 'jis-x-0212',
};

/** Decoded text of an element without padding, or null where it is missing or empty. */
export function shownText(dataset: Dataset, tag: string): string | null {
  const bytes = valueBytes(dataset, tag);
  if (bytes === null) return null;
  const sets = texts(dataset, 'x00080005');
  const trimmed = decodeText(bytes, sets).replace(/^[\0\s]+|[\0\s]+$/gu, '');
  return trimmed === '' ? null : trimmed;
}

/** A person's name: component groups that are empty at the end are not shown. */
export function shownName(dataset: Dataset, tag: string): string | null {
  return shownText(dataset, tag)?.replace(/=+$/u, '') ?? null;
}

/** @param sets values of SpecificCharacterSet, the first may be empty */
export function decodeText(bytes: Uint8Array, sets: readonly string[]): string {
  const initial = labelOf(sets[0] ?? '');
  if (!bytes.includes(0x1b)) return decodeWith(initial, bytes);
  let out = '';
  let label = initial;
  let from = 0;
  while (from < bytes.length) {
    const escape = bytes.indexOf(0x1b, from);
    out += decodeWith(label, bytes.subarray(from, escape < 0 ? bytes.length : escape));
    if (escape < 0) break;
    const code = escapeCode(bytes, escape + 1);
    label = byEscape[code] ?? initial;
    from = escape + 1 + code.length;
  }
  return out;
}

/** Intermediate bytes 0x20–0x2F and the final byte of an escape sequence. */
function escapeCode(bytes: Uint8Array, from: number): string {
  let to = from;
  while (to < bytes.length && bytes[to] >= 0x20 && bytes[to] <= 0x2f) to += 1;
  return latin1(bytes.subarray(from, to + 1));
}

/** A label of the Encoding standard, or empty: none given. */
function labelOf(term: string): string {
  if (/^GB18030$/iu.test(term)) return 'gb18030';
  if (/^GBK$/iu.test(term)) return 'gbk';
  const registration = /^ISO(?:_| 2022 )IR (\d+)$/iu.exec(term)?.[1] ?? '';
  return byRegistration[registration] ?? '';
}

function decodeWith(label: string, bytes: Uint8Array): string {
  if (bytes.every((byte) => byte < 0x80) && !label.startsWith('jis')) return latin1(bytes);
  if (label === 'jis-x-0208') return japanese(bytes, []);
  if (label === 'jis-x-0212') return japanese(bytes, [0x8f]);
  // a missing set with bytes above ASCII: UTF-8 where it is valid, for nothing else looks like it
  if (label === '') return utf8(bytes) ?? latin1(bytes);
  // a copy: decoders refuse shared memory
  return new TextDecoder(label).decode(bytes.slice());
}

/** Two-byte Japanese sets as EUC-JP, which TextDecoder knows. */
function japanese(bytes: Uint8Array, prefix: readonly number[]): string {
  const euc: number[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) euc.push(...prefix, bytes[i] | 0x80, bytes[i + 1] | 0x80);
  return new TextDecoder('euc-jp').decode(Uint8Array.from(euc));
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.slice());
  } catch {
    return null;
  }
}
