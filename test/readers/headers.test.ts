/** Odd but readable files, and hostile ones: what one file is taken for, and why not. */
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type Opened, openFiles } from '../../src/readers';
import {
  concat,
  type DatasetSpec,
  datasetBytes,
  elementBytes,
  explicitLittle,
  part10,
  sliceSpec,
  u32,
} from './dicom-bytes';
import { memorySource, nodeHost } from './disk-source';

const implicit = { explicit: false, littleEndian: true };
const big = { explicit: true, littleEndian: false };
const plain = datasetBytes(sliceSpec());

async function open(bytes: Uint8Array): Promise<Opened> {
  const opened = await openFiles([memorySource('x', bytes)], nodeHost);
  if (!opened.ok) throw new Error(opened.refusal.message);
  return opened.value;
}

/** Mean HU of the one image in a file, or why it was left out. */
async function meanHu(bytes: Uint8Array): Promise<number | string> {
  const opened = await open(bytes);
  const [series] = opened.inventory.series;
  if (series === undefined) return `${opened.inventory.leftOut[0].kind}: ${opened.inventory.leftOut[0].reason}`;
  const loaded = await opened.load(series.id, { anyGeometry: true });
  if (!loaded.ok) return loaded.refusal.message;
  const { hu } = loaded.value.volume;
  let sum = 0;
  for (const value of hu) sum += value;
  return sum / hu.length;
}

const withTag = (tag: string, vr: string, value: DatasetSpec[string][1]): Uint8Array =>
  part10(datasetBytes(sliceSpec({ more: { [tag]: [vr, value] } })));

/** An element in front of the others. */
const before = (element: Uint8Array): Uint8Array => part10(concat([element, plain]));

describe('files as they come', () => {
  it.each<[string, Uint8Array]>([
    ['as the standard says', part10(plain)],
    ['without preamble', part10(plain).slice(128 + 4)],
    ['without preamble but with its prefix', part10(plain).slice(128)],
    ['without any meta group', plain],
    ['implicit', part10(datasetBytes(sliceSpec(), implicit), '1.2.840.10008.1.2')],
    ['implicit under an explicit declaration', part10(datasetBytes(sliceSpec(), implicit))],
    ['explicit under an implicit declaration', part10(plain, '1.2.840.10008.1.2')],
    ['implicit and bare', datasetBytes(sliceSpec(), implicit)],
    ['big endian', part10(datasetBytes(sliceSpec(), big), '1.2.840.10008.1.2.2')],
    ['deflated', part10(deflateSync(plain), '1.2.840.10008.1.2.1.99')],
    ['native under a compressed declaration', part10(plain, '1.2.840.10008.1.2.4.80')],
    ['with a trailing odd byte', concat([part10(plain), Uint8Array.of(7)])],
    ['with zeros behind the end', concat([part10(plain), new Uint8Array(333)])],
    ['with a value of a VR of later years', before(elementBytes('00080001', 'UV', new Uint8Array(8)))],
    ['with an unknown VR', before(elementBytes('00080001', 'ZZ', 'odd one'))],
    [
      'with an unknown VR of 32-bit length',
      before(concat([Uint8Array.of(8, 0, 1, 0, 0x51, 0x51, 0, 0, 8, 0, 0, 0), new Uint8Array(8)])),
    ],
    ['with 300 kB of private data in front', before(elementBytes('00030010', 'UN', new Uint8Array(300_000)))],
    ['with padded numbers', withTag('00281052', 'DS', '-01.024000E+03')],
  ])('reads a file %s', async (_, bytes) => {
    expect(await meanHu(bytes)).toBe(-1000);
  });

  it.each<[string, Uint8Array, Uint8Array, string]>([
    ['little', plain, Uint8Array.of(0x05, 0x00, 0x01, 0x10), '1.2.840.10008.1.2.1'],
    ['big', datasetBytes(sliceSpec(), big), Uint8Array.of(0x00, 0x05, 0x10, 0x01), '1.2.840.10008.1.2.2'],
  ])(
    'reads an unknown value of undefined length as implicit little endian in a %s endian file',
    async (_, data, tag, syntax) => {
      const inner = elementBytes('00091002', 'SQ', [{}], implicit);
      const item = concat([Uint8Array.of(0xfe, 0xff, 0x00, 0xe0), u32(0xffffffff, explicitLittle), inner]);
      const ends = Uint8Array.of(0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);
      const head = concat([tag, Uint8Array.of(0x55, 0x4e, 0, 0, 0xff, 0xff, 0xff, 0xff)]);
      expect(await meanHu(part10(concat([head, item, ends, data]), syntax))).toBe(-1000);
    },
  );

  it('takes the value of repeated elements where they agree', async () => {
    const twice = concat([elementBytes('00280002', 'US', [1]), plain]);
    expect(await meanHu(part10(twice))).toBe(-1000);
  });

  it('keeps whole HU as integers, whatever the slope', async () => {
    const loaded = await (await open(withTag('00281053', 'DS', '0.5'))).load('series-1', { anyGeometry: true });
    expect(loaded.ok && loaded.value.volume.hu).toEqual(new Int16Array(16).fill(-1012));
  });

  it('keeps fractions of HU', async () => {
    const opened = await open(withTag('00281053', 'DS', '0.3'));
    const loaded = await opened.load('series-1', { anyGeometry: true });
    expect(loaded.ok && loaded.value.volume.hu).toBeInstanceOf(Float32Array);
    expect(loaded.ok && loaded.value.volume.hu[0]).toBeCloseTo(-1024 + 24 * 0.3, 4);
  });
});

/** Elements of 16 equal samples of a given layout. */
function bits(allocated: number, stored: number, high: number, sign: number, value: number): DatasetSpec {
  const samples = Array.from({ length: 16 }, () => value);
  return {
    '00280100': ['US', [allocated]],
    '00280101': ['US', [stored]],
    '00280102': ['US', [high]],
    '00280103': ['US', [sign]],
    '7fe00010': ['OW', allocated === 32 ? concat(samples.map((sample) => u32(sample, explicitLittle))) : samples],
  };
}

describe('bits', () => {
  it.each([
    ['12 bits unsigned', bits(16, 12, 11, 0, 100), -924],
    ['12 bits unsigned below other bits', bits(16, 12, 11, 0, 0xf000 | 100), -924],
    ['12 bits left-justified', bits(16, 12, 15, 0, 100 << 4), -924],
    ['12 bits signed', bits(16, 12, 11, 1, 0xfff), -1025],
    ['16 bits unsigned', bits(16, 16, 15, 0, 65_000), 63_976],
    [
      'padding of more bits than are stored',
      { ...bits(16, 12, 11, 0, 63_536), '00280120': ['US', [63_536]] as const },
      62_512,
    ],
    ['32 bits signed', bits(32, 32, 31, 1, -100), -1124],
  ])('reads %s', async (_, more, hu) => {
    expect(await meanHu(part10(datasetBytes(sliceSpec({ more }))))).toBe(hu);
  });

  it.each([
    [{ '00280120': ['US', [63_536]] as const }, -3024],
    [{ '00280120': ['SS', [63_536]] as const }, -3024],
    [{ ...bits(16, 12, 11, 0, 63_536), '00280120': ['US', [63_536]] as const }, 62_512],
    [{ ...bits(16, 12, 11, 1, 5), '00280120': ['SS', [0xf800]] as const }, -3072],
    [{}, null],
  ])('names padding by its bits', async (more, padding) => {
    const loaded = await (
      await open(part10(datasetBytes(sliceSpec({ more }))))
    ).load('series-1', { anyGeometry: true });
    expect(loaded.ok && loaded.value.volume.paddingHu).toBe(padding);
  });
});

describe('files that are left out', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'unreadable: it is empty'],
    [
      'a text',
      new TextEncoder().encode('Dear colleague, thank you for the scan of Mr'),
      'unreadable: it is no image file',
    ],
    ['no rescale', part10(datasetBytes(sliceSpec({ without: ['00281053'] }))), 'unreadable: RescaleSlope is missing'],
    ['slope 0', withTag('00281053', 'DS', '0'), 'unreadable: RescaleSlope is 0'],
    ['slope with a comma', withTag('00281053', 'DS', '1,0'), 'unreadable: RescaleSlope has no valid value'],
    ['slope beyond all numbers', withTag('00281053', 'DS', '1E999'), 'unreadable: RescaleSlope has no valid value'],
    [
      'two intercepts',
      part10(concat([elementBytes('00281052', 'DS', '0'), plain])),
      'unreadable: RescaleIntercept is there twice',
    ],
    ['no rows', withTag('00280010', 'US', [0]), 'unreadable: its matrix of 4 × 0'],
    ['65 535 rows', withTag('00280010', 'US', [65_535]), 'unreadable: its matrix of 4 × 65535'],
    ['rows of 32 bits', withTag('00280010', 'UL', u32(4, explicitLittle)), 'unreadable: Rows or Columns'],
    ['12 bits allocated', withTag('00280100', 'US', [12]), 'unreadable: BitsAllocated is 12'],
    ['more bits stored than allocated', withTag('00280101', 'US', [20]), 'unreadable: BitsStored is 20 of 16'],
    ['a billion frames', withTag('00280008', 'IS', '1000000000'), 'unreadable: NumberOfFrames'],
    ['unknown transfer syntax', part10(plain, '1.2.3.4'), 'unreadable: the transfer syntax 1.2.3.4 is not supported'],
    [
      'half the pixels',
      withTag('7fe00010', 'OW', new Uint8Array(16)),
      'unreadable: its pixels are cut short (16 of 32 bytes)',
    ],
    ['a cut file', part10(plain).slice(0, -10), 'unreadable: its pixels are cut short (22 of 32 bytes)'],
    [
      'no pixels',
      part10(datasetBytes(sliceSpec({ without: ['7fe00010'] })).slice(0, -44)),
      'unreadable: it holds no PixelData',
    ],
    ['another modality', withTag('00080060', 'CS', 'MR'), 'not_ct: it is no CT image (modality MR)'],
    ['colours', withTag('00280004', 'CS', 'RGB'), 'not_ct: it is a colour picture'],
    ['a secondary capture', withTag('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.7'), 'not_ct: it is a screenshot'],
    ['a dose report', withTag('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.88.67'), 'not_image: it is a dose report'],
    [
      'a length beyond the file',
      before(Uint8Array.of(8, 0, 1, 0, 0x4f, 0x42, 0, 0, 0xf0, 0xff, 0xff, 0xff)),
      'unreadable: its header',
    ],
    ['20 000 nested sequences', before(nested(20_000)), 'unreadable: its'],
  ])('names %s', async (_, bytes, reason) => {
    expect(await meanHu(bytes)).toContain(reason);
  });
});

/** Sequences in sequences, each of undefined length, never closed. */
function nested(depth: number): Uint8Array {
  const sequence = Uint8Array.of(8, 0, 0x11, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff);
  const item = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff);
  return concat(Array.from({ length: depth }, () => concat([sequence, item])));
}
