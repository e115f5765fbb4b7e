/** A tiny DICOM writer for tests: any element, any encoding, so that odd files can be made by hand. */
export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export const explicitLittle: Encoding = { explicit: true, littleEndian: true };

/** A value: text, unsigned 16-bit numbers, bytes as they are, or a sequence of items. */
export type Value = string | readonly number[] | Uint8Array | readonly DatasetSpec[];
export type DatasetSpec = Readonly<Record<string, readonly [vr: string, value: Value]>>;

const longForm = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

/** Elements in the order of the record; tags as `00280010`. */
export function datasetBytes(spec: DatasetSpec, encoding: Encoding = explicitLittle): Uint8Array {
  return concat(Object.entries(spec).map(([tag, [vr, value]]) => elementBytes(tag, vr, value, encoding)));
}

export function elementBytes(tag: string, vr: string, value: Value, encoding: Encoding = explicitLittle): Uint8Array {
  const bytes = valueBytes(vr, value, encoding);
  const head = tagBytes(tag, encoding);
  if (!encoding.explicit) return concat([head, u32(bytes.length, encoding), bytes]);
  const length = longForm.has(vr)
    ? concat([new Uint8Array(2), u32(bytes.length, encoding)])
    : u16(bytes.length, encoding);
  return concat([head, ascii(vr), length, bytes]);
}

function valueBytes(vr: string, value: Value, encoding: Encoding): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return ascii(value.length % 2 === 0 ? value : value + (vr === 'UI' ? '\0' : ' '));
  return concat(value.map((entry) => (typeof entry === 'number' ? u16(entry, encoding) : itemBytes(entry, encoding))));
}

function itemBytes(spec: DatasetSpec, encoding: Encoding): Uint8Array {
  const content = datasetBytes(spec, encoding);
  return concat([tagBytes('fffee000', encoding), u32(content.length, encoding), content]);
}

/** Preamble, prefix and file meta group in front of a data set. */
export function part10(dataset: Uint8Array, syntax = '1.2.840.10008.1.2.1'): Uint8Array {
  const meta = datasetBytes({ '00020002': ['UI', '1.2.840.10008.5.1.4.1.1.2'], '00020010': ['UI', syntax] });
  const length = elementBytes('00020000', 'UL', u32(meta.length, explicitLittle));
  return concat([new Uint8Array(128), ascii('DICM'), length, meta, dataset]);
}

export interface SliceSpec {
  readonly position?: readonly number[];
  readonly orientation?: readonly number[];
  readonly spacing?: readonly number[];
  readonly rows?: number;
  readonly columns?: number;
  readonly instance?: number;
  /** Stored value of every voxel, or one for each. */
  readonly stored?: number | readonly number[];
  readonly more?: DatasetSpec;
  readonly without?: readonly string[];
}

/** The data set of a CT slice with sensible values where nothing else is asked for. */
export function sliceSpec(spec: SliceSpec = {}): DatasetSpec {
  const { rows = 4, columns = 4, stored = 24, instance = 1 } = spec;
  const values = typeof stored === 'number' ? Array.from({ length: rows * columns }, () => stored) : stored;
  const all: Record<string, readonly [string, Value]> = {
    '00080008': ['CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
    '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.2'],
    '00080018': ['UI', `1.2.3.${instance}`],
    '00080060': ['CS', 'CT'],
    '00100010': ['PN', 'Test'],
    '00100020': ['LO', 'T1'],
    '00180050': ['DS', '1'],
    '00181210': ['SH', 'B31f'],
    '0020000d': ['UI', '1.2.4'],
    '0020000e': ['UI', '1.2.5'],
    '00200013': ['IS', `${instance}`],
    '00200032': ['DS', (spec.position ?? [0, 0, 0]).join('\\')],
    '00200037': ['DS', (spec.orientation ?? [1, 0, 0, 0, 1, 0]).join('\\')],
    '00280002': ['US', [1]],
    '00280004': ['CS', 'MONOCHROME2'],
    '00280010': ['US', [rows]],
    '00280011': ['US', [columns]],
    '00280030': ['DS', (spec.spacing ?? [0.7, 0.7]).join('\\')],
    '00280100': ['US', [16]],
    '00280101': ['US', [16]],
    '00280102': ['US', [15]],
    '00280103': ['US', [1]],
    '00281052': ['DS', '-1024'],
    '00281053': ['DS', '1'],
    ...spec.more,
    '7fe00010': spec.more?.['7fe00010'] ?? ['OW', values.map((value) => value & 0xffff)],
  };
  const kept = Object.entries(all)
    .filter(([tag]) => !(spec.without ?? []).includes(tag))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept);
}

/** A whole file of one slice. */
export const sliceFile = (spec: SliceSpec = {}): Uint8Array => part10(datasetBytes(sliceSpec(spec)));

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function tagBytes(tag: string, encoding: Encoding): Uint8Array {
  return concat([
    u16(Number.parseInt(tag.slice(0, 4), 16), encoding),
    u16(Number.parseInt(tag.slice(4), 16), encoding),
  ]);
}

function u16(value: number, { littleEndian }: Encoding): Uint8Array {
  return littleEndian ? Uint8Array.of(value & 0xff, value >>> 8) : Uint8Array.of(value >>> 8, value & 0xff);
}

export function u32(value: number, { littleEndian }: Encoding): Uint8Array {
  const bytes = Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
  return littleEndian ? bytes : bytes.toReversed();
}

const ascii = (value: string): Uint8Array => new TextEncoder().encode(value);
