/**
 * A parsed DICOM data set, and the values in it.
 *
 * Elements come from dicom-parser or from the fallback scanner (`scan.ts`); both give these fields.
 * Nothing here trusts a declared length: a value that reaches beyond the bytes does not exist.
 */
export interface Element {
  readonly tag: string;
  /** Missing in implicit VR. */
  readonly vr?: string;
  readonly dataOffset: number;
  readonly length: number;
  readonly items?: readonly Item[];
  readonly hadUndefinedLength?: boolean;
}

export interface Item {
  readonly dataSet?: { readonly elements: Elements };
}

/** Keyed by tag as `x00100020`: x, group, element in lower-case hex. */
export type Elements = Readonly<Record<string, Element | undefined>>;

export interface Dataset {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly elements: Elements;
  /** Tags that stand in the data set more than once with different values. */
  readonly ambiguous: ReadonlySet<string>;
}

/** The data sets of a sequence's items; none where it is no sequence. */
export function items(dataset: Dataset, tag: string): Dataset[] {
  const sequence = dataset.elements[tag]?.items ?? [];
  return sequence.map((item) => ({
    ...dataset,
    elements: item.dataSet?.elements ?? {},
    ambiguous: new Set<string>(),
  }));
}

/** Bytes of an element's value, or null where it is missing or reaches beyond the data. */
export function valueBytes(dataset: Dataset, tag: string): Uint8Array | null {
  const element = dataset.elements[tag];
  if (element === undefined) return null;
  const end = element.dataOffset + element.length;
  if (end > dataset.bytes.length) return null;
  return dataset.bytes.subarray(element.dataOffset, end);
}

/** ASCII text of an element without padding, or null where missing or empty. */
export function text(dataset: Dataset, tag: string): string | null {
  const bytes = valueBytes(dataset, tag);
  if (bytes === null) return null;
  const trimmed = latin1(bytes).replace(/^[\0\s]+|[\0\s]+$/gu, '');
  return trimmed === '' ? null : trimmed;
}

/** Values of a multi-valued text element; empty where missing. */
export function texts(dataset: Dataset, tag: string): string[] {
  const all = text(dataset, tag);
  return all === null ? [] : all.split('\\').map((part) => part.trim());
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u;

/** Numbers of a DS or IS element. Null unless every value is a finite number: no guess at a decimal comma. */
export function decimals(dataset: Dataset, tag: string): number[] | null {
  if (dataset.ambiguous.has(tag)) return null;
  const parts = texts(dataset, tag);
  if (parts.length === 0 || !parts.every((part) => decimal.test(part))) return null;
  const values = parts.map(Number);
  return values.every(Number.isFinite) ? values : null;
}

/** The one number of a DS or IS element. */
export function decimalNumber(dataset: Dataset, tag: string): number | null {
  const values = decimals(dataset, tag);
  return values?.length === 1 ? values[0] : null;
}

/** An unsigned 16-bit value, taken only from an element of two bytes: a longer one was written by mistake or malice. */
export function uint16(dataset: Dataset, tag: string): number | null {
  const element = dataset.elements[tag];
  if (element === undefined || dataset.ambiguous.has(tag)) return null;
  if (element.vr !== undefined && !['US', 'SS', 'OW', 'UN', 'xs', 'OB'].includes(element.vr)) return null;
  const bytes = valueBytes(dataset, tag);
  if (bytes?.length !== 2) return null;
  return dataset.littleEndian ? bytes[0] | (bytes[1] << 8) : (bytes[0] << 8) | bytes[1];
}

/** One character a byte; the DICOM default repertoire is a part of it. */
export function latin1(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += String.fromCharCode(byte);
  return out;
}
